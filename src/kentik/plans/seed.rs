//! The plan that comes with every twin.
use super::object::{Plan, PlanDeviceType};
use crate::{
    base::problem::Result,
    kentik::types::{IsoTime, Number},
    store::{Draft, Object, Resource, State},
};
use serde_json::Map;

/// The plan of a company whose fixture names none.
const DEFAULT_ID: i64 = 11466;

/// Whether a device may name a plan: it exists, or comes once all of a fixture is loaded.
pub fn exists(state: &State, Number(id): Number) -> bool {
    state.has(Plan::KIND, id) || (id == DEFAULT_ID && state.count(Plan::KIND) == 0)
}

pub fn complete(draft: &mut Draft) -> Result<()> {
    if draft.count(Plan::KIND) > 0 {
        return Ok(());
    }
    let types = ["router", "host-nprobe-dns-www"].map(|name| PlanDeviceType {
        device_type: name.into(),
    });
    let plan = Plan {
        id: DEFAULT_ID,
        name: "Free Trial Plan".into(),
        description: "Six devices to begin with".into(),
        active: true,
        max_devices: 6,
        max_fps: 1000,
        bgp_enabled: true,
        fast_retention: 30,
        full_retention: 30,
        cdate: IsoTime(draft.stamp.at),
        edate: Some(IsoTime(draft.stamp.at)),
        max_bigdata_fps: 30,
        device_types: types.into(),
        metadata: Map::new(),
    };
    draft.place(Object::new(plan))
}
