//! Named states that a twin can go back to.
use super::target::Target;
use crate::{
    api::{Body, CreatedBody, Name, NoContent, Operation, View, delete, get, post},
    base::{
        clock::Millis,
        problem::{Problem, Result},
    },
    twin::{access::Level::FullSystem, history::no_such_snapshot},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The most snapshots that a twin keeps.
const MOST: usize = 1000;

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    vec![
        get   ("/snapshots",                FullSystem, list,    "Retrieve the snapshots of the twin."),
        post  ("/snapshots",                FullSystem, take,    "Keep the state and the clock of the twin under a name.").refusing(&[409, 429]),
        post  ("/snapshots/{name}/restore", FullSystem, restore, "Go back to a snapshot."),
        delete("/snapshots/{name}",         FullSystem, forget,  "Drop a snapshot."),
    ]
}

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"name": "before", "taken": 1504224000000i64}]))]
struct Shown {
    name: String,
    /// When it was taken, in ms since the epoch by the twin's clock.
    taken: Millis,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"name": "before"}]))]
struct Named {
    /// 1 to 64 letters, digits, `.`, `_` and `-`.
    #[schemars(regex(pattern = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"))]
    name: String,
}

async fn list(Target(permit): Target) -> Result<View<Vec<Shown>>> {
    let named = permit.history.named();
    let shown = named.iter().map(|(name, snapshot)| Shown {
        name: name.clone(),
        taken: snapshot.taken,
    });
    View::as_is(&shown.collect::<Vec<_>>())
}

async fn take(
    Target(permit): Target,
    Body(Named { name }): Body<Named>,
) -> Result<CreatedBody<Shown>> {
    let snapshot = permit.twin().snapshot();
    let taken = snapshot.taken;
    let mut named = permit.history.named();
    if named.contains_key(&name) {
        let why = format!("There is a snapshot `{name}` already.");
        return Err(Problem::Conflict(why));
    }
    if named.len() >= MOST {
        let why = format!("A twin keeps {MOST} snapshots at the most; drop some.");
        return Err(Problem::Conflict(why));
    }
    named.insert(name.clone(), snapshot);
    drop(named);
    View::as_is(&Shown { name, taken }).map(CreatedBody)
}

async fn restore(Target(permit): Target, Name(name): Name) -> Result<NoContent> {
    let snapshot = permit.history.snapshot(&name)?;
    permit.restore(permit.stamp(), snapshot).await?;
    Ok(NoContent)
}

async fn forget(Target(permit): Target, Name(name): Name) -> Result<NoContent> {
    let dropped = permit.history.named().remove(&name);
    dropped
        .map(|_| NoContent)
        .ok_or_else(|| no_such_snapshot(&name))
}
