//! A customization as it is stored, and how the last one went.
use super::document::CustomizationDocument;
use crate::{
    api::read_only,
    base::{clock::Millis, problem::Result},
    store::{Draft, Object, Resource, Unique},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"id": 138, "name": "before-upgrade", "create_time": 1448474346504i64, "auto": false, "recovered": false}]))]
pub struct Customization {
    /// The unique identifier of the customization.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The unique name of the customization.
    #[schemars(length(min = 1))]
    pub name: String,
    /// When it was taken, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub create_time: Millis,
    /// Whether the appliance took it on its own.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub auto: bool,
    /// Whether it was made of a backup that was not complete; such a one cannot be downloaded.
    #[serde(default = "Customization::no")]
    #[schemars(transform = read_only)]
    pub recovered: Option<bool>,
    #[serde(default)]
    #[schemars(skip)]
    pub document: CustomizationDocument,
}

impl Resource for Customization {
    const KIND: &str = "customization";
    const PATH: &str = "customizations";
    const TITLE: &str = "customization";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "name",
        key: |customization| customization.name.as_str().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.id = id;
        if self.create_time == 0 {
            self.create_time = at;
        }
    }
}

/// How the latest attempt to take a customization ended.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"did_last_succeed": true, "last_attempt_time": 1448474346504i64, "last_success_time": 1448474346504i64}]))]
pub struct CustomizationStatus {
    #[serde(default)]
    #[schemars(skip)]
    pub id: i64,
    #[schemars(transform = read_only)]
    pub did_last_succeed: bool,
    /// In ms since the epoch.
    #[schemars(transform = read_only)]
    pub last_attempt_time: Millis,
    /// In ms since the epoch.
    #[schemars(transform = read_only)]
    pub last_success_time: Millis,
}

impl Resource for CustomizationStatus {
    const KIND: &str = "customization_status";
    const PATH: &str = "customizations/status";
    const TITLE: &str = "customization status";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, _: Millis) {
        self.id = id;
    }
}

impl Customization {
    fn no() -> Option<bool> {
        Some(false)
    }
}

impl CustomizationStatus {
    pub fn succeeded(at: Millis) -> Self {
        Self {
            id: 1,
            did_last_succeed: true,
            last_attempt_time: at,
            last_success_time: at,
        }
    }
    /// There is one of them.
    pub fn place(self, draft: &mut Draft) -> Result<()> {
        draft.place(Object::new(self))
    }
}
