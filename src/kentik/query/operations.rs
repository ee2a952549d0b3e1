//! What clients do with queries.
use super::{
    chart,
    prepared_query::PreparedQuery,
    request::{QueryItem, QueryObject, SqlQuery},
    results::ResultRow,
    sql::{PreparedSelect, Select},
    view::{ChartData, QueryData, QueryResult, ShortUrl, SqlRows},
};
use crate::{
    api::{Body, Operation, Part, View, post},
    base::{
        problem::{Problem, Result, refused},
        secret::hex,
    },
    kentik::levels::MEMBER,
    runtime::background,
    twin::access::Permit,
};
use sha2::{Digest, Sha256};

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    ..Part::NONE
};

/// These read, and are POST only because they carry a body.
#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    let mut operations = vec![
        post("/query/topXdata",  MEMBER, data,  "Query traffic: rows with aggregates and time series."),
        post("/query/topXchart", MEMBER, chart, "Query traffic: a picture of it."),
        post("/query/url",       MEMBER, url,   "Get an address at which the portal would show a query."),
        post("/query/sql",       MEMBER, sql,   "Query traffic by SQL."),
    ];
    // Some clients write these two in small letters, or call one of them elsewhere.
    let [data, chart] = [&operations[0], &operations[1]];
    let others = [
        data.also_at("/query/topxdata"),
        data.also_at("//api/next/v5/query/topXdata"),
        chart.also_at("/query/topxchart"),
    ];
    operations.extend(others.map(Operation::undocumented));
    operations
}

/// Where a result belongs that names no bucket.
const DEFAULT_BUCKET: &str = "Left +Y Axis";
/// What short addresses begin with.
const PORTAL: &str = "https://portal.kentik.com/portal/#Charts/shortUrl/";
/// The most queries of one call.
const MAX_QUERIES: usize = 32;
/// The most values that the queries of one call work out, and the most points of their series.
const MAX_VALUES: usize = 20_000_000;
const MAX_POINTS: usize = 200_000;

async fn data(permit: Permit, Body(request): Body<QueryObject>) -> Result<View<QueryData>> {
    let rows = rows(&permit, &request).await?;
    let items = request.queries.into_iter().zip(rows);
    let results = items.map(|(item, rows)| QueryResult {
        bucket: item.bucket.unwrap_or_else(|| DEFAULT_BUCKET.into()),
        data: rows.into_iter().map(ResultRow::view).collect(),
    });
    permit.answer(&QueryData {
        results: results.collect(),
    })
}

async fn chart(permit: Permit, Body(request): Body<QueryObject>) -> Result<View<ChartData>> {
    let rows = rows(&permit, &request).await?;
    let data_uri = background::run(move || chart::render(&request, rows)).await?;
    permit.answer(&ChartData { data_uri })
}

async fn url(permit: Permit, Body(request): Body<QueryObject>) -> Result<View<ShortUrl>> {
    prepare(&permit, &request)?;
    let text = serde_json::to_vec(&request).map_err(anyhow::Error::from)?;
    let digest = Sha256::digest(&text);
    permit.answer(&ShortUrl(PORTAL.to_owned() + &hex(&digest[..16])))
}

async fn sql(permit: Permit, Body(request): Body<SqlQuery>) -> Result<View<SqlRows>> {
    let select = Select::parse(&request.query)?;
    let prepared = PreparedSelect::of(&permit, select)?;
    let rows = background::run(move || prepared.rows()).await?;
    permit.answer(&SqlRows { rows })
}

/// Every query made ready, or what is wrong with one.
fn prepare(permit: &Permit, request: &QueryObject) -> Result<Vec<PreparedQuery>> {
    if request.queries.len() > MAX_QUERIES {
        return Err(refused(format!(
            "`queries` must be an array of at most {MAX_QUERIES} items"
        )));
    }
    let state = permit.store.state();
    let prepared = |(i, item): (usize, &QueryItem)| {
        let prepared = PreparedQuery::of(permit, &state, &item.query);
        prepared.map_err(|problem: Problem| problem.within(&format!("`queries[{i}].query`")))
    };
    let all: Vec<_> = request
        .queries
        .iter()
        .enumerate()
        .map(prepared)
        .collect::<Result<_>>()?;
    let values = all.iter().map(PreparedQuery::value_count);
    let points = all.iter().map(PreparedQuery::point_count);
    if values.fold(0, usize::saturating_add) > MAX_VALUES
        || points.fold(0, usize::saturating_add) > MAX_POINTS
    {
        return Err(refused(
            "the answer is too large; ask for a shorter span, longer intervals, fewer rows, \
             aggregates or queries",
        ));
    }
    Ok(all)
}

/// The rows of each query. Small ones are answered at once; large ones must not hold up other
/// requests.
async fn rows(permit: &Permit, request: &QueryObject) -> Result<Vec<Vec<ResultRow>>> {
    let queries = prepare(permit, request)?;
    let rows = |queries: Vec<PreparedQuery>| queries.iter().map(PreparedQuery::rows).collect();
    match queries.iter().all(PreparedQuery::is_short) && queries.len() == 1 {
        true => rows(queries),
        false => background::run(move || rows(queries)).await,
    }
}
