//! When an alert fires. What cannot be evaluated is no condition, and no such alert is stored.
use super::{object::Alert, operator::Operator};
use crate::{
    base::{
        brief::shortened,
        clock::Millis,
        problem::{Problem, Result, refused},
    },
    network::{
        Calc, KeyFilter, ObjectType, Spec,
        catalog::{self, Category, Metric},
    },
};
use serde_json::{Map, Value};

pub enum Condition {
    Threshold(Threshold),
    /// Made by the appliance's own detectors, which this firmware does not have.
    Detection,
}

/// A metric, or the ratio of two, that is compared with a number.
pub struct Threshold {
    pub object_type: ObjectType,
    pub category: &'static Category,
    /// The metric, and the one that it is divided by.
    pub specs: Vec<Spec>,
    /// The key that the metric is narrowed down to.
    pub key: Option<String>,
    /// How long a time is looked at.
    pub length: Millis,
    /// What a sum over that time is multiplied with.
    scale: f64,
    operator: Operator,
    operand: f64,
    /// The least time between two notifications.
    pub refire: Option<Millis>,
}

/// What narrows a metric down.
type Param = Option<Map<String, Value>>;

impl TryFrom<&Alert> for Condition {
    type Error = Problem;
    fn try_from(alert: &Alert) -> Result<Self> {
        match alert.kind.as_str() {
            "threshold" => Threshold::of(alert).map(Self::Threshold),
            _ => Ok(Self::Detection),
        }
    }
}

impl Condition {
    /// The threshold of an alert that has one.
    pub fn threshold(alert: &Alert) -> Option<Threshold> {
        match Self::try_from(alert) {
            Ok(Self::Threshold(threshold)) => Some(threshold),
            Ok(Self::Detection) | Err(_) => None,
        }
    }
}

impl Threshold {
    fn of(alert: &Alert) -> Result<Self> {
        let stat_name = needed("stat_name", &alert.stat_name)?;
        let field_name = needed("field_name", &alert.field_name)?;
        let operator = Operator::of(needed("operator", &alert.operator)?)?;
        let operand = number(needed("operand", &alert.operand)?)?;
        if alert.field_name2.is_some() != alert.field_op.is_some() {
            return Err(refused(
                "`field_op` and `field_name2` go together: send both or neither",
            ));
        }
        check_param("param", &alert.param)?;
        check_param("param2", &alert.param2)?;
        let (object_type, category) = categorized(stat_name)?;
        let metric = |field: &str, name: &str| {
            let metric = category.metric_or_open(name);
            metric.ok_or_else(|| {
                let name = shortened(name);
                refused(format!("`{field}`: {stat_name} has no metric `{name}`"))
            })
        };
        let mut specs = vec![spec(
            metric("field_name", field_name)?,
            field_name,
            &alert.param,
        )];
        if let Some(name) = alert.field_name2.as_deref() {
            specs.push(spec(metric("field_name2", name)?, name, &alert.param2));
        }
        let seconds = alert.interval_length.unwrap_or(30);
        // The units of a ratio cancel each other out.
        let per = match alert.units.as_deref().filter(|_| specs.len() == 1) {
            Some("1 sec") => 1.0,
            Some("1 min") => 60.0,
            Some("1 hr") => 3600.0,
            _ => seconds as f64,
        };
        Ok(Self {
            object_type,
            category,
            key: key_of(&alert.param).map(str::to_owned),
            specs,
            length: seconds.saturating_mul(1000),
            scale: per / seconds as f64,
            operator,
            operand,
            refire: alert
                .refire_interval
                .map(|seconds| seconds.saturating_mul(1000)),
        })
    }

    /// What is compared with the operand; a ratio to nothing is none.
    pub fn value(&self, numbers: &[Option<f64>]) -> Option<f64> {
        match numbers {
            [Some(one)] => Some(one * self.scale),
            [Some(one), Some(other)] if *other != 0.0 => Some(one / other),
            _ => None,
        }
    }
    pub fn holds(&self, value: Option<f64>) -> bool {
        value.is_some_and(|value| self.operator.holds(value, self.operand))
    }
}

fn needed<'a>(name: &str, value: &'a Option<String>) -> Result<&'a str> {
    let value = value.as_deref().filter(|value| !value.is_empty());
    value.ok_or_else(|| refused(format!("`{name}` is required for a threshold alert")))
}

fn number(text: &str) -> Result<f64> {
    let number = text.trim().parse().ok().filter(|n: &f64| n.is_finite());
    number.ok_or_else(|| refused("`operand` must be a number written as text, such as \"0.001\""))
}

/// `extrahop.device.http_server` as an object type and a category.
fn categorized(stat_name: &str) -> Result<(ObjectType, &'static Category)> {
    let Some((object_type, name)) = ObjectType::of_stat_name(stat_name) else {
        return Err(refused(
            "`stat_name` must be extrahop.OBJECT.CATEGORY, where OBJECT is device, application, \
             capture or vlan",
        ));
    };
    let category = catalog::find(object_type, name);
    let category = category.ok_or_else(|| {
        let level = object_type.stat_prefix().trim_start_matches("extrahop.");
        refused(format!(
            "`stat_name`: there is no metric category `{name}` of the object type {level}"
        ))
    })?;
    Ok((object_type, category))
}

/// The key of a detail metric that a `param` names.
fn key_of(param: &Param) -> Option<&str> {
    param.as_ref()?.get("key1")?.as_str()
}

/// A `param` says what is known to narrow a metric down. The one value of `dset_param` that is public
/// is the median.
fn check_param(field: &str, param: &Param) -> Result<()> {
    const KNOWN: [&str; 5] = ["dset_param", "percentile", "key", "key1", "key2"];
    let unknown = |name: &&String| !KNOWN.contains(&name.as_str());
    if let Some(unknown) = param.iter().flat_map(Map::keys).find(unknown) {
        let (shown, known) = (shortened(unknown), KNOWN.join(", "));
        return Err(refused(format!(
            "`{field}` has no `{shown}`; it may have {known}"
        )));
    }
    match param.as_ref().and_then(|param| param.get("dset_param")) {
        None | Some(Value::Null) => Ok(()),
        Some(Value::String(text)) if text == "median" => Ok(()),
        Some(_) => Err(refused(format!("`{field}.dset_param` must be \"median\""))),
    }
}

/// A metric with the key or data point that `param` names: `key1` and `key2` as in metric queries,
/// `percentile` of a dataset, whose mean is taken otherwise.
fn spec(metric: &Metric, name: &str, param: &Param) -> Spec {
    let said = |name: &str| param.as_ref().and_then(|param| param.get(name));
    let filter = |name: &str| KeyFilter::parse(said(name)?.as_str()?).ok();
    let calc = match said("percentile").and_then(Value::as_f64) {
        Some(percent) => Calc::Percentiles(vec![percent.clamp(0.0, 100.0)]),
        None if said("dset_param").is_some() => Calc::Percentiles(vec![50.0]),
        None if metric.kind() == "dataset" => Calc::Mean,
        None => Calc::None,
    };
    Spec {
        key1: filter("key1"),
        key2: filter("key2"),
        calc,
        ..Spec::named(name)
    }
}
