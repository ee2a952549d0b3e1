//! What is measured: a column, and how the values of its intervals make one.
use super::{
    columns::Column,
    request::{Aggregate, Function},
    tolerant::is_set,
};
use crate::base::problem::{Result, refused};

/// What a value is multiplied by at the most.
const MAX_RATE: f64 = 1e9;

/// An aggregate that is worked out.
#[derive(Clone, Debug)]
pub struct Measure {
    pub name: String,
    pub column: Column,
    pub aggregation: Aggregation,
    pub factor: f64,
    pub has_series: bool,
}

/// How intervals are taken together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aggregation {
    /// What was counted in all of them.
    Sum,
    /// The value of the whole span.
    Average,
    Max,
    /// Between the intervals' values, linearly; in hundredths.
    Percentile(i64),
}

impl Measure {
    pub fn new(name: &str, column: Column, aggregation: Aggregation) -> Self {
        Self {
            name: name.to_owned(),
            column,
            aggregation,
            factor: 1.0,
            has_series: false,
        }
    }
    pub fn of(aggregate: &Aggregate) -> Result<Self> {
        let aggregation = match (aggregate.function, aggregate.rank) {
            (Function::Sum, _) => Aggregation::Sum,
            (Function::Average, _) => Aggregation::Average,
            (Function::Max, _) => Aggregation::Max,
            (Function::Percentile, Some(rank)) => Aggregation::Percentile(rank),
            (Function::Percentile, None) => {
                return Err(refused("`rank` is required with the fn percentile"));
            }
            (other, _) => {
                return Err(refused(format!(
                    "`fn`: {} is not computed here; sum, average, percentile and max are",
                    serde_json::json!(other)
                )));
            }
        };
        let rate = aggregate.sample_rate.map_or(1.0, |rate| rate.0);
        if !(0.0..=MAX_RATE).contains(&rate) {
            return Err(refused(format!(
                "`sample_rate` must be a number from 0 to {MAX_RATE}"
            )));
        }
        Ok(Self {
            factor: rate,
            has_series: is_set(aggregate.raw),
            ..Self::new(
                &aggregate.name,
                Column::named(&aggregate.column)?,
                aggregation,
            )
        })
    }
}

impl Aggregation {
    /// The value of a row: of its intervals, which there is at least one of, or of its whole span.
    pub fn apply(self, intervals: &[f64], whole: f64, sum: f64) -> f64 {
        match self {
            Aggregation::Sum => sum,
            Aggregation::Average => whole,
            Aggregation::Max => intervals.iter().copied().fold(0.0, f64::max),
            Aggregation::Percentile(rank) => percentile(intervals, rank),
        }
    }
}

fn percentile(values: &[f64], rank: i64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len().saturating_sub(1)) as f64 * rank as f64 / 100.0;
    let (below, part) = (place.floor() as usize, place.fract());
    let at = |place: usize| {
        sorted
            .get(place.min(sorted.len().saturating_sub(1)))
            .copied()
            .unwrap_or(0.0)
    };
    match sorted.is_empty() {
        true => 0.0,
        false => at(below) + (at(below.saturating_add(1)) - at(below)) * part,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_lies_between_the_values() {
        assert_eq!(percentile(&[3.0, 1.0, 2.0], 50), 2.0);
        assert_eq!(percentile(&[4.0, 0.0], 75), 3.0);
        assert_eq!(percentile(&[7.0], 95), 7.0);
        assert_eq!(percentile(&[], 95), 0.0);
    }
}
