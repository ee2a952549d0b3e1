//! Gauges, such as open connections: the highest and the last value of a span of time.
//!
//! Top down like `series`, but with maxima: one child, picked by chance, has its parent's maximum
//! and the others a fraction of it, so the maximum of any span is that of its parts.
use super::series::LENGTHS;
use crate::base::{clock::Millis, seed::Seed};

/// The least that a child has of its parent's maximum, in 256ths.
const LEAST: [u64; 6] = [240, 224, 128, 200, 190, 180];

/// A level that never exceeds `most` and reaches it once in an era.
pub struct GaugeCurve {
    pub seed: Seed,
    pub most: u64,
}

impl GaugeCurve {
    /// The highest level of the seconds from `from` to `until`.
    pub fn highest(&self, from: Millis, until: Millis) -> u64 {
        let (from, until) = (from.div_euclid(1000), (until + 999).div_euclid(1000));
        let first = from.div_euclid(LENGTHS[0]);
        let last = (until - 1).div_euclid(LENGTHS[0]);
        (first..=last)
            .map(|era| self.within(0, era, self.most, from, until))
            .max()
            .unwrap_or(0)
    }
    /// The level at the end of a span.
    pub fn last(&self, until: Millis) -> u64 {
        let highest = self.highest(until - 1000, until);
        let part = self.seed.at(until.div_euclid(1000) as u64).below(128);
        highest * (128 + part) / 256
    }
    fn within(&self, level: usize, node: i64, most: u64, from: i64, until: i64) -> u64 {
        let start = node * LENGTHS[level];
        if level == LENGTHS.len() - 1 || (from <= start && start + LENGTHS[level] <= until) {
            return most;
        }
        let length = LENGTHS[level + 1];
        let children = LENGTHS[level] / length;
        let first = ((from - start).div_euclid(length)).max(0);
        let last = ((until - 1 - start).div_euclid(length)).min(children - 1);
        let seed = self.seed.at((level as u64 + 1) << 56 ^ node as u64);
        let winner = seed.below(children as u64) as i64;
        let child = |child: i64| {
            let part = LEAST[level] + seed.at(child as u64).below(257 - LEAST[level]);
            let most = if child == winner {
                most
            } else {
                most * part / 256
            };
            self.within(level + 1, node * children + child, most, from, until)
        };
        (first..=last).map(child).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn the_highest_of_a_span_is_that_of_its_parts(
            seed: u64, most in 1u64..5000, start in 47_000_000i64..55_000_000, parts in 1i64..200,
        ) {
            let curve = GaugeCurve { seed: Seed(seed), most };
            let start = start * 30_000;
            let part = |i: i64| curve.highest(start + i * 30_000, start + (i + 1) * 30_000);
            let highest = (0..parts).map(part).max().unwrap_or(0);
            prop_assert_eq!(curve.highest(start, start + parts * 30_000), highest);
            prop_assert!(highest <= most);
            let last = curve.last(start + parts * 30_000);
            prop_assert!(last <= part(parts - 1));
        }
    }
}
