//! A query made ready: checked, and with everything that it needs.
use super::{
    condition::Condition,
    custom_dimensions::all_custom_dimensions,
    grouping::Grouping,
    lookup::Lookup,
    measures::Measure,
    metrics::metric_measures,
    request::{Query, ReAggFn},
    time_range::TimeRange,
    traffic::Traffic,
};
use crate::{
    base::problem::{Result, refused},
    kentik::types::Number,
    store::State,
    twin::access::Permit,
};
use std::{collections::HashSet, sync::Arc};

/// A query with everything that it needs.
pub struct PreparedQuery {
    pub traffic: Traffic,
    pub grouping: Grouping,
    pub range: TimeRange,
    pub reaggregation: Option<(usize, ReAggFn)>,
    pub measures: Vec<Measure>,
    /// The measure that rows are sorted by.
    pub outsort: usize,
    pub topx: usize,
    pub depth: usize,
}

/// The most columns of a result.
const MAX_MEASURES: usize = 100;
/// The most dimensions of a query.
const MAX_DIMENSIONS: usize = 40;
/// The most conditions of a query's filters.
const MAX_CONDITIONS: usize = 2000;

impl PreparedQuery {
    pub fn of(permit: &Permit, state: &Arc<State>, query: &Query) -> Result<Self> {
        let lookup = lookup(permit, state, query);
        let names = query
            .dimension
            .iter()
            .chain(query.matrix_by.iter().flatten());
        if names.clone().count() > MAX_DIMENSIONS {
            return Err(refused(format!(
                "`dimension` and `matrixBy` must name at most {MAX_DIMENSIONS} dimensions"
            )));
        }
        let grouping = Grouping::of(names, query.descriptor.as_deref(), &lookup)?;
        let measures = measures(query)?;
        let range = query.time_range(permit.clock.now())?;
        let condition = condition(state, query, &lookup)?;
        let within = |number: Option<Number>, default, least, most| {
            number.map_or(default, |number| number.0).clamp(least, most) as usize
        };
        Ok(Self {
            outsort: outsort(query, &measures)?,
            reaggregation: query.reaggregation(&range),
            topx: within(query.topx, 8, 1, 40),
            depth: within(query.depth, 100, 25, 250),
            traffic: Traffic {
                network: permit.network.clone(),
                routers: query.routers(state)?,
                lookup,
                condition,
            },
            grouping,
            range,
            measures,
        })
    }
    /// How many values are worked out at the most: rows times columns times intervals.
    pub fn value_count(&self) -> usize {
        let rows = self.depth.saturating_mul(self.measures.len());
        rows.saturating_mul(self.range.step_count())
    }
    /// How many points the time series have at the most.
    pub fn point_count(&self) -> usize {
        let marked = self.measures.iter().filter(|measure| measure.has_series);
        let names: HashSet<_> = marked.map(|measure| measure.column.series_name()).collect();
        let series = self.topx.saturating_mul(names.len().max(1));
        series.saturating_mul(self.range.step_count())
    }
}

fn measures(query: &Query) -> Result<Vec<Measure>> {
    if query.metric.0.is_empty() {
        return Err(refused(
            "`metric` must name what is measured, such as bytes",
        ));
    }
    let of_metrics = query.metric.0.iter().map(|metric| metric_measures(metric));
    let of_metrics: Vec<Measure> = of_metrics.collect::<Result<Vec<_>>>()?.concat();
    let aggregates = query.aggregates.iter().flatten().map(Measure::of);
    let mut measures: Vec<Measure> = aggregates.collect::<Result<_>>()?;
    if measures.is_empty() {
        measures = of_metrics;
    }
    let mut seen = HashSet::new();
    measures.retain(|measure| seen.insert(measure.name.clone()));
    match measures.len() > MAX_MEASURES {
        true => Err(refused(format!(
            "`aggregates` must be an array of at most {MAX_MEASURES} items"
        ))),
        false => Ok(measures),
    }
}

fn outsort(query: &Query, measures: &[Measure]) -> Result<usize> {
    let aggregates = query.aggregates.as_ref().map_or(0, Vec::len);
    match query.outsort.as_deref().filter(|name| !name.is_empty()) {
        None if aggregates > 1 => Err(refused(
            "`outsort` is required with more than one aggregate: the name of one of them",
        )),
        None => Ok(0),
        Some(name) => {
            let found = measures.iter().position(|measure| measure.name == name);
            found.ok_or_else(|| {
                let names: Vec<_> = measures.iter().map(|one| one.name.as_str()).collect();
                refused(format!(
                    "`outsort`: there is no aggregate `{name}`; there are {}",
                    names.join(", ")
                ))
            })
        }
    }
}

/// What values of fields are looked up in.
fn lookup(permit: &Permit, state: &Arc<State>, query: &Query) -> Lookup {
    // The schema holds them in bounds.
    let length = |length: Option<i64>| length.and_then(|length| u8::try_from(length).ok());
    let mut lookup = Lookup::new(permit, state.clone());
    lookup.custom_dimensions = all_custom_dimensions(state);
    (lookup.cidr, lookup.cidr6) = (length(query.cidr), length(query.cidr6));
    lookup
}

fn condition(state: &State, query: &Query, lookup: &Lookup) -> Result<Condition> {
    let both = [&query.filters_obj, &query.filters];
    let filters = both
        .into_iter()
        .filter_map(|filters| filters.as_ref()?.0.as_ref());
    let own = filters.map(|one| Condition::of_filters(one, lookup, state));
    let saved = query.saved_filters.iter().flatten();
    let saved = saved.map(|one| Condition::of_saved_filter(one, lookup, state));
    let all: Result<Vec<_>> = own.chain(saved).collect();
    let all = Condition::All(all?);
    match all.count() > MAX_CONDITIONS {
        true => Err(refused(format!(
            "the filters of a query must have at most {MAX_CONDITIONS} conditions"
        ))),
        false => Ok(all),
    }
}
