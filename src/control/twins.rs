//! Twins: made, listed, dropped.
use super::{
    create::{Made, TwinSpec, create},
    target::{Twins, may_see_all, no_such_twin},
};
use crate::{
    api::{Body, CreatedBody, Name, NoContent, Operation, View, delete, get, post},
    base::{
        clock::{Clock, Millis},
        platform::Platform,
        problem::{Problem, Result},
    },
    families,
    twin::{
        access::{Level::FullSystem, Permit},
        fleet::{Fleet, Member},
    },
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, json};

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    vec![
        post  ("/twins",        FullSystem, make,   "Make a twin."),
        get   ("/twins",        FullSystem, list,   "Retrieve all twins."),
        get   ("/twins/{name}", FullSystem, read,   "Retrieve a twin."),
        delete("/twins/{name}", FullSystem, remove, "Drop a twin."),
    ]
}

/// What is told of a twin.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"id": "default", "firmware": "5.1", "platform": "discover", "now": 1504224000000i64, "made": 1504224000000i64, "expires_at": null, "snapshots": 0}]))]
struct TwinInfo {
    /// Its name.
    id: String,
    firmware: String,
    platform: Platform,
    /// What its clock shows, in ms since the epoch.
    now: Millis,
    /// When it was made, in ms since the epoch by the system's clock.
    made: Millis,
    /// When it is dropped, in ms since the epoch by the system's clock.
    expires_at: Option<Millis>,
    /// How many snapshots it has.
    snapshots: usize,
}

impl TwinInfo {
    fn of(member: &Member) -> Self {
        let twin = &member.twin;
        Self {
            id: twin.name.clone(),
            firmware: twin.firmware.to_string(),
            platform: twin.platform,
            now: twin.clock.now(),
            made: member.made,
            expires_at: member.expires,
            snapshots: twin.history.named().len(),
        }
    }
}

/// A new twin, with what opens it. Keys are shown here only.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"id": "twin-1", "https": "https://127.0.0.1:8443", "http": null, "ca_file": "public.pem", "expires_at": null, "api_keys": {"full_system": "00000000000000000000000000000000"}}]))]
struct NewTwin {
    id: String,
    https: Option<String>,
    http: Option<String>,
    ca_file: Option<String>,
    /// When it is dropped, in ms since the epoch by the system's clock.
    expires_at: Option<Millis>,
    /// The accounts of each API, as in the ready file.
    #[serde(flatten)]
    accounts: Map<String, Value>,
}

async fn make(
    permit: Permit,
    twins: Twins,
    Body(spec): Body<TwinSpec>,
) -> Result<CreatedBody<NewTwin>> {
    let fleet = &twins.0;
    need_default(&permit)?;
    fleet.remove_expired(Clock::real().now());
    let Made {
        member,
        credentials,
    } = create(&spec, fleet)?;
    let addresses = fleet.addresses();
    let made = NewTwin {
        id: member.twin.name.clone(),
        https: addresses.map(|addresses| addresses.https.clone()),
        http: addresses.and_then(|addresses| addresses.http.clone()),
        ca_file: addresses.map(|addresses| addresses.ca_file.display().to_string()),
        expires_at: member.expires,
        accounts: families::ready(&credentials),
    };
    View::as_is(&json!(made)).map(CreatedBody)
}

async fn list(permit: Permit, twins: Twins) -> Result<View<Vec<TwinInfo>>> {
    twins.0.remove_expired(Clock::real().now());
    let members = twins.0.members();
    let seen = members
        .iter()
        .filter(|member| may_see_all(&permit) || member.twin.name == permit.name);
    View::as_is(&seen.map(TwinInfo::of).collect::<Vec<_>>())
}

async fn read(permit: Permit, twins: Twins, Name(name): Name) -> Result<View<TwinInfo>> {
    let seen = may_see_all(&permit) || name == permit.name;
    let found = seen.then(|| twins.0.member(&name)).flatten();
    let member = found.ok_or_else(|| no_such_twin(&name))?;
    View::as_is(&TwinInfo::of(&member))
}

async fn remove(permit: Permit, twins: Twins, Name(name): Name) -> Result<NoContent> {
    let seen = may_see_all(&permit) || name == permit.name;
    if name == Fleet::DEFAULT && seen {
        let why = "The default twin goes with the server; it can be reset, and not dropped.";
        return Err(Problem::Conflict(why.into()));
    }
    let removed = seen.then(|| twins.0.remove(&name)).flatten();
    removed
        .map(|_| NoContent)
        .ok_or_else(|| no_such_twin(&name))
}

fn need_default(permit: &Permit) -> Result<()> {
    match may_see_all(permit) {
        true => Ok(()),
        false => Err(Problem::Forbidden(format!(
            "Only a key of the default twin makes twins; this one is of the twin {}.",
            permit.name
        ))),
    }
}
