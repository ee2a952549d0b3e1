//! Slow samples: in its busy hours a server that is asked a lot takes longer.
//!
//! Some of the samples of a stream of events are slow ones, and how many of them there were up to a
//! moment follows from the number of events up to it: by a fixed share from day to day, by the odds
//! of the hours within a day, evenly within an hour. So slow samples add up as events do, and those
//! of a year need no look at its days.
use super::conversation::Conversation;
use crate::{
    base::clock::{DAY, HOUR, Millis},
    network::distributions::{
        pattern::{HOURS, TrafficPattern},
        series::Cursor,
    },
};
use std::sync::LazyLock;

/// What the odds are parts of, and what the share of slow samples is a part of.
const ALL: u64 = 10_000;
/// Of the share that the odds alone would make; hours differ from day to day, and on hardly any day
/// must an hour have more slow samples than samples.
const SLOW_PERCENT: u64 = 70;

/// The day of a moment, unless it is the start of a day.
fn day_of(at: Millis) -> Option<i64> {
    (at.rem_euclid(DAY) != 0).then(|| at.div_euclid(DAY))
}

/// How likely the samples of a traffic pattern are slow.
struct SlowOdds {
    /// In each hour: none in the quietest one, all in the busiest one.
    hours: [u64; HOURS],
    /// Of all samples.
    share: u64,
}

impl SlowOdds {
    fn of(pattern: TrafficPattern) -> &'static SlowOdds {
        static OFFICE: LazyLock<SlowOdds> = LazyLock::new(|| SlowOdds::new(TrafficPattern::Office));
        static STEADY: LazyLock<SlowOdds> = LazyLock::new(|| SlowOdds::new(TrafficPattern::Steady));
        static NIGHTLY: LazyLock<SlowOdds> =
            LazyLock::new(|| SlowOdds::new(TrafficPattern::Nightly));
        match pattern {
            TrafficPattern::Office => &OFFICE,
            TrafficPattern::Steady => &STEADY,
            TrafficPattern::Nightly => &NIGHTLY,
        }
    }
    fn new(pattern: TrafficPattern) -> SlowOdds {
        let weights = pattern.day().map(u64::from);
        let least = weights.into_iter().min().unwrap_or(0);
        let most = weights.into_iter().max().unwrap_or(0);
        let hours = weights.map(|weight| (weight - least) * ALL / (most - least).max(1));
        let slow = weights
            .iter()
            .zip(hours)
            .map(|(weight, odds)| weight * odds);
        let share = slow.sum::<u64>() / weights.iter().sum::<u64>().max(1) * SLOW_PERCENT / 100;
        SlowOdds { hours, share }
    }
}

/// Slow samples among the first `count`, at the start of a day.
fn by_days(one: &Conversation, count: u64) -> u64 {
    let phase = one.id.at(21).below(ALL);
    part(count, SlowOdds::of(one.pattern).share, ALL, phase)
}

/// `of * part / whole`, begun at a phase; it grows by one at the most when `of` does.
fn part(of: u64, part: u64, whole: u64, phase: u64) -> u64 {
    match whole {
        0 => 0,
        _ => ((u128::from(of) * u128::from(part) + u128::from(phase)) / u128::from(whole)) as u64,
    }
}

/// Transactions of a conversation up to the edges of the hours of a day.
pub struct HourEdges {
    pub day: i64,
    edges: [u64; HOURS + 1],
}

impl HourEdges {
    /// Those of the days of these moments, ascending; a moment at which a day starts needs none.
    pub fn of(cursor: &mut Cursor, moments: impl Iterator<Item = Millis>) -> Vec<HourEdges> {
        let mut all: Vec<HourEdges> = Vec::new();
        for day in moments.filter_map(day_of) {
            // Moments mostly ascend, and what overlaps is not far apart.
            if !all.iter().rev().take(3).any(|hours| hours.day == day) {
                let edges = cursor.day(day);
                all.push(HourEdges { day, edges });
            }
        }
        all.sort_unstable_by_key(|hours| hours.day);
        all.dedup_by_key(|hours| hours.day);
        all
    }
}

/// The slow samples of one stream of a conversation, whose samples are counted by `count`.
pub struct SlowSamples<'a, F> {
    one: &'a Conversation,
    hours: &'a [HourEdges],
    count: F,
    day: Option<SlowDay>,
}

/// Samples, and slow ones among them, up to the edges of the hours of a day.
struct SlowDay {
    day: i64,
    counts: [u64; HOURS + 1],
    slow: [u64; HOURS + 1],
}

impl<'a, F: Fn(u64) -> u64> SlowSamples<'a, F> {
    pub fn of(one: &'a Conversation, hours: &'a [HourEdges], count: F) -> SlowSamples<'a, F> {
        SlowSamples {
            one,
            hours,
            count,
            day: None,
        }
    }
    /// Slow samples among the first `count`, which are those up to a moment.
    pub fn at(&mut self, at: Millis, count: u64) -> u64 {
        if self.one.traits.busy_steps == 0 {
            return 0;
        }
        let Some(day) = day_of(at) else {
            return by_days(self.one, count);
        };
        if self.day.as_ref().is_none_or(|known| known.day != day) {
            let found = self.hours.binary_search_by_key(&day, |hours| hours.day);
            let hours = found.ok().map(|nth| &self.hours[nth]);
            self.day = hours.map(|hours| SlowDay::of(self.one, hours, &self.count));
        }
        let hour = (at.rem_euclid(DAY) / HOUR) as usize;
        let phase = self.one.id.at(23);
        self.day.as_ref().map_or(0, |day| {
            let (counts, slow) = (&day.counts, &day.slow);
            let (all, own) = (counts[hour + 1] - counts[hour], slow[hour + 1] - slow[hour]);
            slow[hour] + part(count - counts[hour], own, all, phase.below(all.max(1)))
        })
    }
}

impl SlowDay {
    fn of(one: &Conversation, hours: &HourEdges, count: impl Fn(u64) -> u64) -> SlowDay {
        let counts = hours.edges.map(count);
        let before = by_days(one, counts[0]);
        let own = by_days(one, counts[HOURS]) - before;
        let odds = &SlowOdds::of(one.pattern).hours;
        let weighed = |odds: &dyn Fn(usize) -> u64| {
            let mut sums = [0u128; HOURS + 1];
            for hour in 0..HOURS {
                let grown = counts[hour + 1] - counts[hour];
                sums[hour + 1] = sums[hour] + u128::from(grown) * u128::from(odds(hour));
            }
            sums
        };
        let mut sums = weighed(&|hour| odds[hour]);
        // No hour can have more slow samples than samples. A day on which nearly all happened in
        // quiet hours is as slow in each of them.
        if u128::from(own) * u128::from(ALL) > sums[HOURS] {
            sums = weighed(&|_| 1);
        }
        let whole = sums[HOURS].max(1);
        let phase = u128::from(one.id.at(22).0) % whole;
        let slow = sums.map(|sum| before + ((u128::from(own) * sum + phase) / whole) as u64);
        SlowDay {
            day: hours.day,
            counts,
            slow,
        }
    }
}
