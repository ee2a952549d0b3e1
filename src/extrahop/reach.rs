//! What reaches a device or a group without a direct assignment: through a group that holds the
//! device, or because it applies to everything.
use super::{
    devicegroups::{self, DeviceGroup},
    devices::Device,
};
use crate::{
    access::{Level::*, Permit},
    api::{Id, Operation, Query, Relation, View, get},
    problem::Result,
    store::Resource,
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;

/// A thing that can be assigned to devices, device groups and other sources.
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

/// The four operations at a device's end: a reading of all that reaches the device, and the
/// changes of what is assigned to it directly.
pub fn at_device<T: Reaching>(
    path: &'static str,
    devices: Relation<T, Device>,
    groups: Relation<T, DeviceGroup>,
) -> Vec<Operation> {
    let list = get(
        path,
        ReadOnly,
        move |permit: Permit, Id(id): Id, Query(reach): Query<Reach>| {
            on_device(permit, id, reach, devices, groups)
        },
        format!("Retrieve every {} that applies to a device.", T::TITLE),
    );
    [vec![list], devices.inverse().changed_at(path, FullWrite)].concat()
}

/// The same at the end of an object that no group holds.
pub fn at_source<T: Reaching, S: Resource>(
    path: &'static str,
    sources: Relation<T, S>,
) -> Vec<Operation> {
    let list = get(
        path,
        ReadOnly,
        move |permit: Permit, Id(id): Id, Query(reach): Query<Reach>| {
            on_source(permit, id, reach, sources)
        },
        format!(
            "Retrieve every {} that applies to a {}.",
            T::TITLE,
            S::TITLE
        ),
    );
    [vec![list], sources.inverse().changed_at(path, FullWrite)].concat()
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

/// What is assigned to an object that no group holds, directly or not.
pub async fn on_source<T: Reaching, S: Resource>(
    permit: Permit,
    id: i64,
    reach: Reach,
    sources: Relation<T, S>,
) -> Result<View<Vec<T>>> {
    let state = permit.store.state();
    state.object::<S>(id)?;
    let mut ids: BTreeSet<i64> = sources.inverse().ids(&state, id).into_iter().collect();
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
