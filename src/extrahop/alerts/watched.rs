//! What a threshold alert looks at, and what it sees there.
use super::{Alert, ON_APPLICATIONS, ON_DEVICES, ON_GROUPS, ON_NETWORKS};
use crate::{
    base::{clock::Millis, problem::Result},
    extrahop::{
        applications::Application, customdevices::Customs, devicegroups, devices::Device,
        metrics::Watch, networks, vlans::Vlan,
    },
    network::{
        Activity, Calc, KeyFilter, Network, ObjectType, Spec, Stat, Value,
        catalog::{self, Metric},
        metrics,
    },
    store::{Resource, State},
    twin::access::Permit,
};
use serde_json::Map;
use std::collections::{BTreeMap, BTreeSet};

/// The metric clock's step.
const TICK: Millis = 30_000;

/// What narrows a metric down.
type Param = Option<Map<String, serde_json::Value>>;

/// What a threshold alert looks at.
pub(super) struct Watched {
    pub object_type: ObjectType,
    category: String,
    /// The metric, and the one that it is divided by.
    specs: Vec<Spec>,
    pub param: Option<String>,
    /// In ms.
    pub length: Millis,
    /// What a sum over that time is multiplied with.
    scale: f64,
    operator: String,
    operand: f64,
    pub refire: Option<Millis>,
}

impl Watched {
    /// Nothing for an alert that is no complete threshold alert.
    pub fn of(alert: &Alert, network: &Network) -> Option<Self> {
        let (object_type, category) = parsed(alert.stat_name.as_deref()?)?;
        let seconds = alert.interval_length.unwrap_or(30);
        let spec = |name: &str, param: &Param| {
            let metric = metrics::find(network, object_type, &category, name)?;
            Some(spec(metric, param))
        };
        let first = spec(alert.field_name.as_deref()?, &alert.param)?;
        let second = match alert.field_name2.as_deref() {
            None => None,
            Some(name) => Some(spec(name, &alert.param2)?),
        };
        // The units of a ratio cancel each other out.
        let per = match alert.units.as_deref().filter(|_| second.is_none()) {
            Some("1 sec") => 1.0,
            Some("1 min") => 60.0,
            Some("1 hr") => 3600.0,
            _ => seconds as f64,
        };
        Some(Self {
            object_type,
            category,
            param: key_of(&alert.param).map(str::to_owned),
            specs: [first].into_iter().chain(second).collect(),
            length: seconds * 1000,
            scale: per / seconds as f64,
            operator: alert.operator.clone()?,
            operand: alert.operand.as_deref()?.trim().parse().ok()?,
            refire: alert.refire_interval.map(|seconds| seconds * 1000),
        })
    }

    /// The objects that the alert is about, by id: those assigned, and with `apply_all` every one
    /// that has the metric.
    pub fn sources(&self, permit: &Permit, state: &State, alert: &Alert) -> Result<BTreeSet<i64>> {
        let all = alert.apply_all;
        let every = |kind: &str| state.objects(kind).map(|o| o.id).collect::<BTreeSet<_>>();
        Ok(match self.object_type {
            ObjectType::Application if all => every(Application::KIND),
            ObjectType::Application => ON_APPLICATIONS.ids(state, alert.id).into_iter().collect(),
            ObjectType::Network | ObjectType::Capture if all => every(networks::Network::KIND),
            ObjectType::Network | ObjectType::Capture => {
                ON_NETWORKS.ids(state, alert.id).into_iter().collect()
            }
            ObjectType::Vlan if all => every(Vlan::KIND),
            ObjectType::Device => {
                let mut found: BTreeSet<i64> =
                    ON_DEVICES.ids(state, alert.id).into_iter().collect();
                let members = match all {
                    true => every(Device::KIND),
                    false => {
                        let groups = ON_GROUPS.ids(state, alert.id);
                        devicegroups::members_of(permit, state, groups)?
                    }
                };
                found.extend(self.seen(permit, state, members));
                found
            }
            _ => BTreeSet::new(),
        })
    }

    /// Those devices that have the metric at all.
    fn seen(&self, permit: &Permit, state: &State, devices: BTreeSet<i64>) -> BTreeSet<i64> {
        let category = catalog::find(self.object_type, &self.category);
        let Some(activity) = category.and_then(Activity::of_category) else {
            return BTreeSet::new();
        };
        let (now, customs) = (permit.clock.now(), Customs::of(state));
        let shows = |device: &i64| customs.show(&permit.network, *device, &[activity], now);
        devices.into_iter().filter(shows).collect()
    }

    /// What each source's metric comes to over the interval that ends now.
    pub fn values(
        &self,
        permit: &Permit,
        sources: &BTreeSet<i64>,
        now: Millis,
    ) -> Result<BTreeMap<i64, Option<f64>>> {
        let ids: Vec<i64> = sources.iter().copied().collect();
        let stats = self.asked(&ids).stats(permit, now - self.length, now)?;
        let value = |stat: &Stat| (stat.oid, self.value(&numbers(&stat.values)));
        Ok(stats.iter().map(value).collect())
    }
    fn asked<'a>(&'a self, ids: &'a [i64]) -> Watch<'a> {
        Watch {
            object_type: self.object_type,
            category: &self.category,
            specs: &self.specs,
            ids,
        }
    }

    /// What is compared with the operand; a ratio to nothing is none.
    fn value(&self, numbers: &[Option<f64>]) -> Option<f64> {
        match numbers {
            [Some(one)] => Some(one * self.scale),
            [Some(one), Some(other)] if *other != 0.0 => Some(one / other),
            _ => None,
        }
    }
    pub fn holds(&self, value: Option<f64>) -> bool {
        let (Some(value), operand) = (value, self.operand) else {
            return false;
        };
        match self.operator.as_str() {
            ">" => value > operand,
            "<" => value < operand,
            ">=" => value >= operand,
            "<=" => value <= operand,
            _ => value == operand,
        }
    }

    /// The value of a source at each tick of the metric clock, from the first to the last one.
    pub fn history(
        &self,
        permit: &Permit,
        source: i64,
        first: Millis,
        now: Millis,
    ) -> Result<Vec<(Millis, Option<f64>)>> {
        let ticks = || (first..=now).step_by(TICK as usize);
        let spans: Vec<_> = ticks().map(|at| (at - self.length, at)).collect();
        let values = self.asked(&[source]).over(permit, &spans)?;
        let values = values.iter().map(|values| self.value(&numbers(values)));
        Ok(ticks().zip(values).collect())
    }
}

fn numbers(values: &[Value]) -> Vec<Option<f64>> {
    values.iter().map(number).collect()
}
/// A value as one number: of a detail metric its entries together, of times their mean.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Count(count) => Some(*count as f64),
        Value::Mean(mean) => *mean,
        Value::Percentiles(list) => list.first().copied(),
        Value::Samples(samples) => (samples.count > 0).then(|| samples.sum / samples.count as f64),
        Value::Frequencies(list) => Some(list.iter().map(|one| one.freq as f64).sum()),
        Value::Detail(entries) => Some(
            entries
                .iter()
                .filter_map(|entry| number(&entry.value))
                .sum(),
        ),
    }
}

/// `extrahop.device.http_server` as an object type and a category.
fn parsed(stat_name: &str) -> Option<(ObjectType, String)> {
    let (level, category) = stat_name.strip_prefix("extrahop.")?.split_once('.')?;
    let object_type = match level {
        "device" => ObjectType::Device,
        "application" => ObjectType::Application,
        "capture" | "network" => ObjectType::Network,
        "vlan" => ObjectType::Vlan,
        _ => return None,
    };
    Some((object_type, category.to_owned()))
}

/// The key of a detail metric that a `param` names.
fn key_of(param: &Param) -> Option<&str> {
    param.as_ref()?.get("key1")?.as_str()
}

/// A metric with the key or data point that `param` names: `key1` and `key2` as in metric queries,
/// `percentile` of a dataset, whose mean is taken otherwise.
fn spec(metric: &Metric, param: &Param) -> Spec {
    let said = |name: &str| param.as_ref().and_then(|param| param.get(name));
    let filter = |name: &str| KeyFilter::parse(said(name)?.as_str()?).ok();
    let calc = match said("percentile").and_then(serde_json::Value::as_f64) {
        Some(percent) => Calc::Percentiles(vec![percent.clamp(0.0, 100.0)]),
        None if metric.kind() == "dataset" => Calc::Mean,
        None => Calc::None,
    };
    Spec {
        key1: filter("key1"),
        key2: filter("key2"),
        calc,
        ..Spec::named(metric.name)
    }
}
