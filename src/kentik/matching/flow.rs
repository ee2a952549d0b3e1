//! Whether a flow is one of those that a [`Matching`] means.
use super::{
    Matching, Values,
    rules::{block, range},
};
use ipnet::IpNet;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use std::{borrow::Cow, net::IpAddr, ops::RangeInclusive};

/// A flow, as far as the network knows what matching keys ask for.
pub struct Flow<'a> {
    /// The name of the device that sent it, and its addresses.
    pub device: &'a [&'a str],
    /// The site of that device.
    pub site: Option<&'a str>,
    /// The number of the IP protocol.
    pub protocol: u8,
    /// Where it came from, and where it went.
    pub source: End<'a>,
    pub destination: End<'a>,
}

/// One end of a flow.
pub struct End<'a> {
    pub addr: IpAddr,
    pub port: u16,
    /// Name and description of the interface on this side of the device.
    pub interface: &'a [&'a str],
}

/// Which end of a flow must meet the keys, in the case in which it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Direction(String);

impl Default for Direction {
    fn default() -> Self {
        Self("either".into())
    }
}
impl<'de> Deserialize<'de> for Direction {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let sent = Self(String::deserialize(from)?);
        let known = ["src", "dst", "either"].iter().any(|name| sent.is(name));
        known.then_some(sent).ok_or_else(|| {
            D::Error::custom("a direction is \"src\", \"dst\" or \"either\", in any case")
        })
    }
}
impl JsonSchema for Direction {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Direction".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "examples": ["src", "dst", "either", "SRC", "DST", "EITHER"]})
    }
}
impl Direction {
    pub fn is(&self, name: &str) -> bool {
        self.0.eq_ignore_ascii_case(name)
    }
    /// The name without regard to the case in which it was sent.
    pub fn lower(&self) -> String {
        self.0.to_ascii_lowercase()
    }
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
    unknowable: bool,
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
            addr: self.addr.iter().filter_map(block).collect(),
            port: self.port.iter().filter_map(range).collect(),
            protocol: self.protocol.iter().flat_map(str::parse).collect(),
            unknowable: known != *self,
        }
    }
}

/// Whether no values are set, or one of them is met.
fn met<T>(values: &[T], mut is_met: impl FnMut(&T) -> bool) -> bool {
    values.is_empty() || values.iter().any(&mut is_met)
}
/// Whether one of some names has this text in it.
fn named(names: &[&str], text: &str) -> bool {
    names.iter().any(|name| name.contains(text))
}

impl Matcher {
    /// Whether the flow is meant, by the ends that the direction speaks of.
    pub fn matches(&self, flow: &Flow, direction: &Direction) -> bool {
        let source = !direction.is("dst") && self.matches_at(flow, &flow.source);
        source || (!direction.is("src") && self.matches_at(flow, &flow.destination))
    }
    /// Whether the flow is meant by one of its ends, as a tag may stand at either.
    pub fn matches_at(&self, flow: &Flow, end: &End) -> bool {
        !self.unknowable
            && met(&self.protocol, |number| *number == flow.protocol)
            && met(&self.addr, |block| block.contains(&end.addr))
            && met(&self.port, |range| range.contains(&u32::from(end.port)))
            && met(&self.device, |text| named(flow.device, text))
            && met(&self.site, |name| flow.site == Some(name))
            && met(&self.interface, |text| named(end.interface, text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(keys: serde_json::Value, direction: &str) -> bool {
        let matching: Matching = serde_json::from_value(keys).unwrap();
        let end = |addr: &str, port, interface| End {
            addr: addr.parse().unwrap(),
            port,
            interface,
        };
        let flow = Flow {
            device: &["edge-1", "192.0.2.1"],
            site: Some("Vienna"),
            protocol: 6,
            source: end("10.1.2.3", 50_000, &["ge-0/0/1", "to the office"]),
            destination: end("2001:db8::7", 443, &["ge-0/0/2", "uplink"]),
        };
        matching
            .matcher()
            .matches(&flow, &Direction(direction.into()))
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
