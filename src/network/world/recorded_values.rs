//! Recorded values of metrics, which stand in the place of the generated ones.
use super::{
    ids::{at_node, node_of},
    inputs::RecordedMetric,
};
use crate::{
    base::clock::{Millis, TICK},
    network::{
        catalog::{self, Category, MetricLevel, ObjectType},
        model::time_range::TimeRange,
    },
};
use std::collections::BTreeMap;

/// The recorded values of a network, by object.
#[derive(Clone, Debug, Default)]
pub struct RecordedValues(BTreeMap<RecordedOwner, Vec<RecordedSeries>>);

/// Whose values they are: an id at a level.
pub type RecordedOwner = (MetricLevel, i64);

/// The recorded values of one metric.
#[derive(Clone, Debug)]
struct RecordedSeries {
    category: &'static str,
    metric: String,
    values: BTreeMap<Millis, i64>,
}

/// The part of a recorded bucket that lies in a span.
pub struct Replaced {
    /// The place of the span.
    pub row: usize,
    pub span: TimeRange,
    pub value: u64,
}

impl RecordedValues {
    /// Checks and keeps what a fixture recorded; `known` says whether a device exists.
    pub fn read(
        list: Vec<RecordedMetric>,
        known: impl Fn(i64) -> bool,
    ) -> Result<RecordedValues, String> {
        let mut records = RecordedValues::default();
        for (at, one) in list.into_iter().enumerate() {
            records
                .add(one, &known)
                .map_err(|why| format!("metrics[{at}].{why}"))?;
        }
        Ok(records)
    }
    fn add(&mut self, one: RecordedMetric, known: impl Fn(i64) -> bool) -> Result<(), String> {
        let owner = owner(&one)?;
        if one.object_type == ObjectType::Device && !known(one.object_id) {
            return Err(format!("object_id: no device has the id {}", one.object_id));
        }
        let category = category(&one)?;
        let all = self.0.entry(owner).or_default();
        let same =
            |other: &RecordedSeries| other.category == category.name && other.metric == one.name;
        let at = all.iter().position(same).unwrap_or_else(|| {
            all.push(RecordedSeries {
                category: category.name,
                metric: one.name,
                values: BTreeMap::new(),
            });
            all.len() - 1
        });
        note(&mut all[at].values, &one.points)
    }
    /// Devices with their recorded category and the first moment of it.
    pub fn of_devices(&self) -> impl Iterator<Item = (i64, &'static str, Millis)> {
        let devices = self
            .0
            .iter()
            .filter(|((level, _), _)| *level == MetricLevel::Device);
        devices.flat_map(|((_, id), all)| {
            let first = all.iter().filter_map(RecordedSeries::first);
            first.map(|(category, time)| (*id, category, time))
        })
    }
    /// The recorded categories of one object and the first moment of each metric in them.
    pub fn categories_of(
        &self,
        owner: RecordedOwner,
    ) -> impl Iterator<Item = (&'static str, Millis)> {
        self.of(owner).iter().filter_map(RecordedSeries::first)
    }
    fn of(&self, owner: RecordedOwner) -> &[RecordedSeries] {
        self.0.get(&owner).map_or(&[], Vec::as_slice)
    }
    /// The recorded parts of ascending spans.
    pub fn pieces(
        &self,
        owner: RecordedOwner,
        category: &Category,
        metric: &str,
        spans: &[TimeRange],
    ) -> Vec<Replaced> {
        let mut all = self.of(owner).iter();
        let found = all.find(|one| one.category == category.name && one.metric == metric);
        let Some(RecordedSeries { values, .. }) = found else {
            return Vec::new();
        };
        let inside = |(row, span): (usize, &TimeRange)| {
            let (row, span) = (row, *span);
            let first = span.from.div_euclid(TICK) * TICK;
            values
                .range(first..span.until.max(first))
                .map(move |(time, value)| {
                    let part = TimeRange {
                        from: span.from.max(*time),
                        until: span.until.min(time + TICK),
                    };
                    Replaced {
                        row,
                        span: part,
                        value: share(*value, *time, part),
                    }
                })
        };
        spans.iter().enumerate().flat_map(inside).collect()
    }
}

impl RecordedSeries {
    fn first(&self) -> Option<(&'static str, Millis)> {
        let (time, _) = self.values.first_key_value()?;
        Some((self.category, *time))
    }
}

/// What is counted for itself has values of its own.
fn owner(one: &RecordedMetric) -> Result<RecordedOwner, String> {
    use ObjectType::{ActivityGroup, Capture, DeviceGroup, Network, System};
    let id = match one.object_type {
        DeviceGroup | ActivityGroup => {
            return Err(
                "object_type: a group is the sum of its devices; record the values of those".into(),
            );
        }
        // There is one for each node.
        Network | Capture | System => at_node(node_of(one.object_id), 0),
        _ => one.object_id,
    };
    Ok((MetricLevel::of(one.object_type), id))
}

/// The category of a count that can be recorded.
fn category(one: &RecordedMetric) -> Result<&'static Category, String> {
    let of = match MetricLevel::of(one.object_type) {
        MetricLevel::Device => "devices",
        MetricLevel::Capture => "networks",
        MetricLevel::Application => "applications",
        MetricLevel::Vlan => "VLANs",
        MetricLevel::System => "appliances",
    };
    let category = catalog::find(one.object_type, &one.category)
        .ok_or_else(|| format!("category: {of} have no category `{}`", one.category))?;
    let metric = category
        .metric_or_open(&one.name)
        .ok_or_else(|| format!("name: `{}` has no metric `{}`", one.category, one.name))?;
    match metric.is_scalar_count() {
        true => Ok(category),
        false => Err(format!(
            "name: `{}` is a {}; only a count can be recorded",
            one.name,
            metric.kind()
        )),
    }
}

fn note(values: &mut BTreeMap<Millis, i64>, points: &[(Millis, i64)]) -> Result<(), String> {
    for (at, (time, value)) in points.iter().enumerate() {
        if time.rem_euclid(TICK) != 0 {
            return Err(format!(
                "points[{at}]: the time {time} is no multiple of {TICK} ms"
            ));
        }
        if *value < 0 {
            return Err(format!("points[{at}]: the value {value} is negative"));
        }
        if values.insert(*time, *value).is_some() {
            return Err(format!("points[{at}]: the time {time} is given twice"));
        }
    }
    Ok(())
}

/// What falls into a part of a bucket when its value is spread evenly.
fn share(value: i64, start: Millis, part: TimeRange) -> u64 {
    let before = |at: Millis| i128::from(value) * i128::from(at - start) / i128::from(TICK);
    (before(part.until) - before(part.from)) as u64
}
