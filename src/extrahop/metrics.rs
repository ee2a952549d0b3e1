//! Metrics about every object, in answer to a query: per bucket, in total, or for each object.
use super::{devicegroups, devices::Device};
use crate::{
    access::{Level::*, Permit},
    api::{Body, Operation, View, When, post, read_only},
    clock::Millis,
    network::{
        Activity, Calc, Cycle, Fold, KeyFilter, ObjectType, Query, Refusal, Spec, Stat, Subject,
    },
    problem::{Problem, Result, malformed},
    store::{Resource, State},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
#[schemars(extend("examples" = [{"cycle": "auto", "from": -1800000, "until": 0, "metric_category": "http_client", "metric_specs": [{"name": "req"}], "object_ids": [9363], "object_type": "device"}]))]
pub struct MetricQuery {
    /// The length of the buckets; auto, which is also what is taken when it is absent: 30sec up
    /// to two hours, 5min up to a day, else 1hr.
    #[serde(default)]
    cycle: Roll,
    /// Where the window starts; absent: 30 minutes ago.
    from: Option<When>,
    /// Where the window ends; absent: now.
    until: Option<When>,
    /// What the ids are ids of.
    object_type: ObjectType,
    object_ids: Vec<i64>,
    /// The category without a prefix, such as http_client.
    metric_category: String,
    /// What is asked; `values` in the answer has one entry for each, in this order.
    #[schemars(length(min = 1))]
    metric_specs: Vec<MetricSpec>,
}

#[derive(Clone, Copy, Default, Deserialize, JsonSchema)]
#[schemars(inline)]
enum Roll {
    #[default]
    #[serde(rename = "auto")]
    Auto,
    #[serde(rename = "1sec")]
    Sec1,
    #[serde(rename = "30sec")]
    Sec30,
    #[serde(rename = "5min")]
    Min5,
    #[serde(rename = "1hr")]
    Hour1,
    #[serde(rename = "24hr")]
    Hour24,
}

#[derive(Deserialize, JsonSchema)]
struct MetricSpec {
    /// The metric inside the category.
    name: String,
    /// Of a detail metric, only the entries with this key: exact, or a regular expression
    /// between slashes.
    key1: Option<String>,
    /// The same for the inner key of a nested detail metric.
    key2: Option<String>,
    /// Of a dataset, `mean` or `percentiles` in place of the frequencies.
    calc_type: Option<String>,
    /// Ascending, from 0 to 100; with `calc_type` percentiles only.
    percentiles: Option<Vec<f64>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"stats": [{"oid": 9363, "time": 1447973460000i64, "duration": 30000, "values": [2]}], "cycle": "30sec", "node_id": 0, "clock": 1447975200000i64, "from": 1447973400000i64, "until": 1447975200000i64}]))]
struct MetricResponse {
    /// One row for each object and bucket.
    #[schemars(transform = read_only, with = "Vec<StatDoc>")]
    stats: Vec<Stat>,
    /// The length of the buckets that was used, never auto.
    #[schemars(transform = read_only, extend("enum" = ["1sec", "30sec", "5min", "1hr", "24hr"]))]
    cycle: &'static str,
    /// 0 on a Discover appliance.
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
    /// On a Command appliance, which polls its nodes: what to ask `/metrics/next/{xid}` for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = read_only)]
    xid: Option<i64>,
    /// On a Command appliance: how many nodes will answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = read_only)]
    num_results: Option<i64>,
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
    ];
    operations.into_iter().map(Operation::without_422).collect()
}

/// Two public clients send closing braces too many and are served.
type Asked = Body<MetricQuery, true>;

async fn buckets(permit: Permit, Body(query): Asked) -> Result<View<MetricResponse>> {
    answer(permit, query, Fold::Buckets).await
}
async fn total(permit: Permit, Body(query): Asked) -> Result<View<MetricResponse>> {
    answer(permit, query, Fold::Total).await
}
async fn by_object(permit: Permit, Body(query): Asked) -> Result<View<MetricResponse>> {
    answer(permit, query, Fold::ByObject).await
}

async fn answer(permit: Permit, asked: MetricQuery, fold: Fold) -> Result<View<MetricResponse>> {
    let now = permit.clock.now();
    let query = asked.query(&permit, now, fold)?;
    // A small query is answered at once; a large one must not hold up the other requests.
    let objects: usize = query
        .subjects
        .iter()
        .map(|subject| subject.members.len().max(1))
        .sum();
    if objects <= FEW && query.until - query.from <= SHORT {
        return respond(&permit, query);
    }
    let answered = tokio::task::spawn_blocking(move || respond(&permit, query));
    answered.await.map_err(anyhow::Error::from)?
}

const FEW: usize = 20;
const SHORT: Millis = 3 * 3_600_000;

fn respond(permit: &Permit, query: Query) -> Result<View<MetricResponse>> {
    let stats = permit
        .network
        .query(&query)
        .map_err(|refusal| match refusal {
            Refusal::Metric(..) => malformed(format!("`metric_specs`: {refusal}")),
            Refusal::Category(..) => malformed(format!("`metric_category`: {refusal}")),
            other => malformed(other),
        })?;
    View::json(&MetricResponse {
        stats,
        cycle: query.cycle.as_str(),
        node_id: 0,
        clock: metric_clock(query.now),
        from: query.from,
        until: query.until,
        xid: None,
        num_results: None,
    })
}

/// Metrics are complete up to here.
fn metric_clock(now: Millis) -> Millis {
    now - now.rem_euclid(30_000)
}

impl MetricQuery {
    fn query(self, permit: &Permit, now: Millis, fold: Fold) -> Result<Query> {
        let clock = metric_clock(now);
        let from = self
            .from
            .unwrap_or(When::before_now(1_800_000))
            .resolve(clock);
        let until = self.until.unwrap_or(When::NOW).resolve(clock);
        let specs = self.metric_specs.into_iter().enumerate();
        let specs = specs.map(|(i, spec)| {
            spec.spec()
                .map_err(|p| p.within(&format!("`metric_specs[{i}]`")))
        });
        Ok(Query {
            object_type: self.object_type,
            category: self.metric_category,
            specs: specs.collect::<Result<_>>()?,
            subjects: subjects(permit, self.object_type, &self.object_ids)?,
            cycle: self.cycle.resolve(until - from),
            from,
            until,
            now,
            fold,
        })
    }
}

impl Roll {
    /// The contract's thresholds; firmware 5.1 never chooses 1sec.
    fn resolve(self, span: Millis) -> Cycle {
        match self {
            Self::Sec1 => Cycle::Sec1,
            Self::Sec30 => Cycle::Sec30,
            Self::Min5 => Cycle::Min5,
            Self::Hour1 => Cycle::Hour1,
            Self::Hour24 => Cycle::Hour24,
            Self::Auto if span <= 2 * 3_600_000 => Cycle::Sec30,
            Self::Auto if span <= 24 * 3_600_000 => Cycle::Min5,
            Self::Auto => Cycle::Hour1,
        }
    }
}

impl MetricSpec {
    fn spec(self) -> Result<Spec> {
        let filter = |name: &str, key: Option<String>| {
            let key = key.filter(|key| !key.is_empty());
            let key = key.map(|key| KeyFilter::parse(&key)).transpose();
            key.map_err(|why| malformed(format!("`{name}`: {why}")))
        };
        Ok(Spec {
            key1: filter("key1", self.key1)?,
            key2: filter("key2", self.key2)?,
            calc: calc(self.calc_type.as_deref(), self.percentiles)?,
            name: self.name,
        })
    }
}

/// An empty calc_type stands for none, as a client of 2015 sent it.
fn calc(kind: Option<&str>, percentiles: Option<Vec<f64>>) -> Result<Calc> {
    match (kind.unwrap_or_default(), percentiles) {
        ("", None) => Ok(Calc::None),
        ("mean", None) => Ok(Calc::Mean),
        ("percentiles", Some(wanted)) => {
            let ascending = wanted.windows(2).all(|pair| pair[0] < pair[1]);
            let in_range = wanted.iter().all(|p| (0.0..=100.0).contains(p));
            match ascending && in_range && !wanted.is_empty() {
                true => Ok(Calc::Percentiles(wanted)),
                false => Err(malformed(
                    "`percentiles` must be ascending numbers from 0 to 100",
                )),
            }
        }
        ("percentiles", None) => Err(malformed(
            "`percentiles` is required with the calc_type percentiles",
        )),
        ("" | "mean", Some(_)) => Err(malformed(
            "`percentiles` goes with the calc_type percentiles only",
        )),
        (other, _) => Err(malformed(format!(
            "`calc_type` must be mean or percentiles, not `{other}`"
        ))),
    }
}

/// The objects that are asked for, with the devices that each stands for. An id that is not
/// there has no rows.
fn subjects(permit: &Permit, kind: ObjectType, ids: &[i64]) -> Result<Vec<Subject>> {
    // The upper half of an id is the node; a Discover appliance has none.
    if let Some(id) = ids.iter().find(|id| **id >> 32 != 0) {
        return Err(malformed(format!("`object_ids`: invalid node id in {id}")));
    }
    let state = permit.store.state();
    let mut subjects = vec![];
    for &oid in ids {
        let members = match kind {
            ObjectType::Device => vec![oid],
            ObjectType::DeviceGroup => match devicegroups::devices_of(permit, &state, oid) {
                Ok(devices) => devices.into_iter().map(|device| device.id).collect(),
                Err(Problem::NotFound(_)) => continue,
                Err(problem) => return Err(problem),
            },
            ObjectType::ActivityGroup => in_activity(permit, &state, oid),
            _ => vec![],
        };
        subjects.push(Subject { oid, members });
    }
    Ok(subjects)
}

/// The built-in activity groups by their ids (the contract's list) whose activity the catalogue has.
const ACTIVITY_GROUPS: [(i64, &str); 10] = [
    (11, "dns_client"),
    (12, "dns_server"),
    (15, "ftp_client"),
    (16, "ftp_server"),
    (19, "http_client"),
    (20, "http_server"),
    (45, "ssl_client"),
    (46, "ssl_server"),
    (47, "tcp"),
    (50, "udp"),
];

fn in_activity(permit: &Permit, state: &State, id: i64) -> Vec<i64> {
    let name = ACTIVITY_GROUPS
        .iter()
        .find(|(group, _)| *group == id)
        .map(|(_, name)| *name);
    let Some(activity) = name.and_then(Activity::parse) else {
        return vec![];
    };
    let devices = state.objects(Device::KIND).map(|device| device.id);
    devices
        .filter(|device| permit.network.has_activity(*device, activity))
        .collect()
}
