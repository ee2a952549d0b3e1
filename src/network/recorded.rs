//! Recorded values: they stand in the place of the generated ones.
use super::catalog::{self, Category, Metric};
use super::host::Recorded;
use super::query::ObjectType;
use super::window::{Span, TICK};
use crate::clock::Millis;
use std::collections::BTreeMap;

/// The recorded values of a network, by device, category and metric.
#[derive(Clone, Debug, Default)]
pub(super) struct Records(BTreeMap<(i64, &'static str, &'static str), BTreeMap<Millis, i64>>);

/// The part of a recorded bucket that lies in a span.
pub(super) struct Replaced {
    /// The place of the span.
    pub row: usize,
    pub span: Span,
    pub value: u64,
}

impl Records {
    /// Checks and keeps what a fixture recorded; `known` says whether a device exists.
    pub fn read(list: Vec<Recorded>, known: impl Fn(i64) -> bool) -> Result<Records, String> {
        let mut records = Records::default();
        for (at, one) in list.into_iter().enumerate() {
            records
                .add(one, &known)
                .map_err(|why| format!("metrics[{at}].{why}"))?;
        }
        Ok(records)
    }
    fn add(&mut self, one: Recorded, known: impl Fn(i64) -> bool) -> Result<(), String> {
        if one.object_type != ObjectType::Device {
            return Err("object_type: only a device can have recorded values".into());
        }
        if !known(one.object_id) {
            return Err(format!("object_id: no device has the id {}", one.object_id));
        }
        let category = catalog::find(ObjectType::Device, &one.category)
            .ok_or_else(|| format!("category: devices have no category `{}`", one.category))?;
        let metric = category
            .metric(&one.name)
            .ok_or_else(|| format!("name: `{}` has no metric `{}`", one.category, one.name))?;
        if !metric.is_scalar_count() {
            return Err(format!(
                "name: `{}` is a {}; only a count can be recorded",
                one.name,
                metric.kind()
            ));
        }
        let values = self
            .0
            .entry((one.object_id, category.name, metric.name))
            .or_default();
        for (at, (time, value)) in one.points.into_iter().enumerate() {
            if time.rem_euclid(TICK) != 0 {
                return Err(format!(
                    "points[{at}]: the time {time} is no multiple of {TICK} ms"
                ));
            }
            if value < 0 {
                return Err(format!("points[{at}]: the value {value} is negative"));
            }
            if values.insert(time, value).is_some() {
                return Err(format!("points[{at}]: the time {time} is given twice"));
            }
        }
        Ok(())
    }
    /// Devices with their recorded category and the first moment of it.
    pub fn first(&self) -> impl Iterator<Item = (i64, &'static str, Millis)> {
        self.0.iter().filter_map(|((device, category, _), values)| {
            values
                .first_key_value()
                .map(|(time, _)| (*device, *category, *time))
        })
    }
    /// The recorded categories of one device and the first moment of each metric in them.
    pub fn first_of(&self, device: i64) -> impl Iterator<Item = (&'static str, Millis)> {
        let own = self.0.range((device, "", "")..(device + 1, "", ""));
        own.filter_map(|((_, category, _), values)| {
            let (time, _) = values.first_key_value()?;
            Some((*category, *time))
        })
    }
    /// The recorded parts of ascending spans.
    pub fn pieces(
        &self,
        device: i64,
        category: &Category,
        metric: &Metric,
        spans: &[Span],
    ) -> Vec<Replaced> {
        let Some(values) = self.0.get(&(device, category.name, metric.name)) else {
            return Vec::new();
        };
        let inside = |(row, span): (usize, &Span)| {
            let (row, span) = (row, *span);
            let first = span.from.div_euclid(TICK) * TICK;
            values
                .range(first..span.until.max(first))
                .map(move |(time, value)| {
                    let part = Span {
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

/// What falls into a part of a bucket when its value is spread evenly.
fn share(value: i64, start: Millis, part: Span) -> u64 {
    let before = |at: Millis| i128::from(value) * i128::from(at - start) / i128::from(TICK);
    (before(part.until) - before(part.from)) as u64
}
