//! How much an answer may take: told before the work where that can be known, counted during it
//! where it cannot.
use super::{
    objects::Object,
    query::{Calc, Fold, Spec},
    refusal::{MOST_ROWS, Refusal},
    resolved_query::ResolvedQuery,
    value::Value,
    window::Window,
};
use crate::{
    base::wanted::Wanted,
    network::{
        catalog::{Kind, Metric},
        world::scope::Scope,
    },
};
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// The most bytes that an answer takes, as values and as JSON together.
const MOST_BYTES: i64 = 256 << 20;
/// The most cells that are added up for the keys of an answer: keys times rows times metrics.
const MOST_CELLS: i64 = 20_000_000;
/// How many plain cells are as large as one of a dataset, which holds a histogram.
const CELLS_OF_DATASET: i64 = 64;

/// Bytes of a row, of a value in it, of an entry of a detail metric, of a percentile, of a frequency.
const ROW: i64 = 140;
const VALUE: i64 = 42;
const ENTRY: i64 = 280;
const PERCENTILE: i64 = 20;
const FREQUENCY: i64 = 46;

/// What is left for an answer in the making.
#[derive(Debug)]
pub struct Budget {
    bytes: AtomicI64,
    wanted: Wanted,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            bytes: AtomicI64::new(MOST_BYTES),
            wanted: Wanted::current(),
        }
    }
}

impl Budget {
    /// Whether the answer is not given: it is too large, or nobody waits for it.
    pub fn is_spent(&self) -> bool {
        self.bytes.load(Relaxed) < 0 || !self.wanted.holds()
    }
    /// Takes off what rows of an answer need.
    pub fn take(&self, rows: &[Vec<Value>]) {
        let bytes: i64 = rows.iter().flatten().map(bytes).sum();
        let all = bytes.saturating_add(ROW.saturating_mul(rows.len() as i64));
        self.bytes.fetch_sub(all, Relaxed);
    }
    pub fn check(&self) -> Result<(), Refusal> {
        match self.is_spent() {
            true => Err(Refusal::TooLarge),
            false => Ok(()),
        }
    }
}

fn bytes(value: &Value) -> i64 {
    VALUE
        + match value {
            Value::Count(_) | Value::Mean(_) | Value::Samples(_) => 0,
            Value::Percentiles(list) => PERCENTILE * list.len() as i64,
            Value::Frequencies(list) => FREQUENCY * list.len() as i64,
            Value::Detail(list) => list.iter().map(|one| ENTRY + bytes(&one.value)).sum(),
        }
}

/// Whether the answer is not too large, as far as that can be known before.
pub fn fits(resolved: &ResolvedQuery, objects: &[Object], window: &Window) -> Result<(), Refusal> {
    let buckets = match resolved.query.fold {
        Fold::Buckets => window.count,
        Fold::Total | Fold::ByObject => 1,
    };
    let rows = buckets.saturating_mul(objects.len() as i64);
    if rows > MOST_ROWS {
        return Err(Refusal::TooMany(rows));
    }
    let each = || resolved.query.specs.iter().zip(resolved.metrics);
    let row = each().map(|(spec, _)| least_bytes(spec)).sum::<i64>() + ROW;
    let cells: i64 = each().map(|(_, metric)| cells(metric)).sum();
    let scopes = objects.iter().flat_map(|object| &object.scopes);
    let keys = scopes.map(|scope| keys(resolved, *scope));
    let keys = keys.fold(0, i64::saturating_add).saturating_mul(buckets);
    match rows.saturating_mul(row) > MOST_BYTES || keys.saturating_mul(cells) > MOST_CELLS {
        true => Err(Refusal::TooLarge),
        false => Ok(()),
    }
}

fn least_bytes(spec: &Spec) -> i64 {
    match &spec.calc {
        Calc::Percentiles(wanted) => VALUE + PERCENTILE * wanted.len() as i64,
        Calc::None | Calc::Mean => VALUE,
    }
}

/// The cells of a row of one key; 0 of a metric without keys.
fn cells(metric: &Metric) -> i64 {
    match metric.kind {
        _ if metric.keys.is_empty() => 0,
        Kind::Dataset(_) | Kind::Samples(_) => CELLS_OF_DATASET,
        _ => 1,
    }
}

/// How many keys a scope has at the most: one for each conversation.
fn keys(resolved: &ResolvedQuery, scope: Scope) -> i64 {
    let network = resolved.network;
    let keys = match scope {
        Scope::Device(place) | Scope::CustomPart(_, place) => network.views_at(place),
        _ => network.all_conversations().len(),
    };
    keys as i64
}
