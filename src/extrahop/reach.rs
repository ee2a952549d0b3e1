//! What reaches a device or a group without a direct assignment: through a group that holds the
//! device, or because it applies to everything.
use super::{
    devicegroups::{self, DeviceGroup},
    devices::Device,
};
use crate::{
    access::Permit,
    api::{Relation, View},
    problem::Result,
    store::Resource,
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;

/// A thing that can be assigned to devices and to device groups.
pub trait Reaching: Resource {
    /// Whether it applies to everything.
    fn reaches_all(&self) -> bool;
}

#[derive(Deserialize, JsonSchema)]
pub struct Reach {
    /// Whether to leave out what reaches the object through a group or applies to everything.
    #[serde(default)]
    direct_assignments_only: bool,
}

/// What is assigned to a device, directly or not.
pub async fn on_device<T: Reaching>(
    permit: Permit,
    id: i64,
    reach: Reach,
    devices: Relation<T, Device>,
    groups: Relation<T, DeviceGroup>,
) -> Result<View<Vec<T>>> {
    let state = permit.store.state();
    state.object::<Device>(id)?;
    let mut ids: BTreeSet<i64> = devices.inverse().ids(&state, id).into_iter().collect();
    if !reach.direct_assignments_only {
        for group in devicegroups::holding(&permit, &state, id)? {
            ids.extend(groups.inverse().ids(&state, group));
        }
        ids.extend(applying::<T>(&state));
    }
    Ok(permit.views(ids.into_iter().filter_map(|id| state.find(T::KIND, id))))
}

/// What is assigned to a device group, directly or not.
pub async fn on_group<T: Reaching>(
    permit: Permit,
    id: i64,
    reach: Reach,
    groups: Relation<T, DeviceGroup>,
) -> Result<View<Vec<T>>> {
    let state = permit.store.state();
    state.object::<DeviceGroup>(id)?;
    let mut ids: BTreeSet<i64> = groups.inverse().ids(&state, id).into_iter().collect();
    if !reach.direct_assignments_only {
        ids.extend(applying::<T>(&state));
    }
    Ok(permit.views(ids.into_iter().filter_map(|id| state.find(T::KIND, id))))
}

fn applying<T: Reaching>(state: &crate::store::State) -> impl Iterator<Item = i64> {
    state
        .all::<T>()
        .filter(|thing| thing.reaches_all())
        .map(Resource::id)
}
