//! What rows counted in each interval.
use super::{
    columns::{Counter, TrafficDirection},
    fields::FlowEnd,
};
use crate::network::{FlowCounts, SentCounts};
use std::collections::{HashMap, HashSet};

/// What a row has of a conversation.
#[derive(Clone, Copy)]
pub struct Contribution {
    pub row: u32,
    /// Bits of `FROM_CLIENT` and so on.
    pub directions: u8,
}

/// What the client sends, and what the server does; and whether that leaves or reaches a device that
/// is behind a router.
pub const FROM_CLIENT: u8 = 1;
pub const FROM_SERVER: u8 = 2;
pub const FROM_CLIENT_OUT: u8 = 4;
pub const FROM_CLIENT_IN: u8 = 8;
pub const FROM_SERVER_OUT: u8 = 16;
pub const FROM_SERVER_IN: u8 = 32;

/// What rows counted in each step.
pub struct Counters {
    pub steps: usize,
    counters: Vec<Counter>,
    /// By row, counter and step.
    numbers: Vec<u64>,
    /// Hosts, by the places of the numbers.
    addresses: HashMap<usize, HashSet<u32>>,
}

impl Counters {
    /// Nothing yet.
    pub fn new(rows: usize, counters: &[Counter], steps: usize) -> Self {
        Self {
            steps,
            counters: counters.to_vec(),
            numbers: vec![0; rows.saturating_mul(counters.len()).saturating_mul(steps)],
            addresses: HashMap::new(),
        }
    }
    pub fn add(&mut self, contribution: &Contribution, ends: [u32; 2], passed: &FlowCounts) {
        for nth in 0..self.counters.len() {
            let counter = self.counters[nth];
            let cell = self.place(contribution.row as usize, nth, passed.step);
            if let Counter::Addresses(end) = counter {
                let hosts = hosts(contribution, ends, passed, end == FlowEnd::Source);
                let set = self.addresses.entry(cell).or_default();
                set.extend(hosts.into_iter().flatten());
            } else {
                let more = increment(counter, contribution.directions, passed);
                self.numbers[cell] = self.numbers[cell].saturating_add(more);
            }
        }
    }
    pub fn merged(mut self, other: Counters) -> Counters {
        self.numbers
            .iter_mut()
            .zip(&other.numbers)
            .for_each(|(mine, theirs)| *mine = mine.saturating_add(*theirs));
        for (cell, hosts) in other.addresses {
            self.addresses.entry(cell).or_default().extend(hosts);
        }
        self
    }
    fn offset(&self, row: usize, counter: Counter) -> Option<(usize, bool)> {
        let nth = self.counters.iter().position(|one| *one == counter)?;
        let is_of_hosts = matches!(counter, Counter::Addresses(_));
        Some((self.place(row, nth, 0), is_of_hosts))
    }
    /// Where the number of a row, counter and step stands; beyond the end where it is in none.
    fn place(&self, row: usize, nth: usize, step: usize) -> usize {
        let lines = row.saturating_mul(self.counters.len()).saturating_add(nth);
        lines.saturating_mul(self.steps).saturating_add(step)
    }
    /// What a row counted in a step.
    pub fn at(&self, row: usize, counter: Counter, step: usize) -> u64 {
        match self.offset(row, counter) {
            Some((first, false)) => self.numbers[first.saturating_add(step)],
            Some((first, true)) => {
                let hosts = self.addresses.get(&first.saturating_add(step));
                hosts.map_or(0, HashSet::len) as u64
            }
            None => 0,
        }
    }
    /// What a row counted in all steps.
    pub fn total(&self, row: usize, counter: Counter) -> u64 {
        match self.offset(row, counter) {
            Some((first, false)) => {
                let numbers = self.numbers.iter().skip(first).take(self.steps);
                numbers.fold(0, |sum, number| sum.saturating_add(*number))
            }
            Some((first, true)) => {
                let cells = first..first.saturating_add(self.steps);
                let sets = cells.filter_map(|cell| self.addresses.get(&cell));
                sets.flatten().collect::<HashSet<_>>().len() as u64
            }
            None => 0,
        }
    }
}

/// The hosts at the sources, or destinations, of what a row has of a conversation.
fn hosts(
    contribution: &Contribution,
    ends: [u32; 2],
    passed: &FlowCounts,
    source: bool,
) -> [Option<u32>; 2] {
    let [client, server] = ends;
    let (forth, back) = if source {
        (client, server)
    } else {
        (server, client)
    };
    let sent = |part, sent: SentCounts, host| {
        (contribution.directions & part != 0 && sent.packets > 0).then_some(host)
    };
    [
        sent(FROM_CLIENT, passed.from_client, forth),
        sent(FROM_SERVER, passed.from_server, back),
    ]
}

fn increment(counter: Counter, directions: u8, passed: &FlowCounts) -> u64 {
    let of = |direction, measured: fn(&SentCounts) -> u64| {
        let (forth, back) = match direction {
            TrafficDirection::Both => (FROM_CLIENT, FROM_SERVER),
            TrafficDirection::In => (FROM_CLIENT_IN, FROM_SERVER_IN),
            TrafficDirection::Out => (FROM_CLIENT_OUT, FROM_SERVER_OUT),
        };
        let sum = |bit, sent| {
            if directions & bit != 0 {
                measured(sent)
            } else {
                0
            }
        };
        sum(forth, &passed.from_client).saturating_add(sum(back, &passed.from_server))
    };
    match counter {
        Counter::Bytes(direction) => of(direction, |sent| sent.bytes),
        Counter::Packets(direction) => of(direction, |sent| sent.packets),
        Counter::Retransmitted(direction) => of(direction, |sent| sent.retransmitted),
        Counter::Flows => passed.transactions,
        Counter::Addresses(_) => 0,
    }
}
