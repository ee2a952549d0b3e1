//! Whether an alert fires: its metric in the simulated network, looked at when somebody asks.
use super::{
    Alert, SILENCED,
    condition::{Condition, Threshold},
};
use crate::{
    api::{Id, View, read_only},
    base::{
        clock::{Millis, metric_clock},
        problem::Result,
    },
    extrahop::resources::exclusionintervals::ExclusionInterval,
    network::ObjectType,
    runtime::background,
    store::State,
    twin::access::Permit,
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// What an alert sees of one of its sources. The guide knows the first five fields; the others
/// are the emulator's own, and say whether the alert fires.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"id": 1, "alert_id": 16, "stat_name": "extrahop.device.http_server", "field_name": "rsp_error", "param": null, "object_type": "device", "object_id": 9363, "from": 1447975170000i64, "until": 1447975200000i64, "value": 0.25, "firing": true, "suppressed": false, "since": 1447974900000i64, "last_sent": 1447974900000i64}]))]
pub struct AlertStat {
    /// The number of the row.
    #[schemars(transform = read_only)]
    id: i64,
    #[schemars(transform = read_only)]
    alert_id: i64,
    /// The metric category with its object type.
    #[schemars(transform = read_only)]
    stat_name: String,
    /// The metric that is threshold.
    #[schemars(transform = read_only)]
    field_name: String,
    /// The key that the metric is narrowed down to.
    #[schemars(transform = read_only)]
    param: Option<String>,
    /// What the source is: device, application, network or vlan.
    #[schemars(transform = read_only)]
    object_type: ObjectType,
    #[schemars(transform = read_only)]
    object_id: i64,
    /// The span that was looked at, in ms since the epoch; it ends with the metric clock.
    #[schemars(transform = read_only)]
    from: Millis,
    #[schemars(transform = read_only)]
    until: Millis,
    /// What is compared with the operand, in the alert's units; null: there is nothing to compare.
    #[schemars(transform = read_only)]
    value: Option<f64>,
    /// Whether the condition holds now, and the alert is not disabled.
    #[schemars(transform = read_only)]
    firing: bool,
    /// Whether an exclusion interval keeps the alert from being sent now.
    #[schemars(transform = read_only)]
    suppressed: bool,
    /// Since when the condition holds without a break, as far as four hours back.
    #[schemars(transform = read_only)]
    since: Option<Millis>,
    /// When the alert was last sent for this source in that time.
    #[schemars(transform = read_only)]
    last_sent: Option<Millis>,
}

pub async fn stats(permit: Permit, Id(id): Id) -> Result<View<Vec<AlertStat>>> {
    let alert = permit.store.state().get::<Alert>(id)?.clone();
    // Many sources take a while, and must not hold up the other requests.
    background::run(move || permit.answers(rows(&permit, &alert)?.into_iter())).await
}

fn rows(permit: &Permit, alert: &Alert) -> Result<Vec<AlertStat>> {
    let threshold = Condition::threshold(alert).filter(|threshold| threshold.exists_on(permit));
    let Some(threshold) = threshold else {
        return Ok(vec![]);
    };
    let state = permit.store.state();
    let sources = threshold.sources(permit, &state, alert)?;
    let now = metric_clock(permit.clock.now());
    let silences = silences(&state, alert);
    let values = threshold.values(permit, &sources, now)?;
    let told = sources.iter().enumerate().map(|(i, source)| {
        let value = values.get(source).copied().flatten();
        let firing = !alert.disabled.unwrap_or(false) && threshold.holds(value);
        let run = match firing {
            true => run(&threshold, permit, *source, now, &silences)?,
            false => Run::default(),
        };
        Ok(AlertStat {
            id: i as i64 + 1,
            alert_id: alert.id,
            stat_name: alert.stat_name.clone().unwrap_or_default(),
            field_name: alert.field_name.clone().unwrap_or_default(),
            param: threshold.key.clone(),
            object_type: threshold.object_type,
            object_id: *source,
            from: now - threshold.length,
            until: now,
            value,
            firing,
            suppressed: is_silent(&silences, now),
            since: run.since,
            last_sent: run.last_sent,
        })
    });
    told.collect()
}

/// The exclusion intervals of an alert.
pub(super) fn silences(state: &State, alert: &Alert) -> Vec<ExclusionInterval> {
    let own: BTreeSet<i64> = SILENCED.ids(state, alert.id).into_iter().collect();
    let all = state.all::<ExclusionInterval>();
    all.filter(|interval| interval.alert_apply_all || own.contains(&interval.id))
        .cloned()
        .collect()
}
pub(super) fn is_silent(silences: &[ExclusionInterval], at: Millis) -> bool {
    silences.iter().any(|interval| interval.covers(at))
}

/// How far back a holding condition is followed: the longest time between two notifications.
const LOOK_BACK: Millis = 14_400_000;

/// For how long a condition has held, and when that was last told.
#[derive(Default)]
struct Run {
    since: Option<Millis>,
    last_sent: Option<Millis>,
}

/// Follows the last hours in steps of the metric clock, as the appliance does.
fn run(
    threshold: &Threshold,
    permit: &Permit,
    source: i64,
    now: Millis,
    silences: &[ExclusionInterval],
) -> Result<Run> {
    let mut run = Run::default();
    for (at, value) in threshold.history(permit, source, now - LOOK_BACK, now)? {
        if !threshold.holds(value) {
            run = Run::default();
            continue;
        }
        run.since.get_or_insert(at);
        let due = match (run.last_sent, threshold.refire) {
            (None, _) => true,
            (Some(last), Some(refire)) => at - last >= refire,
            (Some(_), None) => false,
        };
        if due && !is_silent(silences, at) {
            run.last_sent = Some(at);
        }
    }
    Ok(run)
}
