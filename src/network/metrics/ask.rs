//! A network is asked: what it has no metrics of is refused, the rest is answered.
use super::{
    engine::ResolvedQuery,
    query::{ObjectType, Query, Refusal, Spec},
    shared_counts::SharedCounts,
    value::{Stat, Value},
    window::{TimeRange, Window},
};
use crate::{
    base::clock::Millis,
    network::{
        CustomDeviceRules, Network,
        catalog::{self, Category, Metric},
    },
};

impl Network {
    /// Answers a query: one row for each object and bucket, in order.
    pub fn query(&self, query: &Query) -> Result<Vec<Stat>, Refusal> {
        self.query_with(query, &[])
    }
    /// The same where some of the devices that are asked for are custom devices.
    pub fn query_with(
        &self,
        query: &Query,
        customs: &[CustomDeviceRules],
    ) -> Result<Vec<Stat>, Refusal> {
        self.asked(query, customs, |ask| ask.answer(&Window::of(query)))
    }
    /// Whether a query has an answer.
    pub fn check(&self, query: &Query, customs: &[CustomDeviceRules]) -> Result<(), Refusal> {
        self.asked(query, customs, |ask| ask.check(&Window::of(query)))
    }
    /// The values of all objects of a query together, in each of these spans, which may overlap. The
    /// buckets of the query do not matter. None where there is no object.
    pub fn over(
        &self,
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
        self.asked(query, customs, |ask| Ok(ask.over(&spans)))
    }
    fn asked<R>(
        &self,
        query: &Query,
        customs: &[CustomDeviceRules],
        answer: impl FnOnce(&ResolvedQuery) -> Result<R, Refusal>,
    ) -> Result<R, Refusal> {
        let object_type = query.object_type;
        let category = self.category(object_type, &query.category).ok_or_else(|| {
            Refusal::Category(format!("{}.{}", object_type.stat_prefix(), query.category))
        })?;
        let wanted = |spec: &Spec| {
            let metric = category.asked(&spec.name);
            let metric = metric.filter(|metric| metric.since <= self.firmware);
            metric.ok_or_else(|| Refusal::Metric(spec.name.clone()))
        };
        let metrics = query
            .specs
            .iter()
            .map(wanted)
            .collect::<Result<Vec<_>, _>>()?;
        answer(&ResolvedQuery {
            network: self,
            customs,
            query,
            category,
            metrics: &metrics,
            known: &SharedCounts::default(),
        })
    }
    fn category(&self, object_type: ObjectType, name: &str) -> Option<&'static Category> {
        let found = catalog::find(object_type, name);
        found.filter(|one| self.has_packetstore || !one.needs_packetstore)
    }
    /// A metric that the catalogue names and this appliance has.
    pub fn metric(
        &self,
        object_type: ObjectType,
        category: &str,
        name: &str,
    ) -> Option<&'static Metric> {
        let metric = self.category(object_type, category)?.metric(name);
        metric.filter(|metric| metric.since <= self.firmware)
    }
}
