//! Which devices match: the search of GET /devices and the rule of a dynamic device group.
use super::{
    Device,
    pattern::{Bare, between_slashes, pattern},
};
use crate::{
    api::When,
    base::{
        clock::{Millis, metric_clock},
        problem::{Result, malformed},
    },
    extrahop::{
        customdevices::Customs,
        nodes,
        tags::{TAGGED, Tag},
    },
    network::{Activity, Network},
    store::{Object, Resource, State},
};
use ipnet::IpNet;
use regex::Regex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{collections::HashSet, net::IpAddr, sync::Arc};

/// What a search compares the value with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum DeviceField {
    #[default]
    #[serde(rename = "any")]
    Any,
    #[serde(rename = "name")]
    Name,
    #[serde(rename = "discovery_id")]
    DiscoveryId,
    #[serde(rename = "ip address")]
    IpAddress,
    #[serde(rename = "mac address")]
    MacAddress,
    #[serde(rename = "vendor")]
    Vendor,
    #[serde(rename = "type")]
    Type,
    #[serde(rename = "tag")]
    Tag,
    #[serde(rename = "activity")]
    Activity,
    #[serde(rename = "node")]
    Node,
    #[serde(rename = "vlan")]
    Vlan,
    #[serde(rename = "discover time")]
    DiscoverTime,
}

/// A search ready to be asked of every device.
#[derive(Default)]
pub struct DeviceFilter {
    test: Option<Test>,
    /// Only devices that were active after this.
    pub active_from: Option<Millis>,
    /// Only devices that were active before this.
    pub active_until: Option<Millis>,
    /// Whether devices of class custom are left out.
    pub without_custom: bool,
    /// Nodes that report no more, and since when.
    silent: Vec<(i64, Millis)>,
    customs: Customs,
}

enum Test {
    Any {
        text: Regex,
        tagged: HashSet<i64>,
    },
    Name(Regex),
    DiscoveryId(Regex),
    Address(IpAddr),
    Within(IpNet),
    AddressText(Regex),
    Mac(Regex),
    Vendor(Regex),
    Type {
        class: Regex,
        activities: Vec<Activity>,
    },
    Activity(Vec<Activity>),
    Ids(HashSet<i64>),
    Node(Vec<i64>),
    Vlan(Regex),
    DiscoveredFrom(Millis),
}

impl DeviceFilter {
    /// An absent or empty value is no restriction.
    pub fn new(
        field: DeviceField,
        value: Option<&str>,
        state: &State,
        now: Millis,
    ) -> Result<Self> {
        let value = value.filter(|value| !value.is_empty());
        let test = value
            .map(|value| Test::new(field, value, state, now))
            .transpose()?;
        Ok(Self {
            test,
            silent: nodes::silent(state),
            customs: Customs::of(state),
            ..Self::default()
        })
    }

    /// The matching devices of a state, by id.
    pub fn matches<'a>(
        &'a self,
        state: &'a State,
        network: &'a Network,
        now: Millis,
    ) -> impl Iterator<Item = &'a Arc<Object>> {
        state
            .objects(Device::KIND)
            .filter(move |object| self.matches_one(object.get(), network, now))
    }
    pub fn matches_one(&self, device: &Device, network: &Network, now: Millis) -> bool {
        let custom = self.without_custom && device.is_custom();
        !custom
            && self
                .test
                .as_ref()
                .is_none_or(|test| test.passes(device, network, &self.customs, now))
            && self.is_active(device, network, now)
    }
    /// Activity periods last from the device's first traffic to now, or to its node's last report.
    fn is_active(&self, device: &Device, network: &Network, now: Millis) -> bool {
        if self.active_from.is_none() && self.active_until.is_none() {
            return true;
        }
        let mut silent = self.silent.iter();
        let silent = silent.find(|(node, _)| Some(*node) == device.node_id);
        let until = silent.map_or(now, |(_, since)| now.min(*since));
        let custom = || self.customs.active(network, device.id);
        let active = network.active(device.id).or_else(custom);
        active.is_some_and(|since| {
            since < metric_clock(until)
                && self.active_from.is_none_or(|from| from <= until)
                && self.active_until.is_none_or(|until| since < until)
        })
    }
}

impl Test {
    fn new(field: DeviceField, value: &str, state: &State, now: Millis) -> Result<Self> {
        Ok(match field {
            DeviceField::Any => {
                let text = pattern(value, Bare::Part, false)?;
                let tagged = tagged(state, |name| text.is_match(name));
                Self::Any { text, tagged }
            }
            DeviceField::Name => Self::Name(pattern(value, Bare::Part, false)?),
            DeviceField::DiscoveryId => Self::DiscoveryId(pattern(value, Bare::Whole, false)?),
            DeviceField::IpAddress => Self::address(value)?,
            DeviceField::MacAddress => Self::Mac(pattern(value, Bare::Start, true)?),
            DeviceField::Vendor => Self::Vendor(pattern(value, Bare::Part, true)?),
            DeviceField::Type => Self::Type {
                class: pattern(value, Bare::Whole, false)?,
                activities: activities(value)?,
            },
            DeviceField::Activity => Self::Activity(activities(value)?),
            DeviceField::Tag if between_slashes(value).is_none() => {
                Self::Ids(tagged(state, |name| name == value))
            }
            DeviceField::Tag => {
                let named = pattern(value, Bare::Whole, false)?;
                Self::Ids(tagged(state, |name| named.is_match(name)))
            }
            DeviceField::Node => Self::Node(nodes::named(state, value)),
            DeviceField::Vlan => Self::Vlan(pattern(value, Bare::Whole, false)?),
            DeviceField::DiscoverTime => {
                let from: When = value
                    .parse()
                    .map_err(|why| malformed(format!("`value`: {why}")))?;
                Self::DiscoveredFrom(from.resolve(now))
            }
        })
    }
    /// An address, a CIDR block, or an expression that covers the whole address.
    fn address(value: &str) -> Result<Self> {
        if let Ok(address) = value.parse() {
            return Ok(Self::Address(address));
        }
        match value.parse() {
            Ok(block) => Ok(Self::Within(block)),
            Err(_) => pattern(value, Bare::Whole, false).map(Self::AddressText),
        }
    }

    fn passes(&self, device: &Device, network: &Network, customs: &Customs, now: Millis) -> bool {
        let texts = || {
            [&device.ipaddr4, &device.ipaddr6]
                .into_iter()
                .filter_map(|ip| ip.as_deref())
        };
        let addresses = || texts().filter_map(|ip| ip.parse::<IpAddr>().ok());
        let is = |text: &Option<String>, regex: &Regex| {
            text.as_deref().is_some_and(|text| regex.is_match(text))
        };
        let shows = |activities: &[Activity]| customs.show(network, device.id, activities, now);
        match self {
            Self::Any { text, tagged } => {
                let own = [&device.macaddr, &device.vendor, &device.device_class];
                device.names().chain(texts()).any(|t| text.is_match(t))
                    || own.into_iter().any(|t| is(t, text))
                    || text.is_match(&device.custom_type)
                    || tagged.contains(&device.id)
            }
            Self::Name(text) => device.names().any(|name| text.is_match(name)),
            Self::DiscoveryId(text) => text.is_match(&device.extrahop_id),
            Self::Address(address) => addresses().any(|ip| ip == *address),
            Self::Within(block) => addresses().any(|ip| block.contains(&ip)),
            Self::AddressText(text) => texts().any(|ip| text.is_match(ip)),
            Self::Mac(text) => is(&device.macaddr, text),
            Self::Vendor(text) => is(&device.vendor, text),
            Self::Type { class, activities } => {
                is(&device.device_class, class) || shows(activities)
            }
            Self::Activity(activities) => shows(activities),
            Self::Ids(ids) => ids.contains(&device.id),
            Self::Node(nodes) => device.node_id.is_some_and(|node| nodes.contains(&node)),
            Self::Vlan(text) => text.is_match(&device.vlanid.to_string()),
            Self::DiscoveredFrom(from) => device.discover_time >= *from,
        }
    }
}

/// The activities that a value names, in the short or the full form or as an expression.
fn activities(value: &str) -> Result<Vec<Activity>> {
    if between_slashes(value).is_none() {
        return Ok(Activity::parse(value).into_iter().collect());
    }
    let named = pattern(value, Bare::Whole, false)?;
    let all = Activity::all().into_iter();
    Ok(all
        .filter(|activity| named.is_match(activity.stat_name()))
        .collect())
}

/// The devices with a tag whose name passes.
fn tagged(state: &State, named: impl Fn(&str) -> bool) -> HashSet<i64> {
    let tags = state.all::<Tag>().filter(|tag| named(&tag.name));
    tags.flat_map(|tag| TAGGED.ids(state, tag.id)).collect()
}
