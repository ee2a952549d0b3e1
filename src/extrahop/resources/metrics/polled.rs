//! Groups on a Command appliance: its nodes answer one after another, each for its own devices.
use super::{
    node_queries::{NextAnswer, NodeQueries, Work},
    query::refused_query,
    view::{MetricResponse, respond},
};
use crate::{
    api::{Id, View},
    base::{
        platform::Platform,
        problem::{Problem, Result},
    },
    extrahop::resources::{customdevices::Customs, nodes},
    network::{ObjectType, Query, Subject, metrics, node_of},
    twin::access::Permit,
};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

/// The first answer to a question that nodes must be asked for.
#[derive(Serialize)]
struct MetricContinue {
    xid: i64,
    num_results: usize,
}

/// The answer of the next node of a Command appliance to a query about groups.
#[derive(JsonSchema)]
#[schemars(rename = "NodeAnswer", untagged, extend("examples" = ["again"]))]
#[allow(dead_code)] // it is documentation; the answers are bytes already
pub(super) enum Answer {
    /// What one node says.
    Node(MetricResponse),
    /// `again`: the next node is not ready yet.
    Waiting(String),
    /// All nodes have answered.
    End(()),
}

/// Whether the nodes are asked one by one.
pub(super) fn is_polled(permit: &Permit, query: &Query) -> bool {
    use ObjectType::{ActivityGroup, DeviceGroup};
    permit.platform == Platform::Command && matches!(query.object_type, DeviceGroup | ActivityGroup)
}

/// Keeps the question. What cannot be answered is refused now and not by the nodes.
pub(super) fn begin(
    permit: &Permit,
    query: Query,
    customs: Customs,
) -> Result<View<MetricResponse>> {
    let network = &permit.network;
    metrics::check(network, &query, customs.list()).map_err(refused_query)?;
    let nodes = asked(permit, &query);
    let asked = Arc::new((query, customs));
    let work = nodes.iter().map(|&node| -> Work {
        let (network, asked) = (network.clone(), asked.clone());
        Box::new(move || respond(&network, &of_node(&asked.0, node), &asked.1, node))
    });
    View::as_is(&MetricContinue {
        xid: permit.part::<NodeQueries>().begin(permit.user.id, work),
        num_results: nodes.len(),
    })
}

/// All nodes; then 0, the Command appliance itself, where a group has devices that are no node's.
fn asked(permit: &Permit, query: &Query) -> Vec<i64> {
    let mut nodes = nodes::all(&permit.store.state(), permit.platform);
    let mut members = query.subjects.iter().flat_map(|one| &one.members);
    if members.any(|id| nodes::of(*id).is_none()) {
        nodes.push(0);
    }
    nodes
}

/// The part of a question that is about the devices of one node.
fn of_node(query: &Query, node: i64) -> Query {
    let own = |subject: &Subject| {
        let mut own = subject.clone();
        own.members.retain(|id| node_of(*id) == node);
        own
    };
    Query {
        subjects: query.subjects.iter().map(own).collect(),
        ..query.clone()
    }
}

pub(super) async fn next(permit: Permit, Id(xid): Id) -> Result<View<Answer>> {
    let pieces = permit
        .part::<NodeQueries>()
        .find(permit.user.id, xid)
        .ok_or_else(|| {
            Problem::NotFound(format!(
                "There is no metric query of yours with the xid {xid}."
            ))
        })?;
    let piece = pieces.lock().await.next().await?;
    match piece {
        NextAnswer::Ready(bytes) => Ok(View::of(bytes)),
        NextAnswer::NotYet => View::as_is(&"again"),
        NextAnswer::Done => View::as_is(&()),
    }
}
