//! What can be said of traffic that a device saw: the fields that dimensions, filters and SQL share.

/// What is asked of each side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowEnd {
    Source,
    Destination,
}
use FlowEnd::{Destination, Source};

/// What is known of traffic, by the names of the columns of Kentik's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Address(FlowEnd),
    Port(FlowEnd),
    Protocol,
    ProtocolPort(FlowEnd),
    Interface(FlowEnd),
    InterfaceName(FlowEnd),
    InterfaceSpeed(FlowEnd),
    Vlan(FlowEnd),
    Mac(FlowEnd),
    Boundary(FlowEnd),
    /// Where traffic comes from or ends, seen from the company.
    InsideOutside(FlowEnd),
    DeviceId,
    DeviceName,
    SiteName,
    IpVersion,
    /// A column of which the network knows nothing: the name, and what stands for it.
    Unknown(&'static str, &'static str),
    /// A custom dimension, by its place in the list.
    Custom(usize),
}
use Field::*;

/// Stands for a text that is not known.
pub const UNKNOWN_TEXT: &str = "---";

/// Columns that need routes, a map of the world, or more than a conversation tells.
const UNKNOWN_COLUMNS: [(&str, &str); 43] = [
    ("src_as", "0"),
    ("dst_as", "0"),
    ("src_geo", "--"),
    ("dst_geo", "--"),
    ("src_geo_region", UNKNOWN_TEXT),
    ("dst_geo_region", UNKNOWN_TEXT),
    ("src_geo_city", UNKNOWN_TEXT),
    ("dst_geo_city", UNKNOWN_TEXT),
    ("src_route_prefix_len", "0"),
    ("dst_route_prefix_len", "0"),
    ("src_route_length", "0"),
    ("dst_route_length", "0"),
    ("src_bgp_community", UNKNOWN_TEXT),
    ("dst_bgp_community", UNKNOWN_TEXT),
    ("src_bgp_aspath", UNKNOWN_TEXT),
    ("dst_bgp_aspath", UNKNOWN_TEXT),
    ("src_nexthop_ip", UNKNOWN_TEXT),
    ("dst_nexthop_ip", UNKNOWN_TEXT),
    ("inet_src_next_hop", UNKNOWN_TEXT),
    ("inet_dst_next_hop", UNKNOWN_TEXT),
    ("src_nexthop_asn", "0"),
    ("dst_nexthop_asn", "0"),
    ("src_nexthop_as", "0"),
    ("dst_nexthop_as", "0"),
    ("src_second_asn", "0"),
    ("dst_second_asn", "0"),
    ("src_third_asn", "0"),
    ("dst_third_asn", "0"),
    ("tos", "0"),
    ("TOS", "0"),
    ("tcp_flags", "0"),
    ("i_src_connect_type_name", UNKNOWN_TEXT),
    ("i_dst_connect_type_name", UNKNOWN_TEXT),
    ("i_src_provider_classification", UNKNOWN_TEXT),
    ("i_dst_provider_classification", UNKNOWN_TEXT),
    ("src_cdn", UNKNOWN_TEXT),
    ("dst_cdn", UNKNOWN_TEXT),
    ("application", UNKNOWN_TEXT),
    ("service_provider", UNKNOWN_TEXT),
    ("src_threat_host", UNKNOWN_TEXT),
    ("dst_threat_host", UNKNOWN_TEXT),
    ("app_protocol", "0"),
    ("i_fast_dataset", "false"),
];

/// Columns that are known, by their names; the first name of each is the one that rows have.
const KNOWN_COLUMNS: [(&str, Field); 42] = [
    ("inet_src_addr", Address(Source)),
    ("inet_dst_addr", Address(Destination)),
    ("ipv4_src_addr", Address(Source)),
    ("ipv4_dst_addr", Address(Destination)),
    ("src_addr", Address(Source)),
    ("dst_addr", Address(Destination)),
    ("l4_src_port", Port(Source)),
    ("l4_dst_port", Port(Destination)),
    ("src_port", Port(Source)),
    ("dst_port", Port(Destination)),
    ("protocol", Protocol),
    ("i_protocol_name", Protocol),
    ("src_proto_port", ProtocolPort(Source)),
    ("dst_proto_port", ProtocolPort(Destination)),
    ("input_port", Interface(Source)),
    ("output_port", Interface(Destination)),
    ("i_input_interface_description", InterfaceName(Source)),
    ("i_output_interface_description", InterfaceName(Destination)),
    ("i_input_interface_speed", InterfaceSpeed(Source)),
    ("i_output_interface_speed", InterfaceSpeed(Destination)),
    ("vlan_in", Vlan(Source)),
    ("vlan_out", Vlan(Destination)),
    ("src_eth_mac", Mac(Source)),
    ("dst_eth_mac", Mac(Destination)),
    ("i_src_network_bndry_name", Boundary(Source)),
    ("i_dst_network_bndry_name", Boundary(Destination)),
    ("i_trf_origination", InsideOutside(Source)),
    ("i_trf_termination", InsideOutside(Destination)),
    ("i_device_id", DeviceId),
    ("i_device_name", DeviceName),
    ("i_device_site_name", SiteName),
    ("inet_family", IpVersion),
    ("IP_src", Address(Source)),
    ("IP_dst", Address(Destination)),
    ("Port_src", Port(Source)),
    ("Port_dst", Port(Destination)),
    ("Proto", Protocol),
    ("InterfaceID_src", Interface(Source)),
    ("InterfaceID_dst", Interface(Destination)),
    ("VLAN_src", Vlan(Source)),
    ("VLAN_dst", Vlan(Destination)),
    ("i_device_site", SiteName),
];

impl Field {
    pub fn named(name: &str) -> Option<Self> {
        let known = KNOWN_COLUMNS.iter().find(|(known, _)| *known == name);
        let unknown = || UNKNOWN_COLUMNS.iter().find(|(known, _)| *known == name);
        known
            .map(|(_, field)| *field)
            .or_else(|| unknown().map(|(name, value)| Unknown(name, value)))
    }
    /// Every name.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let known = KNOWN_COLUMNS.iter().map(|(name, _)| *name);
        known.chain(UNKNOWN_COLUMNS.iter().map(|(name, _)| *name))
    }
    /// What rows call it.
    pub fn column(self) -> Option<&'static str> {
        match self {
            Unknown(name, _) => Some(name),
            Custom(_) => None,
            known => {
                let first = KNOWN_COLUMNS.iter().find(|(_, field)| *field == known);
                first.map(|(name, _)| *name)
            }
        }
    }
}
