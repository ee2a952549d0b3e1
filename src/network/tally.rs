//! What a row of an answer adds up, before it is written down.
use super::Network;
use super::catalog::{KeyBy, Kind, Metric};
use super::measure::View;
use super::query::{Calc, KeyFilter, Spec};
use super::split::{Share, Split};
use super::timing::Histogram;
use super::value::{Entry, Frequency, Key, Samples, Value};
use crate::clock::Millis;
use std::collections::BTreeMap;

/// The most keys of one list.
const MOST_KEYS: usize = 1000;

/// The sum of what has been added so far.
#[derive(Clone, Debug)]
pub(super) enum Tally {
    /// Counts, and levels of several objects.
    Sum(u64),
    /// Maxima and times.
    Highest(u64),
    Times(Histogram),
    Keyed(BTreeMap<Label, Tally>),
}

/// A key before it is written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Label {
    Host(u32),
    Text(&'static str),
    Number(i64),
    /// The certificate of a host, with the name of its key.
    Certificate(u32, &'static str),
}

/// What happened in one conversation between two moments.
#[derive(Clone, Copy)]
pub(super) struct Piece<'a> {
    pub view: &'a View<'a>,
    /// The metric's count at both.
    pub from: u64,
    pub until: u64,
    /// The end of the bucket.
    pub end: Millis,
}

impl Tally {
    pub fn of(metric: &Metric) -> Tally {
        Tally::under(metric.keys, metric.kind)
    }
    fn under(keys: &[KeyBy], kind: Kind) -> Tally {
        match kind {
            _ if !keys.is_empty() => Tally::Keyed(BTreeMap::new()),
            Kind::Count | Kind::Snapshot => Tally::Sum(0),
            Kind::Dataset(_) | Kind::Samples(_) => Tally::Times(Histogram::default()),
            Kind::Max | Kind::Expires | Kind::NotBefore => Tally::Highest(0),
        }
    }
    /// Adds a piece of a conversation to a metric that counts.
    pub fn add(&mut self, metric: &Metric, piece: &Piece) {
        self.add_under(metric.keys, metric, piece);
    }
    fn add_under(&mut self, keys: &[KeyBy], metric: &Metric, piece: &Piece) {
        match (self, keys) {
            (Tally::Keyed(map), [key, inner @ ..]) => {
                each_label(*key, metric, piece, |label, piece| {
                    if piece.from == piece.until {
                        return;
                    }
                    let tally = map
                        .entry(label)
                        .or_insert_with(|| Tally::under(inner, metric.kind));
                    tally.add_under(inner, metric, &piece);
                })
            }
            (leaf, _) => leaf.take(metric.kind, piece),
        }
    }
    fn take(&mut self, kind: Kind, piece: &Piece) {
        let one = piece.view.of;
        match (self, kind) {
            (Tally::Times(times), Kind::Dataset(timing) | Kind::Samples(timing)) => {
                timing.sample(one.id, one.temper.slower, piece.from, piece.until, times);
            }
            (Tally::Highest(time), Kind::Expires) => {
                *time = (*time).max(one.temper.validity(piece.end).1 as u64);
            }
            (Tally::Highest(time), Kind::NotBefore) => {
                *time = (*time).max(one.temper.validity(piece.end).0 as u64);
            }
            (Tally::Sum(sum), _) => *sum = sum.wrapping_add(piece.until.wrapping_sub(piece.from)),
            _ => {}
        }
    }
    /// Adds a level that one object or conversation has.
    pub fn level(&mut self, label: Option<Label>, kind: Kind, level: u64) {
        match (self, label) {
            (Tally::Keyed(map), Some(label)) if level > 0 => {
                map.entry(label)
                    .or_insert_with(|| Tally::under(&[], kind))
                    .level(None, kind, level);
            }
            (Tally::Sum(sum), None) => *sum += level,
            (Tally::Highest(most), None) => *most = (*most).max(level),
            _ => {}
        }
    }
    pub fn sum(&self) -> u64 {
        if let Tally::Sum(sum) = self { *sum } else { 0 }
    }
    /// Writes the value down as the query wants it.
    pub fn value(&self, network: &Network, metric: &Metric, spec: &Spec) -> Value {
        self.written(
            network,
            metric,
            &[spec.key1.as_ref(), spec.key2.as_ref()],
            spec,
        )
    }
    fn written(
        &self,
        network: &Network,
        metric: &Metric,
        filters: &[Option<&KeyFilter>],
        spec: &Spec,
    ) -> Value {
        match self {
            Tally::Sum(number) | Tally::Highest(number) => {
                Value::Count(i64::try_from(*number).unwrap_or(i64::MAX))
            }
            Tally::Times(times) => dataset(times, metric.kind, &spec.calc),
            Tally::Keyed(map) => {
                let (filter, inner) = filters
                    .split_first()
                    .map_or((None, filters), |(one, rest)| (*one, rest));
                let entry = |(label, tally): (&Label, &Tally)| {
                    let key = label.key(network);
                    filter
                        .is_none_or(|filter| filter.matches(&key.text()))
                        .then_some(())?;
                    let vtype = if matches!(tally, Tally::Keyed(_)) {
                        "tset"
                    } else {
                        metric.kind.vtype()
                    };
                    let value = tally.written(network, metric, inner, spec);
                    let kept = !matches!(&value, Value::Detail(list) if list.is_empty());
                    kept.then_some(Entry { key, vtype, value })
                };
                Value::Detail(topmost(map.iter().filter_map(entry).collect()))
            }
        }
    }
}

/// Hands out a piece under each of the labels that a key gives it.
fn each_label(key: KeyBy, metric: &Metric, piece: &Piece, mut give: impl FnMut(Label, Piece)) {
    let one = piece.view.of;
    let certificate = one.temper.certificate;
    let label = match key {
        KeyBy::Draw(split, column) => {
            let label = |share: &Share| Some(share.labels[column]);
            return each_share(split, piece, label, give);
        }
        KeyBy::Ending(class) => {
            let label = |share: &Share| (share.class & class != 0).then_some(share.labels[0]);
            return each_share(one.outcomes(), piece, label, give);
        }
        KeyBy::Peer => Label::Host(piece.view.peer(metric.of.direction())),
        KeyBy::ClientAddr => Label::Host(one.client),
        KeyBy::ServerAddr => Label::Host(one.server),
        KeyBy::Protocol => Label::Text(one.protocol.row().label),
        KeyBy::CertificateSubject => Label::Certificate(one.server, certificate.label()),
        KeyBy::CertificateBits => Label::Number(certificate.bits()),
        KeyBy::CertificateCurve => match certificate.curve() {
            Some(curve) => Label::Text(curve),
            None => return,
        },
    };
    give(label, *piece);
}

/// Hands out the parts of a piece that are of the kinds that have a label.
fn each_share(
    split: &Split,
    piece: &Piece,
    label: impl Fn(&Share) -> Option<&'static str>,
    mut give: impl FnMut(Label, Piece),
) {
    let stream = piece.view.of.id;
    for (row, share) in split.rows.iter().enumerate() {
        if let Some(text) = label(share) {
            let from = split.grown(row, stream, piece.from);
            let until = split.grown(row, stream, piece.until);
            let part = Piece {
                from,
                until,
                ..*piece
            };
            give(Label::Text(text), part);
        }
    }
}

impl Label {
    fn key(self, network: &Network) -> Key {
        match self {
            Label::Text(text) => Key::String {
                str: text.to_owned(),
            },
            Label::Number(intval) => Key::Intval { intval },
            Label::Certificate(host, key) => Key::String {
                str: format!("{}:{key}", network.host_at(host).subject()),
            },
            Label::Host(host) => {
                let host = network.host_at(host);
                let (device_oid, name) = (host.id, host.name.clone());
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
        }
    }
}

fn topmost(mut entries: Vec<Entry>) -> Vec<Entry> {
    // Keys are compared as values: addresses by number, not by their text.
    entries.sort_by(|a, b| {
        let by_key = || {
            a.key
                .partial_cmp(&b.key)
                .unwrap_or(std::cmp::Ordering::Equal)
        };
        b.value.weight().cmp(&a.value.weight()).then_with(by_key)
    });
    entries.truncate(MOST_KEYS);
    entries
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
