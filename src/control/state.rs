//! The state of a twin as a whole: set back, and written out.
use super::target::Target;
use crate::{
    api::{NoContent, Operation, View, get, post},
    base::problem::Result,
    families::CONTENTS,
    twin::{access::Level::FullSystem, fixture::write::export_twin},
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
    let (state, row) = (permit.store.state(), permit.row());
    View::as_is(&export_twin(CONTENTS, &state, &row))
}
