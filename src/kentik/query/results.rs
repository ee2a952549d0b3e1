//! A query worked out: its rows, their aggregates and time series.
use super::{
    columns::Counter, counters::Counters, grouped_traffic::GroupedTraffic, grouping::RowLabel,
    measures::Measure, observed_flow::ObservedFlow, prepared_query::PreparedQuery,
    request::ReAggFn,
};
use crate::{
    base::{clock::Millis, problem::Result, wanted::Wanted},
    network::flows,
};

/// The start of an interval in ms since the epoch, its value, its length in seconds.
pub type Interval = (Millis, f64, i64);

/// A row of the result.
pub struct ResultRow {
    pub label: RowLabel,
    /// One value for each measure.
    pub values: Vec<(String, f64)>,
    /// Time series of the rows on top, by their names.
    pub series: Vec<TimeSeries>,
}

pub struct TimeSeries {
    pub name: &'static str,
    pub points: Vec<Interval>,
}

impl PreparedQuery {
    /// Whether it takes a few milliseconds at most.
    pub fn is_short(&self) -> bool {
        flows::is_quick(&self.traffic.network, self.range.boundaries().len())
    }
    /// The rows, the greatest first.
    pub fn rows(&self) -> Result<Vec<ResultRow>> {
        let boundaries = self.range.boundaries();
        if boundaries.is_empty() || !Wanted::current().holds() {
            return Ok(vec![]);
        }
        let lookup = &self.traffic.lookup;
        let values_of = |observed: &ObservedFlow| self.grouping.values(observed, lookup);
        let grouped = self.limit_to_depth(self.traffic.group_by(values_of))?;
        let counted = grouped.count(&self.traffic.network, &self.counters(), &boundaries)?;
        let outsort = &self.measures[self.outsort];
        let mut ranked: Vec<(f64, usize, RowLabel)> = vec![];
        for (row, values) in grouped.rows.iter().enumerate() {
            if self.has_traffic(&counted, row) {
                let value = self.value(&counted, row, outsort);
                ranked.push((value, row, self.grouping.label(values)));
            }
        }
        ranked.sort_by(|one, other| {
            let greater = other.0.total_cmp(&one.0);
            greater.then_with(|| one.2.key().cmp(&other.2.key()))
        });
        let rows = ranked.into_iter().enumerate();
        let rows = rows.map(|(rank, (_, row, label))| ResultRow {
            label,
            values: self.values(&counted, row),
            series: match rank < self.topx {
                true => self.series(&counted, row),
                false => vec![],
            },
        });
        Ok(rows.collect())
    }
    /// What has to be counted.
    fn counters(&self) -> Vec<Counter> {
        let mut counters = vec![];
        let measures = self.measures.iter();
        for counter in measures.flat_map(|measure| measure.column.counters()) {
            if !counters.contains(&counter) {
                counters.push(counter);
            }
        }
        counters
    }
    /// No more rows than `depth`, those with the most of what is sorted by.
    fn limit_to_depth(&self, grouped: GroupedTraffic) -> Result<GroupedTraffic> {
        if grouped.rows.len() <= self.depth {
            return Ok(grouped);
        }
        let column = self.measures[self.outsort].column;
        let counters: Vec<Counter> = column.counters().collect();
        let counted = grouped.count(
            &self.traffic.network,
            &counters,
            &[self.range.from, self.range.until],
        )?;
        let value =
            |row: usize| column.value(&|counter| counted.total(row, counter), self.range.seconds());
        let mut ranked: Vec<(f64, usize)> = (0..grouped.rows.len())
            .map(|row| (value(row), row))
            .collect();
        ranked.sort_by(|(one, first), (other, second)| {
            let greater = other.total_cmp(one);
            greater.then_with(|| grouped.rows[*first].cmp(&grouped.rows[*second]))
        });
        ranked.truncate(self.depth);
        let wanted: Vec<usize> = ranked.into_iter().map(|(_, row)| row).collect();
        Ok(grouped.only(&wanted))
    }
    /// A row without anything is none.
    fn has_traffic(&self, counted: &Counters, row: usize) -> bool {
        self.counters()
            .into_iter()
            .any(|counter| counted.total(row, counter) > 0)
    }
    /// The value of each interval, taken together where the query asks for it.
    fn intervals(&self, counted: &Counters, row: usize, measure: &Measure) -> Vec<Interval> {
        let boundaries = self.range.boundaries();
        let each = boundaries.windows(2).enumerate().map(|(step, pair)| {
            let seconds = pair[1].saturating_sub(pair[0]) / 1000;
            let value = measure
                .column
                .value(&|counter| counted.at(row, counter, step), seconds);
            (pair[0], value, seconds)
        });
        let each: Vec<_> = each.collect();
        match self.reaggregation {
            None => each,
            Some((steps, function)) => each
                .chunks(steps)
                .map(|some| reaggregate(some, function))
                .collect(),
        }
    }
    fn value(&self, counted: &Counters, row: usize, measure: &Measure) -> f64 {
        let seconds = self.range.seconds();
        let intervals = self.intervals(counted, row, measure);
        let intervals: Vec<f64> = intervals.into_iter().map(|(_, value, _)| value).collect();
        let whole = measure
            .column
            .value(&|counter| counted.total(row, counter), seconds);
        let sum = measure
            .column
            .counters()
            .next()
            .map_or(0, |counter| counted.total(row, counter));
        measure.aggregation.apply(&intervals, whole, sum as f64) * measure.factor
    }
    fn values(&self, counted: &Counters, row: usize) -> Vec<(String, f64)> {
        let value = |measure: &Measure| (measure.name.clone(), self.value(counted, row, measure));
        self.measures.iter().map(value).collect()
    }
    /// The series of the measures that are marked, or of the first where none is.
    fn series(&self, counted: &Counters, row: usize) -> Vec<TimeSeries> {
        let mut wanted: Vec<&Measure> = self.measures.iter().filter(|one| one.has_series).collect();
        if wanted.is_empty() {
            wanted.extend(self.measures.first());
        }
        let mut series: Vec<TimeSeries> = vec![];
        for measure in wanted {
            let name = measure.column.series_name();
            if series.iter().all(|one| one.name != name) {
                let points = self.intervals(counted, row, measure);
                series.push(TimeSeries { name, points });
            }
        }
        series
    }
}

/// Neighbouring intervals as one.
fn reaggregate(some: &[Interval], function: ReAggFn) -> Interval {
    let values = some.iter().map(|(_, value, _)| *value);
    let seconds: i64 = some.iter().map(|(_, _, seconds)| seconds).sum();
    let value = match function {
        ReAggFn::Max => values.fold(0.0, f64::max),
        ReAggFn::Min => values.fold(f64::INFINITY, f64::min),
        ReAggFn::Avg | ReAggFn::None => {
            let weighed = some.iter().map(|(_, value, length)| value * *length as f64);
            weighed.sum::<f64>() / seconds as f64
        }
    };
    (some.first().map_or(0, |(from, ..)| *from), value, seconds)
}
