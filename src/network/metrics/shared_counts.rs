//! Counts that several objects of a query need: both ends of a conversation, and whoever forwards
//! it, look at the same number of transactions.
use crate::{
    base::clock::Millis,
    network::{
        catalog::Traffic,
        distributions::series::Cursor,
        model::conversation::Conversation,
        parallel,
        world::{network::Network, scope::Scope},
    },
};

/// The most counts that are kept; 64 MB.
const MOST: usize = 8 << 20;
/// For fewer scopes there is little to share.
const FEW: usize = 16;
/// Conversations that one thread counts at a time.
const BLOCK: usize = 64;

/// The transactions of conversations up to some moments.
#[derive(Default)]
pub struct SharedCounts {
    moments: Vec<Millis>,
    /// Places of the conversations, ascending; their counts follow each other in this order.
    places: Vec<u32>,
    counts: Vec<u64>,
}

impl SharedCounts {
    /// Counts what the scopes see, if it is worth it.
    pub fn of(
        network: &Network,
        traffic: Traffic,
        scopes: &[Scope],
        moments: impl Fn() -> Vec<Millis>,
    ) -> SharedCounts {
        let devices = scopes.iter().filter(|one| matches!(one, Scope::Device(_)));
        if scopes.len() < FEW {
            return SharedCounts::default();
        }
        let mut places = Vec::new();
        for scope in devices {
            scope.each_view(network, |view| {
                if view.is_in(traffic) {
                    places.extend(network.place_of(view.conversation));
                }
            });
        }
        places.sort_unstable();
        places.dedup();
        let moments = moments();
        if places.len().saturating_mul(moments.len()) > MOST {
            return SharedCounts::default();
        }
        let blocks: Vec<&[u32]> = places.chunks(BLOCK).collect();
        let count = |block: &&[u32]| {
            let mut cursor = Cursor::idle();
            let mut counts = Vec::with_capacity(block.len() * moments.len());
            for place in *block {
                cursor.over(network.conversation_at(*place).series());
                counts.extend(moments.iter().map(|moment| cursor.count(*moment)));
            }
            counts
        };
        let counts = parallel::map(&blocks, count).concat();
        SharedCounts {
            moments,
            places,
            counts,
        }
    }
    /// What is known of a conversation.
    pub fn row(&self, network: &Network, one: &Conversation) -> SharedRow<'_> {
        let place = (!self.places.is_empty())
            .then(|| network.place_of(one))
            .flatten();
        let found = place.and_then(|place| self.places.binary_search(&place).ok());
        let counts = found.map_or(&[][..], |nth| {
            let first = nth * self.moments.len();
            &self.counts[first..first + self.moments.len()]
        });
        SharedRow {
            moments: &self.moments,
            counts,
            next: 0,
        }
    }
}

/// The counts of one conversation; cheapest when they are asked for in order.
pub struct SharedRow<'a> {
    moments: &'a [Millis],
    counts: &'a [u64],
    next: usize,
}

impl SharedRow<'_> {
    pub fn count(&mut self, at: Millis) -> Option<u64> {
        if self.counts.is_empty() {
            return None;
        }
        if self.moments.get(self.next) != Some(&at) {
            self.next = self.moments.binary_search(&at).ok()?;
        }
        self.next += 1;
        self.counts.get(self.next - 1).copied()
    }
}
