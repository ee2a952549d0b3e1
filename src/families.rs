//! The families of operations, and what a twin's state holds for all of them.
use crate::{
    api::Family,
    base::problem::Result,
    extrahop, kentik,
    network::Network,
    store::{Draft, Ends, Kind, State},
    twin::{Platform, access::Credentials, fleet::Digest},
};

pub static FAMILIES: [Family; 2] = [extrahop::FAMILY, kentik::FAMILY];

/// The family under whose base a path is, or the first one.
pub fn family_of(path: &str) -> &'static Family {
    let family = FAMILIES
        .iter()
        .find(|family| path.starts_with(family.base()));
    family.unwrap_or(&FAMILIES[0])
}

/// The family of this name.
pub fn named(name: &str) -> Option<&'static Family> {
    FAMILIES.iter().find(|family| family.name == name)
}

/// Whether the objects of a kind stand in a section of their family.
pub fn has_folder(kind: &Kind) -> bool {
    let folder = kind.path.split_once('/');
    folder.is_some_and(|(name, _)| named(name).is_some())
}

/// Every kind of object that a state holds, in the order of a fixture.
pub fn kinds() -> Vec<&'static Kind> {
    FAMILIES
        .iter()
        .flat_map(|family| (family.kinds)())
        .collect()
}

/// Every relation, by the ends that links are stored under.
pub fn relations() -> Vec<&'static Ends> {
    let relations = FAMILIES.iter().flat_map(|family| (family.relations)());
    relations.collect()
}

/// The accounts that come with every twin, each with the secret given for it.
pub fn accounts(draft: &mut Draft, given: &Credentials) -> Result<()> {
    let mut families = FAMILIES.iter();
    families.try_for_each(|family| (family.accounts)(draft, given))
}

/// The objects that no fixture has to name: they come with the twin or are seen in its traffic.
pub fn complete(draft: &mut Draft, platform: Platform) -> Result<()> {
    let mut families = FAMILIES.iter();
    families.try_for_each(|family| (family.complete)(draft, platform))
}

/// What a new twin has seen of its network before it began, and whether what its fixture says of
/// that can be.
pub fn observe(draft: &mut Draft, network: &Network) -> Result<()> {
    let mut families = FAMILIES.iter();
    families.try_for_each(|family| (family.observe)(draft, network))
}

/// What a restart does to a twin: called when a server starts with one that it had.
pub fn restart(draft: &mut Draft) -> Result<()> {
    FAMILIES
        .iter()
        .try_for_each(|family| (family.restart)(draft))
}

/// Everything that callers of this state may identify themselves with.
pub fn keys(state: &State) -> Vec<(Digest, i64)> {
    FAMILIES
        .iter()
        .flat_map(|family| (family.keys)(state))
        .collect()
}
