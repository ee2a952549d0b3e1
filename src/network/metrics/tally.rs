//! What the rows of an answer add up, before they are written down.
//!
//! A column holds one metric for all rows; each of its lines is one key. A conversation mostly adds
//! to one line of a column, so a key is looked up once and not for every row.
use crate::network::{
    catalog::{Kind, Metric},
    distributions::histogram::Histogram,
    model::{time_range::TimeRange, view::ConversationView},
};
use std::collections::BTreeMap;

/// One metric in all rows.
#[derive(Debug)]
pub struct Column {
    /// Where the line of each key is; a scalar has the one line of no key.
    pub lines: BTreeMap<Keys, usize>,
    pub cells: Cells,
    pub rows: usize,
}

/// The keys of a line, from the outside in.
pub type Keys = [Label; 2];

/// Line after line, a cell for each row.
#[derive(Debug)]
pub enum Cells {
    /// Counts, and gauges of several objects; or maxima and times. 0 is none.
    Numbers(Vec<u64>),
    Times(Vec<Histogram>),
}

/// A key before it is written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    None,
    Host(u32),
    Text(&'static str),
    Number(i64),
    /// What a host calls itself.
    Name(u32),
    /// The certificate of a host, with the name of its key.
    Certificate(u32, &'static str),
}

/// What happened in one conversation between two moments, to be added to one cell.
#[derive(Clone, Copy)]
pub struct Increment<'a> {
    pub view: &'a ConversationView<'a>,
    /// The metric's count at both.
    pub from: u64,
    pub until: u64,
    /// Slow samples among them.
    pub slow: (u64, u64),
    pub span: TimeRange,
}

impl Column {
    pub fn of(metric: &Metric, rows: usize) -> Column {
        let cells = match metric.kind {
            Kind::Dataset(_) | Kind::Samples(_) => Cells::Times(Vec::new()),
            _ => Cells::Numbers(Vec::new()),
        };
        let lines = BTreeMap::new();
        let mut column = Column { lines, cells, rows };
        if metric.keys.is_empty() {
            column.line([Label::None; 2]);
        }
        column
    }
    /// Where the line of these keys starts.
    pub fn line(&mut self, keys: Keys) -> usize {
        let next = self.lines.len();
        let line = *self.lines.entry(keys).or_insert(next);
        if line == next {
            let end = (next + 1) * self.rows;
            match &mut self.cells {
                Cells::Numbers(cells) => cells.resize(end, 0),
                Cells::Times(cells) => cells.resize_with(end, Histogram::default),
            }
        }
        line * self.rows
    }
    /// Adds a piece of a conversation to a cell of a metric that counts.
    pub fn add(&mut self, cell: usize, kind: Kind, increment: &Increment) {
        let one = increment.view.conversation;
        match (&mut self.cells, kind) {
            (Cells::Times(cells), Kind::Dataset(timed) | Kind::Samples(timed)) => {
                let (slow, traits) = (increment.slow, one.traits);
                let (from, until) = (increment.from - slow.0, increment.until - slow.1);
                let (timing, into) = (one.timing(timed), &mut cells[cell]);
                timing.sample(one.id, traits.latency_steps, from, until, into);
                timing.sample(
                    one.slow_stream(),
                    traits.busy_latency_steps(),
                    slow.0,
                    slow.1,
                    into,
                );
            }
            (Cells::Numbers(cells), Kind::Expires) => {
                let end = one.traits.validity(increment.span.until).1;
                cells[cell] = cells[cell].max(in_seconds(end));
            }
            (Cells::Numbers(cells), Kind::NotBefore) => {
                let start = one.traits.validity(increment.span.until).0;
                cells[cell] = cells[cell].max(in_seconds(start));
            }
            (Cells::Numbers(cells), _) => {
                let grown = increment.until.wrapping_sub(increment.from);
                cells[cell] = cells[cell].wrapping_add(grown);
            }
            (Cells::Times(_), _) => {}
        }
    }
    /// Adds the gauge that one object or conversation has.
    pub fn add_gauge(&mut self, cell: usize, kind: Kind, value: u64) {
        if let Cells::Numbers(cells) = &mut self.cells {
            let so_far = cells[cell];
            cells[cell] = match kind {
                Kind::Max => so_far.max(value),
                _ => so_far + value,
            };
        }
    }
    /// Adds what another has counted of the same metric and rows.
    pub fn merge(&mut self, other: &Column, kind: Kind) {
        for (keys, line) in &other.lines {
            let (mine, theirs) = (self.line(*keys), line * other.rows);
            for row in 0..self.rows {
                match (&mut self.cells, &other.cells) {
                    (Cells::Times(to), Cells::Times(from)) => {
                        to[mine + row].merge(&from[theirs + row]);
                    }
                    (Cells::Numbers(to), Cells::Numbers(from)) => {
                        let (to, from) = (&mut to[mine + row], from[theirs + row]);
                        *to = match kind {
                            Kind::Expires | Kind::NotBefore => (*to).max(from),
                            _ => to.wrapping_add(from),
                        };
                    }
                    _ => {}
                }
            }
        }
    }
    /// The value of a scalar count, to be changed.
    pub fn number(&mut self, row: usize) -> Option<&mut u64> {
        match &mut self.cells {
            Cells::Numbers(cells) => cells.get_mut(row),
            Cells::Times(_) => None,
        }
    }
}

/// A time (ms since the epoch) as times of metrics are given.
fn in_seconds(at: i64) -> u64 {
    u64::try_from(at.div_euclid(1000)).unwrap_or(0)
}
