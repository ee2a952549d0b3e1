//! What devices are searched by: a row for each field, with its name, the firmware that it came with,
//! and what of a device the value is compared with.
use super::{
    object::Device,
    pattern::{Bare, between_slashes, pattern},
};
use crate::{
    api::When,
    base::{
        clock::Millis,
        problem::{Result, malformed},
    },
    extrahop::resources::{
        customdevices::Customs,
        nodes,
        tags::{TAGGED, Tag},
    },
    network::{Activity, Network, Role},
    schema::marks::value_since,
    store::State,
};
use ipnet::IpNet;
use regex::Regex;
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};
use std::{collections::HashSet, net::IpAddr};

/// Defines the fields of their rows.
macro_rules! search_fields {
    ($($field:ident $name:literal $(since $major:literal $minor:literal)? => $test:expr;)*) => {
        /// What a search compares the value with.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[schemars(inline, transform = lifetimes)]
        pub enum DeviceField {
            $(#[serde(rename = $name)] $field,)*
        }

        impl DeviceField {
            /// The test of devices that a value asks for.
            pub fn test(self, value: &str, state: &State, now: Millis) -> Result<Test> {
                let make: fn(&str, &State, Millis) -> Result<Test> = match self {
                    $(Self::$field => $test,)*
                };
                make(value, state, now)
            }
        }

        fn lifetimes(schema: &mut Schema) {
            let _ = &schema;
            $($(value_since::<$major, $minor>($name)(schema);)?)*
        }
    };
}

search_fields! {
    Any "any" => any;
    Name "name" => |value, _, _| text(value, Bare::Part, false, |d, is| d.names().any(is));
    DiscoveryId "discovery_id" since 7 2 => |value, _, _| text(value, Bare::Whole, false, |d, is| is(&d.extrahop_id));
    IpAddress "ip address" => |value, _, _| address(value);
    MacAddress "mac address" => |value, _, _| text(value, Bare::Start, true, |d, is| d.macaddr.as_deref().is_some_and(is));
    Vendor "vendor" => |value, _, _| text(value, Bare::Part, true, |d, is| d.vendor.as_deref().is_some_and(is));
    Type "type" => |value, _, _| Ok(Test::Type { class: pattern(value, Bare::Whole, false)?, activities: activities(value)? });
    Tag "tag" => tag;
    Activity "activity" => |value, _, _| Ok(Test::Activity(activities(value)?));
    Node "node" => |value, state, _| Ok(Test::Node(nodes::named(state, value)));
    Vlan "vlan" => |value, _, _| text(value, Bare::Whole, false, |d, is| is(&d.vlanid.to_string()));
    DiscoverTime "discover time" => discovered_from;
}

/// `any` is what a search looks at that does not say.
#[allow(clippy::derivable_impls)] // the variants are made by the table
impl Default for DeviceField {
    fn default() -> Self {
        Self::Any
    }
}

/// Whether one of a device's texts passes.
type Texts = fn(&Device, &dyn Fn(&str) -> bool) -> bool;

pub enum Test {
    Any {
        text: Regex,
        tagged: HashSet<i64>,
    },
    Text(Regex, Texts),
    Address(IpAddr),
    Within(IpNet),
    /// Both ends are in it.
    Between(IpAddr, IpAddr),
    Type {
        class: Regex,
        activities: Vec<Activity>,
    },
    Activity(Vec<Activity>),
    Ids(HashSet<i64>),
    Node(Vec<i64>),
    DiscoveredFrom(Millis),
    Role(Role),
}

/// What was seen of devices up to now.
pub struct Seen<'a> {
    pub network: &'a Network,
    pub customs: &'a Customs,
    pub now: Millis,
}

impl Test {
    pub fn passes(&self, device: &Device, seen: &Seen) -> bool {
        let addresses = || texts(device).filter_map(|ip| ip.parse::<IpAddr>().ok());
        let shows = |activities: &[Activity]| {
            let customs = seen.customs;
            customs.show(seen.network, device.id, activities, seen.now)
        };
        match self {
            Self::Any { text, tagged } => {
                let own = [&device.macaddr, &device.vendor, &device.device_class];
                let own = own.into_iter().filter_map(|text| text.as_deref());
                let mut all = device.names().chain(texts(device)).chain(own);
                all.any(|t| text.is_match(t))
                    || text.is_match(&device.custom_type)
                    || tagged.contains(&device.id)
            }
            Self::Text(text, of) => of(device, &|t| text.is_match(t)),
            Self::Address(address) => addresses().any(|ip| ip == *address),
            Self::Between(first, last) => {
                let same = |ip: &IpAddr| ip.is_ipv4() == first.is_ipv4();
                addresses().any(|ip| same(&ip) && *first <= ip && ip <= *last)
            }
            Self::Within(block) => addresses().any(|ip| block.contains(&ip)),
            Self::Type { class, activities } => {
                let own = device.device_class.as_deref();
                own.is_some_and(|own| class.is_match(own)) || shows(activities)
            }
            Self::Activity(activities) => shows(activities),
            Self::Ids(ids) => ids.contains(&device.id),
            Self::Node(nodes) => device.node_id.is_some_and(|node| nodes.contains(&node)),
            Self::Role(role) => device.auto_role == Some(*role),
            Self::DiscoveredFrom(from) => device.discover_time >= *from,
        }
    }
}

/// The addresses of a device as text.
fn texts(device: &Device) -> impl Iterator<Item = &str> {
    let addresses = [&device.ipaddr4, &device.ipaddr6];
    addresses.into_iter().filter_map(|ip| ip.as_deref())
}

fn text(value: &str, bare: Bare, fold: bool, of: Texts) -> Result<Test> {
    Ok(Test::Text(pattern(value, bare, fold)?, of))
}

fn any(value: &str, state: &State, _: Millis) -> Result<Test> {
    let text = pattern(value, Bare::Part, false)?;
    let tagged = tagged(state, |name| text.is_match(name));
    Ok(Test::Any { text, tagged })
}

/// An address, a range of them (`10.0.0.1-10.0.0.9`), a CIDR block, or an expression that covers the whole address.
fn address(value: &str) -> Result<Test> {
    if let Ok(address) = value.parse() {
        return Ok(Test::Address(address));
    }
    let ends = value.split_once('-');
    let ends = ends.and_then(|(first, last)| Some((address_of(first)?, address_of(last)?)));
    if let Some((first, last)) = ends.filter(|(first, last)| first.is_ipv4() == last.is_ipv4()) {
        return match first <= last {
            true => Ok(Test::Between(first, last)),
            false => Err(malformed(
                "`value`: the first address of a range must not be greater than the last",
            )),
        };
    }
    match value.parse() {
        Ok(block) => Ok(Test::Within(block)),
        Err(_) => text(value, Bare::Whole, false, |device, is| {
            texts(device).any(is)
        }),
    }
}

fn address_of(text: &str) -> Option<IpAddr> {
    text.trim().parse().ok()
}

fn tag(value: &str, state: &State, _: Millis) -> Result<Test> {
    if between_slashes(value).is_none() {
        return Ok(Test::Ids(tagged(state, |name| name == value)));
    }
    let named = pattern(value, Bare::Whole, false)?;
    Ok(Test::Ids(tagged(state, |name| named.is_match(name))))
}

fn discovered_from(value: &str, _: &State, now: Millis) -> Result<Test> {
    let from: When = value
        .parse()
        .map_err(|why| malformed(format!("`value`: {why}")))?;
    Ok(Test::DiscoveredFrom(from.resolve(now)))
}

/// The activities that a value names, in the short or the full form or as an expression.
fn activities(value: &str) -> Result<Vec<Activity>> {
    if let Some(one) = Activity::parse(value) {
        return Ok(vec![one]);
    }
    let named = pattern(value, Bare::Whole, false)?;
    let is = |one: &Activity| named.is_match(one.stat_name()) || named.is_match(one.as_str());
    Ok(Activity::all().into_iter().filter(is).collect())
}

/// The devices with a tag whose name passes.
fn tagged(state: &State, named: impl Fn(&str) -> bool) -> HashSet<i64> {
    let tags = state.all::<Tag>().filter(|tag| named(&tag.name));
    tags.flat_map(|tag| TAGGED.ids(state, tag.id)).collect()
}
