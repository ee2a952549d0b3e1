//! What some scopes have together in some spans, added up in a column for each metric.
use super::{gauges, query_cost, resolved_query::ResolvedQuery, runner::Runner, tally::Column};
use crate::network::{model::time_range::TimeRange, parallel, world::scope::Scope};

/// So many buckets of conversations take about a tenth of a millisecond.
const YIELD_AFTER: usize = 2000;

/// A column for each metric.
pub fn gather(resolved: &ResolvedQuery, scopes: &[Scope], spans: &[TimeRange]) -> Vec<Column> {
    let mut columns = if query_cost::is_long(resolved, scopes, spans) {
        let mut parts = parallel::parts(|part, of| count(resolved, scopes, spans, (part, of)));
        let mut all = parts.remove(0);
        for part in parts {
            let pairs = all.iter_mut().zip(&part).zip(resolved.metrics);
            pairs.for_each(|((all, part), metric)| all.merge(part, metric.kind));
        }
        all
    } else {
        count(resolved, scopes, spans, (0, 1))
    };
    for scope in scopes {
        let reported = resolved.reported(*scope, spans);
        gauges::add(resolved, *scope, &reported, &mut columns);
    }
    columns
}

/// What follows from the conversations of one part: every `of`th.
fn count(
    resolved: &ResolvedQuery,
    scopes: &[Scope],
    spans: &[TimeRange],
    (part, of): (usize, usize),
) -> Vec<Column> {
    let metrics = resolved.metrics.iter();
    let mut columns: Vec<Column> = metrics.map(|one| Column::of(one, spans.len())).collect();
    let mut runner = Runner::of(resolved);
    let (mut nth, mut done) = (0, 0);
    for scope in scopes {
        let spans = &*resolved.reported(*scope, spans);
        resolved.each_view(*scope, |view| {
            nth += 1;
            if nth % of == part && view.is_in(resolved.category.traffic) {
                runner.run(&view, spans, &mut columns);
                done += spans.len();
                if done > YIELD_AFTER {
                    done = 0;
                    parallel::yield_now();
                }
            }
        });
    }
    columns
}
