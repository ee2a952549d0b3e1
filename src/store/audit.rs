//! The record of who changed what: every write leaves one entry.
use super::object::Resource;
use crate::base::clock::{DAY, Millis};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, sync::Arc};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuditEntry {
    #[serde(default)]
    pub id: i64,
    pub at: Millis,
    pub user: Arc<str>,
    pub operation: String,
    pub details: String,
    pub component: Cow<'static, str>,
}

impl AuditEntry {
    /// For how long entries are kept (the contract's source: the product's documentation).
    pub const KEPT: Millis = 90 * DAY;
    /// The most entries that are kept.
    pub const MOST: usize = 50_000;
    /// The most characters of the details of an entry.
    pub const LONGEST: usize = 500;
}

impl Resource for AuditEntry {
    const KIND: &str = "audit";
    const PATH: &str = "auditlog";
    const TITLE: &str = "audit log entry";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, _: Millis) {
        self.id = id;
    }
}
