//! What two hosts say to each other in one protocol.
use crate::{
    base::clock::Millis,
    network::{
        catalog::{Protocol, Transport},
        distributions::series::Cursor,
        model::{conversation::Conversation, time_range::TimeRange},
        packets::{self, Capture},
        world::{host::Host, network::Network},
    },
};

/// A conversation with its hosts.
#[derive(Clone, Copy)]
pub struct Flow<'a> {
    network: &'a Network,
    conversation: &'a Conversation,
}

impl<'a> Flow<'a> {
    pub(in crate::network) fn of(network: &'a Network, conversation: &'a Conversation) -> Flow<'a> {
        Flow {
            network,
            conversation,
        }
    }
    /// The places of client and server in the list of hosts.
    pub fn places(&self) -> [u32; 2] {
        [self.conversation.client, self.conversation.server]
    }
    pub fn client(&self) -> &'a Host {
        self.network.host_at(self.conversation.client)
    }
    pub fn server(&self) -> &'a Host {
        self.network.host_at(self.conversation.server)
    }
    /// The ports of client and server, which mean nothing in a protocol without ports.
    pub fn ports(&self) -> [u16; 2] {
        [self.conversation.client_port(), self.conversation.port]
    }
    pub fn protocol(&self) -> Protocol {
        self.conversation.protocol
    }
    /// Whether its ports mean anything.
    pub fn has_ports(&self) -> bool {
        self.protocol().definition().transport != Transport::Icmp
    }
    /// What the protocol is called where traffic is listed.
    pub fn label(&self) -> &'static str {
        self.protocol().definition().label
    }
    /// The VLAN that it is seen in.
    pub fn vlan(&self) -> i64 {
        match self.client().vlan {
            0 => self.server().vlan,
            vlan => vlan,
        }
    }
    /// Transactions of a span, as the metrics count them.
    pub fn transactions(&self, from: Millis, until: Millis) -> u64 {
        let (before, after) = self.counts(from, until);
        after - before
    }
    /// About how many bytes the capture of a span has.
    pub fn size(&self, from: Millis, until: Millis) -> u64 {
        let (before, after) = self.counts(from, until);
        if self.protocol() == Protocol::Ftp {
            // Files travel elsewhere.
            return (after - before) * 500;
        }
        let one = self.conversation;
        let bytes = |n| one.client_bytes(n).wrapping_add(one.server_bytes(n));
        bytes(after).wrapping_sub(bytes(before))
    }
    /// The packets of a span; `macs` are the addresses of client and server on their link.
    pub fn capture(&self, from: Millis, until: Millis, macs: [[u8; 6]; 2]) -> Capture {
        let (hosts, span) = ([self.client(), self.server()], TimeRange { from, until });
        packets::capture(self.conversation, hosts, self.vlan(), span, macs)
    }
    /// Transactions before and after a span.
    pub(in crate::network) fn counts(&self, from: Millis, until: Millis) -> (u64, u64) {
        let mut cursor = Cursor::idle();
        cursor.over(self.conversation.series());
        let from = from.max(self.conversation.since);
        let before = cursor.count(from);
        (before, cursor.count(until.max(from)))
    }
}
