//! The formulas of the catalogue: a count at one moment, seen from one side of a conversation.
use super::{conversation::Conversation, outcomes, protocol::Protocol, split::Split};
use crate::base::clock::Millis;

/// From where a conversation is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Client,
    Server,
    /// An L2 device that forwards what the client sends: in on one side, out on the other.
    Forth,
    /// The same for what the server sends.
    Back,
    /// The whole network, which sees every packet once.
    Whole,
    /// The appliance itself, which nobody talks to.
    Own,
}

/// A conversation as one object sees it.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub of: &'a Conversation,
    pub end: End,
    /// When both the conversation and the object are there.
    pub since: Millis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    In,
    Out,
    Both,
}
use Direction::{Both, In, Out};

/// A count that grows with the transactions of a conversation.
#[derive(Clone, Copy)]
pub(super) enum Quantity {
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
    Labelled(&'static Split, usize, &'static str),
    SelfSigned,
    Expired,
    /// Millionths of another count.
    Share(&'static Quantity, u32),
    /// A multiple of another count.
    Times(&'static Quantity, u64),
    /// Another count, in conversations of one protocol.
    Only(Protocol, &'static Quantity),
    /// What the appliance does by itself, whatever passes.
    Ticks,
}

impl Quantity {
    /// The count after `n` transactions. It is meant for differences: it need not be 0 at 0, and
    /// counts of bytes wrap around.
    pub fn at(&self, view: &View, n: u64) -> u64 {
        let one = view.of;
        let only = |holds: bool, count: u64| if holds { count } else { 0 };
        match self {
            Quantity::Share(of, millionths) => share(of.at(view, n), *millionths, one.id.0),
            Quantity::Times(of, factor) => of.at(view, n).wrapping_mul(*factor),
            Quantity::Ticks => only(view.end == End::Own, n),
            _ if view.end == End::Own => 0,
            Quantity::Nothing => 0,
            Quantity::Transactions => n,
            Quantity::Ended(class) => one.ended(*class, n),
            Quantity::EndedAs(label) => {
                let ends = one.outcomes();
                ends.grown_where(one.id, n, |share| share.labels[0] == *label)
            }
            Quantity::Messages(way) => view.flowing(*way, || n, || one.responses(n)),
            Quantity::Only(protocol, _) if one.protocol != *protocol => 0,
            Quantity::Only(_, of) => of.at(view, n),
            Quantity::RequestBytes => one.request_bytes(n),
            Quantity::ResponseBytes => one.response_bytes(n),
            Quantity::Payload(way) => {
                view.flowing(*way, || one.request_bytes(n), || one.response_bytes(n))
            }
            Quantity::Bytes(way) => view.flowing(*way, || one.bytes_forth(n), || one.bytes_back(n)),
            Quantity::Packets(way) => {
                view.flowing(*way, || one.packets_forth(n), || one.packets_back(n))
            }
            Quantity::External(way) if view.is_external(*way) => Quantity::Bytes(*way).at(view, n),
            Quantity::External(_) => 0,
            Quantity::Connected => only(view.end == End::Client, one.connections(n)),
            Quantity::Accepted => only(view.end == End::Server, one.connections(n)),
            Quantity::Connections => one.connections(n),
            Quantity::ExternalConnections => only(one.client_remote, one.connections(n)),
            Quantity::Labelled(split, column, label) => {
                split.grown_where(one.id, n, |share| share.labels[*column] == *label)
            }
            Quantity::SelfSigned => only(one.temper.self_signed, n),
            Quantity::Expired => only(one.temper.expired, n),
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
            Quantity::Share(of, _) | Quantity::Times(of, _) | Quantity::Only(_, of) => {
                of.direction()
            }
            _ => Both,
        }
    }
}

fn share(of: u64, millionths: u32, phase: u64) -> u64 {
    // Another share of the same conversation starts elsewhere.
    let phase = (phase ^ u64::from(millionths).wrapping_mul(0x9e37_79b9_7f4a_7c15)) % 1_000_000;
    ((u128::from(of) * u128::from(millionths) + u128::from(phase)) / 1_000_000) as u64
}

impl View<'_> {
    /// Whether what flows this way is what the client sends; for ends alone.
    pub fn is_forth(&self, way: Direction) -> bool {
        matches!((self.end, way), (End::Client, Out) | (End::Server, In))
    }
    /// The parts of a count that flow forth and back, as the object sees them.
    fn flowing(&self, way: Direction, forth: impl Fn() -> u64, back: impl Fn() -> u64) -> u64 {
        match (self.end, way) {
            (End::Client, In) | (End::Server, Out) => back(),
            (End::Client, Out) | (End::Server, In) => forth(),
            (End::Forth, In | Out) => forth(),
            (End::Back, In | Out) => back(),
            (End::Forth, Both) => forth().wrapping_mul(2),
            (End::Back, Both) => back().wrapping_mul(2),
            (End::Client | End::Server, Both) | (End::Whole | End::Own, _) => {
                forth().wrapping_add(back())
            }
        }
    }
    fn is_external(&self, way: Direction) -> bool {
        let (client, server) = (self.of.client_remote, self.of.server_remote);
        match (self.end, way) {
            (End::Client, _) => server,
            (End::Server, _) => client,
            (End::Forth, In) | (End::Back, Out) => client,
            (End::Back, In) | (End::Forth, Out) => server,
            _ => client || server,
        }
    }
    /// The other end; for an L2 device the sender of what comes in, the receiver of what goes out.
    pub fn peer(&self, way: Direction) -> u32 {
        let (client, server) = (self.of.client, self.of.server);
        match (self.end, way) {
            (End::Client, _) | (End::Forth, Out) | (End::Back, In) => server,
            (End::Server, _) | (End::Forth, In) | (End::Back, Out) => client,
            (End::Forth | End::Back | End::Whole | End::Own, _) => server,
        }
    }
}

/// Every transaction that got a response.
pub(super) const RESPONSES: Quantity = Quantity::Ended(outcomes::RESPONSE);
