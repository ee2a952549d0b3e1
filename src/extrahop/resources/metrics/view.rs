//! What a metric query answers.
use super::query::evaluated;
use crate::{
    api::read_only,
    base::{
        clock::{Millis, metric_clock},
        problem::Result,
    },
    extrahop::resources::customdevices::Customs,
    network::{Network, Query, Stat, node_of, write_rows},
    schema::fields::Fields,
};
use bytes::Bytes;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Serialize, JsonSchema)]
#[schemars(transform = any_part, extend("examples" = [{"stats": [{"oid": 9363, "time": 1447973460000i64, "duration": 30000, "values": [2]}], "cycle": "30sec", "node_id": 0, "clock": 1447975200000i64, "from": 1447973400000i64, "until": 1447975200000i64}]))]
pub struct MetricResponse {
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

/// The answer of a node, or 0, as JSON.
pub fn respond(network: &Network, query: &Query, customs: &Customs, node_id: i64) -> Result<Bytes> {
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
    let around = Fields::of::<MetricResponse>().shown(&around, network.firmware());
    Ok(with_rows(&around.map_err(anyhow::Error::from)?, &stats)?.into())
}

/// The answer with its rows. They are most of it and are written by several cores.
fn with_rows(around: &serde_json::Value, rows: &[Stat]) -> anyhow::Result<Vec<u8>> {
    const START: &[u8] = b"{\"stats\":[";
    let mut bytes = START.to_vec();
    write_rows(rows, &mut bytes)?;
    bytes.extend_from_slice(&serde_json::to_vec(around)?[START.len()..]);
    Ok(bytes)
}

/// The one node that a query is about.
pub fn node(query: &Query) -> i64 {
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
