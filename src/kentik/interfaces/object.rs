//! An interface as it is stored.
use super::vrf::Vrf;
use crate::{
    api::{Enveloped, read_only},
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    kentik::{
        devices::Device,
        types::{IsoTime, Number},
    },
    store::{Resource, State, Unique},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"snmp_id": "2", "interface_description": "testapi-interface-2", "snmp_alias": "interface-description-1", "snmp_speed": 15, "interface_ip": "127.0.0.1", "interface_ip_netmask": "255.255.255.0", "secondary_ips": [{"address": "198.186.193.51", "netmask": "255.255.255.240"}], "vrf": {"name": "vrf-name", "description": "vrf-description", "route_target": "101:100", "route_distinguisher": "11.121.111.13:3254", "ext_route_distinguisher": 15}}]))]
pub struct Interface {
    /// The unique identifier of the interface.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The device that it belongs to.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub device_id: i64,
    /// Its index on the device (ifIndex), which no other interface of the device has.
    pub snmp_id: Number,
    /// What it can carry, in Mbit/s.
    pub snmp_speed: Number,
    /// What type of interface it is.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub snmp_type: Option<i64>,
    /// What people are shown as its description.
    #[serde(default)]
    pub snmp_alias: Option<String>,
    /// Its address.
    #[serde(default)]
    pub interface_ip: Option<String>,
    /// What people are shown as its name.
    pub interface_description: String,
    /// Kept for the server's own use.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub interface_kvs: String,
    /// Kept for the server's own use.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub interface_tags: String,
    /// Kept for the server's own use.
    #[serde(default = "in_use")]
    #[schemars(transform = read_only)]
    pub interface_status: String,
    /// When it was made.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub cdate: IsoTime,
    /// When it was last changed.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub edate: IsoTime,
    /// The index that was polled last.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub initial_snmp_id: Option<Number>,
    /// The description that was polled last.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub initial_snmp_alias: Option<String>,
    /// The name that was polled last.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub initial_interface_description: Option<String>,
    /// The speed that was polled last, in Mbit/s.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub initial_snmp_speed: Option<Number>,
    /// The mask of its address, if that is an IPv4 address.
    #[serde(default)]
    pub interface_ip_netmask: Option<String>,
    /// Its other addresses.
    #[serde(default)]
    pub secondary_ips: Option<Vec<SecondaryIp>>,
    /// How it is connected.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub connectivity_type: String,
    /// On which side of the network it is.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub network_boundary: String,
    /// How it was connected first.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub initial_connectivity_type: String,
    /// On which side of the network it was first.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub initial_network_boundary: String,
    /// Where most packets of the last hour went.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub top_nexthop_asns: Option<Vec<NextHop>>,
    /// Who carries its traffic to the internet.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub provider: String,
    /// Who carried it first.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub initial_provider: String,
    /// The id of a VRF of the same device that the interface shares; others are ignored.
    #[serde(default, skip_serializing)]
    pub vrf_id: Option<Number>,
    /// The virtual routing table that it belongs to.
    #[serde(default)]
    pub vrf: Option<Vrf>,
    /// The address that was polled last.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub initial_interface_ip: Option<String>,
    /// The mask that was polled last.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub initial_interface_ip_netmask: Option<String>,
}

/// Another address of an interface.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SecondaryIp {
    /// The address.
    pub address: String,
    /// Its mask, if it is an IPv4 address.
    #[serde(default)]
    pub netmask: Option<String>,
}

/// An autonomous system that packets went to.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct NextHop {
    /// Its number.
    #[serde(rename = "ASN", alias = "Asn")]
    pub asn: i64,
    /// How many packets went there in the last hour.
    #[serde(alias = "Packets")]
    pub packets: i64,
}

fn in_use() -> String {
    "V".into()
}

impl Resource for Interface {
    const KIND: &str = "kentik_interface";
    const PATH: &str = "kentik/interfaces";
    const TITLE: &str = "interface";
    const CHANGED: &str = "edate";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "snmp_id",
        key: |interface| format!("{} {}", interface.device_id, interface.snmp_id.0).into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.normalize();
        self.cdate.set_once(at);
        (self.id, self.edate) = (id, IsoTime(at));
    }
    fn check(&self) -> Result<()> {
        self.check_values()
    }
    fn check_in(&self, state: &State) -> Result<()> {
        match state.has(Device::KIND, self.device_id) {
            true => Ok(()),
            false => Err(refused(format!(
                "`device_id`: there is no device with the id {}",
                self.device_id
            ))),
        }
    }
    fn duplicate_message(&self) -> String {
        format!("Interface with snmp_id ({}) Already Exists", self.snmp_id.0)
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(self.interface_description.as_str().into())
    }
}
impl Enveloped for Interface {
    const KEYS: &[&str] = &[];
}

impl Interface {
    /// The id of its virtual routing table.
    pub fn vrf_number(&self) -> Option<i64> {
        self.vrf.as_ref()?.id.map(|Number(id)| id)
    }
}
