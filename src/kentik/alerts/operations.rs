//! What clients do with alerts: start a mitigation, and list alarms.
use super::{
    alarm_view::Alarm,
    history_view::HistoricalAlert,
    incident::{Incident, StateChange},
    incidents::incidents,
    object::Mitigation,
    query::{AlarmQuery, HistoryQuery},
    view::MitigationAnswer,
};
use crate::{
    api::{Operation, Part, Query, Unwrapped, View, get, post},
    base::problem::Result,
    kentik::levels::{ADMINISTRATOR, MEMBER},
    store::Kind,
    twin::access::Permit,
};

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<Mitigation>()],
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    vec![
        post("/alerts/manual-mitigate",        ADMINISTRATOR, mitigate, "Start a mitigation by hand."),
        get ("/alerts-active/alarms",          MEMBER,        alarms,   "Retrieve the alarms and mitigations of a span of time."),
        get ("/alerts-active/alerts-history",  MEMBER,        history,  "Retrieve the changes of alarms and mitigations in a span of time."),
    ]
}

async fn mitigate(
    permit: Permit,
    Unwrapped(new): Unwrapped<Mitigation>,
) -> Result<View<MitigationAnswer>> {
    permit.write(|draft| draft.insert(new)).await?;
    permit.answer(&MitigationAnswer::ok())
}

async fn alarms(permit: Permit, Query(query): Query<AlarmQuery>) -> Result<View<Vec<Alarm>>> {
    let (incidents, _) = incidents(&permit, &query).await?;
    let rows = incidents.iter().filter_map(|incident| {
        let latest = incident.latest_change();
        let is_selected = query.selects(incident, &latest);
        is_selected.then(|| Alarm::new(incident, &latest))
    });
    permit.answers(rows)
}

async fn history(
    permit: Permit,
    Query(query): Query<HistoryQuery>,
) -> Result<View<Vec<HistoricalAlert>>> {
    let (incidents, (start, end)) = incidents(&permit, &query.alarms).await?;
    let changes = incidents.iter().flat_map(|incident| {
        let changes = incident.changes();
        let inside = changes.filter(move |change| (start..=end).contains(&change.at));
        inside.map(move |change| (incident, change))
    });
    let mut changes: Vec<(&Incident, StateChange)> = changes
        .filter(|(incident, change)| query.alarms.selects(incident, change))
        .collect();
    changes.sort_by_key(|(_, change)| change.at);
    query.sort(&mut changes);
    let rows = changes.iter();
    permit.answers(rows.map(|(incident, change)| HistoricalAlert::new(incident, change)))
}
