//! The buckets of a query, and the metric clock that ends them.
#![warn(clippy::arithmetic_side_effects)]
use super::query::Query;
use crate::{
    base::clock::{Millis, metric_clock},
    network::model::time_range::TimeRange,
};

/// Times are cut to some 140,000 years around the epoch, so that sums of them never overflow.
const FAR: Millis = 1 << 52;

/// The buckets of a query: those that start before its end and before the metric clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    pub first: Millis,
    pub step: Millis,
    pub count: i64,
    /// The metric clock: nothing exists after it.
    pub clock: Millis,
}

impl Window {
    pub fn of(query: &Query) -> Window {
        let cut = |at: Millis| at.clamp(-FAR, FAR);
        let clock = metric_clock(cut(query.now));
        let step = query.cycle.millis();
        let first = cut(query.from).div_euclid(step).saturating_mul(step);
        let end = cut(query.until).min(clock);
        let is_empty = query.from >= query.until || end <= first;
        let count = if is_empty {
            0
        } else {
            let length = end.saturating_sub(first) as u64;
            length.div_ceil(step as u64) as i64
        };
        Window {
            first,
            step,
            count,
            clock,
        }
    }
    pub fn bucket(&self, index: i64) -> TimeRange {
        let from = self.first.saturating_add(index.saturating_mul(self.step));
        TimeRange {
            from,
            until: from.saturating_add(self.step).min(self.clock),
        }
    }
    /// Where the buckets begin, and where the last one ends.
    pub fn edges(&self) -> Vec<Millis> {
        let starts = (0..self.count).map(|index| self.bucket(index).from);
        starts.chain([self.whole().until]).collect()
    }
    /// All buckets as one.
    pub fn whole(&self) -> TimeRange {
        TimeRange {
            from: self.first,
            until: self.bucket(self.count).from.min(self.clock),
        }
    }
}
