//! A plan as clients see it.
use super::object::{Plan, PlanDeviceType};
use crate::{
    api::read_only,
    kentik::{
        devices::{Device, DeviceType},
        types::{IsoTime, Quoted},
    },
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

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
    pub plans: Vec<PlanView>,
}

impl PlanView {
    /// A plan with its types and the devices that use it.
    pub fn with_devices<'a>(
        plan: &Plan,
        company_id: i64,
        devices: impl Iterator<Item = &'a Device>,
    ) -> Self {
        Self {
            device_types: plan.device_types.iter().map(TypeView::of).collect(),
            devices: devices.map(PlanDevice::of).collect(),
            ..Self::without_devices(plan, company_id)
        }
    }
    /// A plan without types and devices, as it stands inside a device.
    pub fn without_devices(plan: &Plan, company_id: i64) -> Self {
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
    fn of(device_type: &PlanDeviceType) -> Self {
        Self {
            device_type: device_type.device_type.clone(),
            device_subtype: device_type.device_type.clone(),
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
