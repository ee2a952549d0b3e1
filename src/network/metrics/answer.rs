//! A network is asked: what it has no metrics of is refused, the rest is answered.
use super::{
    budget::Budget,
    engine,
    query::{Query, Spec},
    refusal::Refusal,
    resolved_query::ResolvedQuery,
    shared_counts::SharedCounts,
    stat::Stat,
    value::Value,
    window::Window,
};
use crate::{
    base::clock::Millis,
    network::{
        catalog::{self, Category, MetricLevel, ObjectType},
        model::time_range::TimeRange,
        world::{custom_devices::CustomDeviceRules, network::Network},
    },
};

/// Answers a query: one row for each object and bucket, in order. Some of the devices that are asked
/// for may be custom devices.
pub fn answer(
    network: &Network,
    query: &Query,
    customs: &[CustomDeviceRules],
) -> Result<Vec<Stat>, Refusal> {
    resolve(network, query, customs, engine::answer)
}

/// Whether a query has an answer.
pub fn check(
    network: &Network,
    query: &Query,
    customs: &[CustomDeviceRules],
) -> Result<(), Refusal> {
    resolve(network, query, customs, engine::check)
}

/// The values of all objects of a query together, in each of these spans, which may overlap. The
/// buckets of the query do not matter. None where there is no object.
pub fn over(
    network: &Network,
    query: &Query,
    customs: &[CustomDeviceRules],
    spans: &[(Millis, Millis)],
) -> Result<Vec<Vec<Value>>, Refusal> {
    let span = |&(from, until): &(Millis, Millis)| {
        let part = Query {
            from,
            until,
            ..query.clone()
        };
        Window::of(&part).whole()
    };
    let spans: Vec<TimeRange> = spans.iter().map(span).collect();
    resolve(network, query, customs, |resolved| {
        let rows = engine::over(resolved, &spans);
        resolved.budget.check().map(|()| rows)
    })
}

/// Whether a query may ask for a metric.
pub fn has_metric(network: &Network, object_type: ObjectType, category: &str, name: &str) -> bool {
    let category = find_category(network, object_type, category);
    let metric = category.and_then(|category| category.metric_or_open(name));
    metric.is_some_and(|metric| network.has(metric))
}

fn find_category(
    network: &Network,
    object_type: ObjectType,
    name: &str,
) -> Option<&'static Category> {
    let found = catalog::find(object_type, name);
    found.filter(|one| network.has_packetstore() || !one.needs_packetstore)
}

fn no_category(network: &Network, object_type: ObjectType, name: &str) -> Refusal {
    let level = MetricLevel::of(object_type);
    let had = catalog::all().filter(|one| one.level == level);
    let had = had.filter(|one| network.has_packetstore() || !one.needs_packetstore);
    let names: Vec<_> = had.map(|one| one.name).collect();
    Refusal::Category {
        stat: format!("{}.{name}", object_type.stat_prefix()),
        meant: catalog::probably_meant(name, &names),
    }
}

fn no_metric(network: &Network, category: &Category, name: &str) -> Refusal {
    let had = category.metrics.iter().filter(|one| network.has(one));
    let names: Vec<_> = had.map(|one| one.name).collect();
    Refusal::Metric {
        name: name.to_owned(),
        meant: catalog::probably_meant(name, &names),
    }
}

/// Looks up what the query names.
fn resolve<R>(
    network: &Network,
    query: &Query,
    customs: &[CustomDeviceRules],
    answer: impl FnOnce(&ResolvedQuery) -> Result<R, Refusal>,
) -> Result<R, Refusal> {
    let object_type = query.object_type;
    let category = find_category(network, object_type, &query.category);
    let category = category.ok_or_else(|| no_category(network, object_type, &query.category))?;
    let wanted = |spec: &Spec| {
        let metric = category.metric_or_open(&spec.name);
        let metric = metric.filter(|metric| network.has(metric));
        metric.ok_or_else(|| no_metric(network, category, &spec.name))
    };
    let metrics = query.specs.iter().map(wanted);
    answer(&ResolvedQuery {
        network,
        customs,
        query,
        category,
        metrics: &metrics.collect::<Result<Vec<_>, _>>()?,
        shared: &SharedCounts::default(),
        budget: &Budget::default(),
    })
}
