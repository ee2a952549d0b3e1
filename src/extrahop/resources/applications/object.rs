//! An application as it is stored.
use super::criterion::ApplicationCriterion;
use crate::{
    api::read_only,
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    extrahop::resources::nodes,
    network::{at_node, node_of},
    schema::marks::since,
    store::{Resource, Unique},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"id": 0, "node_id": null, "extrahop_id": "_default", "mod_time": 1448474346504i64, "user_mod_time": 1448474253809i64, "display_name": "All Activity", "description": "Everything that the appliance sees."}]))]
pub struct Application {
    /// The unique identifier of the application.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The node that the application belongs to; null on a Discover appliance.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub node_id: Option<i64>,
    /// The name that a trigger gave it; unique on the appliance, and never changed.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub extrahop_id: String,
    /// The same identifier under its later name.
    #[serde(default)]
    #[schemars(transform = read_only, transform = since::<7, 2>)]
    pub discovery_id: String,
    /// The last change of any kind, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub mod_time: Millis,
    /// The last change by a user, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub user_mod_time: Millis,
    #[schemars(length(min = 1))]
    pub display_name: String,
    #[serde(default)]
    pub description: Option<String>,
    /// Whose traffic the application is made of; shown to who asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(transform = since::<8, 6>)]
    pub criteria: Option<Vec<ApplicationCriterion>>,
}

impl Resource for Application {
    const KIND: &str = "application";
    const PATH: &str = "applications";
    const TITLE: &str = "application";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "extrahop_id",
        // Each node has its own.
        key: |application| match application.node_id {
            None => application.extrahop_id.as_str().into(),
            Some(node) => format!("{node}/{}", application.extrahop_id).into(),
        },
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        (self.id, self.mod_time) = (id, at);
        self.node_id = nodes::of(id);
        if self.user_mod_time == 0 {
            self.user_mod_time = at;
        }
        if self.extrahop_id.is_empty() {
            self.extrahop_id.clone_from(&self.display_name);
        }
        self.discovery_id.clone_from(&self.extrahop_id);
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(self.display_name.as_str().into())
    }
}

impl Application {
    /// The identifier of the built-in application.
    pub const BUILT_IN: &str = "_default";

    /// Whether it is the application of all activity.
    fn is_whole(&self) -> bool {
        self.id == at_node(node_of(self.id), 0)
    }
    pub fn may_be_called(&self, before: &str) -> Result<()> {
        match self.is_whole() && self.display_name != before {
            true => Err(refused(
                "`display_name` of the built-in application cannot be changed",
            )),
            false => Ok(()),
        }
    }
}
