//! What one resource adds to an API: its operations, and what twins hold of it.
use super::Operation;
use crate::{
    base::{firmware::Firmware, platform::Platform, problem::Result},
    network::Network,
    store::{Draft, Ends, Kind},
};

pub struct Part {
    pub operations: fn() -> Vec<Operation>,
    /// The kinds of objects, in the order of a fixture.
    pub kinds: fn() -> Vec<&'static Kind>,
    /// The relations that the resource is the owner of.
    pub relations: fn() -> Vec<&'static Ends>,
    /// Makes the objects that no fixture has to name, where they are missing.
    pub complete: fn(&mut Draft, Platform) -> Result<()>,
    /// Makes the objects that come with an appliance of this firmware, where they are missing.
    pub built_in: fn(&mut Draft, Platform, Firmware) -> Result<()>,
    /// What a new twin has seen of its network before it began.
    pub observe: fn(&mut Draft, &Network) -> Result<()>,
    /// What a restart does.
    pub restart: fn(&mut Draft) -> Result<()>,
}

impl Part {
    /// A resource that adds nothing.
    pub const NONE: Part = Part {
        operations: Vec::new,
        kinds: Vec::new,
        relations: Vec::new,
        complete: |_, _| Ok(()),
        built_in: |_, _, _| Ok(()),
        observe: |_, _| Ok(()),
        restart: |_| Ok(()),
    };
}

/// Every operation of these resources, by the first word of the path.
pub fn operations<'a>(parts: impl IntoIterator<Item = &'a Part>) -> Vec<Operation> {
    let parts = parts.into_iter();
    let mut operations: Vec<_> = parts.flat_map(|part| (part.operations)()).collect();
    operations.sort_by(|one, other| one.resource().cmp(other.resource()));
    operations
}
pub fn kinds<'a>(parts: impl IntoIterator<Item = &'a Part>) -> Vec<&'static Kind> {
    parts.into_iter().flat_map(|part| (part.kinds)()).collect()
}
pub fn relations<'a>(parts: impl IntoIterator<Item = &'a Part>) -> Vec<&'static Ends> {
    let parts = parts.into_iter();
    parts.flat_map(|part| (part.relations)()).collect()
}
pub fn complete<'a>(
    parts: impl IntoIterator<Item = &'a Part>,
    draft: &mut Draft,
    platform: Platform,
) -> Result<()> {
    let mut parts = parts.into_iter();
    parts.try_for_each(|part| (part.complete)(draft, platform))
}
pub fn built_in<'a>(
    parts: impl IntoIterator<Item = &'a Part>,
    draft: &mut Draft,
    platform: Platform,
    firmware: Firmware,
) -> Result<()> {
    let mut parts = parts.into_iter();
    parts.try_for_each(|part| (part.built_in)(draft, platform, firmware))
}
pub fn observe<'a>(
    parts: impl IntoIterator<Item = &'a Part>,
    draft: &mut Draft,
    network: &Network,
) -> Result<()> {
    let mut parts = parts.into_iter();
    parts.try_for_each(|part| (part.observe)(draft, network))
}
pub fn restart<'a>(parts: impl IntoIterator<Item = &'a Part>, draft: &mut Draft) -> Result<()> {
    parts.into_iter().try_for_each(|part| (part.restart)(draft))
}
