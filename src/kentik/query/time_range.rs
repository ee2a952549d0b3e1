//! The time range of a query and its intervals.
use super::{
    request::{Query, ReAggFn},
    tolerant::is_set,
};
use crate::base::{
    clock::{Millis, metric_clock, parse_time},
    problem::{Result, refused},
};

/// Of which length intervals are, in seconds, in spans up to how many seconds.
const STEPS: [(i64, i64); 3] = [(3 * 3600, 60), (86_400, 300), (14 * 86_400, 3600)];
/// The length of intervals of longer spans.
const LONGEST_STEP: i64 = 86_400;
/// The most intervals.
const MAX_INTERVALS: i64 = 20_000;

/// From when to when, and in what steps; ms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeRange {
    pub from: Millis,
    pub until: Millis,
    pub step: Millis,
}

impl Query {
    /// Up to the metric clock of now, beyond which there is nothing.
    pub fn time_range(&self, now: Millis) -> Result<TimeRange> {
        let clock = metric_clock(now);
        let (from, until) = match self.lookback_seconds.map_or(3600, |seconds| seconds.0) {
            0 => self.fixed_range(clock)?,
            seconds if seconds < 0 => {
                return Err(refused("`lookback_seconds` must be a number of at least 0"));
            }
            seconds => (clock.saturating_sub(seconds.saturating_mul(1000)), clock),
        };
        let (from, until) = (metric_clock(from), metric_clock(until).min(clock));
        let forced = self
            .mins_polling
            .filter(|_| is_set(self.force_mins_polling));
        let range = TimeRange {
            from,
            until,
            step: 1000,
        };
        range.with_step(forced.map(|minutes| minutes.saturating_mul(60)))
    }
    fn fixed_range(&self, clock: Millis) -> Result<(Millis, Millis)> {
        let time = |name: &str, text: &Option<String>| {
            let text = text
                .as_deref()
                .map(str::trim)
                .filter(|text| !text.is_empty());
            text.map(|text| {
                parse_query_time(text).map_err(|why| refused(format!("`{name}`: {why}")))
            })
            .transpose()
        };
        let from = time("starting_time", &self.starting_time)?
            .ok_or_else(|| refused("`starting_time` is required where `lookback_seconds` is 0"))?;
        let until = time("ending_time", &self.ending_time)?.unwrap_or(clock);
        match from < until {
            true => Ok((from, until)),
            false => Err(refused("`ending_time` must be after `starting_time`")),
        }
    }
    /// How many intervals are taken together, and how.
    pub fn reaggregation(&self, range: &TimeRange) -> Option<(usize, ReAggFn)> {
        let seconds = self.re_agg_interval?;
        let function = self.re_agg_fn.unwrap_or(ReAggFn::Avg);
        let length = seconds.saturating_mul(1000);
        let steps = length.checked_div(range.step).unwrap_or(0);
        (steps > 1 && function != ReAggFn::None).then_some((steps as usize, function))
    }
}

impl TimeRange {
    /// With intervals of this length in seconds, or of the usual one for such a range.
    pub fn with_step(self, forced: Option<i64>) -> Result<Self> {
        let seconds = self.until.saturating_sub(self.from).max(0) / 1000;
        let usual = STEPS.iter().find(|(most, _)| seconds <= *most);
        let step = forced.unwrap_or(usual.map_or(LONGEST_STEP, |(_, step)| *step));
        let step = step.clamp(1, LONGEST_STEP);
        let intervals = seconds.checked_div(step).unwrap_or(0);
        match intervals > MAX_INTERVALS {
            true => Err(refused(format!(
                "the span has {intervals} intervals of {step} seconds, and {MAX_INTERVALS} are the most"
            ))),
            false => Ok(Self {
                step: step.saturating_mul(1000),
                ..self
            }),
        }
    }
    /// The boundaries that intervals begin and end at; none where there is no span.
    pub fn boundaries(&self) -> Vec<Millis> {
        if self.until <= self.from {
            return vec![];
        }
        let starts = (self.from..self.until).step_by(self.step as usize);
        starts.chain([self.until]).collect()
    }
    /// How many intervals there are.
    pub fn step_count(&self) -> usize {
        let span = self.until.saturating_sub(self.from).max(0) as u64;
        span.div_ceil(self.step.max(1) as u64) as usize
    }
    pub fn seconds(&self) -> i64 {
        self.until.saturating_sub(self.from) / 1000
    }
}

/// A time as clients write it: `2021-01-25 11:39:00`, with or without `T`, seconds and zone.
pub fn parse_query_time(text: &str) -> Result<Millis, String> {
    let time = text.trim().replacen(' ', "T", 1);
    let zoned = match time.split_once('T') {
        None => format!("{time}T00:00:00Z"),
        Some((_, of_day)) if of_day.contains(['Z', 'z', '+', '-']) => time,
        Some((_, of_day)) if of_day.matches(':').count() == 1 => format!("{time}:00Z"),
        Some(_) => format!("{time}Z"),
    };
    parse_time(&zoned)
        .map_err(|_| format!("`{text}` is no time; a time is written like 2021-01-25 11:39:00"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_in_many_ways() {
        let at = Ok(1_611_574_740_000);
        for text in [
            "2021-01-25 11:39:00",
            "2021-01-25 11:39",
            "2021-01-25T11:39:00Z",
            "2021-01-25 11:39:00+00:00",
            "2021-01-25 12:39:00+01:00",
        ] {
            assert_eq!(parse_query_time(text), at, "{text}");
        }
        assert_eq!(parse_query_time("2021-01-25"), Ok(1_611_532_800_000));
        assert!(parse_query_time("yesterday").is_err());
    }

    #[test]
    fn the_last_interval_may_be_short() {
        let span = |seconds: i64| {
            let until = seconds * 1000;
            let whole = TimeRange {
                from: 0,
                until,
                step: 1000,
            };
            whole.with_step(None).unwrap()
        };
        assert_eq!(span(90).boundaries(), [0, 60_000, 90_000]);
        assert_eq!(span(0).boundaries(), [] as [Millis; 0]);
        assert_eq!(span(3600).boundaries().len(), 61);
        assert_eq!(span(86_400).step, 300_000);
        assert_eq!(span(86_430).step, 3_600_000);
        assert!(
            TimeRange {
                from: 0,
                until: i64::MAX / 2,
                step: 1
            }
            .with_step(None)
            .is_err()
        );
        let all = TimeRange {
            from: i64::MIN,
            until: i64::MAX,
            step: 1,
        };
        assert!(all.with_step(None).is_err() && all.with_step(Some(i64::MIN)).is_err());
    }
}
