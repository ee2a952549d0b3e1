//! The objects that a query asks for, and the devices that each stands for.
use crate::{
    base::{
        platform::Platform,
        problem::{Problem, Result, malformed},
    },
    extrahop::resources::{
        activitygroups::ActivityGroup,
        applications::Application,
        devicegroups,
        devices::Device,
        networks::Network,
        nodes::{self, Node},
        vlans::Vlan,
    },
    network::{ObjectType, Subject},
    store::{Resource, State},
    twin::access::Permit,
};
use std::collections::HashSet;

/// An id that is not there has no rows, and one that is named twice has them once.
pub fn subjects(permit: &Permit, kind: ObjectType, ids: &[i64]) -> Result<Vec<Subject>> {
    let state = permit.store.state();
    let stray = |id: &&i64| !has_node(permit, &state, kind, **id);
    if let Some(id) = ids.iter().find(stray) {
        return Err(malformed(format!("`object_ids`: invalid node id in {id}")));
    }
    let mut subjects = vec![];
    let mut seen = HashSet::new();
    for oid in ids.iter().copied().filter(|oid| seen.insert(*oid)) {
        subjects.extend(subject(permit, &state, kind, oid)?);
    }
    Ok(subjects)
}

/// Whether the node that an id speaks of is there. A Discover appliance has none; groups are the
/// Command appliance's own, as devices of custom devices were in earlier databases.
fn has_node(permit: &Permit, state: &State, kind: ObjectType, id: i64) -> bool {
    use ObjectType::{ActivityGroup, DeviceGroup, System};
    match nodes::of(id) {
        Some(node) => state.has(Node::KIND, node),
        None => {
            permit.platform == Platform::Discover
                || matches!(kind, ActivityGroup | DeviceGroup | System)
                || (kind == ObjectType::Device && state.has(Device::KIND, id))
        }
    }
}

fn subject(permit: &Permit, state: &State, kind: ObjectType, oid: i64) -> Result<Option<Subject>> {
    if kind == ObjectType::Application {
        let application = state.find(Application::KIND, oid);
        let application = application.map(|object| object.get::<Application>());
        return application
            .map(|application| application.subject(permit, state))
            .transpose();
    }
    let members = members(permit, state, kind, oid)?;
    Ok(members.map(|members| Subject {
        oid,
        members,
        ..Subject::default()
    }))
}

/// The devices of an object; none where the network knows better which traffic is the object's.
fn members(permit: &Permit, state: &State, kind: ObjectType, id: i64) -> Result<Option<Vec<i64>>> {
    let known = |kind| state.has(kind, id).then(Vec::new);
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
        ObjectType::Vlan => known(Vlan::KIND),
        ObjectType::Network | ObjectType::Capture => known(Network::KIND),
        ObjectType::Application | ObjectType::System => Some(vec![]),
    })
}
