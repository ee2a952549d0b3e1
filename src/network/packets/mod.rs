//! Conversations as packets: the exchanges that the metrics count, byte for byte on the wire.
//!
//! `exchange` says what happened when, the protocols (`http`, `dns`, `ftp`, `tls`) what both ends
//! said, `opaque` how long the messages of all others are, `tcp` and `frame` how that travels, `pcap` how it is kept.
mod dns;
mod exchange;
mod frame;
mod ftp;
mod http;
mod opaque;
mod pcap;
mod tcp;
mod tls;

#[cfg(test)]
mod tests;

use super::{
    Network,
    catalog::protocol::{Protocol, Transport},
    distributions::series::Cursor,
    model::{conversation::Conversation, measure::ConversationView},
    world::host::Host,
};
use crate::base::clock::Millis;
use exchange::Exchange;
use frame::Link;
use std::ops::Range;
use tcp::TcpStream;

pub use pcap::Capture;

/// What two hosts say to each other in one protocol.
#[derive(Clone, Copy)]
pub struct Flow<'a> {
    network: &'a Network,
    of: &'a Conversation,
}

/// Which end of a conversation; also its place in a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Endpoint {
    Client = 0,
    Server = 1,
}

/// What both ends say in one exchange.
struct Dialogue {
    /// What the server says first on a new connection.
    greeting: Option<Vec<u8>>,
    messages: Vec<Message>,
    end: AfterExchange,
}

struct Message {
    from: Endpoint,
    bytes: Vec<u8>,
    /// How long the sender thinks about it, in microseconds.
    after: u64,
}

/// What becomes of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AfterExchange {
    /// It lives on while it has exchanges left.
    Keep,
    /// The client closes it.
    Close,
    /// One end breaks it off.
    Reset(Endpoint),
}

impl Network {
    /// The conversation of two devices in a protocol.
    pub fn flow(&self, client: i64, server: i64, protocol: Protocol) -> Option<Flow<'_>> {
        let (client, server) = (self.place(client)?, self.place(server)?);
        let mut own = self.all_of(client).iter();
        let of = own.find(|one| one.server == server && one.protocol == protocol)?;
        Some(Flow { network: self, of })
    }
    /// The conversation of a device, in one of these protocols, with the most transactions in a
    /// span, if there were any.
    pub fn busiest_of(
        &self,
        device: i64,
        protocols: &[Protocol],
        span: Range<Millis>,
    ) -> Option<Flow<'_>> {
        let addressed = |place: u32| self.host_at(place).addr.is_some();
        let mut busiest: Option<(u64, Flow)> = None;
        self.each_view_at_end(
            self.place(device)?,
            |ConversationView {
                 conversation: of, ..
             }| {
                let flow = Flow { network: self, of };
                if !protocols.contains(&of.protocol)
                    || !addressed(of.client)
                    || !addressed(of.server)
                {
                    return;
                }
                let count = flow.transactions(span.start, span.end);
                // Of two alike the first.
                if count > busiest.map_or(0, |(most, _)| most) {
                    busiest = Some((count, flow));
                }
            },
        );
        busiest.map(|(_, flow)| flow)
    }
    /// The conversation that has the most transactions in a protocol, of those that began before.
    pub fn busiest(&self, protocol: Protocol, before: Millis) -> Option<Flow<'_>> {
        let addressed = |place: u32| self.host_at(place).addr.is_some();
        let all = self.all().iter().filter(|one| one.protocol == protocol);
        let seen =
            all.filter(|one| one.since < before && addressed(one.client) && addressed(one.server));
        // Of two alike the first.
        let of = seen
            .rev()
            .max_by(|a, b| a.per_minute.total_cmp(&b.per_minute))?;
        Some(Flow { network: self, of })
    }
}

impl<'a> Flow<'a> {
    pub(in crate::network) fn of(network: &'a Network, of: &'a Conversation) -> Flow<'a> {
        Flow { network, of }
    }
    /// The places of client and server in the list of hosts.
    pub fn places(&self) -> [u32; 2] {
        [self.of.client, self.of.server]
    }
    pub fn client(&self) -> &'a Host {
        self.network.host_at(self.of.client)
    }
    pub fn server(&self) -> &'a Host {
        self.network.host_at(self.of.server)
    }
    /// The ports of client and server, which mean nothing in a protocol without ports.
    pub fn ports(&self) -> [u16; 2] {
        [self.of.client_port(), self.of.port]
    }
    pub fn protocol(&self) -> Protocol {
        self.of.protocol
    }
    /// Whether its ports mean anything.
    pub fn has_ports(&self) -> bool {
        self.of.protocol.row().transport != Transport::Icmp
    }
    /// What the protocol is called where traffic is listed.
    pub fn label(&self) -> &'static str {
        self.of.protocol.row().label
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
        if self.of.protocol == Protocol::Ftp {
            // Files travel elsewhere.
            return (after - before) * 500;
        }
        let bytes = |n| {
            self.of
                .client_bytes(n)
                .wrapping_add(self.of.server_bytes(n))
        };
        bytes(after).wrapping_sub(bytes(before))
    }
    fn counts(&self, from: Millis, until: Millis) -> (u64, u64) {
        let mut cursor = Cursor::idle();
        cursor.over(self.of.series());
        let from = from.max(self.of.since);
        let before = cursor.count(from);
        (before, cursor.count(until.max(from)))
    }

    /// The packets of a span; `macs` are the addresses of client and server on their link.
    pub fn capture(&self, from: Millis, until: Millis, macs: [[u8; 6]; 2]) -> Capture {
        let mut file = Capture::default();
        let Some(link) = Link::of(self, macs) else {
            return file;
        };
        let row = self.of.protocol.row();
        let mut stream = TcpStream::over(link, self.of.id, row.segment as usize);
        for exchange in exchange::between(self.of, from.max(self.of.since), until) {
            let dialogue = self.dialogue(&exchange);
            match row.transport {
                Transport::Tcp => stream.segments(&exchange, dialogue, &mut file),
                Transport::Udp => stream.datagrams(&exchange, dialogue, &mut file),
                Transport::Icmp => stream.echoes(&exchange, dialogue, &mut file),
            }
        }
        file
    }
    fn dialogue(&self, exchange: &Exchange) -> Dialogue {
        let server = self.server();
        match self.of.protocol {
            Protocol::Http => http::dialogue(exchange),
            Protocol::Dns => dns::dialogue(exchange),
            Protocol::Ftp => ftp::dialogue(exchange, &server.subject()),
            Protocol::Ssl => tls::dialogue(exchange, &server.name),
            _ => opaque::dialogue(exchange),
        }
    }
}

impl Dialogue {
    fn of(messages: Vec<Message>, end: AfterExchange) -> Dialogue {
        Dialogue {
            greeting: None,
            messages,
            end,
        }
    }
}

impl Message {
    fn of(from: Endpoint, bytes: impl Into<Vec<u8>>, after: u64) -> Message {
        let bytes = bytes.into();
        Message { from, bytes, after }
    }
}

impl Endpoint {
    fn other(self) -> Endpoint {
        match self {
            Endpoint::Client => Endpoint::Server,
            Endpoint::Server => Endpoint::Client,
        }
    }
}

/// Readable text of this length.
fn filler(length: usize) -> impl Iterator<Item = u8> {
    b"The quick brown fox jumps over the lazy dog. "
        .iter()
        .copied()
        .cycle()
        .take(length)
}
