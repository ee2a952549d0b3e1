//! The operations on custom devices.
use super::{
    criteria,
    criterion::CustomDeviceCriterion,
    object::CustomDevice,
    seed::{complete, settle},
};
use crate::{
    api::{
        Body, Created, Id, NoContent, Operation, Part, Patch, Query, View, delete, get, patch, post,
    },
    base::problem::Result,
    extrahop::resources::{devices::Device, whitelist},
    schema::marks::since,
    store::{Draft, Kind, Resource},
    twin::access::{Level::*, Permit},
};
use schemars::JsonSchema;
use serde::Deserialize;

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || {
        vec![
            Kind::of::<CustomDevice>(),
            Kind::of::<CustomDeviceCriterion>(),
        ]
    },
    complete,
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    let mut operations = vec![
        get   ("/customdevices",      ReadOnly,  list,          "Retrieve all custom devices."),
        post  ("/customdevices",      FullWrite, create_custom, "Create a custom device."),
        get   ("/customdevices/{id}", ReadOnly,  read_custom,   "Retrieve a custom device."),
        patch ("/customdevices/{id}", FullWrite, update_custom, "Change a custom device."),
        delete("/customdevices/{id}", FullWrite, remove_custom, "Delete a custom device and its device."),
    ];
    operations.extend(criteria::operations());
    operations
}

#[derive(Deserialize, JsonSchema)]
struct Shown {
    /// Whether to show the criteria too.
    #[serde(default)]
    #[schemars(transform = since::<7, 9>)]
    include_criteria: bool,
}

async fn list(permit: Permit, Query(shown): Query<Shown>) -> Result<View<Vec<CustomDevice>>> {
    let state = permit.store.state();
    if !shown.include_criteria {
        return Ok(permit.views(state.objects(CustomDevice::KIND)));
    }
    let customs = state.all::<CustomDevice>();
    permit.answers(customs.map(|custom| custom.with_criteria(&state)))
}

async fn create_custom(permit: Permit, Body(new): Body<CustomDevice>) -> Result<Created> {
    let platform = permit.platform;
    let id = permit
        .write(move |draft| {
            new.need_free_name(draft)?;
            let extrahop_id = Some(new.identifier(draft)?);
            let id = draft.insert(CustomDevice { extrahop_id, ..new })?;
            settle(draft, id, platform)?;
            whitelist::reassign(draft)?;
            Ok(id)
        })
        .await?;
    Ok(Created(permit.location(CustomDevice::PATH, id)))
}

async fn read_custom(
    permit: Permit,
    Id(id): Id,
    Query(shown): Query<Shown>,
) -> Result<View<CustomDevice>> {
    let state = permit.store.state();
    let custom = state.object::<CustomDevice>(id)?;
    match shown.include_criteria {
        true => permit.answer(&custom.get::<CustomDevice>().with_criteria(&state)),
        false => Ok(permit.view(custom)),
    }
}

async fn update_custom(
    permit: Permit,
    Id(id): Id,
    patch: Patch<CustomDevice>,
) -> Result<NoContent> {
    let (patch, platform) = (patch.without("extrahop_id"), permit.platform);
    permit
        .write(move |draft| {
            let before = draft.get::<CustomDevice>(id)?.clone();
            let changed = patch.onto(&before)?;
            changed.need_free_name(draft)?;
            let (name, replaced) = (changed.name.clone(), changed.criteria.is_some());
            draft.update(id, |_: &CustomDevice| Ok(changed))?;
            if replaced {
                remove_criteria(draft, id);
            }
            if name != before.name {
                rename(draft, before.device_id, name)?;
            }
            settle(draft, id, platform)
        })
        .await?;
    Ok(NoContent)
}

async fn remove_custom(permit: Permit, Id(id): Id) -> Result<NoContent> {
    permit
        .write(move |draft| {
            let device = draft.get::<CustomDevice>(id)?.device_id;
            draft.remove::<CustomDevice>(id)?;
            remove_criteria(draft, id);
            draft.remove::<Device>(device)?;
            whitelist::reassign(draft)
        })
        .await?;
    Ok(NoContent)
}

fn remove_criteria(draft: &mut Draft, custom: i64) {
    draft.discard_all(|one: &CustomDeviceCriterion| one.custom_device_id == custom);
}

fn rename(draft: &mut Draft, device: i64, name: String) -> Result<()> {
    let at = draft.stamp.at;
    draft.update(device, |device: &Device| {
        Ok(Device {
            custom_name: Some(name),
            user_mod_time: at,
            ..device.clone()
        })
    })
}
