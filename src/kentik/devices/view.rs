//! A device as clients see it.
use super::{
    enums::{BgpType, CdnAttr, DeviceStatus, DeviceType, FlowType},
    snmp::SnmpView,
};
use crate::{
    api::read_only,
    kentik::{
        interfaces::InterfaceSummary,
        labels::AppliedLabel,
        plans::PlanView,
        types::{IsoTime, Quoted},
    },
};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

/// One device.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"device": example()}]))]
pub struct DeviceEnvelope {
    pub(super) device: DeviceView,
}

/// All devices.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"devices": [example()]}]))]
pub struct DeviceList {
    #[schemars(transform = read_only)]
    pub(super) devices: Vec<DeviceView>,
}

/// A device with its plan, site, labels and interfaces.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [example()]))]
pub struct DeviceView {
    /// The unique identifier of the device.
    #[schemars(transform = read_only)]
    pub id: Quoted,
    /// The company that the device belongs to.
    #[schemars(transform = read_only)]
    pub company_id: Quoted,
    /// The unique name of the device.
    pub device_name: String,
    /// Whether it is a router or a host.
    pub device_type: DeviceType,
    /// What kind of router or host it is.
    pub device_subtype: String,
    /// Whether it is in use (V) or archived (D).
    #[schemars(transform = read_only)]
    pub device_status: DeviceStatus,
    /// A description of the device.
    pub device_description: String,
    /// The plan that the device uses.
    pub plan_id: i64,
    /// The site where it stands.
    pub site_id: Option<i64>,
    /// The plan, without its devices.
    #[schemars(transform = read_only)]
    pub plan: PlanView,
    /// The site; without one there is nothing in it.
    #[serde(serialize_with = "site_or_empty")]
    #[schemars(with = "DeviceSite")]
    pub site: Option<DeviceSite>,
    /// The labels on it.
    #[schemars(transform = read_only)]
    pub labels: Vec<AppliedLabel>,
    /// Its interfaces, in short.
    #[schemars(transform = read_only)]
    pub all_interfaces: Vec<InterfaceSummary>,
    /// What its flow is written in.
    #[schemars(transform = read_only)]
    pub device_flow_type: FlowType,
    /// How many packets there are for each that is looked at.
    pub device_sample_rate: Quoted,
    /// The addresses that it sends flow from.
    pub sending_ips: Vec<String>,
    /// The address at which it is polled.
    pub device_snmp_ip: Option<String>,
    /// The community with which it is polled.
    pub device_snmp_community: String,
    /// Whether it is polled as little as can be.
    pub minimize_snmp: bool,
    /// How a router is polled by SNMP v3.
    pub device_snmp_v3_conf: Option<SnmpView>,
    /// Whose routes are used for its flow.
    pub device_bgp_type: BgpType,
    /// The IPv4 address to peer with.
    pub device_bgp_neighbor_ip: Option<String>,
    /// The IPv6 address to peer with.
    pub device_bgp_neighbor_ip6: Option<String>,
    /// The number of the autonomous system that the device is in.
    pub device_bgp_neighbor_asn: Option<Quoted>,
    /// The last three characters of the password of the peering, behind stars.
    pub device_bgp_password: Option<String>,
    /// The device whose routes are used.
    pub use_bgp_device_id: Option<i64>,
    /// Whether flow specifications are sent to it.
    pub device_bgp_flowspec: bool,
    /// Whether a host belongs to a content delivery network; routers have no such field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cdn_attr: Option<Option<CdnAttr>>,
    /// Kept for the server's own use.
    #[schemars(transform = read_only)]
    pub custom_columns: Option<String>,
    /// The most flows that it may send, per second.
    #[schemars(transform = read_only)]
    pub max_flow_rate: i64,
    /// The most flows that it may have in the full records, per second.
    #[schemars(transform = read_only)]
    pub max_big_flow_rate: i64,
    /// When it was made.
    #[schemars(transform = read_only)]
    pub created_date: IsoTime,
    /// When it was last changed.
    #[schemars(transform = read_only)]
    pub updated_date: IsoTime,
    /// The IPv4 address of the other end of the peering.
    #[serde(rename = "bgpPeerIP4")]
    #[schemars(transform = read_only)]
    pub bgp_peer_ip4: Option<String>,
    /// The IPv6 address of the other end of the peering.
    #[serde(rename = "bgpPeerIP6")]
    #[schemars(transform = read_only)]
    pub bgp_peer_ip6: Option<String>,
    #[serde(flatten)]
    pub unknown: UnknownFields,
}

/// What an emulator has nothing to say of.
#[derive(Default, Serialize, JsonSchema)]
pub struct UnknownFields {
    /// Kept for the server's own use.
    #[schemars(transform = read_only)]
    pub custom_column_data: Vec<Map<String, Value>>,
    /// Kept for the server's own use.
    #[schemars(transform = read_only)]
    pub device_chf_client_port: Option<String>,
    /// Kept for the server's own use.
    #[schemars(transform = read_only)]
    pub device_chf_client_protocol: Option<String>,
    /// Kept for the server's own use.
    #[schemars(transform = read_only)]
    pub device_chf_interface: Option<String>,
    /// What agent runs on it.
    #[schemars(transform = read_only)]
    pub device_agent_type: Option<String>,
    /// Kept for the server's own use.
    #[schemars(transform = read_only)]
    pub device_proxy_bgp: String,
    /// Kept for the server's own use.
    #[schemars(transform = read_only)]
    pub device_proxy_bgp6: String,
    /// When it was last polled.
    #[schemars(transform = read_only)]
    pub snmp_last_updated: Option<String>,
}

/// The site of a device.
#[derive(Default, Serialize, JsonSchema)]
pub struct DeviceSite {
    /// The unique identifier of the site.
    pub id: Option<i64>,
    /// The unique name of the site.
    #[schemars(transform = read_only)]
    pub site_name: Option<String>,
    /// Degrees north of the equator.
    #[schemars(transform = read_only)]
    pub lat: Option<f64>,
    /// Degrees east of Greenwich.
    #[schemars(transform = read_only)]
    pub lon: Option<f64>,
    /// The company that the site belongs to.
    #[schemars(transform = read_only)]
    pub company_id: Option<i64>,
}

/// No site is an object with nothing in it.
fn site_or_empty<S: Serializer>(site: &Option<DeviceSite>, to: S) -> Result<S::Ok, S::Error> {
    match site {
        Some(site) => site.serialize(to),
        None => Map::new().serialize(to),
    }
}

fn example() -> Value {
    let plan = json!({"id": 11466, "company_id": 74333, "name": "Free Trial Plan", "description": "", "active": true, "max_devices": 6, "max_fps": 1000, "bgp_enabled": true, "fast_retention": 30, "full_retention": 30, "cdate": "2020-09-03T08:41:57.489Z", "edate": null, "max_bigdata_fps": 30, "deviceTypes": [], "devices": [], "metadata": {}});
    let first = json!({
        "id": "42", "company_id": "74333", "device_name": "edge_1", "device_type": "router",
        "device_subtype": "router", "device_status": "V", "device_description": "the way out",
        "plan_id": 11466, "site_id": null, "plan": plan, "site": {}, "labels": [],
        "all_interfaces": [], "device_flow_type": "auto", "device_sample_rate": "1024",
        "sending_ips": ["192.0.2.1"], "device_snmp_ip": "192.0.2.1", "device_snmp_community": "",
    });
    let second = json!({
        "minimize_snmp": false, "device_snmp_v3_conf": null, "device_bgp_type": "none",
        "device_bgp_neighbor_ip": null, "device_bgp_neighbor_ip6": null,
        "device_bgp_neighbor_asn": null, "device_bgp_password": null, "use_bgp_device_id": null,
        "device_bgp_flowspec": false, "custom_columns": "", "custom_column_data": [],
        "device_chf_client_port": null, "device_chf_client_protocol": null,
        "device_chf_interface": null, "device_agent_type": null, "max_flow_rate": 1000,
        "max_big_flow_rate": 30, "device_proxy_bgp": "", "device_proxy_bgp6": "",
        "created_date": "2021-01-08T08:10:00.000Z", "updated_date": "2021-01-08T08:10:00.000Z",
        "bgpPeerIP4": null, "bgpPeerIP6": null, "snmp_last_updated": null,
    });
    let parts = [first, second].into_iter();
    let fields = parts.filter_map(|part| part.as_object().cloned());
    fields.flatten().collect()
}
