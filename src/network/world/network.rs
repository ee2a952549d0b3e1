//! The simulated network: its hosts, who talks to whom, and what follows for each device.
use super::{
    draw::drawing,
    host::{ExplicitConversation, Host, RecordedMetric, at_node, node_of},
    index::ConversationIndex,
};
use crate::{
    base::{
        clock::{Millis, metric_clock},
        firmware::Firmware,
        seed::Seed,
    },
    network::{
        catalog::protocol::Protocol,
        metrics::recorded::RecordedValues,
        model::{
            activity::Activity,
            conversation::Conversation,
            measure::{ConversationView, End},
        },
    },
};
use std::{net::IpAddr, sync::OnceLock};

/// A network, built once and never changed.
#[derive(Clone, Debug)]
pub struct Network {
    pub(in crate::network) seed: Seed,
    /// By id.
    hosts: Vec<Host>,
    /// By client, server and protocol.
    conversations: Vec<Conversation>,
    index: ConversationIndex,
    activities: Vec<Vec<(Activity, Millis)>>,
    pub(in crate::network) recorded: RecordedValues,
    /// Hosts by address; made when custom devices ask for it.
    pub(in crate::network) by_address: OnceLock<Vec<(IpAddr, u32)>>,
    /// What the appliance does by itself.
    appliance: Conversation,
    /// Whether packets are kept; without it nobody asks how full the store is.
    pub(in crate::network) has_packetstore: bool,
    /// Metrics that are newer than this are not there.
    pub(in crate::network) firmware: Firmware,
}

/// What a query looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// A host, by its place.
    Device(u32),
    /// A VLAN, by its id.
    Vlan(i64),
    /// An application, by its place among the subjects of the query.
    Application(usize),
    /// What one node sees.
    Node(i64),
    /// What a Discover appliance sees.
    Whole,
    /// The whole network and the appliance that watches it.
    System,
    /// A custom device, by its place in the list that came with the query.
    Custom(u32),
    /// What a custom device has of a host.
    Part(u32, u32),
}

impl Scope {
    /// Everything that the node of this id sees.
    pub fn whole_of(oid: i64) -> Scope {
        match node_of(oid) {
            0 => Scope::Whole,
            node => Scope::Node(node),
        }
    }
}

/// A conversation, for those who want to see it on the wire.
#[derive(Clone, Copy, Debug)]
pub struct ConversationInfo<'a> {
    pub client: &'a Host,
    pub server: &'a Host,
    pub protocol: Protocol,
    pub port: u16,
    pub since: Millis,
    /// Transactions per minute, on average.
    pub per_minute: f64,
    /// Mean payload of a request and of a response.
    pub request_bytes: u32,
    pub response_bytes: u32,
}

impl Network {
    /// Draws the conversations of these hosts. The order of the lists does not matter. A refusal
    /// names the field: `conversations[0].client`, `metrics[2].points[7]`.
    pub fn build(
        seed: Seed,
        mut hosts: Vec<Host>,
        explicit: Vec<ExplicitConversation>,
        recorded: Vec<RecordedMetric>,
    ) -> Result<Network, String> {
        hosts.sort_by_key(|host| host.id);
        if let Some(pair) = hosts.windows(2).find(|pair| pair[0].id == pair[1].id) {
            return Err(format!("two devices have the id {}", pair[0].id));
        }
        let known = |id: i64| hosts.binary_search_by_key(&id, |host| host.id).is_ok();
        let recorded = RecordedValues::read(recorded, known)?;
        let conversations = drawing::conversations(seed, &hosts, &explicit)?;
        let index = ConversationIndex::of(&hosts, &conversations);
        let mut network = Network {
            seed,
            hosts,
            conversations,
            index,
            activities: Vec::new(),
            recorded,
            by_address: OnceLock::new(),
            appliance: Conversation::of_appliance(seed),
            has_packetstore: false,
            firmware: Firmware::LAST,
        };
        network.activities = network.seen_activities();
        Ok(network)
    }
    /// A network without hosts.
    pub fn empty() -> Network {
        let index = ConversationIndex::of(&[], &[]);
        let (hosts, conversations) = (Vec::new(), Vec::new());
        let (activities, recorded) = (Vec::new(), RecordedValues::default());
        Network {
            seed: Seed(0),
            hosts,
            conversations,
            index,
            activities,
            recorded,
            by_address: OnceLock::new(),
            appliance: Conversation::of_appliance(Seed(0)),
            has_packetstore: false,
            firmware: Firmware::LAST,
        }
    }
    /// The same network with a packet store, or without one.
    pub fn with_packetstore(self, has_packetstore: bool) -> Network {
        Network {
            has_packetstore,
            ..self
        }
    }
    /// The same network as an appliance of this firmware sees it.
    pub fn with_firmware(self, firmware: Firmware) -> Network {
        Network { firmware, ..self }
    }
    /// All hosts, by id.
    pub fn hosts(&self) -> &[Host] {
        &self.hosts
    }
    /// All conversations, by client, server and protocol.
    pub fn conversations(&self) -> impl ExactSizeIterator<Item = ConversationInfo<'_>> {
        self.conversations.iter().map(|one| ConversationInfo {
            client: self.host_at(one.client),
            server: self.host_at(one.server),
            protocol: one.protocol,
            port: one.port,
            since: one.since,
            per_minute: one.per_minute,
            request_bytes: one.request,
            response_bytes: one.response,
        })
    }
    pub(in crate::network) fn all(&self) -> &[Conversation] {
        &self.conversations
    }
    /// The conversations that a host is the client of.
    pub(in crate::network) fn all_of(&self, client: u32) -> &[Conversation] {
        &self.conversations[self.index.as_client(client)]
    }
    /// What a device does, and since when; sorted.
    pub fn activities(&self, device: i64) -> &[(Activity, Millis)] {
        self.place(device)
            .map_or(&[], |place| &self.activities[place as usize])
    }
    pub fn has_activity(&self, device: i64, activity: Activity) -> bool {
        self.activities(device)
            .iter()
            .any(|(one, _)| *one == activity)
    }
    /// Whether a device was seen in an activity before the metric clock of this moment.
    pub fn shows(&self, device: i64, activity: Activity, now: Millis) -> bool {
        let clock = metric_clock(now);
        let mut seen = self.activities(device).iter();
        seen.any(|(a, since)| *a == activity && *since < clock)
    }
    /// Since when a device has traffic at all.
    pub fn active(&self, device: i64) -> Option<Millis> {
        self.activities(device)
            .iter()
            .map(|(_, since)| *since)
            .min()
    }
    pub(in crate::network) fn place(&self, device: i64) -> Option<u32> {
        self.hosts
            .binary_search_by_key(&device, |host| host.id)
            .ok()
            .map(|place| place as u32)
    }
    pub(in crate::network) fn conversation_at(&self, place: u32) -> &Conversation {
        &self.conversations[place as usize]
    }
    /// The place of a conversation of this network's list.
    pub(in crate::network) fn place_of(&self, one: &Conversation) -> Option<u32> {
        let (first, own) = (self.conversations.as_ptr(), std::ptr::from_ref(one));
        let place = own.addr().checked_sub(first.addr())? / size_of::<Conversation>();
        (place < self.conversations.len()).then_some(place as u32)
    }
    pub(in crate::network) fn host_at(&self, place: u32) -> &Host {
        &self.hosts[place as usize]
    }
    /// The device's id; 0 for a scope that is no device.
    pub(in crate::network) fn oid(&self, scope: Scope) -> i64 {
        match scope {
            Scope::Device(place) | Scope::Part(_, place) => self.host_at(place).id,
            _ => 0,
        }
    }
    /// Every conversation that a scope sees, in a fixed order. What an application sees is known to
    /// `each_shared`, and what a custom device sees to who knows its rules.
    pub(in crate::network) fn each_view(
        &self,
        scope: Scope,
        mut see: impl FnMut(ConversationView),
    ) {
        match scope {
            Scope::Device(place) => self.each_view_of(place, see),
            Scope::Whole => self.conversations.iter().for_each(|of| see(whole(of))),
            Scope::System => {
                self.conversations.iter().for_each(|of| see(whole(of)));
                see(ConversationView {
                    end: End::Appliance,
                    ..whole(&self.appliance)
                });
            }
            Scope::Vlan(vlan) => {
                self.each_with(see, |host| at_node(node_of(host.id), host.vlan) == vlan)
            }
            Scope::Node(node) => self.each_with(see, |host| node_of(host.id) == node),
            Scope::Application(_) | Scope::Custom(_) | Scope::Part(..) => {}
        }
    }
    /// Every conversation with an end for which this holds.
    fn each_with(&self, mut see: impl FnMut(ConversationView), holds: impl Fn(&Host) -> bool) {
        let within = |place: u32| holds(self.host_at(place));
        let all = self.conversations.iter();
        all.filter(|of| within(of.client) || within(of.server))
            .for_each(|of| see(whole(of)));
    }
    /// How many conversations a host sees.
    pub(in crate::network) fn views_at(&self, place: u32) -> usize {
        let index = &self.index;
        let forwarded = 2 * index.forwarded(place).len();
        index.as_client(place).len() + index.as_server(place).len() + forwarded
    }
    /// The conversations that a host is an end of.
    pub(in crate::network) fn each_view_at_end<'a>(
        &'a self,
        place: u32,
        mut see: impl FnMut(ConversationView<'a>),
    ) {
        for of in &self.conversations[self.index.as_client(place)] {
            see(ConversationView {
                conversation: of,
                end: End::Client,
                since: of.since,
            });
        }
        for at in self.index.as_server(place) {
            let of = &self.conversations[*at as usize];
            see(ConversationView {
                conversation: of,
                end: End::Server,
                since: of.since,
            });
        }
    }
    pub(in crate::network) fn each_view_of(
        &self,
        place: u32,
        mut see: impl FnMut(ConversationView),
    ) {
        self.each_view_at_end(place, &mut see);
        for at in self.index.forwarded(place) {
            let of = &self.conversations[*at as usize];
            let since = of
                .since
                .max(drawing::whole_second(self.host_at(place).discovered));
            see(ConversationView {
                conversation: of,
                end: End::ForwardedRequest,
                since,
            });
            see(ConversationView {
                conversation: of,
                end: End::ForwardedResponse,
                since,
            });
        }
    }
}

pub fn whole(of: &Conversation) -> ConversationView<'_> {
    ConversationView {
        conversation: of,
        end: End::Network,
        since: of.since,
    }
}
