//! The operations on applications.
use super::{object::Application, search, seed::complete, view::shown};
use crate::{
    api::{Id, NoContent, Operation, Part, Patch, Query, View, get, patch, read_only},
    base::{
        clock::{Millis, metric_clock},
        problem::Result,
    },
    extrahop::resources::nodes,
    network::application_activities,
    schema::marks::since,
    store::Kind,
    twin::access::{Level::*, Permit},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"id": 501, "application_id": 5, "from_time": 1448474250000i64, "until_time": 1448477850000i64, "mod_time": 1448477850000i64, "stat_name": "extrahop.application.http"}]))]
struct ApplicationActivity {
    #[schemars(transform = read_only)]
    id: i64,
    #[schemars(transform = read_only)]
    application_id: i64,
    /// When the application first had traffic of this kind, in ms since the epoch.
    #[schemars(transform = read_only)]
    from_time: Millis,
    /// Up to when the application had traffic of this kind, in ms since the epoch.
    #[schemars(transform = read_only)]
    until_time: Millis,
    #[schemars(transform = read_only)]
    mod_time: Millis,
    /// The metric category of the activity.
    #[schemars(transform = read_only)]
    stat_name: String,
}

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<Application>()],
    complete,
    ..Part::NONE
};

/// An application comes into being through a trigger; POST is of later firmware.
#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    vec![
        get  ("/applications",               ReadOnly,  search::search,     "Retrieve the applications that match."),
        get  ("/applications/{id}",          ReadOnly,  read,               "Retrieve an application."),
        patch("/applications/{id}",          FullWrite, update_application, "Change an application."),
        get  ("/applications/{id}/activity", ReadOnly,  activity,           "Retrieve the kinds of traffic that an application had."),
    ]
}

#[derive(Deserialize, JsonSchema)]
struct Included {
    /// Whether to show the criteria.
    #[serde(default)]
    #[schemars(transform = since::<8, 6>)]
    include_criteria: bool,
}

async fn read(
    permit: Permit,
    Id(id): Id,
    Query(included): Query<Included>,
) -> Result<View<Application>> {
    let state = permit.store.state();
    let object = state.object::<Application>(id)?;
    Ok(permit.view(&shown(object, included.include_criteria)))
}

async fn update_application(
    permit: Permit,
    Id(id): Id,
    patch: Patch<Application>,
) -> Result<NoContent> {
    permit
        .write(move |draft| {
            let at = draft.stamp.at;
            draft.update(id, |application: &Application| {
                let mut changed = patch.onto(application)?;
                changed.may_be_called(&application.display_name)?;
                changed.user_mod_time = at;
                Ok(changed)
            })
        })
        .await?;
    Ok(NoContent)
}

async fn activity(permit: Permit, Id(id): Id) -> Result<View<Vec<ApplicationActivity>>> {
    let state = permit.store.state();
    let application = state.get::<Application>(id)?;
    let until = nodes::known_until(&state, id, metric_clock(permit.clock.now()));
    let seen = application.subject(&permit, &state)?;
    let mut seen = application_activities(&permit.network, &seen);
    seen.retain(|(_, since)| *since < until);
    seen.sort_by_key(|(_, since)| *since);
    let periods = seen.into_iter().enumerate();
    let periods = periods.map(|(i, (category, since))| ApplicationActivity {
        id: id
            .saturating_mul(100)
            .saturating_add(i as i64)
            .saturating_add(1),
        application_id: id,
        from_time: since,
        until_time: until,
        mod_time: until,
        stat_name: format!("extrahop.application.{category}"),
    });
    permit.answers(periods)
}
