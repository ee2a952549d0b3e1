//! A SELECT made ready, and its rows.
use super::{
    expression::{Expression, GroupKey},
    select::Select,
    value::SqlValue,
    where_clause::TimeBound,
};
use crate::{
    base::{
        clock::{Millis, format_time, metric_clock},
        problem::Result,
    },
    kentik::query::{
        columns::Counter, counters::Counters, grouped_traffic::GroupedTraffic, lookup::Lookup,
        router_selection::active_routers, time_range::TimeRange, traffic::Traffic,
    },
    twin::access::Permit,
};
use serde_json::{Map, Value};
use std::cmp::Ordering;

/// A SELECT with everything that it needs.
pub struct PreparedSelect {
    columns: Vec<(String, Expression)>,
    group_by: Vec<GroupKey>,
    order_by: Vec<(Expression, bool)>,
    limit: usize,
    range: TimeRange,
    traffic: Traffic,
}

/// How far a range goes back where WHERE names no start, in seconds: an hour.
const DEFAULT_SECONDS: i64 = 3600;

impl PreparedSelect {
    pub fn of(permit: &Permit, select: Select) -> Result<Self> {
        let state = permit.store.state();
        let clock = metric_clock(permit.clock.now());
        let time = |bound: Option<TimeBound>, default| bound.unwrap_or(default).at(clock);
        let until = time(select.where_clause.until, TimeBound::At(clock)).min(clock);
        let from = time(
            select.where_clause.from,
            TimeBound::SecondsAgo(DEFAULT_SECONDS),
        );
        let range = TimeRange {
            from: metric_clock(from),
            until: metric_clock(until),
            step: 1000,
        };
        Ok(Self {
            range: range.with_step(None)?,
            traffic: Traffic {
                routers: active_routers(&state, |_| true),
                network: permit.network.clone(),
                lookup: Lookup::new(permit, state),
                condition: select.where_clause.condition(),
            },
            columns: select.columns,
            group_by: select.group_by,
            order_by: select.order_by,
            limit: select.limit,
        })
    }
    pub fn rows(&self) -> Result<Vec<Map<String, Value>>> {
        let boundaries = match self.group_by.contains(&GroupKey::StartTime) {
            _ if self.range.until <= self.range.from => return Ok(vec![]),
            true => self.range.boundaries(),
            false => vec![self.range.from, self.range.until],
        };
        let lookup = &self.traffic.lookup;
        let fields: Vec<_> = self.group_by.iter().filter_map(|key| key.field()).collect();
        let grouped = self.traffic.group_by(|observed| {
            let values = fields.iter().map(|field| lookup.value(observed, *field));
            values.collect()
        });
        let counted = grouped.count(&self.traffic.network, &self.counters(), &boundaries)?;
        let mut rows = vec![];
        for row in 0..grouped.rows.len() {
            for (step, start) in boundaries.iter().take(counted.steps).enumerate() {
                // Where nothing passed there is no row.
                if counted.at(row, Counter::Flows, step) > 0 {
                    rows.push(self.row(&grouped, &counted, row, (step, *start)));
                }
            }
        }
        rows.sort_by(|one, other| self.compare(&one.0, &other.0));
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
        grouped: &GroupedTraffic,
        counted: &Counters,
        row: usize,
        (step, start): (usize, Millis),
    ) -> (Vec<SqlValue>, Vec<SqlValue>) {
        let field = |wanted: GroupKey| {
            let mut fields = self.group_by.iter().filter(|key| key.field().is_some());
            let place = fields.position(|key| *key == wanted);
            place.map_or_else(String::new, |place| grouped.rows[row][place].clone())
        };
        let key = |wanted: GroupKey| match wanted {
            GroupKey::StartTime => format_time(start),
            other => field(other),
        };
        let sum = |counter| counted.at(row, counter, step);
        let value = |expression: &Expression| expression.value(&key, &sum);
        let order = self
            .order_by
            .iter()
            .map(|(expression, _)| value(expression));
        let columns = self.columns.iter().map(|(_, expression)| value(expression));
        (order.collect(), columns.collect())
    }
    fn compare(&self, one: &[SqlValue], other: &[SqlValue]) -> Ordering {
        let pairs = one.iter().zip(other).zip(&self.order_by);
        let mut orders = pairs.map(|((one, other), (_, descending))| match descending {
            true => other.compare(one),
            false => one.compare(other),
        });
        orders
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
    /// What is summed, and flows, which say whether anything passed.
    fn counters(&self) -> Vec<Counter> {
        let mut counters = vec![Counter::Flows];
        let columns = self.columns.iter().map(|(_, expression)| expression);
        let order_by = self.order_by.iter().map(|(expression, _)| expression);
        for expression in columns.chain(order_by) {
            expression.visit(&mut |part| match part {
                Expression::Sum(counter) if !counters.contains(counter) => counters.push(*counter),
                _ => {}
            });
        }
        counters
    }
}
