//! How many transactions a conversation has had up to a moment, without storing a series.
//!
//! The count since the era began is found top down: an era of 4096 days is split over 64 chunks,
//! those over 64 days, hours, five minutes, thirty seconds, seconds. Each split hands the parent's
//! whole count to its children, so every longer bucket is exactly the sum of its shorter ones.
use super::pattern::{HOURS, TrafficPattern};
use crate::base::{
    clock::{self, Millis},
    seed::Seed,
};

/// Seconds of a node of each level, and of its children.
pub const LENGTHS: [i64; 7] = [ERA, 64 * DAY, DAY, HOUR, 300, TICK, 1];
const LEVELS: usize = LENGTHS.len() - 1;
const DAY: i64 = clock::DAY / clock::SECOND;
const HOUR: i64 = clock::HOUR / clock::SECOND;
const TICK: i64 = clock::TICK / clock::SECOND;
pub const ERA: i64 = 4096 * DAY;
/// The level of the nodes that are days.
const DAYS: usize = 2;
/// How much the noise leaves of a weight: least weight, and a divisor of the noise byte.
const NOISE: [(u32, u32); LEVELS] = [(240, 8), (192, 2), (128, 1), (64, 1), (24, 1), (4, 1)];

/// A source of transactions: what a cursor runs over.
#[derive(Clone, Copy, Debug)]
pub struct Series {
    pub seed: Seed,
    pub pattern: TrafficPattern,
    /// Transactions of a whole era.
    pub per_era: u64,
    /// The era at whose beginning the count is 0.
    pub first_era: i64,
}

impl Series {
    pub fn per_era(per_minute: f64) -> u64 {
        (per_minute * 1440.0 * 4096.0).round() as u64
    }
}

/// Counts a series at moments; cheapest when they ascend.
pub struct Cursor {
    series: Series,
    nodes: [Node; LEVELS],
}

#[derive(Clone, Copy)]
struct Node {
    index: i64,
    /// Transactions before the node, and in it.
    base: u64,
    total: u64,
    /// Where in its weight the first transaction falls, so that rare ones do not all come last.
    phase: u64,
    children: usize,
    /// Running sums of the children's weights.
    sums: [u32; 65],
}

impl Node {
    const NONE: Node = Node {
        index: i64::MIN,
        base: 0,
        total: 0,
        phase: 0,
        children: 0,
        sums: [0; 65],
    };

    fn fill(&mut self, series: &Series, level: usize, index: i64, base: u64, total: u64) {
        let seed = series.seed.at((level as u64) << 56 ^ index as u64);
        let (least, divisor) = NOISE[level];
        let children = (LENGTHS[level] / LENGTHS[level + 1]) as usize;
        let weight = weights(series.pattern, level, index);
        let mut sum = 0;
        let mut noise = 0;
        for child in 0..children {
            if child % 8 == 0 {
                noise = seed.at(child as u64).0;
            }
            sum += weight(child) * (least + (noise as u8) as u32 / divisor);
            noise >>= 8;
            self.sums[child + 1] = sum;
        }
        self.phase = seed.below(u64::from(sum));
        (self.index, self.base, self.total, self.children) = (index, base, total, children);
    }
    /// Transactions from the node's start to the start of a child.
    fn before(&self, child: usize) -> u64 {
        let (part, whole) = (self.sums[child], self.sums[self.children]);
        if self.total >> 32 == 0 {
            return (self.total * u64::from(part) + self.phase) / u64::from(whole);
        }
        // The quotient is at most the total, which is 64 bits wide.
        ((u128::from(self.total) * u128::from(part) + u128::from(self.phase)) / u128::from(whole))
            as u64
    }
}

/// The weights of a node's children, one after the other.
fn weights(pattern: TrafficPattern, level: usize, node: i64) -> impl Fn(usize) -> u32 {
    let (week, hours) = (pattern.week(), pattern.day());
    let nine_weeks = 9 * week.iter().map(|weight| u32::from(*weight)).sum::<u32>();
    let day = |day: i64| u32::from(week[(day + 3).rem_euclid(7) as usize]);
    move |child| match level {
        // A chunk of 64 days is nine weeks and one day more.
        0 => nine_weeks + day((node * 64 + child as i64) * 64),
        1 => day(node * 64 + child as i64),
        2 => u32::from(hours[child]),
        _ => 1,
    }
}

impl Cursor {
    /// A cursor over nothing yet.
    pub fn idle() -> Cursor {
        let series = Series {
            seed: Seed(0),
            pattern: TrafficPattern::Steady,
            per_era: 0,
            first_era: 0,
        };
        Cursor {
            series,
            nodes: [Node::NONE; LEVELS],
        }
    }
    /// Runs over another series from now on.
    pub fn over(&mut self, series: Series) {
        self.series = series;
        for node in &mut self.nodes {
            node.index = i64::MIN;
        }
    }
    /// Transactions from the start of the first era to `at`, which counts in whole seconds.
    pub fn count(&mut self, at: Millis) -> u64 {
        let second = at.div_euclid(1000);
        let known = (0..LEVELS)
            .rev()
            .find(|level| self.nodes[*level].index == second.div_euclid(LENGTHS[*level]));
        let mut level = known.unwrap_or_else(|| {
            self.enter_era(second.div_euclid(ERA));
            0
        });
        loop {
            let node = &self.nodes[level];
            let inside = second - node.index * LENGTHS[level];
            let child = inside / LENGTHS[level + 1];
            let before = node.before(child as usize);
            let base = node.base + before;
            if inside % LENGTHS[level + 1] == 0 {
                return base;
            }
            let total = node.before(child as usize + 1) - before;
            if total == 0 {
                return base;
            }
            let index = second.div_euclid(LENGTHS[level + 1]);
            level += 1;
            self.nodes[level].fill(&self.series, level, index, base, total);
        }
    }
    /// Transactions from the start of the first era to the edges of the hours of a day.
    pub fn day(&mut self, day: i64) -> [u64; HOURS + 1] {
        let second = day * DAY;
        let is_known =
            |level: &usize| self.nodes[*level].index == second.div_euclid(LENGTHS[*level]);
        let known = (0..=DAYS).rev().find(is_known);
        let first = known.unwrap_or_else(|| {
            self.enter_era(second.div_euclid(ERA));
            0
        });
        for level in first..DAYS {
            let node = &self.nodes[level];
            let inside = second - node.index * LENGTHS[level];
            let child = (inside / LENGTHS[level + 1]) as usize;
            let before = node.before(child);
            let (base, total) = (node.base + before, node.before(child + 1) - before);
            let index = second.div_euclid(LENGTHS[level + 1]);
            self.nodes[level + 1].fill(&self.series, level + 1, index, base, total);
        }
        let node = &self.nodes[DAYS];
        std::array::from_fn(|hour| node.base + node.before(hour))
    }
    fn enter_era(&mut self, era: i64) {
        let series = self.series;
        // Moments before the first era are asked for only by mistake; nothing happened then.
        let (past, total) = if era < series.first_era {
            (0, 0)
        } else {
            (era - series.first_era, series.per_era)
        };
        self.nodes[0].fill(&series, 0, era, past as u64 * series.per_era, total);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn series(seed: u64, per_minute: f64, pattern: TrafficPattern) -> Series {
        Series {
            seed: Seed(seed),
            pattern,
            per_era: Series::per_era(per_minute),
            first_era: 4,
        }
    }
    fn pattern() -> impl Strategy<Value = TrafficPattern> {
        prop_oneof![
            Just(TrafficPattern::Office),
            Just(TrafficPattern::Steady),
            Just(TrafficPattern::Nightly)
        ]
    }

    fn over(series: Series) -> Cursor {
        let mut cursor = Cursor::idle();
        cursor.over(series);
        cursor
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn a_cursor_finds_what_a_fresh_one_finds(
            seed: u64, rate in 0.001f64..2e6, pattern in pattern(),
            moments in prop::collection::vec(1_420_000_000i64..1_900_000_000, 1..40),
        ) {
            let series = series(seed, rate, pattern);
            let mut cursor = over(series);
            let mut found: Vec<(i64, u64)> = moments
                .iter()
                .flat_map(|second| [*second, second + 1, second + 30, second + 300])
                .map(|second| (second, cursor.count(second * 1000)))
                .collect();
            for (second, count) in &found {
                prop_assert_eq!(over(series).count(second * 1000), *count);
            }
            found.sort_unstable();
            prop_assert!(found.windows(2).all(|pair| pair[0].1 <= pair[1].1));
        }
    }

    #[test]
    fn a_year_has_about_its_rate() {
        let mut cursor = over(series(1, 3.0, TrafficPattern::Office));
        let start = 1_483_228_800_000; // 2017
        let year = cursor.count(start + 365 * DAY * 1000) - cursor.count(start);
        assert!((1_400_000..1_750_000).contains(&year), "{year}");
    }

    #[test]
    fn offices_sleep_at_night_and_rest_on_sunday() {
        let mut cursor = over(series(1, 50.0, TrafficPattern::Office));
        let mut between = |from: i64, hours: i64| {
            cursor.count((from + hours * 3600) * 1000) - cursor.count(from * 1000)
        };
        let monday = 1_504_483_200; // 2017-09-04
        assert!(between(monday + 9 * 3600, 3) > 10 * between(monday + 3600, 3));
        assert!(between(monday, 24) > 3 * between(monday - DAY, 24));
    }

    #[test]
    fn eras_join() {
        let series = series(9, 7.0, TrafficPattern::Steady);
        let mut cursor = over(series);
        let edge = 5 * ERA;
        assert_eq!(cursor.count(edge * 1000), series.per_era);
        assert!(cursor.count((edge - 1) * 1000) <= series.per_era);
        assert!(cursor.count((edge + 60) * 1000) >= series.per_era);
    }
}
