//! Queries of traffic: what the routers of the company see of the simulated network.
mod answer;
mod ask;
mod cells;
mod chart;
mod conditions;
mod customs;
mod dimensions;
mod fields;
mod lenient;
mod measures;
mod routers;
mod selection;
mod sight;
mod span;
mod sql;
mod task;
mod traffic;

use super::levels::MEMBER;
use crate::{
    api::{Body, Operation, View, fields::write_only, post, read_only},
    base::problem::{Problem, Result, refused},
    runtime::background,
    twin::access::Permit,
};
use answer::Line;
use ask::{QueryItem, QueryObject};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use task::Task;

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"results": [{"bucket": "Left +Y Axis", "data": [{"key": "Total", "name": "Total", "avg_bits_per_sec": 19738.22, "p95th_bits_per_sec": 22745.47, "max_bits_per_sec": 25902.53, "timeSeries": {"both_bits_per_sec": {"flow": [[1608538980000i64, 20751.33, 60], [1608539040000i64, 16364.13, 60]]}}}]}]}]))]
struct QueryData {
    /// One for each query, in their order.
    #[schemars(transform = read_only)]
    results: Vec<QueryResult>,
}

#[derive(Serialize, JsonSchema)]
struct QueryResult {
    /// The bucket of the query.
    #[schemars(transform = read_only)]
    bucket: String,
    /// Rows, the greatest first: a key, the values of the dimensions, a number for each aggregate, and
    /// on the rows on top `timeSeries` with points of ms since the epoch, value, and seconds.
    #[schemars(transform = read_only)]
    data: Vec<Map<String, Value>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"dataUri": "data:image/png;base64,iVBORw0KGgo="}]))]
struct ChartData {
    /// The picture as a data URI.
    #[serde(rename = "dataUri")]
    #[schemars(transform = read_only)]
    data_uri: String,
}

/// The address as a text, and nothing around it.
#[derive(Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("examples" = ["https://portal.kentik.com/portal/#Charts/shortUrl/d3f24034b386ebf9e8ad6de8f0f715a1"]))]
struct ShortUrl(String);

#[derive(Deserialize, JsonSchema)]
#[schemars(extend("examples" = [{"query": "SELECT i_start_time, sum(in_bytes) AS f_sum_in_bytes FROM all_devices WHERE ctimestamp > 600 GROUP BY i_start_time ORDER BY i_start_time DESC LIMIT 10"}]))]
struct SqlQuery {
    /// A SELECT from `all_devices`.
    #[schemars(transform = write_only)]
    query: String,
}

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"rows": [{"i_start_time": "2021-01-25T11:39:00Z", "f_sum_in_bytes": 10}]}]))]
struct SqlRows {
    /// A key for each column.
    #[schemars(transform = read_only)]
    rows: Vec<Map<String, Value>>,
}

/// These read, and are POST only because they carry a body.
#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
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
    operations.extend(others.map(Operation::unlisted));
    operations
}

async fn data(permit: Permit, Body(asked): Body<QueryObject>) -> Result<View<QueryData>> {
    let lines = answered(&permit, &asked).await?;
    let results = asked
        .queries
        .into_iter()
        .zip(lines)
        .map(|(item, lines)| QueryResult {
            bucket: item.bucket.unwrap_or_else(|| BUCKET.into()),
            data: lines.into_iter().map(shown).collect(),
        });
    permit.answer(&QueryData {
        results: results.collect(),
    })
}

async fn chart(permit: Permit, Body(asked): Body<QueryObject>) -> Result<View<ChartData>> {
    let lines = answered(&permit, &asked).await?;
    let data_uri = background::run(move || chart::drawn(&asked, lines)).await?;
    permit.answer(&ChartData { data_uri })
}

async fn url(permit: Permit, Body(asked): Body<QueryObject>) -> Result<View<ShortUrl>> {
    tasks(&permit, &asked)?;
    let text = serde_json::to_vec(&asked).map_err(anyhow::Error::from)?;
    let digest = Sha256::digest(&text);
    let short = digest[..16].iter().map(|byte| format!("{byte:02x}"));
    permit.answer(&ShortUrl(PORTAL.to_owned() + &short.collect::<String>()))
}

async fn sql(permit: Permit, Body(asked): Body<SqlQuery>) -> Result<View<SqlRows>> {
    let select = sql::Select::parse(&asked.query)?;
    let task = sql::Task::of(&permit, select)?;
    let rows = background::run(move || task.rows()).await?;
    permit.answer(&SqlRows { rows })
}

/// Where a result belongs that was not told.
const BUCKET: &str = "Left +Y Axis";
/// What short addresses begin with.
const PORTAL: &str = "https://portal.kentik.com/portal/#Charts/shortUrl/";
/// The most queries of one call.
const MOST: usize = 32;

/// Every query made ready, or what is wrong with one.
fn tasks(permit: &Permit, asked: &QueryObject) -> Result<Vec<Task>> {
    if asked.queries.len() > MOST {
        return Err(refused(format!(
            "`queries` must be an array of at most {MOST} items"
        )));
    }
    let state = permit.store.state();
    let task = |(i, item): (usize, &QueryItem)| {
        let task = Task::of(permit, &state, &item.query);
        task.map_err(|problem: Problem| problem.within(&format!("`queries[{i}].query`")))
    };
    asked.queries.iter().enumerate().map(task).collect()
}

/// The rows of each query. Small ones are answered at once; large ones must not hold up other
/// requests.
async fn answered(permit: &Permit, asked: &QueryObject) -> Result<Vec<Vec<Line>>> {
    let tasks = tasks(permit, asked)?;
    let lines = |tasks: Vec<Task>| tasks.iter().map(Task::lines).collect();
    match tasks.iter().all(Task::is_short) && tasks.len() == 1 {
        true => lines(tasks),
        false => background::run(move || lines(tasks)).await,
    }
}

fn shown(line: Line) -> Map<String, Value> {
    let mut row = Map::new();
    row.insert("key".into(), line.named.key().into());
    let fields = line.named.fields.into_iter();
    row.extend(fields.map(|(name, value)| (name, value.into())));
    let values = line.values.into_iter();
    row.extend(values.map(|(name, value)| (name, value.into())));
    if !line.series.is_empty() {
        let series = line.series.into_iter();
        let series = series.map(|one| (one.name.to_owned(), json!({"flow": one.points})));
        row.insert("timeSeries".into(), Value::Object(series.collect()));
    }
    row
}
