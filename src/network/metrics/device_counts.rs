//! What the appliance knows of itself: how many devices it sees.
use super::engine::ResolvedQuery;
use crate::{
    base::clock::Millis,
    network::{catalog::role::Role, world::host::Host},
};

/// Devices that the appliance counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceClass {
    L2,
    L3,
    Gateway,
    Custom,
}

impl DeviceClass {
    fn has(self, host: &Host) -> bool {
        match self {
            DeviceClass::L2 => host.addr.is_none(),
            DeviceClass::L3 => host.addr.is_some(),
            DeviceClass::Gateway => host.role == Role::Gateway,
            // They are made of hosts, and no hosts themselves.
            DeviceClass::Custom => false,
        }
    }
}

/// When each device of a class was first seen, sorted.
pub fn first_seen(ask: &ResolvedQuery, class: DeviceClass) -> Vec<Millis> {
    let network = ask.network;
    let mut seen: Vec<Millis> = match class {
        DeviceClass::Custom => {
            let activities = ask.customs.iter().map(|one| network.activities_of(one));
            let first = |seen: Vec<(_, Millis)>| seen.into_iter().map(|(_, since)| since).min();
            activities.filter_map(first).collect()
        }
        _ => {
            let hosts = network.hosts().iter().filter(|host| class.has(host));
            hosts.filter_map(|host| network.active(host.id)).collect()
        }
    };
    seen.sort_unstable();
    seen
}
