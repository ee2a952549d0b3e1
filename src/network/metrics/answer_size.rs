//! How large an answer is at the least, known before it is worked out.
#![warn(clippy::arithmetic_side_effects)]
use super::{
    budget::{MOST_BYTES, PERCENTILE, ROW, VALUE},
    objects::Object,
    query::{Calc, Fold, Spec},
    refusal::{MOST_ROWS, Refusal},
    resolved_query::ResolvedQuery,
    window::Window,
};
use crate::network::{
    catalog::{Kind, Metric},
    world::scope::Scope,
};

/// The most cells that are added up for the keys of an answer: keys times rows times metrics.
const MOST_CELLS: i64 = 20_000_000;
/// How many plain cells are as large as one of a dataset, which holds a histogram.
const CELLS_OF_DATASET: i64 = 64;

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
    let sizes = each().map(|(spec, _)| least_bytes(spec));
    let row = sizes.fold(ROW, i64::saturating_add);
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
        Calc::Percentiles(wanted) => {
            VALUE.saturating_add(PERCENTILE.saturating_mul(wanted.len() as i64))
        }
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
