//! Metrics about every object, in answer to a query: per bucket, in total, or for each object.
mod polled;
mod query;
mod subjects;

use super::{customdevices::Customs, nodes};
use crate::{
    api::{Body, Operation, View, get, post, read_only},
    base::{
        clock::{Millis, metric_clock},
        problem::{Problem, Result, malformed},
    },
    network::{
        Cycle, Fold, Network, ObjectType, Query, Refusal, Spec, Stat, Value, metrics, node_of,
        write_rows,
    },
    runtime::background,
    store::State,
    twin::access::{Level::*, Permit},
};
use bytes::Bytes;
use query::MetricQuery;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use std::collections::BTreeSet;
use subjects::subjects;

#[derive(Serialize, JsonSchema)]
#[schemars(transform = any_part, extend("examples" = [{"stats": [{"oid": 9363, "time": 1447973460000i64, "duration": 30000, "values": [2]}], "cycle": "30sec", "node_id": 0, "clock": 1447975200000i64, "from": 1447973400000i64, "until": 1447975200000i64}]))]
struct MetricResponse {
    /// One row for each object and bucket.
    #[schemars(transform = read_only, with = "Vec<StatDoc>")]
    stats: Vec<Stat>,
    /// The length of the buckets that was used, never auto.
    #[schemars(transform = read_only, extend("enum" = ["1sec", "30sec", "5min", "1hr", "24hr"]))]
    cycle: &'static str,
    /// The node that the metrics are from; 0 on a Discover appliance, and where they are from
    /// several nodes or from none.
    #[schemars(transform = read_only)]
    node_id: i64,
    /// The time up to which there are metrics, in ms since the epoch; a multiple of 30000.
    #[schemars(transform = read_only)]
    clock: Millis,
    /// The start of the window, in ms since the epoch.
    #[schemars(transform = read_only)]
    from: Millis,
    /// The end of the window, in ms since the epoch.
    #[schemars(transform = read_only)]
    until: Millis,
    /// On a Command appliance that is asked about groups, in place of the rest: what to ask
    /// `/metrics/next/{xid}` for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = read_only)]
    xid: Option<i64>,
    /// Beside an xid: how many nodes will answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = read_only)]
    num_results: Option<i64>,
}

/// An answer holds either what nodes say, or where to ask for it.
fn any_part(schema: &mut Schema) {
    schema.remove("required");
}

/// How a row is documented.
#[derive(JsonSchema)]
#[schemars(rename = "Stat")]
#[allow(dead_code)]
struct StatDoc {
    /// The object; -1: all objects together.
    oid: i64,
    /// The start of the bucket, in ms since the epoch.
    time: Millis,
    /// The length of the bucket, in ms.
    duration: i64,
    /// One value for each metric: a number, or a list for datasets and detail metrics.
    values: Vec<serde_json::Value>,
}

/// These read, and are POST only because they carry a body: the level is that of a GET.
#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    let operations = vec![
        post("/metrics",               ReadOnly, buckets,   "Retrieve metrics for each object and bucket."),
        post("/metrics/total",         ReadOnly, total,     "Retrieve metrics of all objects and buckets together."),
        post("/metrics/totalbyobject", ReadOnly, by_object, "Retrieve metrics of all buckets for each object."),
        get ("/metrics/next/{xid}",    ReadOnly, polled::next, "Retrieve what the next node of a Command appliance says.").listed_since(8, 0),
    ];
    operations.into_iter().map(Operation::without_422).collect()
}

/// Two public clients send closing braces too many and are served.
type QueryBody = Body<MetricQuery, true>;

async fn buckets(permit: Permit, Body(query): QueryBody) -> Result<View<MetricResponse>> {
    answer(permit, query, Fold::Buckets).await
}
async fn total(permit: Permit, Body(query): QueryBody) -> Result<View<MetricResponse>> {
    answer(permit, query, Fold::Total).await
}
async fn by_object(permit: Permit, Body(query): QueryBody) -> Result<View<MetricResponse>> {
    answer(permit, query, Fold::ByObject).await
}

async fn answer(permit: Permit, asked: MetricQuery, fold: Fold) -> Result<View<MetricResponse>> {
    let now = permit.clock.now();
    let query = asked.query(&permit, now, fold)?;
    let customs = Customs::of(&permit.store.state());
    if polled::is_polled(&permit, &query) {
        return polled::begin(&permit, query, customs);
    }
    let is_quick = metrics::is_quick(&permit.network, &query, customs.list());
    let respond = move |network: &Network| respond(network, &query, &customs, node(&query));
    // A small query is answered at once; a large one must not hold up the other requests.
    if is_quick {
        return respond(&permit.network).map(View::of);
    }
    let answered = background::run(move || respond(&permit.network));
    answered.await.map(View::of)
}

/// What the network says, custom devices and all.
fn evaluated(network: &Network, query: &Query, customs: &Customs) -> Result<Vec<Stat>> {
    metrics::answer(network, query, customs.list()).map_err(told)
}

fn told(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::Metric(..) => malformed(format!("`metric_specs`: {refusal}")),
        Refusal::Category(..) => malformed(format!("`metric_category`: {refusal}")),
        other => malformed(other),
    }
}

/// A question that the appliance itself asks, as for an alert.
pub struct Watch<'a> {
    pub object_type: ObjectType,
    pub category: &'a str,
    pub specs: &'a [Spec],
    pub ids: &'a [i64],
}

impl Watch<'_> {
    /// A row for each object.
    pub fn stats(&self, permit: &Permit, from: Millis, until: Millis) -> Result<Vec<Stat>> {
        let state = permit.store.state();
        let query = self.query(permit, &state, (from, until))?;
        evaluated(&permit.network, &query, &Customs::of(&state))
    }
    /// The values of all objects together, in each of these spans.
    pub fn over(&self, permit: &Permit, spans: &[(Millis, Millis)]) -> Result<Vec<Vec<Value>>> {
        let state = permit.store.state();
        let query = self.query(permit, &state, (0, 0))?;
        let customs = Customs::of(&state);
        let values = metrics::over(&permit.network, &query, customs.list(), spans);
        values.map_err(told)
    }
    fn query(
        &self,
        permit: &Permit,
        state: &State,
        (from, until): (Millis, Millis),
    ) -> Result<Query> {
        Ok(Query {
            object_type: self.object_type,
            category: self.category.to_owned(),
            specs: self.specs.to_vec(),
            subjects: subjects(permit, self.object_type, self.ids)?,
            cycle: Cycle::Sec30,
            from,
            until,
            now: permit.clock.now(),
            fold: Fold::ByObject,
            silent: nodes::silent(state),
        })
    }
}

/// The answer of a node, or 0, as JSON.
fn respond(network: &Network, query: &Query, customs: &Customs, node_id: i64) -> Result<Bytes> {
    let stats = evaluated(network, query, customs)?;
    let around = MetricResponse {
        stats: Vec::new(),
        cycle: query.cycle.as_str(),
        node_id,
        clock: metric_clock(query.now),
        from: query.from,
        until: query.until,
        xid: None,
        num_results: None,
    };
    Ok(with_rows(&around, &stats)?.into())
}

/// The answer with its rows. They are most of it and are written by several cores.
fn with_rows(around: &MetricResponse, rows: &[Stat]) -> anyhow::Result<Vec<u8>> {
    const START: &[u8] = b"{\"stats\":[";
    let mut bytes = START.to_vec();
    write_rows(rows, &mut bytes)?;
    bytes.extend_from_slice(&serde_json::to_vec(around)?[START.len()..]);
    Ok(bytes)
}

/// The one node that a query is about.
fn node(query: &Query) -> i64 {
    let subjects = query.subjects.iter();
    let nodes: BTreeSet<i64> = subjects
        .flat_map(|subject| match subject.members.as_slice() {
            [] => vec![node_of(subject.oid)],
            members => members.iter().map(|id| node_of(*id)).collect(),
        })
        .collect();
    match nodes.len() {
        1 => nodes.first().copied().unwrap_or(0),
        _ => 0,
    }
}
