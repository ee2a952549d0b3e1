//! What clients do with device labels.
use super::{
    object::{DeviceLabel, LABELLED},
    query::LabelIds,
    view::{AppliedLabel, AppliedLabels, LabelView, Success},
};
use crate::{
    api::{
        Id, Operation, OptionalBody, Part, Unwrapped, UnwrappedPatch, View, delete, get, post, put,
    },
    base::problem::{Result, refused},
    kentik::{
        company,
        create_answer::{CreateAnswer, create_answer},
        devices::Device,
        levels::{ADMINISTRATOR, MEMBER},
        types::{Number, Quoted},
    },
    store::{Draft, Kind},
    twin::access::Permit,
};

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<DeviceLabel>()],
    relations: || vec![LABELLED.ends()],
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    vec![
        get   ("/deviceLabels",      MEMBER,        list,   "Retrieve all device labels."),
        get   ("/deviceLabels/{id}", MEMBER,        read,   "Retrieve a device label."),
        post  ("/deviceLabels",      ADMINISTRATOR, create, "Create a device label."),
        put   ("/deviceLabels/{id}", ADMINISTRATOR, update, "Change a device label; its name must be sent."),
        delete("/deviceLabels/{id}", ADMINISTRATOR, remove, "Delete a device label; it goes from every device."),
        put   ("/devices/{id}/labels", ADMINISTRATOR, apply, "Put these labels on a device, and no others; without any they are all taken away."),
        post  ("/devices/{id}/labels", ADMINISTRATOR, apply, "The same as PUT."),
        put   ("/device/{id}/labels",  ADMINISTRATOR, apply, "The same under the path of one device."),
        post  ("/device/{id}/labels",  ADMINISTRATOR, apply, "The same as PUT."),
    ]
}

async fn list(permit: Permit) -> Result<View<Vec<LabelView>>> {
    let state = permit.store.state();
    let company = company::id(&state);
    let labels = state.all::<DeviceLabel>();
    permit.answers(labels.map(|label| label.view(&state, company)))
}

async fn read(permit: Permit, Id(id): Id) -> Result<View<LabelView>> {
    let state = permit.store.state();
    let label = state.get::<DeviceLabel>(id)?;
    permit.answer(&label.view(&state, company::id(&state)))
}

async fn create(
    permit: Permit,
    Unwrapped(new): Unwrapped<DeviceLabel>,
) -> Result<CreateAnswer<LabelView>> {
    let user_id = Some(Number(permit.user.id));
    let label = permit
        .write(move |draft| {
            let id = draft.insert(DeviceLabel { user_id, ..new })?;
            let label = draft.get::<DeviceLabel>(id)?;
            Ok(label.view(draft, company::id(draft)))
        })
        .await?;
    create_answer(&permit, &label)
}

async fn update(
    permit: Permit,
    Id(id): Id,
    UnwrappedPatch(patch): UnwrappedPatch<DeviceLabel>,
) -> Result<View<LabelView>> {
    let user_id = Some(Number(permit.user.id));
    let label = permit
        .write(move |draft| {
            draft.get::<DeviceLabel>(id)?;
            if patch.get("name").is_none() {
                return Err(refused("`name` is required: a string"));
            }
            draft.update(id, |label: &DeviceLabel| {
                let changed = patch.onto(label)?;
                Ok(DeviceLabel { user_id, ..changed })
            })?;
            let label = draft.get::<DeviceLabel>(id)?;
            Ok(label.view(draft, company::id(draft)))
        })
        .await?;
    permit.answer(&label)
}

async fn remove(permit: Permit, Id(id): Id) -> Result<View<Success>> {
    permit
        .write(move |draft| draft.remove::<DeviceLabel>(id))
        .await?;
    permit.answer(&Success { success: true })
}

async fn apply(
    permit: Permit,
    Id(id): Id,
    OptionalBody(labels): OptionalBody<LabelIds>,
) -> Result<View<AppliedLabels>> {
    let applied = permit
        .write(move |draft| set_labels(draft, id, labels))
        .await?;
    permit.answer(&applied)
}

/// Gives a device these labels and no others.
fn set_labels(draft: &mut Draft, device: i64, labels: LabelIds) -> Result<AppliedLabels> {
    let device_name = draft.get::<Device>(device)?.device_name.clone();
    let wanted = labels.existing(draft)?;
    let current: Vec<i64> = LABELLED.inverse().ids(draft, device);
    for label in current.into_iter().filter(|label| !wanted.contains(label)) {
        draft.unlink(LABELLED.link(label, device));
    }
    for label in &wanted {
        draft.link(LABELLED.link(*label, device));
    }
    let details = format!("device {device}: {device_name}: {} labels", wanted.len());
    draft.note("Apply labels to device", details);
    Ok(AppliedLabels {
        id: Quoted(device),
        device_name,
        labels: AppliedLabel::of_device(draft, device),
    })
}
