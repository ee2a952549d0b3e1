//! A metric query as clients send it, and as the network takes it.
use super::{documented, subjects::subjects};
use crate::{
    api::When,
    base::{
        clock::{Millis, metric_clock},
        problem::{Problem, Result, malformed},
    },
    extrahop::resources::{customdevices::Customs, nodes},
    network::{
        Calc, Cycle, Fold, KeyFilter, Network, ObjectType, Query, Refusal, Spec, Stat, metrics,
    },
    twin::access::Permit,
};
use schemars::JsonSchema;
use serde::Deserialize;

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
    #[schemars(length(max = 100_000))]
    object_ids: Vec<i64>,
    /// The category without a prefix, such as http_client. Those that there are, with the object
    /// types that have each:
    #[schemars(transform = documented::categories)]
    metric_category: String,
    /// What is asked; `values` in the answer has one entry for each, in this order.
    #[schemars(length(min = 1, max = 1000))]
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
    /// The metric inside the category. Those that there are, by category:
    #[schemars(transform = documented::metrics)]
    name: String,
    /// Of a detail metric, only the entries with this key: exact, or a regular expression
    /// between slashes.
    key1: Option<String>,
    /// The same for the inner key of a nested detail metric.
    key2: Option<String>,
    /// Of a dataset, `mean` or `percentiles` in place of the frequencies.
    calc_type: Option<String>,
    /// Ascending, from 0 to 100; with `calc_type` percentiles only.
    #[schemars(length(max = 1001))]
    percentiles: Option<Vec<f64>>,
}

impl MetricQuery {
    pub(super) fn query(self, permit: &Permit, now: Millis, fold: Fold) -> Result<Query> {
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
            cycle: self.cycle.resolve(until.saturating_sub(from)),
            from,
            until,
            now,
            fold,
            silent: nodes::silent(&permit.store.state()),
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

pub fn refused_query(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::Metric { meant, .. } => Problem::Misnamed {
            why: format!("`metric_specs`: {refusal}"),
            meant,
        },
        Refusal::Category { meant, .. } => Problem::Misnamed {
            why: format!("`metric_category`: {refusal}"),
            meant,
        },
        other => malformed(other),
    }
}

/// What the network says, custom devices and all.
pub fn evaluated(network: &Network, query: &Query, customs: &Customs) -> Result<Vec<Stat>> {
    metrics::answer(network, query, customs.list()).map_err(refused_query)
}
