//! What clients do with batches.
use super::{
    apply::apply_part,
    item::{BatchItem, BatchTarget},
    lifecycle::no_such_batch,
    object::{Batch, BatchDimension},
    query::BatchPart,
    view::BatchAccepted,
};
use crate::{
    api::{Body, MaxSize, Name, OkOrAccepted, Operation, Part, View, get, post},
    base::problem::{Result, refused},
    kentik::{
        custom_dimensions::CustomDimension,
        levels::ADMINISTRATOR,
        populators::Populator,
        switches::{Switch, Switches},
        tags::Tag,
    },
    store::{Kind, State},
    twin::access::Permit,
};

/// The most bytes that one part may have.
const MAX_PART_BYTES: usize = 4 * 1024 * 1024;

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<Batch>()],
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    vec![
        post("/batch/tags",                                         ADMINISTRATOR, tags,       "Make and delete tags.").refusing(&[404]),
        post("/batch/customdimensions/{dimension_name}/populators", ADMINISTRATOR, populators, "Make and delete populators of a custom dimension."),
        get ("/batch/{guid}/status",                                ADMINISTRATOR, status,     "Retrieve what came of a batch so far."),
    ]
}

type PartBody = MaxSize<Body<BatchPart>, MAX_PART_BYTES>;

async fn tags(
    permit: Permit,
    MaxSize(Body(part)): PartBody,
) -> Result<OkOrAccepted<BatchAccepted>> {
    accept_part::<Tag>(permit, part, |_| Ok(None)).await
}

async fn populators(
    permit: Permit,
    Name(name): Name,
    MaxSize(Body(part)): PartBody,
) -> Result<OkOrAccepted<BatchAccepted>> {
    accept_part::<Populator>(permit, part, move |state| dimension(state, &name).map(Some)).await
}

async fn status(permit: Permit, Name(guid): Name) -> Result<View<Batch>> {
    let state = permit.store.state();
    let batch = state.by_key::<Batch>(&guid);
    batch
        .map(|batch| permit.view(batch))
        .ok_or_else(|| no_such_batch(&guid))
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
async fn accept_part<T: BatchItem>(
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
                Some(guid) => Batch::find_open(draft, guid, dimension.as_ref())?,
            };
            let (upserts, deletes) = (part.upserts.len(), part.deletes.len());
            draft.note("Apply batch", batch.audit_note(T::TITLE, upserts, deletes));
            let target = BatchTarget { user, dimension };
            apply_part::<T>(draft, &target, &mut batch, part)?;
            let guid = batch.guid.clone();
            batch.store(draft)?;
            Ok(guid)
        })
        .await?;
    let answer = permit.answer(&BatchAccepted::of(guid))?;
    Ok(match permit.part::<Switches>().has(Switch::Batch202) {
        true => OkOrAccepted::Begun(answer),
        false => OkOrAccepted::Done(answer),
    })
}
