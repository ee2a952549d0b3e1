//! A query worked out: its rows, their aggregates and time series.
use super::{
    ask::ReAggFn,
    cells::Cells,
    dimensions::Named,
    measures::{Count, Measure},
    task::Task,
    traffic::Grouped,
};
use crate::{
    base::{clock::Millis, problem::Result},
    network::flows,
};

/// A row of the result.
pub struct Line {
    pub named: Named,
    /// One value for each measure.
    pub values: Vec<(String, f64)>,
    /// Time series of the rows on top, by their names.
    pub series: Vec<Series>,
}

pub struct Series {
    pub name: &'static str,
    /// The start of an interval in ms since the epoch, its value, its length in seconds.
    pub points: Vec<(Millis, f64, i64)>,
}

impl Task {
    /// Whether it takes a few milliseconds at most.
    pub fn is_short(&self) -> bool {
        flows::is_quick(&self.traffic.network, self.span.moments().len())
    }
    /// The rows, the greatest first.
    pub fn lines(&self) -> Result<Vec<Line>> {
        let moments = self.span.moments();
        if moments.is_empty() {
            return Ok(vec![]);
        }
        let lookup = &self.traffic.lookup;
        let grouped = self.traffic.grouped(|sight| self.rows.row(sight, lookup));
        let grouped = self.pool(grouped)?;
        let cells = grouped.counted(&self.traffic.network, &self.counts(), &moments)?;
        let rows = grouped.rows.iter().enumerate();
        let mut lines: Vec<(f64, usize, Named)> = vec![];
        for (row, names) in rows {
            let named = self.rows.named(names);
            if self.is_seen(&cells, row) {
                lines.push((
                    self.value(&cells, row, &self.measures[self.outsort]),
                    row,
                    named,
                ));
            }
        }
        lines.sort_by(|one, other| {
            let greater = other.0.total_cmp(&one.0);
            greater.then_with(|| one.2.key().cmp(&other.2.key()))
        });
        let lines = lines
            .into_iter()
            .enumerate()
            .map(|(nth, (_, row, named))| Line {
                named,
                values: self.values(&cells, row),
                series: if nth < self.topx {
                    self.series(&cells, row)
                } else {
                    vec![]
                },
            });
        Ok(lines.collect())
    }
    /// What has to be counted.
    fn counts(&self) -> Vec<Count> {
        let mut counts = vec![];
        for count in self
            .measures
            .iter()
            .flat_map(|measure| measure.column.counts())
        {
            if !counts.contains(&count) {
                counts.push(count);
            }
        }
        counts
    }
    /// No more rows than the pool has, those with the most of what is sorted by.
    fn pool(&self, grouped: Grouped) -> Result<Grouped> {
        if grouped.rows.len() <= self.depth {
            return Ok(grouped);
        }
        let column = self.measures[self.outsort].column;
        let counts: Vec<Count> = column.counts().collect();
        let cells = grouped.counted(
            &self.traffic.network,
            &counts,
            &[self.span.from, self.span.until],
        )?;
        let value =
            |row: usize| column.value(&|count| cells.whole(row, count), self.span.seconds());
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
    fn is_seen(&self, cells: &Cells, row: usize) -> bool {
        self.counts()
            .into_iter()
            .any(|count| cells.whole(row, count) > 0)
    }
    /// The value of each interval, those that are asked for together taken together.
    fn intervals(&self, cells: &Cells, row: usize, measure: &Measure) -> Vec<(Millis, f64, i64)> {
        let moments = self.span.moments();
        let each = moments.windows(2).enumerate().map(|(step, pair)| {
            let seconds = (pair[1] - pair[0]) / 1000;
            let value = measure
                .column
                .value(&|count| cells.at(row, count, step), seconds);
            (pair[0], value, seconds)
        });
        let each: Vec<_> = each.collect();
        match self.regrouped {
            None => each,
            Some((steps, function)) => each
                .chunks(steps)
                .map(|some| together(some, function))
                .collect(),
        }
    }
    fn value(&self, cells: &Cells, row: usize, measure: &Measure) -> f64 {
        let seconds = self.span.seconds();
        let intervals = self.intervals(cells, row, measure);
        let intervals: Vec<f64> = intervals.into_iter().map(|(_, value, _)| value).collect();
        let whole = measure
            .column
            .value(&|count| cells.whole(row, count), seconds);
        let sum = measure
            .column
            .counts()
            .next()
            .map_or(0, |count| cells.whole(row, count));
        measure.fold.of(&intervals, whole, sum as f64) * measure.factor
    }
    fn values(&self, cells: &Cells, row: usize) -> Vec<(String, f64)> {
        let value = |measure: &Measure| (measure.name.clone(), self.value(cells, row, measure));
        self.measures.iter().map(value).collect()
    }
    /// The series of the measures that are marked, or of the first where none is.
    fn series(&self, cells: &Cells, row: usize) -> Vec<Series> {
        let mut wanted: Vec<&Measure> = self.measures.iter().filter(|one| one.is_raw).collect();
        if wanted.is_empty() {
            wanted.extend(self.measures.first());
        }
        let mut series: Vec<Series> = vec![];
        for measure in wanted {
            let name = measure.column.series();
            if series.iter().all(|one| one.name != name) {
                let points = self.intervals(cells, row, measure);
                series.push(Series { name, points });
            }
        }
        series
    }
}

/// Neighbouring intervals as one.
fn together(some: &[(Millis, f64, i64)], function: ReAggFn) -> (Millis, f64, i64) {
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
