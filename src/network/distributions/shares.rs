//! Shares of a count that add up to it exactly, for every span of time.
//!
//! A table of 2048 slots says what the n-th event is. How many of the first n events are of one
//! kind is then a table look-up, grows with n, and all kinds together are n: so shares of any
//! bucket are differences, and coarse buckets are the sums of fine ones.
use crate::base::seed::Seed;
use std::sync::OnceLock;

pub const SLOTS: usize = 2048;

/// One kind of event.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    /// What the kind is called, seen from up to three sides.
    pub labels: [&'static str; 3],
    /// Bits of `outcomes` that say what kind of end a transaction has.
    pub class: u8,
    /// Its part of all events.
    pub fraction: f64,
}

impl Share {
    pub const fn of(label: &'static str, fraction: f64) -> Share {
        Share {
            labels: [label, "", ""],
            class: 0,
            fraction,
        }
    }
    pub const fn ending(label: &'static str, class: u8, fraction: f64) -> Share {
        Share {
            labels: [label, "", ""],
            class,
            fraction,
        }
    }
}

/// A distribution over kinds of events.
pub struct Distribution {
    name: &'static str,
    pub rows: &'static [Share],
    table: OnceLock<ShareTable>,
}

struct ShareTable {
    salt: u64,
    /// For each row, how many of the first i slots are its own.
    before: Vec<[u16; SLOTS + 1]>,
    /// The same for each class of rows.
    before_class: [[u16; SLOTS + 1]; 8],
}

impl Distribution {
    pub const fn new(name: &'static str, rows: &'static [Share]) -> Distribution {
        Distribution {
            name,
            rows,
            table: OnceLock::new(),
        }
    }
    pub fn name(&self) -> &'static str {
        self.name
    }
    /// Events of `stream` that are of kind `row`.
    pub fn counter(&self, row: usize, stream: Seed) -> ShareCounter<'_> {
        let table = self.table();
        ShareCounter {
            counts: &table.before[row],
            phase: stream.at(table.salt).below(SLOTS as u64),
        }
    }
    /// What the event after the first `n` is.
    pub fn nth(&self, stream: Seed, n: u64) -> &'static Share {
        let grows = |row: &usize| {
            let row = self.counter(*row, stream);
            row.count(n + 1) > row.count(n)
        };
        // Each event is of one row.
        let row = (0..self.rows.len()).find(grows);
        &self.rows[row.unwrap_or(0)]
    }
    /// The same for all rows that `wanted` picks.
    pub fn count_where(&self, stream: Seed, n: u64, wanted: impl Fn(&Share) -> bool) -> u64 {
        let table = self.table();
        let n = n + stream.at(table.salt).below(SLOTS as u64);
        let rows = self.rows.iter().enumerate();
        rows.filter(|(_, share)| wanted(share))
            .map(|(row, _)| table.count(row, n))
            .sum()
    }
    /// The same for all rows of a class, which is one bit.
    pub fn count_class(&self, class: u8, stream: Seed, n: u64) -> u64 {
        let table = self.table();
        let counts = &table.before_class[class.trailing_zeros() as usize];
        count(counts, n + stream.at(table.salt).below(SLOTS as u64))
    }
    fn table(&self) -> &ShareTable {
        self.table
            .get_or_init(|| ShareTable::new(self.name, self.rows))
    }
}

/// One kind of event in one stream.
pub struct ShareCounter<'a> {
    counts: &'a [u16; SLOTS + 1],
    phase: u64,
}

impl ShareCounter<'_> {
    /// How many of the first `n` events of the stream are of the kind, up to a constant.
    pub fn count(&self, n: u64) -> u64 {
        count(self.counts, n + self.phase)
    }
}

impl ShareTable {
    fn new(name: &str, rows: &[Share]) -> ShareTable {
        let seed = Seed(0).of(("split", name));
        let mut slots = filled(rows);
        shuffle(&mut slots, seed);
        let counted = |is_own: &dyn Fn(usize) -> bool| {
            let mut counts = [0u16; SLOTS + 1];
            for (at, kind) in slots.iter().enumerate() {
                counts[at + 1] = counts[at] + u16::from(is_own(*kind));
            }
            counts
        };
        let class = |bit: usize| counted(&|kind| rows[kind].class >> bit & 1 == 1);
        ShareTable {
            salt: seed.0,
            before: (0..rows.len())
                .map(|row| counted(&|kind| kind == row))
                .collect(),
            before_class: std::array::from_fn(class),
        }
    }
    fn count(&self, row: usize, n: u64) -> u64 {
        count(&self.before[row], n)
    }
}

/// How many of the first `n` events are of a kind, when the slots repeat forever.
fn count(counts: &[u16; SLOTS + 1], n: u64) -> u64 {
    let size = SLOTS as u64;
    n / size * u64::from(counts[SLOTS]) + u64::from(counts[(n % size) as usize])
}

/// Slots in the order of the rows, each row with its share of them, rounded on the running sum.
fn filled(rows: &[Share]) -> Vec<usize> {
    let whole: f64 = rows.iter().map(|row| row.fraction).sum();
    let mut slots = Vec::with_capacity(SLOTS);
    let mut sum = 0.0;
    for (row, share) in rows.iter().enumerate() {
        sum += share.fraction;
        let end = (sum / whole * SLOTS as f64).round() as usize;
        slots.resize(end.clamp(slots.len(), SLOTS), row);
    }
    slots.resize(SLOTS, 0);
    slots
}

pub fn shuffle<T>(items: &mut [T], seed: Seed) {
    for last in (1..items.len()).rev() {
        let other = seed.at(last as u64).below(last as u64 + 1) as usize;
        items.swap(last, other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static COINS: Distribution = Distribution::new(
        "coins",
        &[Share::of("heads", 0.75), Share::of("tails", 0.25)],
    );

    #[test]
    fn kinds_add_up_and_never_shrink() {
        let stream = Seed(3);
        let at = |row, n| COINS.counter(row, stream).count(n);
        for n in 0..5000 {
            assert_eq!(at(0, n) + at(1, n) - at(0, 0) - at(1, 0), n);
            assert!(at(0, n + 1) >= at(0, n));
        }
        assert_eq!(at(0, 2048) - at(0, 0), 1536);
        let tails = COINS.count_where(stream, 99, |share| share.labels[0] == "tails");
        assert_eq!(tails, at(1, 99));
    }
}
