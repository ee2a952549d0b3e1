//! A device group holds the devices that were put there, or those that its rule matches.
use super::{
    alerts, assignable, dashboards,
    devices::{
        Device,
        filter::{DeviceField, DeviceFilter},
        search::Members,
    },
    flexgrids, geomaps, pages,
    tags::Tag,
    triggers,
};
use crate::{
    api::{
        Body, Created, Id, NoContent, Operation, Patch, Query, Relation, View, When, create,
        delete, get, patch, post, read, read_only, remove,
    },
    base::{
        clock::Millis,
        problem::{Result, malformed, refused},
    },
    store::{Ends, Object, Resource, State},
    twin::access::{Level::*, Permit},
};
use regex::Regex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, collections::BTreeSet, sync::Arc};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"id": 151, "mod_time": 1448910028000i64, "name": "FTP Servers", "description": "FTP Example", "dynamic": true, "field": "type", "value": "/^extrahop.device.ftp_server$/", "include_custom_devices": true}]))]
pub struct DeviceGroup {
    /// The unique identifier of the device group.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// When the group was last changed, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub mod_time: Millis,
    /// The guide's own example leaves it empty.
    pub name: String,
    #[serde(default = "DeviceGroup::empty")]
    pub description: Option<String>,
    /// Whether the rule decides who is a member. It is set on a create only.
    #[serde(default)]
    pub dynamic: bool,
    /// What the rule of a dynamic group looks at.
    #[serde(default)]
    #[schemars(extend("enum" = ["any", "name", "ip address", "mac address", "vendor", "type", "tag", "vlan", "activity", "node", "discover time", null]))]
    pub field: Option<DeviceField>,
    /// What the field must match; between slashes, a regular expression.
    #[serde(default)]
    pub value: Option<String>,
    /// Whether custom devices can be members of a dynamic group.
    #[serde(default = "DeviceGroup::yes")]
    pub include_custom_devices: bool,
    /// Whether the group came with the appliance; such a group cannot be changed.
    #[serde(default)]
    #[schemars(transform = read_only, extend("x-since" = "8.6"))]
    pub built_in: bool,
}

impl Resource for DeviceGroup {
    const KIND: &str = "device_group";
    const PATH: &str = "devicegroups";
    const TITLE: &str = "device group";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        (self.id, self.mod_time) = (id, at);
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(self.name.as_str().into())
    }
    /// A dynamic group needs a rule that can be read.
    fn check(&self) -> Result<()> {
        for (name, missing) in [
            ("field", self.field.is_none()),
            ("value", self.value.is_none()),
        ] {
            if self.dynamic && missing {
                return Err(refused(format!(
                    "`{name}` is required for a dynamic device group"
                )));
            }
        }
        let rule = self.rule(&State::default(), 0);
        rule.map(drop).map_err(refused)
    }
}

pub const MEMBERS: Relation<DeviceGroup, Device> = Relation::new(&Ends {
    name: "devicegroups/devices",
    parent: DeviceGroup::KIND,
    child: Device::KIND,
})
.guarded(|state, link| state.get::<DeviceGroup>(link.parent)?.takes_members());

pub const TAGS: Relation<DeviceGroup, Tag> = Relation::new(&Ends {
    name: "devicegroups/tags",
    parent: DeviceGroup::KIND,
    child: Tag::KIND,
});

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    let mut operations = vec![
        get   ("/devicegroups",              ReadOnly,  list,                "Retrieve device groups."),
        post  ("/devicegroups",              FullWrite, create_group,        "Create a device group."),
        get   ("/devicegroups/{id}",         ReadOnly,  read::<DeviceGroup>, "Retrieve a device group."),
        patch ("/devicegroups/{id}",         FullWrite, update_group,        "Change a device group."),
        delete("/devicegroups/{id}",         FullWrite, remove_group,        "Delete a device group."),
        get   ("/devicegroups/{id}/devices", ReadOnly,  members,             "Retrieve the members of a device group."),
    ];
    operations.push(dashboards::about("/devicegroups/{id}/dashboards", dashboards::ABOUT_GROUPS));
    operations.extend(MEMBERS.changed_at("/devicegroups/{id}/devices", FullWrite));
    operations.extend(assignable::at_source("/devicegroups/{id}/alerts", alerts::ON_GROUPS));
    operations.extend(assignable::at_source("/devicegroups/{id}/triggers", triggers::ON_GROUPS));
    let until_7_9 = [
        flexgrids::ON_GROUPS.inverse().assigned_at("/devicegroups/{id}/flexgrids", FullWrite),
        assignable::at_source("/devicegroups/{id}/geomaps", geomaps::ON_GROUPS),
        assignable::at_source("/devicegroups/{id}/pages", pages::ON_GROUPS),
        TAGS.assigned_at("/devicegroups/{id}/tags", FullWrite),
    ];
    operations.extend(until_7_9.concat().into_iter().map(|op| op.until(7, 9)));
    operations
}

#[derive(Deserialize, JsonSchema)]
struct DeviceGroupsQuery {
    /// Only groups that were changed after it.
    since: Option<When>,
    /// Whether to list the built-in groups too.
    #[serde(default)]
    all: bool,
    /// A regular expression that the name matches.
    name: Option<String>,
}

async fn list(
    permit: Permit,
    Query(listed): Query<DeviceGroupsQuery>,
) -> Result<View<Vec<DeviceGroup>>> {
    let state = permit.store.state();
    let since = listed.since.map(|when| when.resolve(permit.clock.now()));
    let name = listed.name.map(|text| Regex::new(&text)).transpose();
    let name = name.map_err(|_| malformed("`name` is not a valid regular expression"))?;
    let groups = state.objects(DeviceGroup::KIND).filter(|object| {
        let group = object.get::<DeviceGroup>();
        (listed.all || !group.built_in)
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

/// The groups that hold a device, static and dynamic, by id.
pub fn holding(permit: &Permit, state: &State, device: i64) -> Result<Vec<i64>> {
    let now = permit.clock.now();
    let known = state.get::<Device>(device)?;
    let mut ids = MEMBERS.inverse().ids(state, device);
    for group in state.all::<DeviceGroup>() {
        let rule = group.rule(state, now)?;
        if rule.is_some_and(|rule| rule.matches_one(known, &permit.network, now)) {
            ids.push(group.id);
        }
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// The members of a group, by id.
pub fn devices_of<'a>(permit: &Permit, state: &'a State, id: i64) -> Result<Vec<&'a Arc<Object>>> {
    let now = permit.clock.now();
    let group = state.get::<DeviceGroup>(id)?;
    Ok(match group.rule(state, now)? {
        Some(rule) => {
            let all = state.objects(Device::KIND);
            all.filter(|device| rule.matches_one(device.get(), &permit.network, now))
                .collect()
        }
        None => MEMBERS.of(state, id),
    })
}

/// The ids of the members of these groups.
pub fn members_of(
    permit: &Permit,
    state: &State,
    groups: impl IntoIterator<Item = i64>,
) -> Result<BTreeSet<i64>> {
    let mut members = BTreeSet::new();
    for group in groups {
        let devices = devices_of(permit, state, group)?;
        members.extend(devices.into_iter().map(|device| device.id));
    }
    Ok(members)
}

impl DeviceGroup {
    /// The search that a dynamic group is; a static group has none.
    fn rule(&self, state: &State, now: Millis) -> Result<Option<DeviceFilter>> {
        let (true, Some(field)) = (self.dynamic, self.field) else {
            return Ok(None);
        };
        let mut rule = DeviceFilter::new(field, self.value.as_deref(), state, now)?;
        rule.without_custom = !self.include_custom_devices;
        Ok(Some(rule))
    }
    /// The group as a caller makes it.
    pub fn made(self, _: &Permit) -> Result<Self> {
        Ok(self.in_order())
    }
    /// A static group has no rule.
    fn in_order(mut self) -> Self {
        if !self.dynamic {
            (self.field, self.value) = (None, None);
        }
        self
    }
    fn takes_members(&self) -> Result<()> {
        match self.dynamic {
            true => Err(refused(format!(
                "The device group {} is dynamic: its rule decides who is a member.",
                self.id
            ))),
            false => Ok(()),
        }
    }
    fn changeable(&self) -> Result<()> {
        match self.built_in {
            true => Err(crate::base::problem::Problem::Forbidden(
                "A built-in device group cannot be changed or deleted.".into(),
            )),
            false => Ok(()),
        }
    }
    fn empty() -> Option<String> {
        Some(String::new())
    }
    fn yes() -> bool {
        true
    }
}
