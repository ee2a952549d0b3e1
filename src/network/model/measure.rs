//! The formulas of the catalogue: a count at one moment, seen from one side of a conversation.
use super::conversation::Conversation;
use crate::{
    base::clock::Millis,
    network::{
        catalog::{outcomes, protocol::Protocol},
        distributions::shares::Distribution,
    },
};

/// From where a conversation is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Client,
    Server,
    /// An L2 device that forwards what the client sends: in on one side, out on the other.
    ForwardedRequest,
    /// The same for what the server sends.
    ForwardedResponse,
    /// The whole network, which sees every packet once.
    Network,
    /// The appliance itself, which nobody talks to.
    Appliance,
}

/// A conversation as one object sees it.
#[derive(Clone, Copy)]
pub struct ConversationView<'a> {
    pub conversation: &'a Conversation,
    pub end: End,
    /// When both the conversation and the object are there.
    pub since: Millis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    In,
    Out,
    Both,
}
use Direction::{Both, In, Out};

/// A count that grows with the transactions of a conversation.
#[derive(Clone, Copy)]
pub enum Quantity {
    Nothing,
    Transactions,
    /// Transactions whose end is of this class, or is called this.
    Ended(u8),
    EndedAs(&'static str),
    /// Requests and responses, by the direction that the object sees.
    Messages(Direction),
    RequestBytes,
    ResponseBytes,
    /// Payload, by the direction that the object sees.
    Payload(Direction),
    Bytes(Direction),
    Packets(Direction),
    /// Bytes from or to a host on the internet.
    External(Direction),
    /// TCP connections that the object opened, accepted, or either.
    Connected,
    Accepted,
    Connections,
    /// Connections that a host on the internet opened.
    ExternalConnections,
    /// Transactions whose draw has this label in this column.
    Labelled(&'static Distribution, usize, &'static str),
    SelfSigned,
    Expired,
    /// Millionths of another count.
    Millionths(&'static Quantity, u32),
    /// A multiple of another count.
    Multiple(&'static Quantity, u64),
    /// Another count, in conversations of one protocol.
    OfProtocol(Protocol, &'static Quantity),
    /// About one a second, whatever passes: the appliance at work.
    ApplianceSeconds,
}

impl Quantity {
    /// The count after `n` transactions. It is meant for differences: it need not be 0 at 0, and
    /// counts of bytes wrap around.
    pub fn at(&self, view: &ConversationView, n: u64) -> u64 {
        let one = view.conversation;
        let only = |holds: bool, count: u64| if holds { count } else { 0 };
        match self {
            Quantity::Millionths(of, millionths) => {
                millionths_of(of.at(view, n), *millionths, one.id.0)
            }
            Quantity::Multiple(of, factor) => of.at(view, n).wrapping_mul(*factor),
            Quantity::ApplianceSeconds => only(view.end == End::Appliance, n),
            _ if view.end == End::Appliance => 0,
            Quantity::Nothing => 0,
            Quantity::Transactions => n,
            Quantity::Ended(class) => one.ended(*class, n),
            Quantity::EndedAs(label) => {
                let ends = one.outcomes();
                ends.count_where(one.id, n, |share| share.labels[0] == *label)
            }
            Quantity::Messages(way) => view.flowing(*way, || n, || one.responses(n)),
            Quantity::OfProtocol(protocol, _) if one.protocol != *protocol => 0,
            Quantity::OfProtocol(_, of) => of.at(view, n),
            Quantity::RequestBytes => one.request_bytes(n),
            Quantity::ResponseBytes => one.response_bytes(n),
            Quantity::Payload(way) => {
                view.flowing(*way, || one.request_bytes(n), || one.response_bytes(n))
            }
            Quantity::Bytes(way) => {
                view.flowing(*way, || one.client_bytes(n), || one.server_bytes(n))
            }
            Quantity::Packets(way) => {
                view.flowing(*way, || one.client_packets(n), || one.server_packets(n))
            }
            Quantity::External(way) if view.is_external(*way) => Quantity::Bytes(*way).at(view, n),
            Quantity::External(_) => 0,
            Quantity::Connected => only(view.end == End::Client, one.connections(n)),
            Quantity::Accepted => only(view.end == End::Server, one.connections(n)),
            Quantity::Connections => one.connections(n),
            Quantity::ExternalConnections => only(one.client_remote, one.connections(n)),
            Quantity::Labelled(distribution, column, label) => {
                distribution.count_where(one.id, n, |share| share.labels[*column] == *label)
            }
            Quantity::SelfSigned => only(one.traits.self_signed, n),
            Quantity::Expired => only(one.traits.expired, n),
        }
    }
    /// Whose address an address key holds.
    pub fn direction(&self) -> Direction {
        match self {
            Quantity::Payload(way)
            | Quantity::Bytes(way)
            | Quantity::Packets(way)
            | Quantity::External(way)
            | Quantity::Messages(way) => *way,
            Quantity::Millionths(of, _)
            | Quantity::Multiple(of, _)
            | Quantity::OfProtocol(_, of) => of.direction(),
            _ => Both,
        }
    }
}

fn millionths_of(of: u64, millionths: u32, phase: u64) -> u64 {
    // Another share of the same conversation starts elsewhere.
    let phase = (phase ^ u64::from(millionths).wrapping_mul(0x9e37_79b9_7f4a_7c15)) % 1_000_000;
    ((u128::from(of) * u128::from(millionths) + u128::from(phase)) / 1_000_000) as u64
}

impl ConversationView<'_> {
    /// Whether what flows this way is what the client sends; for ends alone.
    pub fn is_from_client(&self, way: Direction) -> bool {
        matches!((self.end, way), (End::Client, Out) | (End::Server, In))
    }
    /// The parts of a count that flow forth and back, as the object sees them.
    fn flowing(&self, way: Direction, forth: impl Fn() -> u64, back: impl Fn() -> u64) -> u64 {
        match (self.end, way) {
            (End::Client, In) | (End::Server, Out) => back(),
            (End::Client, Out) | (End::Server, In) => forth(),
            (End::ForwardedRequest, In | Out) => forth(),
            (End::ForwardedResponse, In | Out) => back(),
            (End::ForwardedRequest, Both) => forth().wrapping_mul(2),
            (End::ForwardedResponse, Both) => back().wrapping_mul(2),
            (End::Client | End::Server, Both) | (End::Network | End::Appliance, _) => {
                forth().wrapping_add(back())
            }
        }
    }
    fn is_external(&self, way: Direction) -> bool {
        let (client, server) = (
            self.conversation.client_remote,
            self.conversation.server_remote,
        );
        match (self.end, way) {
            (End::Client, _) => server,
            (End::Server, _) => client,
            (End::ForwardedRequest, In) | (End::ForwardedResponse, Out) => client,
            (End::ForwardedResponse, In) | (End::ForwardedRequest, Out) => server,
            _ => client || server,
        }
    }
    /// The other end; for an L2 device the sender of what comes in, the receiver of what goes out.
    pub fn peer(&self, way: Direction) -> u32 {
        let (client, server) = (self.conversation.client, self.conversation.server);
        match (self.end, way) {
            (End::Client, _) | (End::ForwardedRequest, Out) | (End::ForwardedResponse, In) => {
                server
            }
            (End::Server, _) | (End::ForwardedRequest, In) | (End::ForwardedResponse, Out) => {
                client
            }
            (End::ForwardedRequest | End::ForwardedResponse | End::Network | End::Appliance, _) => {
                server
            }
        }
    }
}

/// Every transaction that got a response.
pub const RESPONSES: Quantity = Quantity::Ended(outcomes::RESPONSE);
