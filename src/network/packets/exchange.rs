//! The transactions of a conversation one by one: when each was, and how it went.
use crate::{
    base::{clock::Millis, seed::Seed},
    network::{
        catalog::outcome_class::RESPONSE,
        distributions::{
            series::Cursor,
            shares::{Distribution, Share},
            timing::Timing,
        },
        model::{
            busy_hours::{HourEdges, SlowSamples},
            conversation::Conversation,
        },
    },
};

/// One transaction.
pub struct Exchange<'a> {
    pub of: &'a Conversation,
    /// How many transactions were before it.
    pub n: u64,
    /// The time that is its own, in microseconds since the epoch.
    pub from: i64,
    pub until: i64,
}

/// The transactions of a span, in order.
pub fn between(of: &Conversation, from: Millis, until: Millis) -> Vec<Exchange<'_>> {
    let mut cursor = Cursor::idle();
    cursor.over(of.series());
    let mut found = Vec::new();
    let second = |at: Millis| at.div_euclid(1000);
    let (first, end) = (second(from), second(until));
    if first < end {
        let counts = (cursor.count(first * 1000), cursor.count(end * 1000));
        seek(of, &mut cursor, (first, end), counts, &mut found);
    }
    found
}

/// Halves the span until every transaction has its second.
fn seek<'a>(
    of: &'a Conversation,
    cursor: &mut Cursor,
    (from, until): (i64, i64),
    (before, after): (u64, u64),
    found: &mut Vec<Exchange<'a>>,
) {
    if before == after {
        return;
    }
    if until - from > 1 {
        let middle = from + (until - from) / 2;
        let count = cursor.count(middle * 1000);
        seek(of, cursor, (from, middle), (before, count), found);
        seek(of, cursor, (middle, until), (count, after), found);
        return;
    }
    let (count, start) = ((after - before) as i64, from * 1_000_000);
    for (n, i) in (before..after).zip(0..) {
        let (from, until) = (i * 1_000_000 / count, (i + 1) * 1_000_000 / count);
        let late = of.id.at(14).at(n).below(((until - from) as u64) / 4) as i64;
        found.push(Exchange {
            of,
            n,
            from: start + from + late,
            until: start + until,
        });
    }
}

impl Exchange<'_> {
    /// How it ended.
    pub fn ending(&self) -> &'static Share {
        self.of.outcomes().nth(self.of.id, self.n)
    }
    pub fn is(&self, class: u8) -> bool {
        self.ending().class & class != 0
    }
    pub fn responded(&self) -> bool {
        self.is(RESPONSE)
    }
    /// What it was about.
    pub fn drawn(&self, distribution: &Distribution, column: usize) -> &'static str {
        distribution.nth(self.of.id, self.n).labels[column]
    }
    /// Payload of its request and its response.
    pub fn sizes(&self) -> (usize, usize) {
        let grown = |bytes: fn(&Conversation, u64) -> u64| {
            bytes(self.of, self.n + 1).wrapping_sub(bytes(self.of, self.n)) as usize
        };
        (
            grown(Conversation::request_bytes),
            grown(Conversation::response_bytes),
        )
    }
    /// Whether it is the first of a connection, and the last.
    pub fn opens(&self) -> bool {
        self.of.connections(self.n + 1) > self.of.connections(self.n)
    }
    pub fn closes(&self) -> bool {
        self.of.connections(self.n + 2) > self.of.connections(self.n + 1)
    }
    /// How long the server took for the response, in microseconds.
    pub fn processing(&self) -> u64 {
        self.timed(&self.of.protocol.definition().processing)
    }
    /// Another time of the response, in microseconds.
    pub fn timed(&self, timing: &Timing) -> u64 {
        let (one, nth) = (self.of, self.of.responses(self.n));
        // Within the second: where a day starts there are no hours to tell apart.
        let at = self.from.div_euclid(1_000_000) * 1000 + 1;
        let mut cursor = Cursor::idle();
        cursor.over(one.series());
        let hours = HourEdges::of(&mut cursor, [at].into_iter());
        let mut slow = SlowSamples::of(one, &hours, |n| one.responses(n));
        // The moments before and after it are in the same hour.
        let (before, after) = (slow.at(at, nth), slow.at(at, nth + 1));
        match before == after {
            true => timing.nth(one.id, one.traits.latency_steps, nth - before),
            false => timing.nth(one.slow_stream(), one.traits.busy_latency_steps(), before),
        }
    }
    /// Bytes that nobody can tell from chance.
    pub fn noise(&self, purpose: u64, length: usize) -> Vec<u8> {
        let seed: Seed = self.of.id.at(15).at(self.n).at(purpose);
        let words = (0u64..).flat_map(|i| seed.at(i).0.to_le_bytes());
        words.take(length).collect()
    }
}
