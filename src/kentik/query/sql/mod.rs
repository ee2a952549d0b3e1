//! Queries in SQL: sums of traffic by columns and intervals.
mod parse;
mod term;
mod wheres;

use super::{
    cells::Cells,
    measures::Count,
    selection,
    sight::Lookup,
    span::Span,
    traffic::{Grouped, Traffic},
};
use crate::{
    base::{
        clock::{format_time, metric_clock},
        problem::{Problem, Result, refused},
    },
    twin::access::Permit,
};
use serde_json::{Map, Value};
use std::fmt::Display;
use term::{Cell, Key, Term};
use wheres::{Edge, Where};

/// What is understood, in words.
const SHAPE: &str = "a single SELECT of columns, sum(…), round(…), numbers and + - * / FROM all_devices, \
    with WHERE, GROUP BY, ORDER BY and LIMIT alone";

fn unsupported(what: impl Display) -> Problem {
    refused(format!(
        "`query`: `{what}` is not understood; it must be {SHAPE}"
    ))
}

/// A SELECT that is understood.
pub struct Select {
    /// Names and values of the columns of the result.
    columns: Vec<(String, Term)>,
    wheres: Where,
    group: Vec<Key>,
    /// What rows are sorted by, and whether the greatest comes first.
    order: Vec<(Term, bool)>,
    limit: usize,
}

/// A SELECT with everything that it needs.
pub struct Task {
    columns: Vec<(String, Term)>,
    group: Vec<Key>,
    order: Vec<(Term, bool)>,
    limit: usize,
    span: Span,
    traffic: Traffic,
}

/// The span where WHERE names no start: an hour.
const HOUR: i64 = 3600;

impl Task {
    pub fn of(permit: &Permit, select: Select) -> Result<Self> {
        let state = permit.store.state();
        let clock = metric_clock(permit.clock.now());
        let edge = |edge: Option<Edge>, usual| edge.unwrap_or(usual).moment(clock);
        let until = edge(select.wheres.until, Edge::At(clock)).min(clock);
        let from = edge(select.wheres.from, Edge::Ago(HOUR));
        let span = Span {
            from: metric_clock(from),
            until: metric_clock(until),
            step: 1000,
        };
        Ok(Self {
            span: span.stepped(None)?,
            traffic: Traffic {
                routers: selection::routers(&state, |_| true),
                network: permit.network.clone(),
                lookup: Lookup {
                    state,
                    ..Lookup::default()
                },
                condition: select.wheres.condition(),
            },
            columns: select.columns,
            group: select.group,
            order: select.order,
            limit: select.limit,
        })
    }
    pub fn rows(&self) -> Result<Vec<Map<String, Value>>> {
        let moments = match self.group.contains(&Key::StartTime) {
            _ if self.span.until <= self.span.from => return Ok(vec![]),
            true => self.span.moments(),
            false => vec![self.span.from, self.span.until],
        };
        let lookup = &self.traffic.lookup;
        let fields: Vec<_> = self.group.iter().filter_map(|key| key.field()).collect();
        let grouped = self.traffic.grouped(|sight| {
            let values = fields.iter().map(|field| lookup.value(sight, *field));
            values.collect()
        });
        let cells = grouped.counted(&self.traffic.network, &self.counts(), &moments)?;
        let mut rows = vec![];
        for row in 0..grouped.rows.len() {
            for (step, moment) in moments.iter().take(cells.steps).enumerate() {
                // Where nothing passed there is no row.
                if cells.at(row, Count::Flows, step) > 0 {
                    rows.push(self.row(&grouped, &cells, row, (step, *moment)));
                }
            }
        }
        rows.sort_by(|one, other| self.compared(&one.0, &other.0));
        rows.truncate(self.limit);
        let shown = rows.into_iter().map(|(_, values)| {
            let names = self.columns.iter().map(|(name, _)| name.clone());
            names.zip(values.into_iter().map(Value::from)).collect()
        });
        Ok(shown.collect())
    }
    /// What a row is sorted by, and what it shows.
    fn row(
        &self,
        grouped: &Grouped,
        cells: &Cells,
        row: usize,
        (step, moment): (usize, i64),
    ) -> (Vec<Cell>, Vec<Cell>) {
        let field = |wanted: Key| {
            let mut fields = self.group.iter().filter(|key| key.field().is_some());
            let place = fields.position(|key| *key == wanted);
            place.map_or_else(String::new, |place| grouped.rows[row][place].clone())
        };
        let key = |wanted: Key| match wanted {
            Key::StartTime => format_time(moment),
            other => field(other),
        };
        let sum = |count| cells.at(row, count, step);
        let value = |term: &Term| term.value(&key, &sum);
        let order = self.order.iter().map(|(term, _)| value(term));
        let columns = self.columns.iter().map(|(_, term)| value(term));
        (order.collect(), columns.collect())
    }
    fn compared(&self, one: &[Cell], other: &[Cell]) -> std::cmp::Ordering {
        let pairs = one.iter().zip(other).zip(&self.order);
        let mut compared = pairs.map(|((one, other), (_, descending))| match descending {
            true => other.compare(one),
            false => one.compare(other),
        });
        compared
            .find(|order| order.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal)
    }
    /// What is summed, and flows, which say whether anything passed.
    fn counts(&self) -> Vec<Count> {
        let mut counts = vec![Count::Flows];
        let terms = self.columns.iter().map(|(_, term)| term);
        for term in terms.chain(self.order.iter().map(|(term, _)| term)) {
            term.each(&mut |part| match part {
                Term::Sum(count) if !counts.contains(count) => counts.push(*count),
                _ => {}
            });
        }
        counts
    }
}

impl Key {
    fn field(self) -> Option<super::fields::Field> {
        match self {
            Key::StartTime => None,
            Key::Field(field) => Some(field),
        }
    }
    fn name(self) -> &'static str {
        match self {
            Key::StartTime => "i_start_time",
            Key::Field(field) => field.column().unwrap_or_default(),
        }
    }
}
