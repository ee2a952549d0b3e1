//! What clients do with custom dimensions.
use super::{
    object::CustomDimension,
    query::CustomDimensionUpdate,
    view::{CustomDimensionEnvelope, CustomDimensionList},
};
use crate::{
    api::{Id, NoContent, Operation, Part, Unwrapped, View, delete, get, post, put},
    base::problem::Result,
    kentik::{
        create_answer::{CreateAnswer, create_answer},
        levels::{ADMINISTRATOR, MEMBER},
        populators::Populator,
    },
    store::Kind,
    twin::access::Permit,
};

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<CustomDimension>()],
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    vec![
        get   ("/customdimensions",     MEMBER,        list,   "Retrieve all custom dimensions, with their populators."),
        get   ("/customdimension/{id}", MEMBER,        read,   "Retrieve a custom dimension, with its populators."),
        post  ("/customdimension",      ADMINISTRATOR, create, "Create a custom dimension."),
        put   ("/customdimension/{id}", ADMINISTRATOR, update, "Change the display name of a custom dimension."),
        delete("/customdimension/{id}", ADMINISTRATOR, remove, "Delete a custom dimension and its populators."),
    ]
}

async fn list(permit: Permit) -> Result<View<CustomDimensionList>> {
    permit.answer(&CustomDimensionList::of(&permit.store.state()))
}

async fn read(permit: Permit, Id(id): Id) -> Result<View<CustomDimensionEnvelope>> {
    let state = permit.store.state();
    permit.answer(&CustomDimensionEnvelope::of(&state, id)?)
}

async fn create(
    permit: Permit,
    Unwrapped(new): Unwrapped<CustomDimension>,
) -> Result<CreateAnswer<CustomDimensionEnvelope>> {
    let created = permit
        .write(move |draft| {
            let id = draft.insert(new)?;
            CustomDimensionEnvelope::of(draft, id)
        })
        .await?;
    create_answer(&permit, &created)
}

async fn update(
    permit: Permit,
    Id(id): Id,
    Unwrapped(update): Unwrapped<CustomDimensionUpdate>,
) -> Result<View<CustomDimensionEnvelope>> {
    let changed = permit
        .write(move |draft| {
            draft.update(id, |before: &CustomDimension| {
                let display_name = update.display_name;
                Ok(CustomDimension {
                    display_name: display_name.unwrap_or_else(|| before.display_name.clone()),
                    ..before.clone()
                })
            })?;
            CustomDimensionEnvelope::of(draft, id)
        })
        .await?;
    permit.answer(&changed)
}

async fn remove(permit: Permit, Id(id): Id) -> Result<NoContent> {
    permit
        .write(move |draft| {
            draft.remove::<CustomDimension>(id)?;
            draft.discard_all(|populator: &Populator| populator.dimension_id == id);
            Ok(())
        })
        .await?;
    Ok(NoContent)
}
