//! An interface as clients see it: not in every call alike.
use super::{
    object::{Interface, NextHop, SecondaryIp},
    vrf::{VrfId, VrfView},
};
use crate::{
    api::read_only,
    kentik::types::{IsoTime, Number, Quoted},
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

/// An interface. In a list its speed is in quotes, after a change it is a bare number.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "InterfaceOf{Speed}", extend("examples" = [example()]))]
pub struct InterfaceView<Speed> {
    /// The unique identifier of the interface.
    #[schemars(transform = read_only)]
    pub id: Quoted,
    /// The company that the interface belongs to.
    #[schemars(transform = read_only)]
    pub company_id: Quoted,
    /// The device that it belongs to.
    #[schemars(transform = read_only)]
    pub device_id: Quoted,
    /// Its index on the device (ifIndex).
    pub snmp_id: Quoted,
    /// What it can carry, in Mbit/s.
    pub snmp_speed: Speed,
    /// What type of interface it is.
    #[schemars(transform = read_only)]
    pub snmp_type: Option<i64>,
    /// What people are shown as its description.
    pub snmp_alias: Option<String>,
    /// Its address.
    pub interface_ip: Option<String>,
    /// What people are shown as its name.
    pub interface_description: String,
    /// Kept for the server's own use.
    #[schemars(transform = read_only)]
    pub interface_kvs: String,
    /// Kept for the server's own use.
    #[schemars(transform = read_only)]
    pub interface_tags: String,
    /// Kept for the server's own use.
    #[schemars(transform = read_only)]
    pub interface_status: String,
    /// What else is known of it.
    #[schemars(transform = read_only)]
    pub extra_info: Extra,
    /// When it was made.
    #[schemars(transform = read_only)]
    pub cdate: IsoTime,
    /// When it was last changed.
    #[schemars(transform = read_only)]
    pub edate: IsoTime,
    /// The mask of its address.
    pub interface_ip_netmask: Option<String>,
    /// Its other addresses.
    pub secondary_ips: Option<Vec<SecondaryView>>,
    /// How it is connected.
    #[schemars(transform = read_only)]
    pub connectivity_type: String,
    /// On which side of the network it is.
    #[schemars(transform = read_only)]
    pub network_boundary: String,
    /// How it was connected first.
    #[schemars(transform = read_only)]
    pub initial_connectivity_type: String,
    /// On which side of the network it was first.
    #[schemars(transform = read_only)]
    pub initial_network_boundary: String,
    /// Where most packets of the last hour went.
    #[schemars(transform = read_only)]
    pub top_nexthop_asns: Option<Vec<NextHopView>>,
    /// Who carries its traffic to the internet.
    #[schemars(transform = read_only)]
    pub provider: String,
    /// Who carried it first.
    #[schemars(transform = read_only)]
    pub initial_provider: String,
    /// The id of its virtual routing table.
    #[schemars(transform = read_only)]
    pub vrf_id: Option<VrfId>,
    /// Its virtual routing table; absent after a change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vrf: Option<Option<VrfView>>,
    #[serde(flatten)]
    pub polled: LastPolled,
}

/// What was polled last.
#[derive(Serialize, JsonSchema)]
pub struct LastPolled {
    /// The index that was polled last; empty: it never was.
    #[schemars(transform = read_only)]
    initial_snmp_id: String,
    /// The description that was polled last.
    #[schemars(transform = read_only)]
    initial_snmp_alias: Option<String>,
    /// The name that was polled last.
    #[schemars(transform = read_only)]
    initial_interface_description: Option<String>,
    /// The speed that was polled last, in Mbit/s.
    #[schemars(transform = read_only)]
    initial_snmp_speed: Option<Quoted>,
    /// The address that was polled last.
    #[schemars(transform = read_only)]
    initial_interface_ip: Option<String>,
    /// The mask that was polled last.
    #[schemars(transform = read_only)]
    initial_interface_ip_netmask: Option<String>,
}

/// One interface.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"interface": example()}]))]
pub struct InterfaceEnvelope {
    #[schemars(transform = read_only)]
    pub interface: InterfaceView<Quoted>,
}

/// Another address of an interface.
#[derive(Serialize, JsonSchema)]
pub struct SecondaryView {
    /// The address.
    address: String,
    /// Its mask; empty for an IPv6 address.
    netmask: String,
}

/// An autonomous system that packets went to, in the spellings that clients look for.
#[derive(Serialize, JsonSchema)]
pub struct NextHopView {
    /// Its number.
    #[serde(rename = "ASN")]
    #[schemars(transform = read_only)]
    asn: i64,
    /// How many packets went there in the last hour.
    #[serde(rename = "packets")]
    #[schemars(transform = read_only)]
    count: i64,
    /// Its number once more.
    #[serde(rename = "Asn")]
    #[schemars(transform = read_only)]
    asn_again: i64,
    /// The packets once more.
    #[serde(rename = "Packets")]
    #[schemars(transform = read_only)]
    count_again: i64,
}

/// Nothing more is known.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{}]))]
pub struct Extra {}

impl Interface {
    /// The interface as a list shows it.
    pub fn list_entry(&self, company: i64) -> InterfaceView<Quoted> {
        let vrf_id = self.vrf_number().map(|id| VrfId::Stored(Quoted(id)));
        InterfaceView {
            vrf: Some(
                self.vrf
                    .as_ref()
                    .map(|vrf| vrf.view(self.device_id, company)),
            ),
            ..self.view(Quoted(self.snmp_speed.0), vrf_id, company)
        }
    }
    pub fn view<Speed>(
        &self,
        snmp_speed: Speed,
        vrf_id: Option<VrfId>,
        company: i64,
    ) -> InterfaceView<Speed> {
        let hops = self.top_nexthop_asns.as_ref();
        InterfaceView {
            id: Quoted(self.id),
            company_id: Quoted(company),
            device_id: Quoted(self.device_id),
            snmp_id: Quoted(self.snmp_id.0),
            snmp_speed,
            snmp_type: self.snmp_type,
            snmp_alias: self.snmp_alias.clone(),
            interface_ip: self.interface_ip.clone(),
            interface_description: self.interface_description.clone(),
            interface_kvs: self.interface_kvs.clone(),
            interface_tags: self.interface_tags.clone(),
            interface_status: self.interface_status.clone(),
            extra_info: Extra {},
            cdate: self.cdate,
            edate: self.edate,
            interface_ip_netmask: self.interface_ip_netmask.clone(),
            secondary_ips: self.secondary_views(),
            connectivity_type: self.connectivity_type.clone(),
            network_boundary: self.network_boundary.clone(),
            initial_connectivity_type: self.initial_connectivity_type.clone(),
            initial_network_boundary: self.initial_network_boundary.clone(),
            top_nexthop_asns: hops.map(|hops| hops.iter().map(NextHopView::of).collect()),
            provider: self.provider.clone(),
            initial_provider: self.initial_provider.clone(),
            vrf_id,
            vrf: None,
            polled: LastPolled::of(self),
        }
    }
    pub fn secondary_views(&self) -> Option<Vec<SecondaryView>> {
        let secondary = self.secondary_ips.as_ref()?;
        Some(secondary.iter().map(SecondaryView::of).collect())
    }
}
impl LastPolled {
    fn of(interface: &Interface) -> Self {
        let id = |Number(id): Number| id.to_string();
        let speed = |Number(speed): Number| Quoted(speed);
        Self {
            initial_snmp_id: interface.initial_snmp_id.map(id).unwrap_or_default(),
            initial_snmp_alias: interface.initial_snmp_alias.clone(),
            initial_interface_description: interface.initial_interface_description.clone(),
            initial_snmp_speed: interface.initial_snmp_speed.map(speed),
            initial_interface_ip: interface.initial_interface_ip.clone(),
            initial_interface_ip_netmask: interface.initial_interface_ip_netmask.clone(),
        }
    }
}
impl SecondaryView {
    fn of(other: &SecondaryIp) -> Self {
        Self {
            address: other.address.clone(),
            netmask: other.netmask.clone().unwrap_or_default(),
        }
    }
}
impl NextHopView {
    fn of(hop: &NextHop) -> Self {
        Self {
            asn: hop.asn,
            count: hop.packets,
            asn_again: hop.asn,
            count_again: hop.packets,
        }
    }
}

fn example() -> Value {
    json!({
        "id": "43", "company_id": "74333", "device_id": "42", "snmp_id": "2", "snmp_speed": "1000",
        "snmp_type": null, "snmp_alias": "uplink", "interface_ip": "192.0.2.1",
        "interface_description": "eth2", "interface_kvs": "", "interface_tags": "",
        "interface_status": "V", "extra_info": {}, "cdate": "2021-01-13T08:41:10.306Z",
        "edate": "2021-01-13T08:41:10.306Z", "initial_snmp_id": "", "initial_snmp_alias": null,
        "initial_interface_description": null, "initial_snmp_speed": null,
        "interface_ip_netmask": "255.255.255.0", "secondary_ips": null, "connectivity_type": "",
        "network_boundary": "", "initial_connectivity_type": "", "initial_network_boundary": "",
        "top_nexthop_asns": null, "provider": "", "initial_provider": "", "vrf_id": null,
        "vrf": null, "initial_interface_ip": null, "initial_interface_ip_netmask": null,
    })
}
