//! Manual mitigations, and the alarms of the network: the threshold alerts of the twin.
mod asked;
mod incident;
pub mod mitigations;
mod rows;

use super::levels::{ADMINISTRATOR, MEMBER};
use crate::{
    api::{Operation, Query, Unwrapped, View, get, post, read_only},
    base::{
        clock::{Millis, metric_clock},
        problem::Result,
    },
    extrahop::alerts::{Alert, episodes},
    twin::access::Permit,
};
use asked::{Asked, AskedHistory};
use incident::{Change, Incident};
use mitigations::Mitigation;
use rows::{Alarm, HistoricalAlert};
use schemars::JsonSchema;
use serde::Serialize;

/// That a mitigation has begun.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"response": {"result": "OK"}}]))]
pub struct MitigationAnswer {
    #[schemars(transform = read_only)]
    response: MitigationResult,
}

#[derive(Serialize, JsonSchema)]
pub struct MitigationResult {
    /// Always OK.
    #[schemars(transform = read_only)]
    result: &'static str,
}

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
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
    permit.answer(&MitigationAnswer {
        response: MitigationResult { result: "OK" },
    })
}

async fn alarms(permit: Permit, Query(asked): Query<Asked>) -> Result<View<Vec<Alarm>>> {
    let (incidents, _) = incidents(&permit, &asked).await?;
    let rows = incidents.iter().filter_map(|incident| {
        let now = incident.now();
        let wanted = asked.wants(incident, &now);
        wanted.then(|| Alarm::new(incident, &now))
    });
    permit.answers(rows)
}

async fn history(
    permit: Permit,
    Query(asked): Query<AskedHistory>,
) -> Result<View<Vec<HistoricalAlert>>> {
    let (incidents, (start, end)) = incidents(&permit, &asked.asked).await?;
    let changes = incidents.iter().flat_map(|incident| {
        let changes = incident.changes();
        let inside = changes.filter(move |change| (start..=end).contains(&change.at));
        inside.map(move |change| (incident, change))
    });
    let mut changes: Vec<(&Incident, Change)> = changes
        .filter(|(incident, change)| asked.asked.wants(incident, change))
        .collect();
    changes.sort_by_key(|(_, change)| change.at);
    asked.sort(&mut changes);
    let rows = changes.iter();
    permit.answers(rows.map(|(incident, change)| HistoricalAlert::new(incident, change)))
}

/// How far alarms are looked for before the end of a span: they are worked out when asked for.
const LOOK_BACK: Millis = 24 * 3_600_000;

/// Everything that went on in the span, by its beginning, as it stood at the end of the span; and
/// the span, whose end is not in the future.
async fn incidents(permit: &Permit, asked: &Asked) -> Result<(Vec<Incident>, (Millis, Millis))> {
    asked.check()?;
    let (start, end) = asked.span(permit.clock.now())?;
    let mut incidents = vec![];
    if asked.show_alarms == 1 && start <= end {
        let permit = permit.clone();
        // Many sources take a while, and must not hold up the other requests.
        let fired = tokio::task::spawn_blocking(move || fired(&permit, end));
        incidents.extend(fired.await.map_err(anyhow::Error::from)??);
    }
    if asked.show_mitigations == 1 {
        let state = permit.store.state();
        let all = state.all::<Mitigation>();
        incidents.extend(all.map(|mitigation| Incident::mitigation(mitigation, end)));
    }
    incidents.retain(|incident| {
        incident.began <= end && incident.ended.is_none_or(|ended| ended >= start)
    });
    incidents.sort_by_key(|incident| incident.began);
    Ok((incidents, (start, end)))
}

/// The times that threshold alerts fired.
fn fired(permit: &Permit, end: Millis) -> Result<Vec<Incident>> {
    let state = permit.store.state();
    let horizon = metric_clock(end - LOOK_BACK);
    let mut fired = vec![];
    for alert in state.all::<Alert>() {
        for episode in episodes(permit, alert, horizon, end)? {
            let incident = Incident::alarm(&state, permit.seed, alert, episode, horizon);
            fired.push(incident);
        }
    }
    Ok(fired)
}
