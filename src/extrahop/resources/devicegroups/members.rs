//! Who is in a group, and which groups hold a device.
use super::object::{DeviceGroup, MEMBERS};
use crate::{
    base::problem::Result,
    extrahop::resources::devices::Device,
    store::{Object, Resource, State},
    twin::access::Permit,
};
use std::{collections::BTreeSet, sync::Arc};

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
