//! An interface as the answer of its create shows it.
use super::{object::Interface, view::SecondaryView};
use crate::{
    api::read_only,
    kentik::types::{IsoTime, Quoted},
};
use schemars::JsonSchema;
use serde::Serialize;

/// An interface that was just made: what was given, and what the server added.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"snmp_id": "2", "snmp_alias": "uplink", "snmp_speed": 15, "interface_description": "eth2", "interface_ip": "192.0.2.1", "interface_ip_netmask": "255.255.255.0", "interface_kvs": "", "company_id": "74333", "device_id": "42", "edate": "2021-01-13T08:41:10.306Z", "cdate": "2021-01-13T08:41:10.306Z", "id": "43", "vrf_id": 7}]))]
pub struct InterfaceCreated {
    /// Its index on the device (ifIndex).
    #[schemars(transform = read_only)]
    snmp_id: Quoted,
    /// What people are shown as its description.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = read_only)]
    snmp_alias: Option<String>,
    /// What it can carry, in Mbit/s.
    #[schemars(transform = read_only)]
    snmp_speed: i64,
    /// What people are shown as its name.
    #[schemars(transform = read_only)]
    interface_description: String,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = read_only)]
    interface_ip: Option<String>,
    /// The mask of its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = read_only)]
    interface_ip_netmask: Option<String>,
    /// Its other addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = read_only)]
    secondary_ips: Option<Vec<SecondaryView>>,
    /// Kept for the server's own use.
    #[schemars(transform = read_only)]
    interface_kvs: String,
    /// The company that the interface belongs to.
    #[schemars(transform = read_only)]
    company_id: Quoted,
    /// The device that it belongs to.
    #[schemars(transform = read_only)]
    device_id: Quoted,
    /// The id of its virtual routing table.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = read_only)]
    vrf_id: Option<i64>,
    /// When it was made.
    #[schemars(transform = read_only)]
    cdate: IsoTime,
    /// When it was last changed.
    #[schemars(transform = read_only)]
    edate: IsoTime,
    /// The unique identifier of the interface.
    #[schemars(transform = read_only)]
    id: Quoted,
}

impl Interface {
    pub fn created_view(&self, company: i64) -> InterfaceCreated {
        InterfaceCreated {
            snmp_id: Quoted(self.snmp_id.0),
            snmp_alias: self.snmp_alias.clone(),
            snmp_speed: self.snmp_speed.0,
            interface_description: self.interface_description.clone(),
            interface_ip: self.interface_ip.clone(),
            interface_ip_netmask: self.interface_ip_netmask.clone(),
            secondary_ips: self.secondary_views(),
            interface_kvs: self.interface_kvs.clone(),
            company_id: Quoted(company),
            device_id: Quoted(self.device_id),
            vrf_id: self.vrf_number(),
            cdate: self.cdate,
            edate: self.edate,
            id: Quoted(self.id),
        }
    }
}
