//! Plans: what a company has bought. They come with it, and no call changes them.
use super::{
    company,
    devices::{Device, DeviceType},
    levels::MEMBER,
    types::{IsoTime, Number, Quoted},
};
use crate::{
    api::{Operation, View, get, read_only},
    base::{clock::Millis, problem::Result},
    store::{Draft, Object, Resource, State},
    twin::access::Permit,
};
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
    #[serde(default = "month")]
    pub fast_retention: i64,
    /// How long all records are kept, in days.
    #[serde(default = "month")]
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
fn month() -> i64 {
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

/// A plan as clients see it.
#[derive(Serialize, JsonSchema)]
pub struct PlanView {
    /// The unique identifier of the plan.
    #[schemars(transform = read_only)]
    id: i64,
    /// The company that the plan belongs to.
    #[schemars(transform = read_only)]
    company_id: i64,
    /// The name of the plan.
    #[schemars(transform = read_only)]
    name: String,
    /// What the plan is for.
    #[schemars(transform = read_only)]
    description: String,
    /// Whether devices may use it.
    #[schemars(transform = read_only)]
    active: bool,
    /// How many devices it is for.
    #[schemars(transform = read_only)]
    max_devices: i64,
    /// The most flows that each device may send, per second.
    #[schemars(transform = read_only)]
    max_fps: i64,
    /// Whether its devices may peer.
    #[schemars(transform = read_only)]
    bgp_enabled: bool,
    /// How long the quick records are kept, in days.
    #[schemars(transform = read_only)]
    fast_retention: i64,
    /// How long all records are kept, in days.
    #[schemars(transform = read_only)]
    full_retention: i64,
    /// When it was made.
    #[schemars(transform = read_only)]
    cdate: IsoTime,
    /// When it was last changed.
    #[schemars(transform = read_only)]
    edate: Option<IsoTime>,
    /// The most flows that each device may have in the full records, per second.
    #[schemars(transform = read_only)]
    max_bigdata_fps: i64,
    /// What types of devices it is for; nothing inside a device.
    #[serde(rename = "deviceTypes")]
    #[schemars(transform = read_only)]
    device_types: Vec<TypeView>,
    /// The devices that use it now; nothing inside a device.
    #[schemars(transform = read_only)]
    devices: Vec<PlanDevice>,
    /// What else is known of it.
    #[schemars(transform = read_only)]
    metadata: Map<String, Value>,
}

/// A type of devices, under the names that clients look for.
#[derive(Serialize, JsonSchema)]
struct TypeView {
    /// The type.
    #[schemars(transform = read_only)]
    device_type: String,
    /// The type once more.
    #[schemars(transform = read_only)]
    device_subtype: String,
}

/// A device that uses a plan.
#[derive(Serialize, JsonSchema)]
struct PlanDevice {
    /// The unique identifier of the device.
    #[schemars(transform = read_only)]
    id: Quoted,
    /// The unique name of the device.
    #[schemars(transform = read_only)]
    device_name: String,
    /// Whether it is a router or a host.
    #[schemars(transform = read_only)]
    device_type: DeviceType,
    /// What kind of router or host it is.
    #[schemars(transform = read_only)]
    device_subtype: String,
}

/// All plans.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"plans": [{"id": 11466, "company_id": 74333, "name": "Free Trial Plan", "description": "Six devices to begin with", "active": true, "max_devices": 6, "max_fps": 1000, "bgp_enabled": true, "fast_retention": 30, "full_retention": 30, "cdate": "2020-09-03T08:41:57.489Z", "edate": "2020-09-03T08:41:57.489Z", "max_bigdata_fps": 30, "deviceTypes": [{"device_type": "router", "device_subtype": "router"}], "devices": [{"id": "42", "device_name": "edge_1", "device_type": "router", "device_subtype": "router"}], "metadata": {}}]}]))]
pub struct PlanList {
    #[schemars(transform = read_only)]
    plans: Vec<PlanView>,
}

pub fn operations() -> Vec<Operation> {
    vec![get("/plans", MEMBER, list, "Retrieve all plans.")]
}

async fn list(permit: Permit) -> Result<View<PlanList>> {
    let state = permit.store.state();
    let company = company::id(&state);
    let plans = state.all::<Plan>().map(|plan| {
        let devices = state.all::<Device>();
        let devices = devices.filter(|device| device.plan_id.0 == plan.id);
        PlanView {
            device_types: plan.device_types.iter().map(TypeView::of).collect(),
            devices: devices.map(PlanDevice::of).collect(),
            ..PlanView::alone(plan, company)
        }
    });
    permit.answer(&PlanList {
        plans: plans.collect(),
    })
}

impl PlanView {
    /// A plan without types and devices, as it stands inside a device.
    pub fn alone(plan: &Plan, company_id: i64) -> Self {
        Self {
            id: plan.id,
            company_id,
            name: plan.name.clone(),
            description: plan.description.clone(),
            active: plan.active,
            max_devices: plan.max_devices,
            max_fps: plan.max_fps,
            bgp_enabled: plan.bgp_enabled,
            fast_retention: plan.fast_retention,
            full_retention: plan.full_retention,
            cdate: plan.cdate,
            edate: plan.edate,
            max_bigdata_fps: plan.max_bigdata_fps,
            device_types: vec![],
            devices: vec![],
            metadata: plan.metadata.clone(),
        }
    }
}
impl TypeView {
    fn of(of: &PlanDeviceType) -> Self {
        Self {
            device_type: of.device_type.clone(),
            device_subtype: of.device_type.clone(),
        }
    }
}
impl PlanDevice {
    fn of(device: &Device) -> Self {
        Self {
            id: Quoted(device.id),
            device_name: device.device_name.clone(),
            device_type: device.kind(),
            device_subtype: device.device_subtype.clone(),
        }
    }
}

/// The plan of a company whose fixture names none.
const ID: i64 = 11466;

/// Whether a device may name a plan: it is there, or comes once all of a fixture is loaded.
pub fn is_there(state: &State, Number(id): Number) -> bool {
    state.has(Plan::KIND, id) || (id == ID && state.count(Plan::KIND) == 0)
}

pub fn complete(draft: &mut Draft) -> Result<()> {
    if draft.count(Plan::KIND) > 0 {
        return Ok(());
    }
    let types = ["router", "host-nprobe-dns-www"].map(|name| PlanDeviceType {
        device_type: name.into(),
    });
    let plan = Plan {
        id: ID,
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
