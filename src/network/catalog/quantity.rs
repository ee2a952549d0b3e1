//! What metrics count: the formulas of the catalogue, as data.
use super::{outcome_class::RESPONSE, protocol::Protocol};
use crate::network::distributions::shares::Distribution;

/// Which way something flows, as the object sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    In,
    Out,
    Both,
}

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

/// Every transaction that got a response.
pub const RESPONSES: Quantity = Quantity::Ended(RESPONSE);

impl Quantity {
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
            _ => Direction::Both,
        }
    }
}
