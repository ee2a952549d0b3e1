//! When threshold alerts fired in a span of time: each time from beginning to end.
use super::{
    Alert,
    condition::Condition,
    firing::{is_silent, silences},
};
use crate::{
    base::{
        clock::{Millis, metric_clock},
        problem::Result,
    },
    network::ObjectType,
    twin::access::Permit,
};

/// One time that the condition of an alert held for one of its sources.
#[derive(Clone, Debug)]
pub struct Episode {
    pub object_type: ObjectType,
    pub source: i64,
    /// The first tick of the metric clock at which it held; none: it held already where the look
    /// back ends.
    pub began: Option<Millis>,
    /// The first tick since which it does not hold; none: it holds at the end of the span.
    pub ended: Option<Millis>,
    /// What was compared with the operand, at the first tick and at the last one.
    pub values: (f64, f64),
    /// At how many ticks it held.
    pub ticks: i64,
}

/// The episodes of an alert that is not disabled, from one tick to another. While an exclusion
/// interval keeps the alert from being sent, there is none.
pub fn episodes(
    permit: &Permit,
    alert: &Alert,
    first: Millis,
    last: Millis,
) -> Result<Vec<Episode>> {
    let threshold = Condition::threshold(alert).filter(|threshold| threshold.exists_on(permit));
    let Some(threshold) = threshold.filter(|_| !alert.disabled.unwrap_or(false)) else {
        return Ok(vec![]);
    };
    let state = permit.store.state();
    let (first, last) = (metric_clock(first), metric_clock(last));
    let silences = silences(&state, alert);
    let mut found = vec![];
    for source in threshold.sources(permit, &state, alert)? {
        let mut now: Option<Episode> = None;
        for (at, value) in threshold.history(permit, source, first, last)? {
            let held = value.filter(|_| threshold.holds(value) && !is_silent(&silences, at));
            match (held, &mut now) {
                (Some(value), Some(now)) => now.goes_on(value),
                (Some(value), None) => {
                    let began = (at > first).then_some(at);
                    now = Some(Episode::new(threshold.object_type, source, began, value));
                }
                (None, Some(_)) => found.extend(now.take().map(|now| now.ending(at))),
                (None, None) => {}
            }
        }
        found.extend(now);
    }
    Ok(found)
}

impl Episode {
    fn new(object_type: ObjectType, source: i64, began: Option<Millis>, value: f64) -> Self {
        Self {
            object_type,
            source,
            began,
            ended: None,
            values: (value, value),
            ticks: 1,
        }
    }
    fn goes_on(&mut self, value: f64) {
        self.values.1 = value;
        self.ticks += 1;
    }
    fn ending(self, at: Millis) -> Self {
        Self {
            ended: Some(at),
            ..self
        }
    }
}
