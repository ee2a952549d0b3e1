//! Columns written down as the values of rows.
use super::{
    key::Key,
    key_filter::KeyFilter,
    query::{Calc, Spec},
    tally::{Cells, Column, Label},
    value::{Entry, Frequency, Samples, Value},
};
use crate::network::{
    catalog::{Kind, Metric},
    distributions::histogram::Histogram,
    world::network::Network,
};
use std::cmp::Reverse;

/// The most keys of one list.
const MOST_KEYS: usize = 1000;

/// What writing a column needs to know.
struct Writer<'a> {
    column: &'a Column,
    metric: &'a Metric,
    calc: &'a Calc,
    /// Lists of lines that share their outer key; one line each when there is no inner one.
    groups: Vec<Group>,
}

struct Group {
    key: Key,
    /// How the key compares with the others, after the values.
    rank: usize,
    lines: Vec<Line>,
}

struct Line {
    /// Where its cells start.
    first: usize,
    /// The inner key.
    key: Option<Key>,
    rank: usize,
}

/// The values of all rows, as the query wants them.
pub fn values(column: &Column, network: &Network, metric: &Metric, spec: &Spec) -> Vec<Value> {
    let groups = if metric.keys.is_empty() {
        Vec::new()
    } else {
        groups(column, network, spec)
    };
    let writer = Writer {
        column,
        metric,
        calc: &spec.calc,
        groups,
    };
    (0..column.rows).map(|row| writer.value(row)).collect()
}

/// The lines that the filters leave, each key written out once.
fn groups(column: &Column, network: &Network, spec: &Spec) -> Vec<Group> {
    let passes = |filter: &Option<KeyFilter>, key: &Key| {
        filter
            .as_ref()
            .is_none_or(|filter| filter.matches(&key.text()))
    };
    let mut groups: Vec<(Label, Group)> = Vec::new();
    for ([outer, inner], line) in &column.lines {
        let known = groups.last().is_some_and(|(label, _)| label == outer);
        if !known {
            let Some(key) = outer.key(network) else {
                continue;
            };
            let (rank, lines) = (0, Vec::new());
            groups.push((*outer, Group { key, rank, lines }));
        }
        let Some((_, group)) = groups.last_mut() else {
            continue;
        };
        let (first, key) = (line * column.rows, inner.key(network));
        if key.as_ref().is_none_or(|key| passes(&spec.key2, key)) {
            group.lines.push(Line {
                first,
                key,
                rank: 0,
            });
        }
    }
    let mut groups: Vec<Group> = groups.into_iter().map(|(_, group)| group).collect();
    groups.retain(|group| passes(&spec.key1, &group.key) && !group.lines.is_empty());
    // Keys are compared as values: addresses by number, not by their text.
    let compared = |one: Option<&Key>, other: Option<&Key>| {
        one.partial_cmp(&other).unwrap_or(std::cmp::Ordering::Equal)
    };
    groups.sort_by(|one, other| compared(Some(&one.key), Some(&other.key)));
    for (rank, group) in groups.iter_mut().enumerate() {
        group.rank = rank;
        let lines = &mut group.lines;
        lines.sort_by(|one, other| compared(one.key.as_ref(), other.key.as_ref()));
        lines
            .iter_mut()
            .enumerate()
            .for_each(|(rank, line)| line.rank = rank);
    }
    groups
}

impl Writer<'_> {
    fn value(&self, row: usize) -> Value {
        if self.metric.keys.is_empty() {
            return self.cell(row).unwrap_or(self.nothing());
        }
        let is_nested = self.metric.keys.len() > 1;
        let entries = self.groups.iter().filter_map(|group| {
            let value = if is_nested {
                let lines = group.lines.iter();
                let inner =
                    lines.filter_map(|line| Some((line.rank, self.cell(line.first + row)?)));
                let key = |rank: usize| group.lines[rank].key.clone();
                let list = self.entries(inner.collect(), key, self.metric.kind.vtype());
                Value::Detail((!list.is_empty()).then_some(list)?)
            } else {
                self.cell(group.lines[0].first + row)?
            };
            Some((group.rank, value))
        });
        let key = |rank: usize| Some(self.groups[rank].key.clone());
        Value::Detail(self.entries(entries.collect(), key, self.metric.vtype()))
    }
    /// The largest values first, with their keys.
    fn entries(
        &self,
        mut values: Vec<(usize, Value)>,
        key: impl Fn(usize) -> Option<Key>,
        vtype: &'static str,
    ) -> Vec<Entry> {
        values.sort_by_cached_key(|(rank, value)| (Reverse(value.weight()), *rank));
        values.truncate(MOST_KEYS);
        let entry = |(rank, value)| {
            let key = key(rank)?;
            Some(Entry { key, vtype, value })
        };
        values.into_iter().filter_map(entry).collect()
    }
    /// The value of a cell; none where nothing happened.
    fn cell(&self, at: usize) -> Option<Value> {
        match &self.column.cells {
            Cells::Numbers(cells) if cells[at] == 0 => None,
            Cells::Numbers(cells) => {
                Some(Value::Count(i64::try_from(cells[at]).unwrap_or(i64::MAX)))
            }
            Cells::Times(cells) if cells[at].is_empty() => None,
            Cells::Times(cells) => Some(dataset(&cells[at], self.metric.kind, self.calc)),
        }
    }
    fn nothing(&self) -> Value {
        match &self.column.cells {
            Cells::Numbers(_) => Value::Count(0),
            Cells::Times(_) => dataset(&Histogram::default(), self.metric.kind, self.calc),
        }
    }
}

impl Label {
    fn key(self, network: &Network) -> Option<Key> {
        let text = |text: &str| Key::String { str: text.into() };
        Some(match self {
            Label::None => return None,
            Label::Text(name) => text(name),
            Label::Number(intval) => Key::Intval { intval },
            Label::Name(host) => text(&network.host_at(host).certificate_name()),
            Label::Certificate(host, key) => text(&format!(
                "{}:{key}",
                network.host_at(host).certificate_name()
            )),
            Label::Host(host) => {
                let host = network.host_at(host);
                let (device_oid, name) = (host.id, host.name.as_str().into());
                match host.addr {
                    Some(addr) => Key::Ipaddr {
                        addr,
                        device_oid,
                        host: name,
                    },
                    None => Key::DeviceId {
                        device_oid,
                        host: name,
                    },
                }
            }
        })
    }
}

fn dataset(times: &Histogram, kind: Kind, calc: &Calc) -> Value {
    match (kind, calc) {
        (Kind::Samples(_), _) => {
            let (count, sum, squares) = times.moments();
            Value::Samples(Samples {
                count: count as i64,
                sum: sum as f64 / 1e3,
                sum2: squares as f64 / 1e6,
            })
        }
        (_, Calc::Mean) => Value::Mean(times.mean()),
        (_, Calc::Percentiles(list)) => Value::Percentiles(times.percentiles(list)),
        (_, Calc::None) => {
            let one = |(us, freq)| Frequency {
                value: us as f64 / 1e3,
                freq: freq as i64,
            };
            Value::Frequencies(times.frequencies().into_iter().map(one).collect())
        }
    }
}
