//! Flows of a network: all of them, that of two hosts, the busiest.
use super::flow::Flow;
use crate::{
    base::clock::Millis,
    network::{catalog::Protocol, model::conversation::Conversation, world::network::Network},
};
use std::ops::Range;

/// Every conversation; its place is its number from now on.
pub fn all(network: &Network) -> impl ExactSizeIterator<Item = Flow<'_>> {
    let all = network.all_conversations().iter();
    all.map(|of| Flow::of(network, of))
}

/// The conversation of two devices in a protocol.
pub fn between(
    network: &Network,
    client: i64,
    server: i64,
    protocol: Protocol,
) -> Option<Flow<'_>> {
    let (client, server) = (network.place(client)?, network.place(server)?);
    let mut own = network.conversations_by(client).iter();
    let of = own.find(|one| one.server == server && one.protocol == protocol)?;
    Some(Flow::of(network, of))
}

/// The conversation of a device, in one of these protocols, with the most transactions in a
/// span, if there were any.
pub fn busiest_of<'a>(
    network: &'a Network,
    device: i64,
    protocols: &[Protocol],
    span: Range<Millis>,
) -> Option<Flow<'a>> {
    let mut busiest: Option<(u64, Flow)> = None;
    network.each_view_at_end(network.place(device)?, |view| {
        let of = view.conversation;
        if !protocols.contains(&of.protocol) || !is_addressed(network, of) {
            return;
        }
        let flow = Flow::of(network, of);
        let count = flow.transactions(span.start, span.end);
        // Of two alike the first.
        if count > busiest.map_or(0, |(most, _)| most) {
            busiest = Some((count, flow));
        }
    });
    busiest.map(|(_, flow)| flow)
}

/// The conversation that has the most transactions in a protocol, of those that began before.
pub fn busiest(network: &Network, protocol: Protocol, before: Millis) -> Option<Flow<'_>> {
    let all = network.all_conversations().iter();
    let own = all.filter(|one| one.protocol == protocol && one.since < before);
    let seen = own.filter(|one| is_addressed(network, one));
    // Of two alike the first.
    let of = seen
        .rev()
        .max_by(|a, b| a.per_minute.total_cmp(&b.per_minute))?;
    Some(Flow::of(network, of))
}

/// Whether packets of it can be written: both ends have an address.
fn is_addressed(network: &Network, of: &Conversation) -> bool {
    let mut ends = [of.client, of.server].into_iter();
    ends.all(|place| network.host_at(place).addr.is_some())
}
