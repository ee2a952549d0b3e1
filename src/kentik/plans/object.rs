//! A plan as it is stored.
use crate::{api::read_only, base::clock::Millis, kentik::types::IsoTime, store::Resource};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::borrow::Cow;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The unique identifier of the plan.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The name of the plan, which another may have too.
    pub name: String,
    /// What the plan is for.
    #[serde(default)]
    pub description: String,
    /// Whether devices may use it.
    #[serde(default = "yes")]
    pub active: bool,
    /// How many devices it is for.
    pub max_devices: i64,
    /// The most flows that each device may send, per second.
    pub max_fps: i64,
    /// Whether its devices may peer.
    #[serde(default = "yes")]
    pub bgp_enabled: bool,
    /// How long the quick records are kept, in days.
    #[serde(default = "thirty")]
    pub fast_retention: i64,
    /// How long all records are kept, in days.
    #[serde(default = "thirty")]
    pub full_retention: i64,
    /// When it was made.
    #[serde(default)]
    pub cdate: IsoTime,
    /// When it was last changed.
    #[serde(default)]
    pub edate: Option<IsoTime>,
    /// The most flows that each device may have in the full records, per second.
    #[serde(default)]
    pub max_bigdata_fps: i64,
    /// What types of devices it is for.
    #[serde(default, rename = "deviceTypes")]
    pub device_types: Vec<PlanDeviceType>,
    /// What else is known of it.
    #[serde(default)]
    pub metadata: Map<String, Value>,
}

/// A type of devices that a plan is for. Clients look for it under either name.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PlanDeviceType {
    /// The type.
    #[serde(alias = "device_subtype")]
    pub device_type: String,
}

fn yes() -> bool {
    true
}
fn thirty() -> i64 {
    30
}

impl Resource for Plan {
    const KIND: &str = "kentik_plan";
    const PATH: &str = "kentik/plans";
    const TITLE: &str = "plan";
    const CHANGED: &str = "edate";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.cdate.set_once(at);
        self.id = id;
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(self.name.as_str().into())
    }
}
