//! A device as it is stored.
use super::{
    enums::{BgpType, CdnAttr, DeviceStatus, DeviceType, FlowType},
    snmp::SnmpV3Conf,
};
use crate::{
    api::{Enveloped, read_only},
    base::{clock::Millis, problem::Result},
    kentik::{
        address::same_address,
        types::{IsoTime, Number},
    },
    store::{Resource, State, Unique},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"device_name": "pd_router", "device_subtype": "router", "device_description": "test of device settings", "plan_id": 11466, "device_sample_rate": "1024", "sending_ips": ["142.254.47.216"], "device_snmp_ip": "142.254.47.216", "minimize_snmp": false, "device_bgp_type": "device", "device_bgp_neighbor_ip": "142.254.47.216", "device_bgp_neighbor_asn": "5001", "device_snmp_v3_conf": {"UserName": "eenie", "AuthenticationProtocol": "MD5", "AuthenticationPassphrase": "meenie", "PrivacyProtocol": "DES", "PrivacyPassphrase": "minie"}}]))]
pub struct Device {
    /// The unique identifier of the device.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The unique name of the device: letters, digits and underscores. A dash becomes an underscore.
    /// It is set once.
    #[schemars(length(min = 4, max = 60))]
    pub device_name: String,
    /// Whether it is a router or a host; absent: as its subtype says. It is set once.
    #[serde(default)]
    pub device_type: Option<DeviceType>,
    /// What kind of router or host it is. It is set once.
    #[schemars(length(min = 1, max = 128))]
    pub device_subtype: String,
    /// Whether it is in use.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub device_status: DeviceStatus,
    /// A description of the device.
    #[serde(default)]
    #[schemars(length(max = 128))]
    pub device_description: String,
    /// The plan that the device uses.
    pub plan_id: Number,
    /// The site where it stands.
    #[serde(default)]
    pub site_id: Option<Number>,
    /// The same for clients that send the site and not its id.
    #[serde(default, skip_serializing)]
    pub site: Option<SiteRef>,
    /// What its flow is written in; found out once some has come.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub device_flow_type: FlowType,
    /// How many packets there are for each that is looked at.
    pub device_sample_rate: Number,
    /// The addresses that it sends flow from, none of them another device's. Hosts may have none.
    #[serde(default)]
    pub sending_ips: Vec<String>,
    /// The address at which it is polled; kept only where the subtype is `router`.
    #[serde(default)]
    pub device_snmp_ip: Option<String>,
    /// The community with which it is polled; kept only where the subtype is `router`.
    #[serde(default)]
    pub device_snmp_community: Option<String>,
    /// Whether it is polled as little as can be: descriptions every six hours, no counters.
    /// Routers must have it.
    #[serde(default)]
    pub minimize_snmp: Option<bool>,
    /// How a router is polled by SNMP v3; absent: it is not.
    #[serde(default)]
    pub device_snmp_v3_conf: Option<SnmpV3Conf>,
    /// Whose routes are used for its flow.
    pub device_bgp_type: BgpType,
    /// The IPv4 address to peer with. No two peering devices share one.
    #[serde(default)]
    pub device_bgp_neighbor_ip: Option<String>,
    /// The IPv6 address to peer with. No two peering devices share one.
    #[serde(default)]
    pub device_bgp_neighbor_ip6: Option<String>,
    /// The number of the autonomous system that the device is in, from 1 to 4294967295.
    #[serde(default)]
    pub device_bgp_neighbor_asn: Option<Number>,
    /// The password of the peering; answers show its last three characters.
    #[serde(default)]
    #[schemars(length(max = 32))]
    pub device_bgp_password: Option<String>,
    /// The device whose routes are used, where they are another device's.
    #[serde(default)]
    pub use_bgp_device_id: Option<Number>,
    /// Whether flow specifications are sent to it.
    #[serde(default)]
    pub device_bgp_flowspec: bool,
    /// Whether a host belongs to a content delivery network; routers have none.
    #[serde(default)]
    pub cdn_attr: Option<CdnAttr>,
    /// Kept for the server's own use.
    #[serde(default = "empty_text")]
    #[schemars(transform = read_only)]
    pub custom_columns: Option<String>,
    /// When it was made.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub created_date: IsoTime,
    /// When it was last changed.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub updated_date: IsoTime,
}

/// A site as a device names it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SiteRef {
    /// The unique identifier of the site.
    #[serde(default)]
    pub id: Option<Number>,
}

fn empty_text() -> Option<String> {
    Some(String::new())
}

impl Resource for Device {
    const KIND: &str = "kentik_device";
    const PATH: &str = "kentik/devices";
    const TITLE: &str = "device";
    const CHANGED: &str = "updated_date";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "device_name",
        key: |device| device.device_name.as_str().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.normalize();
        self.created_date.set_once(at);
        (self.id, self.updated_date) = (id, IsoTime(at));
    }
    fn check(&self) -> Result<()> {
        self.check_values()
    }
    fn check_in(&self, state: &State) -> Result<()> {
        self.check_conflicts(state)
    }
    fn duplicate_message(&self) -> String {
        format!("Device name ({}) Already Exists", self.device_name)
    }
}
impl Enveloped for Device {
    const KEYS: &[&str] = &["device"];
}

impl Device {
    /// Whether it is a router or a host.
    pub fn kind(&self) -> DeviceType {
        self.device_type.unwrap_or(self.category())
    }
    /// What its subtype says: a host by that needs nothing of what routers must have.
    pub fn category(&self) -> DeviceType {
        DeviceType::of_subtype(&self.device_subtype)
    }
    /// Whether its flow comes from this address.
    pub fn sends_from(&self, address: &str) -> bool {
        let mut own = self.sending_ips.iter();
        own.any(|own| same_address(own, address))
    }
}
