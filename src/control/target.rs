//! Which twin an operation acts on.
use crate::{
    api::{Argument, Describe, Doc, Incoming, Query},
    base::problem::{Problem, Result},
    twin::{access::Permit, fleet::Fleet},
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize, JsonSchema)]
struct Chosen {
    /// The twin to act on, for callers with a key of the default twin. Absent: the twin of the key.
    twin: Option<String>,
}

/// The caller at the twin to act on.
pub struct Target(pub Permit);

impl Argument for Target {
    async fn read(from: &mut Incoming) -> Result<Self> {
        let Query(Chosen { twin }) = Query::read(from).await?;
        permit(twin, &from.permit, &from.fleet).map(Self)
    }
}
impl Describe for Target {
    fn describe(doc: &mut Doc) {
        doc.query::<Chosen>()
    }
}

/// The caller at the twin of this name, or at their own.
pub fn permit(twin: Option<String>, caller: &Permit, fleet: &Fleet) -> Result<Permit> {
    let Some(name) = twin.filter(|name| *name != caller.name) else {
        return Ok(caller.clone());
    };
    // Of a twin that is not theirs, callers do not learn whether it is there.
    let found = may_see_all(caller).then(|| fleet.twin(&name)).flatten();
    let twin = found.ok_or_else(|| no_such_twin(&name))?;
    Ok(caller.at(twin))
}

/// Whether the caller may make, see and act on twins other than their own.
pub fn may_see_all(caller: &Permit) -> bool {
    caller.name == Fleet::DEFAULT
}

pub fn no_such_twin(name: &str) -> Problem {
    Problem::NotFound(format!("There is no twin `{name}`."))
}

/// All twins of the server.
pub struct Twins(pub Arc<Fleet>);

impl Argument for Twins {
    async fn read(from: &mut Incoming) -> Result<Self> {
        Ok(Self(from.fleet.clone()))
    }
}
impl Describe for Twins {
    fn describe(_: &mut Doc) {}
}
