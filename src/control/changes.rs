//! What is different in a twin since a moment: the assertion about effects that a list of calls cannot make.
use super::{
    difference::{Change, differences},
    target,
};
use crate::{
    api::{Body, Describe, Doc, Operation, Query, View, get, post},
    base::problem::{Result, malformed},
    twin::{
        access::{Level::FullSystem, Permit},
        history::Snapshot,
    },
};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use target::Twins;

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    vec![
        get ("/changes",        FullSystem, list,   "Retrieve what is different in the twin since a moment."),
        post("/changes/verify", FullSystem, verify, "Compare what is different with what is expected."),
    ]
}

#[derive(Deserialize, JsonSchema)]
struct Since {
    /// `creation` or `snapshot:NAME`; absent: creation.
    since: Option<String>,
    /// The twin to act on, for callers with a key of the default twin. Absent: the twin of the key.
    twin: Option<String>,
}

impl Since {
    fn changes(self, caller: &Permit, twins: &Twins) -> Result<Vec<Change>> {
        let permit = target::permit(self.twin, caller, &twins.0)?;
        let before = moment(&permit, self.since.as_deref())?;
        Ok(differences(
            &before.state,
            &permit.store.state(),
            permit.firmware,
        ))
    }
}

fn moment(permit: &Permit, since: Option<&str>) -> Result<Snapshot> {
    let since = since.unwrap_or("creation");
    if since == "creation" {
        return Ok(permit.history.creation.clone());
    }
    match since.strip_prefix("snapshot:") {
        Some(name) => permit.history.snapshot(name),
        None => Err(malformed(format!(
            "`since`: `{since}` is no moment; send creation or snapshot:NAME"
        ))),
    }
}

async fn list(
    permit: Permit,
    twins: Twins,
    Query(since): Query<Since>,
) -> Result<View<Vec<Change>>> {
    View::as_is(&since.changes(&permit, &twins)?)
}

/// What is expected.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"expected": [{"op": "created", "resource": "tags", "name": "production"}], "only": true}]))]
struct Expectation {
    /// For each change that is expected some of its fields, as they are listed. A field in `fields` is
    /// given by its value now, or by both values.
    expected: Vec<Map<String, Value>>,
    /// Whether there must be no other change.
    #[serde(default)]
    only: bool,
}

/// How what is expected compares.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"missing": [], "unexpected": []}]))]
struct Verdict {
    /// What was expected and is not there.
    missing: Vec<Map<String, Value>>,
    /// What is there and was not expected, where nothing else may be.
    unexpected: Vec<Change>,
}

/// 200, or 417 where something is missing or too much.
struct Compared(bool, View<Verdict>);

impl IntoResponse for Compared {
    fn into_response(self) -> Response {
        let mut response = self.1.into_response();
        if !self.0 {
            *response.status_mut() = StatusCode::EXPECTATION_FAILED;
        }
        response
    }
}
impl Describe for Compared {
    fn describe(doc: &mut Doc) {
        doc.answer::<Verdict>(200, "All is as expected");
        doc.answer::<Verdict>(417, "Something is missing or too much");
    }
}

async fn verify(
    permit: Permit,
    twins: Twins,
    Query(since): Query<Since>,
    Body(expectation): Body<Expectation>,
) -> Result<Compared> {
    let mut changes = since.changes(&permit, &twins)?;
    let mut missing = vec![];
    for expected in expectation.expected {
        let found = changes.iter().position(|change| meets(change, &expected));
        match found {
            Some(at) => drop(changes.remove(at)),
            None => missing.push(expected),
        }
    }
    if !expectation.only {
        changes.clear();
    }
    let holds = missing.is_empty() && changes.is_empty();
    let verdict = Verdict {
        missing,
        unexpected: changes,
    };
    Ok(Compared(holds, View::as_is(&verdict)?))
}

/// Whether a change has all that is expected of it.
fn meets(change: &Change, expected: &Map<String, Value>) -> bool {
    let Ok(Value::Object(change)) = serde_json::to_value(change) else {
        return false;
    };
    expected
        .iter()
        .all(|(name, value)| match (change.get(name), value) {
            (Some(Value::Object(fields)), Value::Object(wanted)) => {
                wanted.iter().all(|(field, value)| {
                    fields
                        .get(field)
                        .is_some_and(|both| *both == *value || both[1] == *value)
                })
            }
            (found, wanted) => found.unwrap_or(&Value::Null) == wanted,
        })
}
