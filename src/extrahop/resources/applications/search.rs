//! GET /applications: the applications that match, page by page.
use super::{object::Application, view::shown};
use crate::{
    api::{Query, View, When},
    base::{
        clock::{Millis, metric_clock},
        problem::Result,
    },
    extrahop::resources::{
        devices::{
            pattern::{Bare, pattern},
            search::Page,
        },
        nodes,
    },
    network::application_activities,
    store::{Object, Resource, State},
    twin::access::Permit,
};
use regex::Regex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[derive(Deserialize, JsonSchema)]
pub(super) struct Search {
    /// Only applications that were active after it.
    active_from: Option<When>,
    /// Only applications that were active before it.
    active_until: Option<When>,
    #[serde(flatten)]
    page: Page,
    /// What the value is compared with.
    #[serde(default)]
    search_type: ApplicationField,
    /// What to look for; between slashes, a regular expression.
    value: Option<String>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
enum ApplicationField {
    #[default]
    #[serde(rename = "any")]
    Any,
    #[serde(rename = "name")]
    Name,
    #[serde(rename = "node")]
    Node,
    #[serde(rename = "discovery_id")]
    DiscoveryId,
    #[serde(rename = "extrahop-id")]
    ExtraHopId,
    /// As the field is written.
    #[serde(rename = "extrahop_id")]
    ExtraHopIdField,
}

pub(super) async fn search(
    permit: Permit,
    Query(search): Query<Search>,
) -> Result<View<Vec<Application>>> {
    let state = permit.store.state();
    let test = search.test(&state)?;
    let mut found: Vec<Arc<Object>> = vec![];
    for object in state.objects(Application::KIND) {
        let application = object.get::<Application>();
        if test.as_ref().is_none_or(|test| test.passes(application))
            && search.was_active(&permit, &state, application)?
        {
            found.push(shown(object, false));
        }
    }
    let page: Vec<_> = search.page.of(found.iter()).collect();
    Ok(permit.views(page))
}

/// What an application must be.
struct Test {
    field: ApplicationField,
    text: Regex,
    nodes: Vec<i64>,
}

impl Search {
    /// An absent or empty value is no restriction.
    fn test(&self, state: &State) -> Result<Option<Test>> {
        let value = self.value.as_deref().filter(|value| !value.is_empty());
        let test = value.map(|value| {
            Ok(Test {
                field: self.search_type,
                text: pattern(value, Bare::Part, false)?,
                nodes: nodes::named(state, value),
            })
        });
        test.transpose()
    }
    /// Activity lasts from the first traffic up to now.
    fn was_active(
        &self,
        permit: &Permit,
        state: &State,
        application: &Application,
    ) -> Result<bool> {
        if self.active_from.is_none() && self.active_until.is_none() {
            return Ok(true);
        }
        let now = permit.clock.now();
        let known_until = |now| nodes::known_until(state, application.id, now);
        let seen = application.subject(permit, state)?;
        let seen = application_activities(&permit.network, &seen);
        let begin: Option<Millis> = seen.into_iter().map(|(_, since)| since).min();
        let at = |when: Option<When>| when.map(|when| when.resolve(now));
        Ok(begin.is_some_and(|begin| {
            begin < known_until(metric_clock(now))
                && at(self.active_from).is_none_or(|from| from <= known_until(now))
                && at(self.active_until).is_none_or(|until| begin < until)
        }))
    }
}

impl Test {
    fn passes(&self, application: &Application) -> bool {
        let is = |text: &str| self.text.is_match(text);
        let node = || {
            application
                .node_id
                .is_some_and(|node| self.nodes.contains(&node))
        };
        match self.field {
            ApplicationField::Name => is(&application.display_name),
            ApplicationField::Node => node(),
            ApplicationField::Any => {
                is(&application.display_name) || is(&application.extrahop_id) || node()
            }
            _ => is(&application.extrahop_id),
        }
    }
}
