//! The control API: what a test does with twins and their time, beside what the APIs of the products do.
mod changes;
mod clock;
mod create;
mod difference;
mod identify;
mod moment;
mod snapshots;
mod state;
mod target;
mod templates;
mod twins;

use crate::api::{Family, Operation};
use serde_json::json;

pub const FAMILY: Family = Family {
    name: "control",
    title: "wiretwin control API",
    about: "What tests do with twins and their time. It acts on the twin of the key; the default twin's \
            key may name another one by `twin`. Times are milliseconds since the Unix epoch.",
    wording: identify::WORDING,
    other_bases: &[],
    identify: identify::identify,
    security: || {
        json!({"credentials": {
            "type": "apiKey", "in": "header", "name": "Authorization",
            "description": "`ExtraHop apikey=KEY`, a key with full system privileges",
        }})
    },
    operations,
    later: |_, _| None,
    limits: None,
    allowed_origins: |_| vec![],
    accounts: None,
};

/// Every operation.
pub fn operations() -> Vec<Operation> {
    let parts = [
        twins::operations(),
        state::operations(),
        clock::operations(),
        snapshots::operations(),
        changes::operations(),
    ];
    parts.into_iter().flatten().collect()
}
