//! The whitelist: devices that get full analysis before others when the license's device limit is
//! reached.
use super::{devices::Device, license::License};
use crate::{
    api::{Assignments, Body, Id, NoContent, Operation, Part, View, delete, get, post},
    base::{clock::Millis, platform::Platform, problem::Result},
    store::{Draft, Kind, Object, Resource, State, Unique},
    twin::access::{Level::*, Permit},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// One device of the whitelist. The list is in the order of the ids: the device that was put
/// there first comes first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WhitelistEntry {
    #[serde(default)]
    pub id: i64,
    pub device_id: i64,
}

impl Resource for WhitelistEntry {
    const KIND: &str = "whitelisted";
    const PATH: &str = "whitelist";
    const TITLE: &str = "whitelist entry";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "device_id",
        key: |listed| listed.device_id.to_string().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, _: Millis) {
        self.id = id;
    }
}

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<WhitelistEntry>()],
    complete,
    ..Part::NONE
};

/// The paths of one device have the word in the singular. Firmware after 7.9 has a watchlist.
#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    let operations = [
        get   ("/whitelist/devices",     ReadOnly,  list,   "Retrieve the devices of the whitelist."),
        post  ("/whitelist/devices",     FullWrite, assign, "Add devices to the whitelist and remove others.").without_422().refusing(&[404]),
        post  ("/whitelist/device/{id}", FullWrite, add,    "Add a device to the whitelist."),
        delete("/whitelist/device/{id}", FullWrite, remove, "Remove a device from the whitelist."),
    ];
    operations.into_iter().map(|op| op.until(7, 9)).collect()
}

async fn list(permit: Permit) -> Result<View<Vec<Device>>> {
    let state = permit.store.state();
    let ids = listed(&state).into_iter();
    Ok(permit.views(ids.filter_map(|id| state.find(Device::KIND, id))))
}

async fn assign(permit: Permit, Body(ids): Body<Assignments>) -> Result<NoContent> {
    let (assign, unassign) = (ids.assign.len(), ids.unassign.len());
    let details = format!("{assign} devices added, {unassign} removed");
    change(permit, ids, details).await
}

async fn add(permit: Permit, Id(id): Id) -> Result<NoContent> {
    let (assign, unassign) = (vec![id], vec![]);
    let details = format!("device {id} added");
    change(permit, Assignments { assign, unassign }, details).await
}

async fn remove(permit: Permit, Id(id): Id) -> Result<NoContent> {
    let (assign, unassign) = (vec![], vec![id]);
    let details = format!("device {id} removed");
    change(permit, Assignments { assign, unassign }, details).await
}

/// All of it, or nothing if a device is not there.
async fn change(permit: Permit, ids: Assignments, details: String) -> Result<NoContent> {
    permit
        .write(move |draft| {
            for id in ids.assign.iter().chain(&ids.unassign) {
                draft.object::<Device>(*id)?;
            }
            draft.note("Modify whitelist", details);
            for device_id in ids.assign {
                if entry(draft, device_id).is_none() {
                    draft.insert(WhitelistEntry { id: 0, device_id })?;
                }
            }
            for device in ids.unassign {
                if let Some(entry) = entry(draft, device) {
                    draft.remove::<WhitelistEntry>(entry)?;
                }
            }
            reassign(draft)
        })
        .await?;
    Ok(NoContent)
}

/// The entry of a device.
fn entry(state: &State, device: i64) -> Option<i64> {
    state.id_of_key(WhitelistEntry::KIND, &device.to_string())
}

/// The devices of the whitelist, in its order. A device that is gone is on no list.
fn listed(state: &State) -> Vec<i64> {
    let ids = state.all::<WhitelistEntry>().map(|listed| listed.device_id);
    ids.filter(|id| state.has(Device::KIND, *id)).collect()
}

/// What a fixture says of the whitelist and of the license decides on the level of its devices.
pub fn complete(draft: &mut Draft, _: Platform) -> Result<()> {
    settle(draft, |_| ())
}

/// The same after a write that changes the whitelist or which devices there are; what changes with
/// it was changed now.
pub fn reassign(draft: &mut Draft) -> Result<()> {
    let at = draft.stamp.at;
    settle(draft, |device| device.mod_time = at)
}

/// Gives every device the analysis level that follows from the whitelist, the device limit of the
/// license, and when the devices were found.
fn settle(draft: &mut Draft, touch: impl Fn(&mut Device)) -> Result<()> {
    let listed = listed(draft);
    let full = in_full_analysis(draft, &listed);
    let listed: HashSet<i64> = listed.into_iter().collect();
    let mut changed = vec![];
    for device in draft.all::<Device>() {
        let level = i64::from(full.as_ref().is_none_or(|full| full.contains(&device.id)));
        let watched = listed.contains(&device.id);
        if (device.analysis_level, device.on_watchlist) != (level, watched) {
            let mut device = device.clone();
            (device.analysis_level, device.on_watchlist) = (level, watched);
            touch(&mut device);
            changed.push(Object::new(device));
        }
    }
    changed
        .into_iter()
        .try_for_each(|device| draft.place(device))
}

/// The devices that get full analysis: first those on the whitelist, then the others by seniority.
/// None: all of them, as the limit is not reached.
fn in_full_analysis(state: &State, listed: &[i64]) -> Option<HashSet<i64>> {
    let limit = License::of(state).device_limit()?;
    if state.count(Device::KIND) <= limit {
        return None;
    }
    let favoured: HashSet<i64> = listed.iter().copied().collect();
    let others = state.all::<Device>().filter(|d| !favoured.contains(&d.id));
    let mut others: Vec<_> = others.map(|d| (d.discover_time, d.id)).collect();
    others.sort_unstable();
    let others = others.into_iter().map(|(_, id)| id);
    Some(listed.iter().copied().chain(others).take(limit).collect())
}
