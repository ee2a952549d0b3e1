//! How many devices the appliance sees.
use super::resolved_query::ResolvedQuery;
use crate::{
    base::clock::Millis,
    network::{
        catalog::{DeviceClass, Role},
        world::host::Host,
    },
};

fn is_of(class: DeviceClass, host: &Host) -> bool {
    match class {
        DeviceClass::L2 => host.addr.is_none(),
        DeviceClass::L3 => host.addr.is_some(),
        DeviceClass::Gateway => host.role == Role::Gateway,
        // They are made of hosts, and no hosts themselves.
        DeviceClass::Custom => false,
    }
}

/// When each device of a class was first seen, sorted.
pub fn first_seen(resolved: &ResolvedQuery, class: DeviceClass) -> Vec<Millis> {
    let network = resolved.network;
    let mut seen: Vec<Millis> = match class {
        DeviceClass::Custom => {
            let activities = resolved.customs.iter().map(|one| one.activities(network));
            let first = |seen: Vec<(_, Millis)>| seen.into_iter().map(|(_, since)| since).min();
            activities.filter_map(first).collect()
        }
        _ => {
            let hosts = network.hosts().iter().filter(|host| is_of(class, host));
            hosts.filter_map(|host| network.active(host.id)).collect()
        }
    };
    seen.sort_unstable();
    seen
}
