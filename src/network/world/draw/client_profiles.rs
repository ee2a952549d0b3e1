//! What devices of each role do as clients, gathered from the protocols.
use crate::network::catalog::{ClientGroup, ClientProfile, Protocol, Role};
use std::sync::LazyLock;

/// Profiles of a group, in the order of their numbers.
type Profiles = Vec<(Protocol, &'static ClientProfile)>;

static BY_GROUP: LazyLock<[Profiles; ClientGroup::COUNT]> = LazyLock::new(|| {
    let mut groups = [const { Profiles::new() }; ClientGroup::COUNT];
    for protocol in Protocol::all() {
        for profile in protocol.definition().clients {
            groups[profile.group as usize].push((protocol, profile));
        }
    }
    for profiles in &mut groups {
        profiles.sort_by_key(|(_, profile)| profile.number);
    }
    groups
});

pub fn of(role: Role) -> &'static [(Protocol, &'static ClientProfile)] {
    ClientGroup::of(role).map_or(&[], |group| &BY_GROUP[group as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number seeds what is drawn, and the next one is the number of those that are there.
    #[test]
    fn profiles_of_a_group_are_numbered_one_after_the_other() {
        let mut all = 0;
        for profiles in BY_GROUP.iter() {
            for (nth, (protocol, profile)) in profiles.iter().enumerate() {
                assert_eq!(
                    profile.number, nth as u64,
                    "{:?} {protocol:?}",
                    profile.group
                );
            }
            all += profiles.len();
        }
        assert!(all > 90 && BY_GROUP.iter().all(|profiles| !profiles.is_empty()));
    }
}
