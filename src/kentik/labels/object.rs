//! A device label as it is stored, and which devices have it.
use crate::{
    api::{Enveloped, Relation, read_only},
    base::clock::Millis,
    kentik::{
        devices::Device,
        types::{IsoTime, Number},
    },
    store::{Ends, Resource, Unique},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"name": "ISP", "color": "#f1d5b9"}]))]
pub struct DeviceLabel {
    /// The unique identifier of the label.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The unique name of the label.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// The colour: a `#` and six hexadecimal digits.
    #[schemars(regex(pattern = "^#[0-9A-Fa-f]{6}$"))]
    pub color: String,
    /// The user who made the label or changed it last.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub user_id: Option<Number>,
    /// Its place in a list.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub order: i64,
    /// When it was made.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub created_date: IsoTime,
    /// When it was last changed.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub updated_date: IsoTime,
}

impl Resource for DeviceLabel {
    const KIND: &str = "kentik_label";
    const PATH: &str = "kentik/deviceLabels";
    const TITLE: &str = "device label";
    const CHANGED: &str = "updated_date";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "name",
        key: |label| label.name.as_str().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.created_date.set_once(at);
        (self.id, self.updated_date) = (id, IsoTime(at));
    }
    fn duplicate_message(&self) -> String {
        format!("Device label name ({}) Already Exists", self.name)
    }
}
impl Enveloped for DeviceLabel {
    const KEYS: &[&str] = &[];
}

/// Which devices have which labels.
pub const LABELLED: Relation<DeviceLabel, Device> = Relation::new(&Ends {
    name: "kentik/deviceLabels/devices",
    parent: DeviceLabel::KIND,
    child: Device::KIND,
});
