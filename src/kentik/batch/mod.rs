//! Batches: many tags, or many populators of a dimension, in a few calls.
mod apply;
mod part;
mod record;

pub use part::BatchPart;
pub use record::Batch;

use super::{
    custom_dimensions::CustomDimension, levels::ADMINISTRATOR, populators::Populator, tags::Tag,
};
use crate::{
    api::{Body, MaxSize, Name, OkOrAccepted, Operation, View, get, post},
    base::problem::{Problem, Result, refused},
    store::State,
    twin::{KentikSwitch, access::Permit},
};
use apply::{Batched, Home};
use record::{BatchAccepted, BatchDimension};

/// So many bytes may one part have.
const PART: usize = 4 * 1024 * 1024;

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    vec![
        post("/batch/tags",                                         ADMINISTRATOR, tags,       "Make and delete tags.").refusing(&[404]),
        post("/batch/customdimensions/{dimension_name}/populators", ADMINISTRATOR, populators, "Make and delete populators of a custom dimension."),
        get ("/batch/{guid}/status",                                ADMINISTRATOR, status,     "Retrieve what came of a batch so far."),
    ]
}

type Part = MaxSize<Body<BatchPart>, PART>;

async fn tags(permit: Permit, MaxSize(Body(part)): Part) -> Result<OkOrAccepted<BatchAccepted>> {
    take::<Tag>(permit, part, |_| Ok(None)).await
}

async fn populators(
    permit: Permit,
    Name(name): Name,
    MaxSize(Body(part)): Part,
) -> Result<OkOrAccepted<BatchAccepted>> {
    take::<Populator>(permit, part, move |state| dimension(state, &name).map(Some)).await
}

async fn status(permit: Permit, Name(guid): Name) -> Result<View<Batch>> {
    let state = permit.store.state();
    let batch = state.by_key::<Batch>(&guid);
    batch
        .map(|batch| permit.view(batch))
        .ok_or_else(|| unknown(&guid))
}

fn unknown(guid: &str) -> Problem {
    Problem::NotFound(format!("There is no batch with the guid {guid} here."))
}

/// The dimension of this name, in the words that clients look for where there is none.
fn dimension(state: &State, name: &str) -> Result<BatchDimension> {
    let found = state.by_key::<CustomDimension>(name);
    let absent = || {
        refused(format!(
            "Invalid column: there is no custom dimension `{name}`"
        ))
    };
    Ok(BatchDimension {
        id: found.ok_or_else(absent)?.id,
        name: name.to_owned(),
    })
}

/// Does all of a part at once: nothing waits when the answer comes.
async fn take<T: Batched>(
    permit: Permit,
    part: BatchPart,
    dimension: impl FnOnce(&State) -> Result<Option<BatchDimension>> + Send + 'static,
) -> Result<OkOrAccepted<BatchAccepted>> {
    let (user, seed) = (permit.user.clone(), permit.seed);
    let guid = permit
        .write(move |draft| {
            let dimension = dimension(draft)?;
            let mut batch = match part.guid() {
                None => Batch::begin(draft, seed, &user, dimension.clone()),
                Some(guid) => Batch::going_on(draft, guid, dimension.as_ref())?,
            };
            draft.note("Apply batch", batch.described(&part, T::TITLE));
            let home = Home { user, dimension };
            apply::apply::<T>(draft, &home, &mut batch, part)?;
            let guid = batch.guid.clone();
            batch.keep(draft)?;
            Ok(guid)
        })
        .await?;
    let told = permit.answer(&BatchAccepted::of(guid))?;
    Ok(match permit.kentik.contains(&KentikSwitch::Batch202) {
        true => OkOrAccepted::Begun(told),
        false => OkOrAccepted::Done(told),
    })
}
