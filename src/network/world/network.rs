//! The simulated network: its hosts, who talks to whom, and what each device does.
use super::{host::Host, index::ConversationIndex, recorded_values::RecordedValues};
use crate::{
    base::{
        clock::{Millis, metric_clock},
        firmware::Firmware,
        seed::Seed,
    },
    network::{
        catalog::{Metric, Protocol},
        model::{
            activity::Activity,
            conversation::{Conversation, whole_second},
            view::{ConversationView, End},
        },
    },
};
use std::{net::IpAddr, sync::OnceLock};

/// A network, built once and never changed.
#[derive(Clone, Debug)]
pub struct Network {
    pub(super) seed: Seed,
    /// By id.
    pub(super) hosts: Vec<Host>,
    /// By client, server and protocol.
    pub(super) conversations: Vec<Conversation>,
    pub(super) index: ConversationIndex,
    pub(super) activities: Vec<Vec<(Activity, Millis)>>,
    pub(super) recorded: RecordedValues,
    /// Hosts by address; made when custom devices ask for it.
    pub(super) by_address: OnceLock<Vec<(IpAddr, u32)>>,
    /// What the appliance does by itself.
    pub(super) appliance: Conversation,
    /// Whether packets are kept; without it nobody asks how full the store is.
    pub(super) has_packetstore: bool,
    /// Metrics that are newer than this are not there.
    pub(super) firmware: Firmware,
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
    /// A network without hosts.
    pub fn empty() -> Network {
        Network {
            seed: Seed(0),
            hosts: Vec::new(),
            conversations: Vec::new(),
            index: ConversationIndex::of(&[], &[]),
            activities: Vec::new(),
            recorded: RecordedValues::default(),
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
    /// The firmware of the appliance that sees it.
    pub fn firmware(&self) -> Firmware {
        self.firmware
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
    pub(in crate::network) fn seed(&self) -> Seed {
        self.seed
    }
    pub(in crate::network) fn appliance(&self) -> &Conversation {
        &self.appliance
    }
    pub(in crate::network) fn recorded(&self) -> &RecordedValues {
        &self.recorded
    }
    pub(in crate::network) fn has_packetstore(&self) -> bool {
        self.has_packetstore
    }
    /// Whether the appliance has a metric of the catalogue.
    pub(in crate::network) fn has(&self, metric: &Metric) -> bool {
        metric.since <= self.firmware
    }
    pub(in crate::network) fn all_conversations(&self) -> &[Conversation] {
        &self.conversations
    }
    /// The conversations that a host is the client of.
    pub(in crate::network) fn conversations_by(&self, client: u32) -> &[Conversation] {
        &self.conversations[self.index.as_client(client)]
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
    /// The place of a device in the list of hosts.
    pub(in crate::network) fn place(&self, device: i64) -> Option<u32> {
        self.hosts
            .binary_search_by_key(&device, |host| host.id)
            .ok()
            .map(|place| place as u32)
    }
    pub(in crate::network) fn host_at(&self, place: u32) -> &Host {
        &self.hosts[place as usize]
    }
    /// The addresses of hosts, ascending, and whose they are.
    pub(in crate::network) fn by_address(&self) -> &[(IpAddr, u32)] {
        self.by_address.get_or_init(|| {
            let hosts = self.hosts.iter().zip(0u32..);
            let mut all: Vec<(IpAddr, u32)> = hosts
                .filter_map(|(host, place)| Some((host.addr?, place)))
                .collect();
            all.sort_unstable();
            all
        })
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
        for of in self.conversations_by(place) {
            see(ConversationView::of(of, End::Client));
        }
        for at in self.index.as_server(place) {
            see(ConversationView::of(self.conversation_at(*at), End::Server));
        }
    }
    /// The conversations that a host sees, those that it forwards from both sides.
    pub(in crate::network) fn each_view_of(
        &self,
        place: u32,
        mut see: impl FnMut(ConversationView),
    ) {
        self.each_view_at_end(place, &mut see);
        let discovered = whole_second(self.host_at(place).discovered);
        for at in self.index.forwarded(place) {
            let conversation = self.conversation_at(*at);
            let since = conversation.since.max(discovered);
            for end in [End::ForwardedRequest, End::ForwardedResponse] {
                see(ConversationView {
                    conversation,
                    end,
                    since,
                });
            }
        }
    }
}
