//! The operations that ask for metrics.
use super::{
    polled,
    query::MetricQuery,
    view::{MetricResponse, node, respond},
};
use crate::{
    api::{Body, Operation, Part, View, get, post},
    base::problem::Result,
    extrahop::resources::customdevices::Customs,
    network::{Fold, Network, metrics},
    runtime::background,
    twin::access::{Level::*, Permit},
};

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    ..Part::NONE
};

/// These read, and are POST only because they carry a body: the level is that of a GET.
#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    let operations = vec![
        post("/metrics",               ReadOnly, buckets,   "Retrieve metrics for each object and bucket."),
        post("/metrics/total",         ReadOnly, total,     "Retrieve metrics of all objects and buckets together."),
        post("/metrics/totalbyobject", ReadOnly, by_object, "Retrieve metrics of all buckets for each object."),
        get ("/metrics/next/{xid}",    ReadOnly, polled::next, "Retrieve what the next node of a Command appliance says.").documented_since(8, 0),
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
