//! What a bundle came to when it was applied.
use crate::{api::read_only, extrahop::configuration::Row};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};
use std::fmt;

#[derive(Default, Serialize, JsonSchema)]
#[schemars(rename = "BundleApplyResult")]
#[schemars(extend("examples" = [{
    "created": [{"type": "DeviceGroup", "name": "Branch printers", "id": 12, "node_id": null}],
    "overwritten": [],
    "skipped": [{"type": "Alert", "name": "Branch errors", "id": 3, "node_id": null}],
    "ignored": [{"type": "Widget", "name": null, "reason": "Records of this kind stay in the bundle; there are 4 of them."}]
}]))]
pub struct ApplyResult {
    #[schemars(transform = read_only)]
    pub created: Vec<Item>,
    #[schemars(transform = read_only)]
    pub overwritten: Vec<Item>,
    /// What was there already: by the policy, or because it came with the appliance.
    #[schemars(transform = read_only)]
    pub skipped: Vec<Item>,
    /// What the bundle holds and could not be brought here.
    #[schemars(transform = read_only)]
    pub ignored: Vec<Ignored>,
}

#[derive(Clone, Serialize, JsonSchema)]
#[schemars(rename = "BundleApplyItem")]
pub struct Item {
    /// The kind, as the bundle names it.
    #[serde(rename = "type")]
    pub kind: String,
    name: String,
    id: i64,
    node_id: Option<i64>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BundleIgnored")]
pub struct Ignored {
    /// The kind, as the bundle names it.
    #[serde(rename = "type")]
    pub kind: String,
    /// The object of which a part was left out; null: all records of the kind.
    pub name: Option<String>,
    pub reason: String,
}

impl fmt::Display for ApplyResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [created, overwritten, skipped] =
            [&self.created, &self.overwritten, &self.skipped].map(Vec::len);
        write!(
            f,
            "{created} created, {overwritten} overwritten, {skipped} skipped"
        )
    }
}

impl ApplyResult {
    /// A Command appliance has one configuration for all of its nodes: what was done, was done
    /// for each of those that were named.
    pub fn on(mut self, nodes: &[i64]) -> Self {
        if nodes.is_empty() {
            return self;
        }
        let lists = [&mut self.created, &mut self.overwritten, &mut self.skipped];
        for items in lists {
            let each = std::mem::take(items).into_iter();
            let of_nodes = each.flat_map(|item| nodes.iter().map(move |node| item.at(*node)));
            *items = of_nodes.collect();
        }
        self
    }
}

impl Item {
    pub fn new(row: &Row, fields: &Map<String, Value>, id: i64) -> Self {
        Self {
            kind: row.name.into(),
            name: row.name_of(fields),
            id,
            node_id: None,
        }
    }
    fn at(&self, node: i64) -> Self {
        Self {
            node_id: Some(node),
            ..self.clone()
        }
    }
}
