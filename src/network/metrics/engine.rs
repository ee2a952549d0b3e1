//! Resolved queries answered: the rows of each object, bucket after bucket.
use super::{
    answer_size::fits,
    column_values,
    gather::gather,
    objects::{Object, objects},
    query::Fold,
    recorded,
    refusal::Refusal,
    resolved_query::ResolvedQuery,
    shared_counts::SharedCounts,
    stat::Stat,
    value::Value,
    window::Window,
};
use crate::{
    base::clock::Millis,
    network::{model::time_range::TimeRange, parallel, world::scope::Scope},
};
use std::collections::BTreeSet;

/// Buckets that are held in memory at once; datasets need a few kilobytes each.
const CHUNK: usize = 512;
/// The same for metrics with keys, of which a server may have a hundred thousand.
const KEYED_CHUNK: usize = 60;
/// With more metrics than this there are fewer buckets at once.
const USUAL_METRICS: usize = 8;

/// One row for each object and bucket, or each object, or in all.
pub fn answer(resolved: &ResolvedQuery) -> Result<Vec<Stat>, Refusal> {
    let (objects, window) = (objects(resolved), Window::of(resolved.query));
    if window.count == 0 {
        return Ok(Vec::new());
    }
    fits(resolved, &objects, &window)?;
    let scopes: Vec<Scope> = objects.iter().flat_map(|one| one.scopes.clone()).collect();
    if resolved.query.fold == Fold::Buckets {
        let shared = shared(resolved, &scopes, || window.edges());
        let resolved = sharing(resolved, &shared);
        let rows = parallel::map(&objects, |object| series(&resolved, object, &window));
        resolved.budget.check()?;
        return Ok(rows.into_iter().flatten().collect());
    }
    let whole = window.whole();
    let shared = shared(resolved, &scopes, || vec![whole.from, whole.until]);
    let resolved = sharing(resolved, &shared);
    let total = |object: &Object| Stat {
        oid: object.oid,
        time: window.first,
        duration: resolved.query.until.saturating_sub(resolved.query.from),
        values: chunked(&resolved, &object.scopes, &[whole])
            .pop()
            .unwrap_or_default(),
    };
    let rows = parallel::map(&objects, total);
    resolved.budget.check().map(|()| rows)
}

/// Whether the answer is one that is given.
pub fn check(resolved: &ResolvedQuery) -> Result<(), Refusal> {
    fits(resolved, &objects(resolved), &Window::of(resolved.query))
}

/// All objects together in each span.
pub fn over(resolved: &ResolvedQuery, spans: &[TimeRange]) -> Vec<Vec<Value>> {
    let objects = objects(resolved);
    if objects.is_empty() {
        return Vec::new();
    }
    let scopes: BTreeSet<Scope> = objects.into_iter().flat_map(|one| one.scopes).collect();
    chunked(resolved, &Vec::from_iter(scopes), spans)
}

fn shared(
    resolved: &ResolvedQuery,
    scopes: &[Scope],
    moments: impl Fn() -> Vec<Millis>,
) -> SharedCounts {
    SharedCounts::of(resolved.network, resolved.category.traffic, scopes, moments)
}

fn sharing<'a>(resolved: &'a ResolvedQuery, shared: &'a SharedCounts) -> ResolvedQuery<'a> {
    ResolvedQuery {
        shared,
        ..*resolved
    }
}

fn series(resolved: &ResolvedQuery, object: &Object, window: &Window) -> Vec<Stat> {
    let spans: Vec<TimeRange> = (0..window.count).map(|nth| window.bucket(nth)).collect();
    let rows = spans.iter().zip(chunked(resolved, &object.scopes, &spans));
    let stat = |(span, values): (&TimeRange, Vec<Value>)| Stat {
        oid: object.oid,
        time: span.from,
        duration: window.step,
        values,
    };
    rows.map(stat).collect()
}

/// The values of each span, not too many at once; fewer where the budget is spent.
fn chunked(resolved: &ResolvedQuery, scopes: &[Scope], spans: &[TimeRange]) -> Vec<Vec<Value>> {
    let mut metrics = resolved.metrics.iter();
    let is_keyed = metrics.any(|metric| !metric.keys.is_empty());
    let most = if is_keyed { KEYED_CHUNK } else { CHUNK };
    let length = most * USUAL_METRICS / resolved.metrics.len().max(1);
    let mut rows = Vec::with_capacity(spans.len());
    for spans in spans.chunks(length.clamp(1, most)) {
        if resolved.budget.is_spent() {
            break;
        }
        let next = values(resolved, scopes, spans);
        resolved.budget.take(&next);
        rows.extend(next);
    }
    rows
}

/// The values of each span, all scopes together.
fn values(resolved: &ResolvedQuery, scopes: &[Scope], spans: &[TimeRange]) -> Vec<Vec<Value>> {
    let scopes = resolved.parts(scopes);
    let mut columns = gather(resolved, &scopes, spans);
    for scope in &scopes {
        let reported = resolved.reported(*scope, spans);
        recorded::replace(resolved, *scope, &reported, &mut columns);
    }
    let mut rows = vec![Vec::with_capacity(columns.len()); spans.len()];
    let cells = columns.iter().zip(resolved.metrics);
    for ((column, metric), spec) in cells.zip(&resolved.query.specs) {
        let values = column_values::values(column, resolved.network, metric, spec);
        rows.iter_mut()
            .zip(values)
            .for_each(|(row, value)| row.push(value));
    }
    rows
}
