//! The audit log: who changed what, newest first.
#![warn(clippy::arithmetic_side_effects)]
use crate::{
    api::{Operation, Part, Query, View, get, read_only},
    base::{
        clock::{Millis, format_time},
        problem::Result,
    },
    store::{AuditEntry, Kind, Resource},
    twin::access::{Level::*, Permit},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"id": 4711, "time": "2017-11-21T20:10:04Z", "occur_time": 1511295004123i64, "body": {"user": "setup", "operation": "Create tag", "details": "tag 1: my_test_tag", "component": "REST API"}}]))]
struct AuditLog {
    /// It grows with every entry.
    #[schemars(transform = read_only)]
    id: i64,
    /// When the entry was made, in UTC.
    #[schemars(transform = read_only)]
    time: String,
    /// When the entry was made, in ms since the epoch.
    #[schemars(transform = read_only)]
    occur_time: Millis,
    #[schemars(transform = read_only)]
    body: AuditLogBody,
}

#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
struct AuditLogBody {
    user: Option<Arc<str>>,
    operation: String,
    details: Option<String>,
    component: String,
}

#[derive(Deserialize, JsonSchema)]
struct Page {
    /// The most entries that are answered.
    #[serde(default = "Page::hundred")]
    #[schemars(range(min = 1))]
    limit: i64,
    /// How many of the newest entries are passed over.
    #[serde(default)]
    #[schemars(range(min = 0))]
    offset: i64,
}

impl Page {
    fn hundred() -> i64 {
        100
    }
}

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<AuditEntry>()],
    ..Part::NONE
};

fn operations() -> Vec<Operation> {
    vec![get(
        "/auditlog",
        FullSystem,
        list,
        "Retrieve the audit log, newest entry first.",
    )]
}

async fn list(permit: Permit, Query(page): Query<Page>) -> Result<View<Vec<AuditLog>>> {
    let state = permit.store.state();
    let horizon = permit.clock.now().saturating_sub(AuditEntry::KEPT);
    let newest = state
        .objects(AuditEntry::KIND)
        .rev()
        .take_while(|entry| entry.get::<AuditEntry>().at >= horizon)
        .skip(page.offset as usize);
    let entries = newest.take(page.limit as usize);
    permit.answers(entries.map(|entry| AuditLog::of(entry.get())))
}

impl AuditLog {
    fn of(entry: &AuditEntry) -> Self {
        Self {
            id: entry.id,
            time: format_time(entry.at),
            occur_time: entry.at,
            body: AuditLogBody {
                user: Some(entry.user.clone()),
                operation: entry.operation.clone(),
                details: Some(entry.details.clone()),
                component: entry.component.clone().into_owned(),
            },
        }
    }
}
