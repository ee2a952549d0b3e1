//! The criteria of a custom device: each says which ends of conversations it takes for its own.
use super::{
    CustomDevice,
    criterion::{CustomDeviceCriterion, criteria_of},
};
use crate::{
    api::{Body, Created, Id, NoContent, Operation, Pair, View, delete, get, post},
    base::problem::{Problem, Result},
    store::{Object, Resource, State},
    twin::access::{Level::*, Permit},
};
use std::sync::Arc;

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    let operations = vec![
        get   ("/customdevices/{id}/criteria",               ReadOnly,  list,   "Retrieve the criteria of a custom device."),
        post  ("/customdevices/{id}/criteria",               FullWrite, create, "Add a criterion to a custom device."),
        get   ("/customdevices/{id}/criteria/{criteria-id}", ReadOnly,  read,   "Retrieve a criterion of a custom device."),
        delete("/customdevices/{id}/criteria/{criteria-id}", FullWrite, remove, "Delete a criterion of a custom device."),
    ];
    operations.into_iter().map(|operation| operation.until(8, 3)).collect()
}

async fn list(permit: Permit, Id(custom): Id) -> Result<View<Vec<CustomDeviceCriterion>>> {
    let state = permit.store.state();
    state.object::<CustomDevice>(custom)?;
    Ok(permit.views(criteria_of(&state, custom)))
}

async fn create(
    permit: Permit,
    Id(custom): Id,
    Body(new): Body<CustomDeviceCriterion>,
) -> Result<Created> {
    let id = permit
        .write(move |draft| {
            draft.object::<CustomDevice>(custom)?;
            draft.insert(CustomDeviceCriterion::of(custom, new.criterion))
        })
        .await?;
    let path = permit.location(CustomDevice::PATH, custom);
    Ok(Created(format!("{path}/criteria/{id}")))
}

async fn read(permit: Permit, Pair(custom, id): Pair) -> Result<View<CustomDeviceCriterion>> {
    Ok(permit.view(found(&permit.store.state(), custom, id)?))
}

async fn remove(permit: Permit, Pair(custom, id): Pair) -> Result<NoContent> {
    permit
        .write(move |draft| {
            found(draft, custom, id)?;
            draft.remove::<CustomDeviceCriterion>(id)
        })
        .await?;
    Ok(NoContent)
}

/// A criterion of this custom device and no other.
fn found(state: &State, custom: i64, id: i64) -> Result<&Arc<Object>> {
    state.object::<CustomDevice>(custom)?;
    let object = state.object::<CustomDeviceCriterion>(id)?;
    match object.get::<CustomDeviceCriterion>().custom_device_id == custom {
        true => Ok(object),
        false => Err(Problem::no_such(CustomDeviceCriterion::TITLE, id)),
    }
}
