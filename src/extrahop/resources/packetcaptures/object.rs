//! What was captured, as a state holds it; the file and its row are made of it when asked for.
use super::view::PacketCapture;
use crate::{
    base::{
        clock::{Millis, metric_clock},
        problem::{Result, refused},
    },
    extrahop::resources::devices::Device,
    network::{Capture, Flow, Network, Protocol, flows},
    store::{Resource, State},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, ops::Range};

/// What was captured, as a state holds it: whose conversation, and when.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Captured {
    #[serde(default)]
    pub id: i64,
    pub name: String,
    /// The id of the device that asks.
    pub client: i64,
    /// The id of the device that answers.
    pub server: i64,
    pub protocol: Protocol,
    /// When it began, in ms since the epoch; negative: in ms before the twin began.
    pub start_time: Millis,
    /// When it ended, in the same way; or else `seconds`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_time: Option<Millis>,
    /// How long it took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0))]
    pub seconds: Option<i64>,
    /// The id of the trigger that started it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<i64>,
}

impl Resource for Captured {
    const KIND: &str = "packet_capture";
    const PATH: &str = "packetcaptures";
    const TITLE: &str = "packet capture";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.id = id;
        for time in std::iter::once(&mut self.start_time).chain(&mut self.end_time) {
            if *time < 0 {
                *time = time.saturating_add(metric_clock(at));
            }
        }
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(self.name.as_str().into())
    }
    fn check(&self) -> Result<()> {
        match (self.end_time, self.seconds) {
            (Some(_), Some(_)) | (None, None) => Err(refused(
                "`end_time` or `seconds` must be given, and not both",
            )),
            (Some(end), None) if end < self.start_time => {
                Err(refused("`end_time` must not be before `start_time`"))
            }
            _ => Ok(()),
        }
    }
}

/// The most that an own capture may have: it is read at every list.
const MOST_OWN_BYTES: u64 = 4 << 20;
/// The captures that a twin has of its own have ids from here on, in the manner of the appliance.
pub(super) const OWN: i64 = 1 << 62;
/// The most bytes that one capture may have.
const MOST_BYTES: u64 = 64 << 20;
/// Seconds that an own capture may take, and how many transactions it should have.
const SPANS: [i64; 7] = [1, 30, 60, 300, 1800, 4 * 3600, 24 * 3600];
const ENOUGH: u64 = 20;

impl Captured {
    /// The last transactions of a flow, if it had any.
    pub(super) fn of(flow: &Flow, until: Millis) -> Option<Self> {
        let (client, server) = (flow.client(), flow.server());
        let count = |seconds: &i64| {
            flow.transactions(until.saturating_sub(seconds.saturating_mul(1000)), until)
        };
        let enough = SPANS.iter().find(|seconds| count(seconds) >= ENOUGH);
        let seconds = *enough.unwrap_or(&SPANS[SPANS.len() - 1]);
        let start_time = until.saturating_sub(seconds.saturating_mul(1000));
        if count(&seconds) == 0 || flow.size(start_time, until) > MOST_OWN_BYTES {
            return None;
        }
        Some(Self {
            id: 0,
            name: format!("{} {} to {}", flow.label(), client.addr?, server.addr?),
            client: client.id,
            server: server.id,
            protocol: flow.protocol(),
            start_time,
            end_time: Some(until),
            seconds: None,
            trigger: None,
        })
    }
    /// What a flow had in a span, as a trigger keeps it; not if that is too much, or kept already.
    pub fn by_trigger(
        state: &State,
        (trigger, name): (i64, &str),
        flow: &Flow,
        span: Range<Millis>,
    ) -> Option<Self> {
        let (client, server) = (flow.client(), flow.server());
        let captured = Self {
            id: state.last_id(Self::KIND).max(OWN).saturating_add(1),
            name: name.to_owned(),
            client: client.id,
            server: server.id,
            protocol: flow.protocol(),
            start_time: span.start,
            end_time: Some(span.end),
            seconds: None,
            trigger: Some(trigger),
        };
        let same = |one: &Self| {
            let ends = |one: &Self| (one.client, one.server, one.protocol, one.start_time);
            one.trigger == captured.trigger && ends(one) == ends(&captured)
        };
        let kept = state.all::<Self>().any(same);
        let small = flow.size(span.start, span.end) <= MOST_OWN_BYTES;
        Some(captured).filter(|_| small && !kept)
    }
    fn until(&self) -> Millis {
        let length = self.seconds.unwrap_or(0).saturating_mul(1000);
        let end = self.start_time.saturating_add(length);
        self.end_time.unwrap_or(end)
    }
    fn flow<'a>(&self, network: &'a Network) -> Option<Flow<'a>> {
        flows::between(network, self.client, self.server, self.protocol)
    }
    pub(super) fn can_be(&self, network: &Network) -> Result<()> {
        let wrong = |why: String| refused(format!("{}: {}: {why}", Self::PATH, self.name));
        let Some(flow) = self.flow(network) else {
            return Err(wrong(format!(
                "device {} does not ask device {} anything in {}",
                self.client,
                self.server,
                self.protocol.as_str()
            )));
        };
        match flow.size(self.start_time, self.until()) > MOST_BYTES {
            true => Err(wrong("the span has more than 64 MB of packets".into())),
            false => Ok(()),
        }
    }
    /// The file as far as the metrics have come.
    pub(super) fn file(&self, state: &State, network: &Network, now: Millis) -> Capture {
        let until = self.until().min(metric_clock(now));
        let macs = [self.client, self.server].map(|device| mac(state, device));
        let flow = self.flow(network);
        flow.map_or_else(Capture::default, |flow| {
            flow.capture(self.start_time, until, macs)
        })
    }
    pub(super) fn shown(&self, state: &State, network: &Network, now: Millis) -> PacketCapture {
        let (flow, file) = (self.flow(network), self.file(state, network, now));
        let node = state.get::<Device>(self.client).ok();
        let with_ports = flow.filter(|flow| flow.protocol() != Protocol::Icmp);
        let ports = with_ports.map(|flow| flow.ports());
        let addr = |addr: Option<std::net::IpAddr>| addr.map(|addr| addr.to_string());
        PacketCapture {
            id: self.id.to_string(),
            name: self.name.clone(),
            node_id: node.and_then(|device| device.node_id),
            start_time: self.start_time,
            end_time: Some(self.until()).filter(|end| *end <= now),
            bytes: file.bytes.len() as u64,
            packets: file.packets,
            ipaddr1: addr(flow.and_then(|flow| flow.client().addr)),
            port1: ports.map(|ports| ports[0]),
            ipaddr2: addr(flow.and_then(|flow| flow.server().addr)),
            port2: ports.map(|ports| ports[1]),
            vlanid: flow.map(|flow| flow.vlan()),
            l7proto: flow.map(|flow| flow.label().to_owned()),
        }
    }
}

/// The MAC address of a device; a made-up one where it has none that can be read.
fn mac(state: &State, device: i64) -> [u8; 6] {
    let known = state.get::<Device>(device).ok();
    let text = known.and_then(|device| device.macaddr.as_deref());
    let octets = text.unwrap_or_default().split(':');
    let octets: Vec<u8> = octets
        .filter_map(|octet| u8::from_str_radix(octet, 16).ok())
        .collect();
    octets.try_into().unwrap_or_else(|_| {
        let [a, b, c, d] = (device as u32).to_be_bytes();
        // The second lowest bit says that nobody has assigned it.
        [0x02, 0x00, a, b, c, d]
    })
}
