//! The keys by which a flow is chosen, and the rules for their values.
use super::{rules::ValueRule, values::Values};
use crate::base::problem::{Result, refused};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which flows are meant: those that meet every key that is set, each by one of its values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Matching {
    /// Names and addresses of the devices that sent the flow, with commas between; kept in order.
    #[serde(skip_serializing_if = "Values::is_unset")]
    pub device_name: Values,
    /// Types of those devices, with commas between.
    #[serde(skip_serializing_if = "Values::is_unset")]
    pub device_type: Values,
    /// Names of the sites of those devices, with commas between.
    #[serde(skip_serializing_if = "Values::is_unset")]
    pub site: Values,
    /// Names or descriptions of the interfaces that the flow passed, with commas between.
    #[serde(skip_serializing_if = "Values::is_unset")]
    pub interface_name: Values,
    /// Addresses and CIDR blocks, with commas between. A bare IPv4 address is kept with `/32`.
    #[serde(skip_serializing_if = "Values::is_unset")]
    pub addr: Values,
    /// Ports and ranges of ports, such as `80,8000-8099`.
    #[serde(skip_serializing_if = "Values::is_unset")]
    pub port: Values,
    /// A bit mask from 0 to 255: one of these TCP flags is enough.
    #[serde(skip_serializing_if = "Values::is_unset")]
    pub tcp_flags: Values,
    /// Numbers of IP protocols from 0 to 255, with commas between: 6 is TCP, 17 is UDP.
    #[serde(skip_serializing_if = "Values::is_unset")]
    pub protocol: Values,
    /// Numbers of origin autonomous systems and ranges of them, with commas between.
    #[serde(skip_serializing_if = "Values::is_unset")]
    pub asn: Values,
    /// Names of origin autonomous systems, with commas between.
    #[serde(skip_serializing_if = "Values::is_unset")]
    pub lasthop_as_name: Values,
    /// Numbers of the next autonomous systems and ranges of them, with commas between.
    #[serde(skip_serializing_if = "Values::is_unset")]
    pub nexthop_asn: Values,
    /// Names of the next autonomous systems, with commas between.
    #[serde(skip_serializing_if = "Values::is_unset")]
    pub nexthop_as_name: Values,
    /// Addresses and CIDR blocks of next hops, with commas between. A bare IPv4 address is kept
    /// with `/32`.
    #[serde(skip_serializing_if = "Values::is_unset")]
    pub nexthop: Values,
    /// Patterns of BGP AS paths, with commas between.
    #[serde(skip_serializing_if = "Values::is_unset")]
    pub bgp_aspath: Values,
    /// Patterns of BGP communities, with commas between.
    #[serde(skip_serializing_if = "Values::is_unset")]
    pub bgp_community: Values,
    /// MAC addresses, with commas between.
    #[serde(skip_serializing_if = "Values::is_unset")]
    pub mac: Values,
    /// Country codes of two letters, with commas between.
    #[serde(skip_serializing_if = "Values::is_unset")]
    pub country: Values,
    /// VLANs and ranges of them from 0 to 4095, with commas between.
    #[serde(skip_serializing_if = "Values::is_unset")]
    pub vlans: Values,
}

impl Matching {
    /// Every key with its rule.
    fn keys(&self) -> [(&'static str, &Values, ValueRule); 18] {
        [
            ("device_name", &self.device_name, ValueRule::Any),
            ("device_type", &self.device_type, ValueRule::Any),
            ("site", &self.site, ValueRule::Any),
            ("interface_name", &self.interface_name, ValueRule::Any),
            ("addr", &self.addr, ValueRule::Block),
            ("port", &self.port, ValueRule::Range(65_535)),
            ("tcp_flags", &self.tcp_flags, ValueRule::Mask),
            ("protocol", &self.protocol, ValueRule::Number(255)),
            ("asn", &self.asn, ValueRule::Range(u32::MAX)),
            ("lasthop_as_name", &self.lasthop_as_name, ValueRule::Any),
            ("nexthop_asn", &self.nexthop_asn, ValueRule::Range(u32::MAX)),
            ("nexthop_as_name", &self.nexthop_as_name, ValueRule::Any),
            ("nexthop", &self.nexthop, ValueRule::Block),
            ("bgp_aspath", &self.bgp_aspath, ValueRule::Any),
            ("bgp_community", &self.bgp_community, ValueRule::Any),
            ("mac", &self.mac, ValueRule::Mac),
            ("country", &self.country, ValueRule::Country),
            ("vlans", &self.vlans, ValueRule::Range(4095)),
        ]
    }
    /// Writes the values as they are stored; to be called at every write.
    pub fn normalize(&mut self) {
        self.device_name.sort();
        self.addr.add_prefix_lengths();
        self.nexthop.add_prefix_lengths();
    }
    /// At least one key is set, and every value is one that its key accepts.
    pub fn check(&self) -> Result<()> {
        let keys = self.keys();
        let mut set = keys.iter().filter(|(_, values, _)| !values.is_unset());
        if set.clone().next().is_none() {
            let names = keys.map(|(name, ..)| format!("`{name}`")).join(", ");
            return Err(refused(format!("at least one of {names} is required")));
        }
        set.try_for_each(|(name, values, rule)| rule.check(name, values))
    }
}
