//! The operations on device groups.
use super::{
    built_in::built_in,
    members::{devices_of, holding},
    object::{DeviceGroup, MEMBERS, TAGS},
};
use crate::{
    api::{
        Body, Created, Id, NoContent, Operation, Part, Patch, Query, View, When, create, delete,
        get, patch, post, read, remove,
    },
    base::{
        pattern::compile,
        problem::{Result, malformed},
    },
    extrahop::resources::devices::{
        Device, filter::DeviceFilter, search::Members, search_fields::DeviceField,
    },
    schema::marks::since,
    store::{Kind, Resource},
    twin::access::{Level::*, Permit},
};
use schemars::JsonSchema;
use serde::Deserialize;

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<DeviceGroup>()],
    relations: || vec![MEMBERS.ends(), TAGS.ends()],
    built_in,
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    let mut operations = vec![
        get   ("/devicegroups",              ReadOnly,  list,                "Retrieve device groups."),
        post  ("/devicegroups",              FullWrite, create_group,        "Create a device group."),
        get   ("/devicegroups/{id}",         ReadOnly,  read::<DeviceGroup>, "Retrieve a device group."),
        patch ("/devicegroups/{id}",         FullWrite, update_group,        "Change a device group."),
        delete("/devicegroups/{id}",         FullWrite, remove_group,        "Delete a device group."),
        get   ("/devicegroups/{id}/devices", ReadOnly,  members,             "Retrieve the members of a device group."),
    ];
    operations.extend(MEMBERS.changed_at("/devicegroups/{id}/devices", FullWrite));
    operations.push(get("/devices/{id}/devicegroups", ReadOnly, of_device, "Retrieve the device groups that hold a device."));
    operations.extend(MEMBERS.inverse().changed_at("/devices/{id}/devicegroups", FullWrite));
    let tags = TAGS.assigned_at("/devicegroups/{id}/tags", FullWrite);
    operations.extend(tags.into_iter().map(|op| op.until(7, 9)));
    operations
}

#[derive(Deserialize, JsonSchema)]
struct DeviceGroupsQuery {
    /// Only groups that were changed after it.
    since: Option<When>,
    /// Whether to list the built-in groups too, where `type` does not say.
    #[serde(default)]
    all: bool,
    /// Which groups to list; those of users where nothing is said.
    #[serde(rename = "type")]
    #[schemars(transform = since::<8, 6>)]
    origin: Option<Origin>,
    /// A regular expression that the name matches.
    name: Option<String>,
}

#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
enum Origin {
    UserCreated,
    BuiltIn,
    All,
}

async fn list(
    permit: Permit,
    Query(listed): Query<DeviceGroupsQuery>,
) -> Result<View<Vec<DeviceGroup>>> {
    let state = permit.store.state();
    let since = listed.since.map(|when| when.resolve(permit.clock.now()));
    let name = listed.name.map(|text| compile(&text, false)).transpose();
    let name = name.map_err(|_| malformed("`name` is not a valid regular expression"))?;
    let groups = state.objects(DeviceGroup::KIND).filter(|object| {
        let group = object.get::<DeviceGroup>();
        let wanted = match listed.origin {
            Some(Origin::All) => true,
            Some(Origin::BuiltIn) => group.built_in,
            Some(Origin::UserCreated) => !group.built_in,
            None => listed.all || !group.built_in,
        };
        wanted
            && since.is_none_or(|since| group.mod_time > since)
            && name.as_ref().is_none_or(|name| name.is_match(&group.name))
    });
    Ok(permit.views(groups))
}

async fn create_group(permit: Permit, Body(group): Body<DeviceGroup>) -> Result<Created> {
    let group = group.made(&permit)?;
    create(permit, Body(group)).await
}

async fn update_group(permit: Permit, Id(id): Id, patch: Patch<DeviceGroup>) -> Result<NoContent> {
    let patch = patch.without("dynamic");
    permit
        .write(move |draft| {
            let group = draft.get::<DeviceGroup>(id)?;
            group.changeable()?;
            let changed = patch.onto(group)?.in_order();
            draft.update(id, |_: &DeviceGroup| Ok(changed))
        })
        .await?;
    Ok(NoContent)
}

async fn remove_group(permit: Permit, Id(id): Id) -> Result<NoContent> {
    permit.store.state().get::<DeviceGroup>(id)?.changeable()?;
    remove::<DeviceGroup>(permit, Id(id)).await
}

async fn members(
    permit: Permit,
    Id(id): Id,
    Query(asked): Query<Members>,
) -> Result<View<Vec<Device>>> {
    let (state, now) = (permit.store.state(), permit.clock.now());
    let mut filter = DeviceFilter::new(DeviceField::Any, None, &state, now)?;
    asked.narrow(&mut filter, now);
    let devices = devices_of(&permit, &state, id)?;
    let active = devices
        .into_iter()
        .filter(|device| filter.matches_one(device.get(), &permit.network, now));
    Ok(permit.views(asked.page.of(active)))
}

pub async fn of_device(permit: Permit, Id(device): Id) -> Result<View<Vec<DeviceGroup>>> {
    let state = permit.store.state();
    state.object::<Device>(device)?;
    let ids = holding(&permit, &state, device)?;
    Ok(permit.views(
        ids.into_iter()
            .filter_map(|id| state.find(DeviceGroup::KIND, id)),
    ))
}
