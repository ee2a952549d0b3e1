//! What went on in a span of time: alerts that fired, and mitigations.
use super::{incident::Incident, object::Mitigation, query::AlarmQuery};
use crate::{
    base::{
        clock::{DAY, Millis, metric_clock},
        problem::Result,
    },
    runtime::background,
    twin::{access::Permit, appliance::Appliance},
};

/// How far alarms are looked for before the end of a span: they are worked out when asked for.
const LOOK_BACK: Millis = DAY;

/// Everything that went on in the span, by its beginning, as it stood at the end of the span; and
/// the span, whose end is not in the future.
pub async fn incidents(
    permit: &Permit,
    query: &AlarmQuery,
) -> Result<(Vec<Incident>, (Millis, Millis))> {
    query.check()?;
    let (start, end) = query.time_range(permit.clock.now())?;
    let mut incidents = vec![];
    if query.show_alarms == 1 && start <= end {
        let permit = permit.clone();
        // Many sources take a while, and must not hold up the other requests.
        incidents.extend(background::run(move || fired_alerts(&permit, end)).await?);
    }
    if query.show_mitigations == 1 {
        let state = permit.store.state();
        let all = state.all::<Mitigation>();
        incidents.extend(all.map(|mitigation| Incident::from_mitigation(mitigation, end)));
    }
    incidents.retain(|incident| {
        incident.start <= end && incident.end.is_none_or(|ended| ended >= start)
    });
    incidents.sort_by_key(|incident| incident.start);
    Ok((incidents, (start, end)))
}

/// The times that threshold alerts fired.
fn fired_alerts(permit: &Permit, end: Millis) -> Result<Vec<Incident>> {
    let horizon = metric_clock(end.saturating_sub(LOOK_BACK));
    let alarms = (permit.part::<Appliance>().alarms)(permit, horizon, end)?;
    let alarms = alarms.into_iter();
    let incidents = alarms.map(|alarm| Incident::from_alarm(permit.seed, alarm, horizon));
    Ok(incidents.collect())
}
