//! Recorded values: they stand in the place of the generated ones.
use super::{engine::ResolvedQuery, query::ObjectType, tally::Column, window::TimeRange};
use crate::{
    base::clock::{Millis, TICK},
    network::{
        catalog::{self, Category, MetricLevel},
        world::{
            host::{RecordedMetric, at_node, node_of},
            network::Scope,
        },
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
        let courses = self.0.entry(owner).or_default();
        let same =
            |course: &RecordedSeries| course.category == category.name && course.metric == one.name;
        let at = courses.iter().position(same).unwrap_or_else(|| {
            courses.push(RecordedSeries {
                category: category.name,
                metric: one.name,
                values: BTreeMap::new(),
            });
            courses.len() - 1
        });
        note(&mut courses[at].values, &one.points)
    }
    /// Devices with their recorded category and the first moment of it.
    pub fn first(&self) -> impl Iterator<Item = (i64, &'static str, Millis)> {
        let devices = self
            .0
            .iter()
            .filter(|((level, _), _)| *level == MetricLevel::Device);
        devices.flat_map(|((_, id), courses)| {
            let first = courses.iter().filter_map(RecordedSeries::first);
            first.map(|(category, time)| (*id, category, time))
        })
    }
    /// The recorded categories of one object and the first moment of each metric in them.
    pub fn first_of(&self, owner: RecordedOwner) -> impl Iterator<Item = (&'static str, Millis)> {
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
        let mut courses = self.of(owner).iter();
        let found = courses.find(|one| one.category == category.name && one.metric == metric);
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
        .asked(&one.name)
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

impl ResolvedQuery<'_> {
    /// Whose recorded values a scope has.
    fn owner(&self, scope: Scope) -> Option<RecordedOwner> {
        let host = |place| self.network.host_at(place);
        let id = match scope {
            Scope::Device(place) => host(place).id,
            Scope::Part(at, place) if self.customs[at as usize].covers(host(place)) => {
                host(place).id
            }
            Scope::Part(..) | Scope::Custom(_) => return None,
            Scope::Vlan(oid) => oid,
            Scope::Application(place) => self.query.subjects[place].oid,
            Scope::Node(node) => at_node(node, 0),
            Scope::Whole | Scope::System => 0,
        };
        Some((self.category.level, id))
    }
    /// Puts recorded values in the place of the generated ones of their buckets.
    pub fn replace_recorded(&self, scope: Scope, spans: &[TimeRange], columns: &mut [Column]) {
        let Some(owner) = self.owner(scope) else {
            return;
        };
        let recorded = &self.network.recorded;
        let asked = self.metrics.iter().zip(&self.query.specs);
        for ((metric, spec), column) in asked.zip(columns) {
            let pieces = recorded.pieces(owner, self.category, &spec.name, spans);
            if pieces.is_empty() {
                continue;
            }
            let replaced: Vec<TimeRange> = pieces.iter().map(|piece| piece.span).collect();
            let alone = ResolvedQuery {
                metrics: &[*metric],
                ..*self
            };
            let mut generated = alone.gather(&[scope], &replaced);
            for (at, piece) in pieces.iter().enumerate() {
                let generated = generated[0].number(at).map_or(0, |number| *number);
                if let Some(sum) = column.number(piece.row) {
                    *sum = sum.wrapping_sub(generated).wrapping_add(piece.value);
                }
            }
        }
    }
}

/// What falls into a part of a bucket when its value is spread evenly.
fn share(value: i64, start: Millis, part: TimeRange) -> u64 {
    let before = |at: Millis| i128::from(value) * i128::from(at - start) / i128::from(TICK);
    (before(part.until) - before(part.from)) as u64
}
