//! What rows counted in each interval.
use super::{
    fields::End,
    measures::{Count, Way},
};
use crate::network::{FlowCounts, SentCounts};
use std::collections::{HashMap, HashSet};

/// What a row has of a conversation.
#[derive(Clone, Copy)]
pub struct Share {
    pub row: u32,
    /// Bits of `FORTH` and so on.
    pub parts: u8,
}

/// What the client sends, and what the server does; and whether that leaves or reaches a device that
/// is behind a router.
pub const FORTH: u8 = 1;
pub const BACK: u8 = 2;
pub const FORTH_OUT: u8 = 4;
pub const FORTH_IN: u8 = 8;
pub const BACK_OUT: u8 = 16;
pub const BACK_IN: u8 = 32;

/// What rows counted in each step.
pub struct Cells {
    pub steps: usize,
    counts: Vec<Count>,
    /// By row, count and step.
    numbers: Vec<u64>,
    /// Hosts, by the places of the numbers.
    addresses: HashMap<usize, HashSet<u32>>,
}

impl Cells {
    /// Nothing yet.
    pub fn new(rows: usize, counts: &[Count], steps: usize) -> Self {
        Self {
            steps,
            counts: counts.to_vec(),
            numbers: vec![0; rows * counts.len() * steps],
            addresses: HashMap::new(),
        }
    }
    pub fn add(&mut self, share: &Share, ends: [u32; 2], passed: &FlowCounts) {
        for nth in 0..self.counts.len() {
            let count = self.counts[nth];
            let cell = (share.row as usize * self.counts.len() + nth) * self.steps + passed.step;
            if let Count::Addresses(end) = count {
                let hosts = hosts(share, ends, passed, end == End::Source);
                let set = self.addresses.entry(cell).or_default();
                set.extend(hosts.into_iter().flatten());
            } else {
                self.numbers[cell] += number(count, share.parts, passed);
            }
        }
    }
    pub fn merged(mut self, other: Cells) -> Cells {
        self.numbers
            .iter_mut()
            .zip(&other.numbers)
            .for_each(|(mine, theirs)| *mine += theirs);
        for (cell, hosts) in other.addresses {
            self.addresses.entry(cell).or_default().extend(hosts);
        }
        self
    }
    fn first(&self, row: usize, count: Count) -> Option<(usize, bool)> {
        let nth = self.counts.iter().position(|one| *one == count)?;
        let is_of_hosts = matches!(count, Count::Addresses(_));
        Some(((row * self.counts.len() + nth) * self.steps, is_of_hosts))
    }
    /// What a row counted in a step.
    pub fn at(&self, row: usize, count: Count, step: usize) -> u64 {
        match self.first(row, count) {
            Some((first, false)) => self.numbers[first + step],
            Some((first, true)) => {
                self.addresses.get(&(first + step)).map_or(0, HashSet::len) as u64
            }
            None => 0,
        }
    }
    /// What a row counted in all steps.
    pub fn whole(&self, row: usize, count: Count) -> u64 {
        match self.first(row, count) {
            Some((first, false)) => self.numbers[first..first + self.steps].iter().sum(),
            Some((first, true)) => {
                let sets = (first..first + self.steps).filter_map(|cell| self.addresses.get(&cell));
                sets.flatten().collect::<HashSet<_>>().len() as u64
            }
            None => 0,
        }
    }
}

/// The hosts at the sources, or destinations, of what a row has of a conversation.
fn hosts(share: &Share, ends: [u32; 2], passed: &FlowCounts, source: bool) -> [Option<u32>; 2] {
    let [client, server] = ends;
    let (forth, back) = if source {
        (client, server)
    } else {
        (server, client)
    };
    let sent = |part, sent: SentCounts, host| {
        (share.parts & part != 0 && sent.packets > 0).then_some(host)
    };
    [
        sent(FORTH, passed.from_client, forth),
        sent(BACK, passed.from_server, back),
    ]
}

fn number(count: Count, parts: u8, passed: &FlowCounts) -> u64 {
    let of = |way, measured: fn(&SentCounts) -> u64| {
        let (forth, back) = match way {
            Way::Both => (FORTH, BACK),
            Way::In => (FORTH_IN, BACK_IN),
            Way::Out => (FORTH_OUT, BACK_OUT),
        };
        let part = |bit, sent| if parts & bit != 0 { measured(sent) } else { 0 };
        part(forth, &passed.from_client) + part(back, &passed.from_server)
    };
    match count {
        Count::Bytes(way) => of(way, |sent| sent.bytes),
        Count::Packets(way) => of(way, |sent| sent.packets),
        Count::Retransmitted(way) => of(way, |sent| sent.retransmitted),
        Count::Flows => passed.transactions,
        Count::Addresses(_) => 0,
    }
}
