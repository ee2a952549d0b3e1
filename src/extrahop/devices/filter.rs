//! Which devices match: the search of GET /devices and the rule of a dynamic device group.
use super::{
    super::tags::{TAGGED, Tag},
    Device,
};
use crate::{
    api::When,
    clock::Millis,
    network::{Activity, Network},
    problem::{Result, malformed},
    store::{Object, Resource, State},
};
use ipnet::IpNet;
use regex::{Regex, RegexBuilder};
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
    Node(Option<i64>),
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
        let custom = self.without_custom && device.device_class.as_deref() == Some("custom");
        !custom
            && self
                .test
                .as_ref()
                .is_none_or(|test| test.passes(device, network, now))
            && self.is_active(device, network, now)
    }
    /// Activity periods last from the device's first traffic to now.
    fn is_active(&self, device: &Device, network: &Network, now: Millis) -> bool {
        if self.active_from.is_none() && self.active_until.is_none() {
            return true;
        }
        network.active(device.id).is_some_and(|since| {
            since < now
                && self.active_from.is_none_or(|from| from <= now)
                && self.active_until.is_none_or(|until| since < until)
        })
    }
}

impl Test {
    fn new(field: DeviceField, value: &str, state: &State, now: Millis) -> Result<Self> {
        Ok(match field {
            DeviceField::Any => Self::Any {
                text: anywhere(value)?,
                tagged: tagged(value, state)?,
            },
            DeviceField::Name => Self::Name(anywhere(value)?),
            DeviceField::DiscoveryId => Self::DiscoveryId(whole(value)?),
            DeviceField::IpAddress => Self::address(value)?,
            DeviceField::MacAddress => Self::Mac(leading(value)?),
            DeviceField::Vendor => Self::Vendor(anywhere(value)?),
            DeviceField::Type => Self::Type {
                class: whole(value)?,
                activities: activities(value)?,
            },
            DeviceField::Activity => Self::Activity(activities(value)?),
            DeviceField::Tag => Self::Ids(tagged(value, state)?),
            DeviceField::Node => Self::Node(value.parse().ok()),
            DeviceField::Vlan => Self::Vlan(whole(value)?),
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
            Err(_) => whole(value).map(Self::AddressText),
        }
    }

    fn passes(&self, device: &Device, network: &Network, now: Millis) -> bool {
        let texts = || {
            [&device.ipaddr4, &device.ipaddr6]
                .into_iter()
                .filter_map(|ip| ip.as_deref())
        };
        let addresses = || texts().filter_map(|ip| ip.parse::<IpAddr>().ok());
        let is = |text: &Option<String>, regex: &Regex| {
            text.as_deref().is_some_and(|text| regex.is_match(text))
        };
        // Nothing is seen of an activity before it began.
        let shows = |activity: &Activity| {
            network.has_activity(device.id, *activity)
                && network.active(device.id).is_some_and(|since| since < now)
        };
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
                is(&device.device_class, class) || activities.iter().any(shows)
            }
            Self::Activity(activities) => activities.iter().any(shows),
            Self::Ids(ids) => ids.contains(&device.id),
            Self::Node(node) => node.is_some() && device.node_id == *node,
            Self::Vlan(text) => text.is_match(&device.vlanid.to_string()),
            Self::DiscoveredFrom(from) => device.discover_time >= *from,
        }
    }
}

/// `/…/` is a regular expression, searched anywhere in the field; an i may follow.
fn between_slashes(value: &str) -> Option<Result<Regex>> {
    let inner = value.strip_prefix('/')?;
    let (inner, fold) = match inner.strip_suffix("/i") {
        Some(inner) => (inner, true),
        None => (inner.strip_suffix('/')?, false),
    };
    Some(regex(inner, fold))
}
fn regex(text: &str, fold: bool) -> Result<Regex> {
    RegexBuilder::new(text)
        .case_insensitive(fold)
        .build()
        .map_err(|why| {
            let why = why.to_string();
            let why = why
                .lines()
                .last()
                .unwrap_or_default()
                .trim_start_matches("error: ");
            malformed(format!(
                "`value`: `{text}` is not a valid regular expression: {why}"
            ))
        })
}
/// A bare value is looked for anywhere, as an expression where it is one, whatever the case.
fn anywhere(value: &str) -> Result<Regex> {
    between_slashes(value)
        .unwrap_or_else(|| regex(value, true).or_else(|_| regex(&regex::escape(value), true)))
}
/// A bare value is an expression that covers the whole field.
fn whole(value: &str) -> Result<Regex> {
    between_slashes(value).unwrap_or_else(|| {
        regex(value, false)?;
        regex(&format!("^(?:{value})$"), false)
    })
}
/// A bare value is the whole field or a leading part of it, whatever the case.
fn leading(value: &str) -> Result<Regex> {
    between_slashes(value).unwrap_or_else(|| regex(&format!("^{}", regex::escape(value)), true))
}
/// The activities that a value names, in the short or the full form or as an expression.
fn activities(value: &str) -> Result<Vec<Activity>> {
    match between_slashes(value) {
        Some(regex) => {
            let regex = regex?;
            let all = Activity::all().into_iter();
            Ok(all
                .filter(|activity| regex.is_match(activity.stat_name()))
                .collect())
        }
        None => Ok(Activity::parse(value).into_iter().collect()),
    }
}
/// The devices with a tag of this name.
fn tagged(value: &str, state: &State) -> Result<HashSet<i64>> {
    let regex = between_slashes(value).transpose()?;
    let named = |tag: &&Tag| {
        regex
            .as_ref()
            .map_or(tag.name == value, |regex| regex.is_match(&tag.name))
    };
    let tags = state.all::<Tag>().filter(named);
    Ok(tags.flat_map(|tag| TAGGED.ids(state, tag.id)).collect())
}
