//! An application is a container for metrics of the devices and protocols that it is made of.
mod criteria;
mod search;

use super::{alerts, assignable, dashboards, flexgrids, geomaps, nodes, pages};
use crate::{
    api::{Id, NoContent, Operation, Patch, Query, View, get, patch, read_only},
    base::{
        clock::{Millis, metric_clock},
        problem::{Result, refused},
    },
    network::{application_activities, at_node, node_of},
    store::{Draft, Object, Resource, Unique},
    twin::{
        Platform,
        access::{Level::*, Permit},
    },
};
use criteria::ApplicationCriterion;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, sync::Arc};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"id": 0, "node_id": null, "extrahop_id": "_default", "mod_time": 1448474346504i64, "user_mod_time": 1448474253809i64, "display_name": "All Activity", "description": "Everything that the appliance sees."}]))]
pub struct Application {
    /// The unique identifier of the application.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The node that the application belongs to; null on a Discover appliance.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub node_id: Option<i64>,
    /// The name that a trigger gave it; unique on the appliance, and never changed.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub extrahop_id: String,
    /// The same identifier under its later name.
    #[serde(default)]
    #[schemars(transform = read_only, extend("x-since" = "7.2"))]
    pub discovery_id: String,
    /// The last change of any kind, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub mod_time: Millis,
    /// The last change by a user, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub user_mod_time: Millis,
    #[schemars(length(min = 1))]
    pub display_name: String,
    #[serde(default)]
    pub description: Option<String>,
    /// Whose traffic the application is made of; shown to who asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-since" = "8.6"))]
    pub criteria: Option<Vec<ApplicationCriterion>>,
}

impl Resource for Application {
    const KIND: &str = "application";
    const PATH: &str = "applications";
    const TITLE: &str = "application";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "extrahop_id",
        // Each node has its own.
        key: |application| match application.node_id {
            None => application.extrahop_id.as_str().into(),
            Some(node) => format!("{node}/{}", application.extrahop_id).into(),
        },
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        (self.id, self.mod_time) = (id, at);
        self.node_id = nodes::of(id);
        if self.user_mod_time == 0 {
            self.user_mod_time = at;
        }
        if self.extrahop_id.is_empty() {
            self.extrahop_id.clone_from(&self.display_name);
        }
        self.discovery_id.clone_from(&self.extrahop_id);
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(self.display_name.as_str().into())
    }
}

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

/// An application comes into being through a trigger; POST is of later firmware.
#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    let mut operations = vec![
        get  ("/applications",               ReadOnly,  search::search,     "Retrieve the applications that match."),
        get  ("/applications/{id}",          ReadOnly,  read,               "Retrieve an application."),
        patch("/applications/{id}",          FullWrite, update_application, "Change an application."),
        get  ("/applications/{id}/activity", ReadOnly,  activity,           "Retrieve the kinds of traffic that an application had."),
    ];
    operations.push(dashboards::about("/applications/{id}/dashboards", dashboards::ABOUT_APPLICATIONS));
    operations.extend(assignable::at_source("/applications/{id}/alerts", alerts::ON_APPLICATIONS));
    let until_7_9 = [
        flexgrids::ON_APPLICATIONS.inverse().assigned_at("/applications/{id}/flexgrids", FullWrite),
        assignable::at_source("/applications/{id}/geomaps", geomaps::ON_APPLICATIONS),
        assignable::at_source("/applications/{id}/pages", pages::ON_APPLICATIONS),
    ];
    operations.extend(until_7_9.concat().into_iter().map(|op| op.until(7, 9)));
    operations
}

/// The built-in application, one on each appliance that sees traffic.
pub fn complete(draft: &mut Draft, platform: Platform) -> Result<()> {
    for node in nodes::all(draft, platform) {
        let id = at_node(node, 0);
        if draft.has(Application::KIND, id) {
            continue;
        }
        let mut application = Application {
            id,
            node_id: None,
            extrahop_id: Application::BUILT_IN.into(),
            discovery_id: String::new(),
            mod_time: 0,
            user_mod_time: 0,
            display_name: "All Activity".into(),
            description: Some("Everything that the appliance sees.".into()),
            criteria: None,
        };
        application.set_id_and_time(id, draft.stamp.at);
        draft.place(Object::new(application))?;
    }
    Ok(())
}

#[derive(Deserialize, JsonSchema)]
struct Included {
    /// Whether to show the criteria.
    #[serde(default)]
    #[schemars(extend("x-since" = "8.6"))]
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
        id: id * 100 + i as i64 + 1,
        application_id: id,
        from_time: since,
        until_time: until,
        mod_time: until,
        stat_name: format!("extrahop.application.{category}"),
    });
    View::json(&periods.collect::<Vec<_>>())
}

/// An application with its criteria, or without.
fn shown(object: &Arc<Object>, with_criteria: bool) -> Arc<Object> {
    let mut application = object.get::<Application>().clone();
    let criteria = application.criteria.take();
    application.criteria = with_criteria.then(|| criteria.unwrap_or_default());
    Arc::new(Object::new(application))
}

impl Application {
    /// The identifier of the built-in application.
    const BUILT_IN: &str = "_default";

    /// Whether it is the application of all activity.
    fn is_whole(&self) -> bool {
        self.id == at_node(node_of(self.id), 0)
    }
    fn may_be_called(&self, before: &str) -> Result<()> {
        match self.is_whole() && self.display_name != before {
            true => Err(refused(
                "`display_name` of the built-in application cannot be changed",
            )),
            false => Ok(()),
        }
    }
}
