//! The formulas of the catalogue, worked out: a count at one moment, seen from one side of a
//! conversation.
use super::view::{ConversationView, End};
use crate::network::catalog::Quantity;

/// The count after `n` transactions. It is meant for differences: it need not be 0 at 0, and
/// counts of bytes wrap around.
pub fn count(quantity: &Quantity, view: &ConversationView, n: u64) -> u64 {
    let one = view.conversation;
    let only = |holds: bool, count: u64| if holds { count } else { 0 };
    match quantity {
        Quantity::Millionths(of, part) => millionths(count(of, view, n), *part, one.id.0),
        Quantity::Multiple(of, factor) => count(of, view, n).wrapping_mul(*factor),
        Quantity::ApplianceSeconds => only(view.end == End::Appliance, n),
        _ if view.end == End::Appliance => 0,
        Quantity::Nothing => 0,
        Quantity::Transactions => n,
        Quantity::Ended(class) => one.ended(*class, n),
        Quantity::EndedAs(label) => {
            let outcomes = one.outcomes();
            outcomes.count_where(one.id, n, |share| share.labels[0] == *label)
        }
        Quantity::Messages(way) => view.flowing(*way, || n, || one.responses(n)),
        Quantity::OfProtocol(protocol, _) if one.protocol != *protocol => 0,
        Quantity::OfProtocol(_, of) => count(of, view, n),
        Quantity::RequestBytes => one.request_bytes(n),
        Quantity::ResponseBytes => one.response_bytes(n),
        Quantity::Payload(way) => {
            view.flowing(*way, || one.request_bytes(n), || one.response_bytes(n))
        }
        Quantity::External(way) if !view.is_external(*way) => 0,
        Quantity::Bytes(way) | Quantity::External(way) => {
            view.flowing(*way, || one.client_bytes(n), || one.server_bytes(n))
        }
        Quantity::Packets(way) => {
            view.flowing(*way, || one.client_packets(n), || one.server_packets(n))
        }
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

fn millionths(of: u64, part: u32, phase: u64) -> u64 {
    // Another share of the same conversation starts elsewhere.
    let phase = (phase ^ u64::from(part).wrapping_mul(0x9e37_79b9_7f4a_7c15)) % 1_000_000;
    ((u128::from(of) * u128::from(part) + u128::from(phase)) / 1_000_000) as u64
}
