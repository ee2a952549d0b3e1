//! What reaches a device or a group without a direct assignment: through a group that holds the
//! device, or because it applies to everything.
use super::resources::{
    devicegroups::{self, DeviceGroup},
    devices::Device,
};
use crate::{
    api::{Id, Operation, Query, Relation, View, get},
    base::problem::Problem,
    store::{Resource, State},
    twin::access::{Level::*, Permit},
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;

/// A thing that can be assigned to devices, device groups and other sources.
pub trait Assignable: Resource {
    /// Whether it applies to everything.
    fn applies_to_all(&self) -> bool;
}

#[derive(Deserialize, JsonSchema)]
pub struct DirectOnly {
    /// Whether to leave out what reaches the object through a group or applies to everything.
    #[serde(default)]
    direct_assignments_only: bool,
}

/// The four operations at a device's end: a reading of all that reaches the device, and the
/// changes of what is assigned to it directly.
pub fn at_device<T: Assignable>(
    path: &'static str,
    devices: Relation<T, Device>,
    groups: Relation<T, DeviceGroup>,
) -> Vec<Operation> {
    let list = list(path, devices, Some(groups));
    [vec![list], devices.inverse().changed_at(path, FullWrite)].concat()
}

/// The same at the end of an object that no group holds.
pub fn at_source<T: Assignable, S: Resource>(
    path: &'static str,
    sources: Relation<T, S>,
) -> Vec<Operation> {
    let list = list(path, sources, None);
    [vec![list], sources.inverse().changed_at(path, FullWrite)].concat()
}

/// The reading; devices are held by groups, which have assignments of their own.
fn list<T: Assignable, S: Resource>(
    path: &'static str,
    sources: Relation<T, S>,
    groups: Option<Relation<T, DeviceGroup>>,
) -> Operation {
    let (thing, source) = (T::TITLE, S::TITLE);
    let summary = format!("Retrieve every {thing} that applies to a {source}.");
    let handler = move |permit: Permit, Id(id): Id, Query(reach): Query<DirectOnly>| async move {
        let state = permit.store.state();
        state.object::<S>(id)?;
        let mut ids = BTreeSet::from_iter(sources.inverse().ids(&state, id));
        if !reach.direct_assignments_only {
            if let Some(groups) = groups {
                for group in devicegroups::holding(&permit, &state, id)? {
                    ids.extend(groups.inverse().ids(&state, group));
                }
            }
            ids.extend(applying::<T>(&state));
        }
        let things = ids.into_iter().filter_map(|id| state.find(T::KIND, id));
        Ok::<View<Vec<T>>, Problem>(permit.views(things))
    };
    get(path, ReadOnly, handler, summary)
}

fn applying<T: Assignable>(state: &State) -> impl Iterator<Item = i64> {
    state
        .all::<T>()
        .filter(|thing| thing.applies_to_all())
        .map(Resource::id)
}
