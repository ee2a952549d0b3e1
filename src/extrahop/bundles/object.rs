//! A bundle as it is stored.
use super::document::BundleDocument;
use crate::{
    api::read_only,
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    store::Resource,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A row of the list; all but the id, the time and `built_in` is said by the document.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"id": 23, "name": "Branch offices", "description": "Groups and alerts for a branch", "created_time": 1448474346000i64, "mod_time": 1448474346504i64, "built_in": false}]))]
pub struct Bundle {
    /// The unique identifier of the bundle.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub name: String,
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub description: Option<String>,
    /// When the document was made, in ms since the epoch; where it does not say so, when it was
    /// uploaded.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub created_time: Millis,
    /// When the bundle was uploaded, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub mod_time: Millis,
    /// Whether the bundle came with the appliance; such a bundle cannot be deleted.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub built_in: bool,
    #[schemars(skip)]
    pub document: BundleDocument,
}

impl Resource for Bundle {
    const KIND: &str = "bundle";
    const PATH: &str = "bundles";
    const TITLE: &str = "bundle";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        (self.id, self.mod_time) = (id, at);
        let meta = &self.document.meta;
        self.name.clone_from(&meta.name);
        self.description.clone_from(&meta.comment);
        if self.created_time == 0 {
            self.created_time = meta.created.map_or(at, |s| s.saturating_mul(1000));
        }
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(self.name.as_str().into())
    }
    fn check(&self) -> Result<()> {
        self.document.check()
    }
}

impl From<BundleDocument> for Bundle {
    /// The other fields are set when it is stored.
    fn from(document: BundleDocument) -> Self {
        Self {
            id: 0,
            name: String::new(),
            description: None,
            created_time: 0,
            mod_time: 0,
            built_in: false,
            document,
        }
    }
}

impl Bundle {
    pub fn removable(&self) -> Result<()> {
        match self.built_in {
            true => Err(refused("a built-in bundle cannot be deleted")),
            false => Ok(()),
        }
    }
}
