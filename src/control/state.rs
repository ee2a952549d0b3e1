//! The state of a twin as a whole: set back, and written out.
use super::target::Target;
use crate::{
    api::{NoContent, Operation, View, get, post},
    base::{clock::ClockMode, problem::Result},
    families::CONTENTS,
    twin::{access::Level::FullSystem, fixture::write::export},
};
use serde_json::Value;

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    vec![
        post("/reset",  FullSystem, reset,     "Set the state and the clock back to what they were when the twin was made."),
        get ("/export", FullSystem, write_out, "Retrieve the state of the twin as a fixture."),
    ]
}

async fn reset(Target(permit): Target) -> Result<NoContent> {
    let creation = permit.history.creation.clone();
    permit.restore(permit.stamp(), creation).await?;
    Ok(NoContent)
}

async fn write_out(Target(permit): Target) -> Result<View<Value>> {
    // A fixture knows a moment at which time stands still, or none.
    let clock = match permit.clock.mode() {
        ClockMode::Frozen(at) => Some(at),
        ClockMode::Real | ClockMode::Shifted { .. } => None,
    };
    let (state, twin) = (permit.store.state(), permit.twin());
    let fixture = export(
        CONTENTS,
        &state,
        twin.firmware,
        twin.platform,
        twin.seed,
        clock,
    );
    View::as_is(&fixture)
}
