//! What the appliance knows of itself: how many devices it sees.
use super::{answer::Ask, host::Host, role::Role};
use crate::base::clock::Millis;

/// Devices that the appliance counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    L2,
    L3,
    Gateway,
    Custom,
}

impl Class {
    fn has(self, host: &Host) -> bool {
        match self {
            Class::L2 => host.addr.is_none(),
            Class::L3 => host.addr.is_some(),
            Class::Gateway => host.role == Role::Gateway,
            // They are made of hosts, and no hosts themselves.
            Class::Custom => false,
        }
    }
}

/// When each device of a class was first seen, sorted.
pub(super) fn first_seen(ask: &Ask, class: Class) -> Vec<Millis> {
    let network = ask.network;
    let mut seen: Vec<Millis> = match class {
        Class::Custom => {
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
