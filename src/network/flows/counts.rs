//! What passed in conversations, both ways, between moments: traffic as a router counts it.
use crate::{
    base::{clock::Millis, wanted::Wanted},
    network::{
        catalog::RETRANSMITTED_OUT,
        distributions::series::Cursor,
        model::{
            conversation::Conversation,
            measure,
            view::{ConversationView, End},
        },
        parallel,
        world::network::Network,
    },
};

/// Counts of one conversation from this many on are shared among cores.
const MANY: usize = 20_000;

/// What one side sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SentCounts {
    pub bytes: u64,
    pub packets: u64,
    /// TCP segments that were sent again.
    pub retransmitted: u64,
}

/// What passed between two neighbouring moments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FlowCounts {
    /// Which pair of moments it was, from 0.
    pub step: usize,
    pub transactions: u64,
    /// What the client sent, and what the server did.
    pub from_client: SentCounts,
    pub from_server: SentCounts,
}

/// Whether counting so many conversations at so many moments takes a few milliseconds at most.
pub fn is_quick(network: &Network, moments: usize) -> bool {
    network.all_conversations().len().saturating_mul(moments) < MANY
}

/// Counts these conversations between neighbouring moments, which ascend. `see` gets each one's
/// place in the list and what passed, steps without traffic left out. The work is shared: there
/// are as many results as there were workers, each begun with `fresh`.
pub fn count<T: Send>(
    network: &Network,
    places: &[u32],
    moments: &[Millis],
    fresh: impl Fn() -> T + Sync,
    see: impl Fn(&mut T, usize, &[FlowCounts]) + Sync,
) -> Vec<T> {
    let work = |part: usize, of: usize| {
        let (mut cursor, mut steps, mut result) = (Cursor::idle(), Vec::new(), fresh());
        let wanted = Wanted::current();
        for (at, place) in places.iter().enumerate().skip(part).step_by(of) {
            if !wanted.holds() {
                break;
            }
            let conversation = network.conversation_at(*place);
            count_one(conversation, moments, &mut cursor, &mut steps);
            if !steps.is_empty() {
                see(&mut result, at, &steps);
            }
        }
        result
    };
    match places.len().saturating_mul(moments.len()) < MANY {
        true => vec![work(0, 1)],
        false => parallel::parts(work),
    }
}

fn count_one(
    of: &Conversation,
    moments: &[Millis],
    cursor: &mut Cursor,
    steps: &mut Vec<FlowCounts>,
) {
    steps.clear();
    cursor.over(of.series());
    let mut last: Option<u64> = None;
    for (step, pair) in moments.windows(2).enumerate() {
        let (from, until) = (pair[0].max(of.since), pair[1]);
        if until <= from {
            continue;
        }
        let first = last.unwrap_or_else(|| cursor.count(from));
        let then = cursor.count(until);
        if then > first {
            steps.push(between(of, step, first, then));
        }
        last = Some(then);
    }
}

fn between(of: &Conversation, step: usize, first: u64, last: u64) -> FlowCounts {
    // Counts of bytes wrap around; their differences do not.
    let grown = |count: &dyn Fn(u64) -> u64| count(last).wrapping_sub(count(first));
    let again = |end| match of.protocol.is_tcp() {
        true => {
            let view = ConversationView::of(of, end);
            grown(&|n| measure::count(&RETRANSMITTED_OUT, &view, n))
        }
        false => 0,
    };
    FlowCounts {
        step,
        transactions: last - first,
        from_client: SentCounts {
            bytes: grown(&|n| of.client_bytes(n)),
            packets: grown(&|n| of.client_packets(n)),
            retransmitted: again(End::Client),
        },
        from_server: SentCounts {
            bytes: grown(&|n| of.server_bytes(n)),
            packets: grown(&|n| of.server_packets(n)),
            retransmitted: again(End::Server),
        },
    }
}
