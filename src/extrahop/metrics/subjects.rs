//! The objects that a query asks for, and the devices that each stands for.
use crate::{
    access::Permit,
    extrahop::{activitygroups::ActivityGroup, devicegroups, devices::Device},
    network::{ObjectType, Subject},
    problem::{Problem, Result, malformed},
    store::State,
};

/// An id that is not there has no rows.
pub fn subjects(permit: &Permit, kind: ObjectType, ids: &[i64]) -> Result<Vec<Subject>> {
    // The upper half of an id is the node; a Discover appliance has none.
    if let Some(id) = ids.iter().find(|id| **id >> 32 != 0) {
        return Err(malformed(format!("`object_ids`: invalid node id in {id}")));
    }
    let state = permit.store.state();
    let mut subjects = vec![];
    for &oid in ids {
        if let Some(members) = members(permit, &state, kind, oid)? {
            subjects.push(Subject { oid, members });
        }
    }
    Ok(subjects)
}

/// The devices of an object; none where the network knows better which traffic is the object's.
fn members(permit: &Permit, state: &State, kind: ObjectType, id: i64) -> Result<Option<Vec<i64>>> {
    Ok(match kind {
        ObjectType::Device => Some(vec![id]),
        ObjectType::DeviceGroup => match devicegroups::devices_of(permit, state, id) {
            Ok(devices) => Some(devices.into_iter().map(|device| device.id).collect()),
            Err(Problem::NotFound(_)) => None,
            Err(problem) => return Err(problem),
        },
        ObjectType::ActivityGroup => {
            ActivityGroup::find(id).map(|group| group.members(permit, state))
        }
        ObjectType::Vlan => {
            let tagged = state.all::<Device>().any(|device| device.vlanid == id);
            tagged.then(Vec::new)
        }
        // A Discover appliance has one capture, and the application of all activity, both 0.
        ObjectType::Network | ObjectType::Capture | ObjectType::Application => {
            (id == 0).then(Vec::new)
        }
        ObjectType::System => Some(vec![]),
    })
}
