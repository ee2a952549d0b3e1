//! A criterion of a custom device: which ends of conversations it takes for its own.
use crate::{
    api::read_only,
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    network::{EndRule, Side},
    schema::marks::{since, until},
    store::{Object, Resource, State},
};
use ipnet::IpNet;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::{borrow::Cow, net::IpAddr, ops::RangeInclusive, sync::Arc};

/// What an end of a conversation must be; all that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Criterion {
    /// The address of the end, or the block that it lies in.
    pub ipaddr: Option<String>,
    /// The lowest VLAN of the end.
    #[schemars(range(min = 0, max = 4095))]
    pub vlan_min: Option<i64>,
    /// The highest VLAN of the end.
    #[schemars(range(min = 0, max = 4095))]
    pub vlan_max: Option<i64>,
    /// The lowest port that the conversation's client asks from.
    #[schemars(range(min = 1, max = 65535))]
    pub src_port_min: Option<u16>,
    /// The highest port that the conversation's client asks from.
    #[schemars(range(min = 1, max = 65535))]
    pub src_port_max: Option<u16>,
    /// The lowest port that the conversation's server answers at.
    #[schemars(range(min = 1, max = 65535))]
    pub dst_port_min: Option<u16>,
    /// The highest port that the conversation's server answers at.
    #[schemars(range(min = 1, max = 65535))]
    pub dst_port_max: Option<u16>,
    /// Whether the address is that of the client (`src`), the server (`dst`) or either.
    #[schemars(transform = since::<7, 9>)]
    pub ipaddr_direction: Direction,
    /// The address of the other end, or its block; with a direction other than `any` only.
    #[schemars(transform = since::<7, 9>)]
    pub ipaddr_peer: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Direction {
    #[default]
    Any,
    Dst,
    Src,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("examples" = [{"id": 157, "custom_device_id": 6, "ipaddr": "198.51.100.0/24", "vlan_min": null, "vlan_max": null, "src_port_min": null, "src_port_max": null, "dst_port_min": null, "dst_port_max": null}]))]
pub struct CustomDeviceCriterion {
    /// The unique identifier of the criterion.
    #[serde(default)]
    #[schemars(transform = read_only, transform = until::<8, 3>)]
    pub id: i64,
    /// The custom device; the path says which, whatever is sent.
    #[serde(default, deserialize_with = "loosely")]
    #[schemars(extend("type" = ["integer", "string", "null"]), transform = until::<8, 3>)]
    pub custom_device_id: i64,
    #[serde(flatten)]
    pub criterion: Criterion,
}

/// Some clients send the id as a text.
fn loosely<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let sent = Value::deserialize(deserializer)?;
    let number = sent.as_i64();
    Ok(number.or_else(|| sent.as_str()?.parse().ok()).unwrap_or(0))
}

impl Resource for CustomDeviceCriterion {
    const KIND: &str = "custom_device_criterion";
    const PATH: &str = "customdevice_criteria";
    const TITLE: &str = "custom device criterion";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, _: Millis) {
        self.id = id;
    }
    fn check(&self) -> Result<()> {
        self.criterion.check()
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(format!("custom device {}", self.custom_device_id).into())
    }
}

impl CustomDeviceCriterion {
    pub fn of(custom_device_id: i64, criterion: Criterion) -> Self {
        Self {
            id: 0,
            custom_device_id,
            criterion,
        }
    }
}

impl Criterion {
    pub fn check(&self) -> Result<()> {
        self.need_any()?;
        block("ipaddr", self.ipaddr.as_deref())?;
        block("ipaddr_peer", self.ipaddr_peer.as_deref())?;
        let directed = self.ipaddr.is_some() && self.ipaddr_direction != Direction::Any;
        if self.ipaddr_peer.is_some() && !directed {
            return Err(refused(
                "`ipaddr_peer` goes with `ipaddr` and an `ipaddr_direction` other than any",
            ));
        }
        ascending("vlan", self.vlan_min, self.vlan_max)?;
        ascending("src_port", self.src_port_min, self.src_port_max)?;
        ascending("dst_port", self.dst_port_min, self.dst_port_max)
    }
    fn need_any(&self) -> Result<()> {
        let ports = [
            ("src_port_min", self.src_port_min),
            ("src_port_max", self.src_port_max),
            ("dst_port_min", self.dst_port_min),
            ("dst_port_max", self.dst_port_max),
        ];
        if let Some((field, _)) = ports.iter().find(|(_, port)| *port == Some(0)) {
            return Err(refused(format!(
                "`{field}` must be an integer or null from 1 to 65535"
            )));
        }
        let vlans = self.vlan_min.or(self.vlan_max).is_some();
        let ports = ports.iter().any(|(_, port)| port.is_some());
        match vlans || ports || self.ipaddr.is_some() {
            true => Ok(()),
            false => Err(refused(
                "a criterion needs `ipaddr`, or a bound of VLANs or ports such as `vlan_min` or `dst_port_max`",
            )),
        }
    }
    /// What the network compares. What was stored has been checked.
    pub fn rule(&self) -> EndRule {
        EndRule {
            address: block("ipaddr", self.ipaddr.as_deref()).unwrap_or(None),
            vlans: between(self.vlan_min, self.vlan_max, EndRule::ANY.vlans),
            source_ports: between(
                self.src_port_min,
                self.src_port_max,
                EndRule::ANY.source_ports,
            ),
            destination_ports: between(
                self.dst_port_min,
                self.dst_port_max,
                EndRule::ANY.destination_ports,
            ),
            side: match self.ipaddr_direction {
                Direction::Any => Side::Any,
                Direction::Src => Side::Client,
                Direction::Dst => Side::Server,
            },
            peer: block("ipaddr_peer", self.ipaddr_peer.as_deref()).unwrap_or(None),
        }
    }
}

/// The criteria of a custom device in the order in which they were made.
pub fn criteria_of(state: &State, custom: i64) -> impl Iterator<Item = &Arc<Object>> {
    let all = state.objects(CustomDeviceCriterion::KIND);
    all.filter(move |one| one.get::<CustomDeviceCriterion>().custom_device_id == custom)
}

/// An address is the block of itself alone.
fn block(field: &str, text: Option<&str>) -> Result<Option<IpNet>> {
    let read = |text: &str| {
        let address = text.parse::<IpAddr>().map(IpNet::from);
        address.or_else(|_| text.parse::<IpNet>())
    };
    text.map(read).transpose().map_err(|_| {
        refused(format!(
            "`{field}` must be an address or a CIDR block, such as 10.10.10.0/24"
        ))
    })
}

fn ascending<T: PartialOrd>(what: &str, min: Option<T>, max: Option<T>) -> Result<()> {
    match min.zip(max) {
        Some((min, max)) if min > max => Err(refused(format!(
            "`{what}_min` must not be greater than `{what}_max`"
        ))),
        _ => Ok(()),
    }
}

/// A bound that is absent is that of everything.
fn between<T: Copy>(min: Option<T>, max: Option<T>, all: RangeInclusive<T>) -> RangeInclusive<T> {
    min.unwrap_or(*all.start())..=max.unwrap_or(*all.end())
}
