//! Whether a flow is one of those that a [`Matching`] means.
use super::{
    direction::Direction,
    keys::Matching,
    rules::{parse_block, parse_range},
    values::Values,
};
use ipnet::IpNet;
use std::{net::IpAddr, ops::RangeInclusive};

/// A flow, as far as the network knows what matching keys ask for.
pub struct FlowAttributes<'a> {
    /// The name of the device that sent it, and its addresses.
    pub device: &'a [&'a str],
    /// The site of that device.
    pub site: Option<&'a str>,
    /// The number of the IP protocol.
    pub protocol: u8,
    /// Where it came from, and where it went.
    pub source: EndAttributes<'a>,
    pub destination: EndAttributes<'a>,
}

/// One end of a flow.
pub struct EndAttributes<'a> {
    pub addr: IpAddr,
    pub port: u16,
    /// Name and description of the interface on this side of the device.
    pub interface: &'a [&'a str],
}

/// A [`Matching`] made ready to look at many flows.
pub struct Matcher {
    device: Vec<String>,
    site: Vec<String>,
    interface: Vec<String>,
    addr: Vec<IpNet>,
    port: Vec<RangeInclusive<u32>>,
    protocol: Vec<u8>,
    /// Whether a key is set of which the network knows nothing: no flow meets it.
    has_unknown_key: bool,
}

impl Matching {
    pub fn matcher(&self) -> Matcher {
        let texts = |values: &Values| values.iter().map(str::to_owned).collect();
        let known = Matching {
            device_name: self.device_name.clone(),
            site: self.site.clone(),
            interface_name: self.interface_name.clone(),
            addr: self.addr.clone(),
            port: self.port.clone(),
            protocol: self.protocol.clone(),
            ..Matching::default()
        };
        Matcher {
            device: texts(&self.device_name),
            site: texts(&self.site),
            interface: texts(&self.interface_name),
            addr: self.addr.iter().filter_map(parse_block).collect(),
            port: self.port.iter().filter_map(parse_range).collect(),
            protocol: self.protocol.iter().flat_map(str::parse).collect(),
            has_unknown_key: known != *self,
        }
    }
}

/// Whether no values are set, or one of them is met.
fn any_or_unset<T>(values: &[T], mut is_met: impl FnMut(&T) -> bool) -> bool {
    values.is_empty() || values.iter().any(&mut is_met)
}
/// Whether one of some names has this text in it.
fn any_contains(names: &[&str], text: &str) -> bool {
    names.iter().any(|name| name.contains(text))
}

impl Matcher {
    /// Whether the flow is meant, by the ends that the direction speaks of.
    pub fn matches(&self, flow: &FlowAttributes, direction: &Direction) -> bool {
        let source = !direction.is("dst") && self.matches_at(flow, &flow.source);
        source || (!direction.is("src") && self.matches_at(flow, &flow.destination))
    }
    /// Whether the flow is meant by one of its ends, as a tag may stand at either.
    pub fn matches_at(&self, flow: &FlowAttributes, end: &EndAttributes) -> bool {
        !self.has_unknown_key
            && any_or_unset(&self.protocol, |number| *number == flow.protocol)
            && any_or_unset(&self.addr, |block| block.contains(&end.addr))
            && any_or_unset(&self.port, |range| range.contains(&u32::from(end.port)))
            && any_or_unset(&self.device, |text| any_contains(flow.device, text))
            && any_or_unset(&self.site, |name| flow.site == Some(name))
            && any_or_unset(&self.interface, |text| any_contains(end.interface, text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(keys: serde_json::Value, direction: &str) -> bool {
        let matching: Matching = serde_json::from_value(keys).unwrap();
        let end = |addr: &str, port, interface| EndAttributes {
            addr: addr.parse().unwrap(),
            port,
            interface,
        };
        let flow = FlowAttributes {
            device: &["edge-1", "192.0.2.1"],
            site: Some("Vienna"),
            protocol: 6,
            source: end("10.1.2.3", 50_000, &["ge-0/0/1", "to the office"]),
            destination: end("2001:db8::7", 443, &["ge-0/0/2", "uplink"]),
        };
        matching
            .matcher()
            .matches(&flow, &serde_json::from_value(direction.into()).unwrap())
    }

    #[test]
    fn a_flow_meets_every_key_at_one_end_by_one_value() {
        let met = [
            (
                serde_json::json!({"addr": "10.0.0.0/8,192.0.2.9/32"}),
                [true, false],
            ),
            (serde_json::json!({"addr": "2001:db8::7"}), [false, true]),
            (
                serde_json::json!({"addr": "10.1.2.3/32", "port": "443"}),
                [false, false],
            ),
            (
                serde_json::json!({"port": "80,400-500", "protocol": "17,6"}),
                [false, true],
            ),
            (serde_json::json!({"protocol": "17"}), [false, false]),
            (
                serde_json::json!({"device_name": "192.0.2.1"}),
                [true, true],
            ),
            (
                serde_json::json!({"device_name": "edge", "site": "Vienna"}),
                [true, true],
            ),
            (serde_json::json!({"site": "Vien"}), [false, false]),
            (
                serde_json::json!({"interface_name": "office"}),
                [true, false],
            ),
            (
                serde_json::json!({"addr": "10.1.2.3/32", "country": "AT"}),
                [false, false],
            ),
        ];
        for (keys, [source, destination]) in met {
            let seen = ["SRC", "dst", "Either"].map(|direction| matches(keys.clone(), direction));
            assert_eq!(seen, [source, destination, source || destination], "{keys}");
        }
    }
}
