//! The list of the resources that do not deal with the configuration as a whole.
use super::{
    activitygroups, alerts, apikeys, appliance, applications, auditlog, customdevices, dashboards,
    devicegroups, devices, emailgroups, exclusionintervals, flexgrids, geomaps, license, metrics,
    networks, nodes, packetcaptures, pages, runningconfig, simulation, ssldecryptkeys, tags,
    triggers, users, vlans, whitelist,
};
use crate::{
    api::{Part, part},
    base::{platform::Platform, problem::Result},
    store::{Draft, Ends, Kind},
};

/// In the order of a fixture: what others refer to comes before them.
pub const PARTS: &[Part] = &[
    users::PART,
    apikeys::PART,
    nodes::PART,
    devices::PART,
    customdevices::PART,
    tags::PART,
    devicegroups::PART,
    emailgroups::PART,
    exclusionintervals::PART,
    networks::PART,
    vlans::PART,
    applications::PART,
    alerts::PART,
    flexgrids::PART,
    geomaps::PART,
    pages::PART,
    dashboards::PART,
    whitelist::PART,
    triggers::PART,
    license::PART,
    appliance::PART,
    ssldecryptkeys::PART,
    runningconfig::PART,
    simulation::PART,
    packetcaptures::PART,
    activitygroups::PART,
    metrics::PART,
    auditlog::PART,
];

pub fn kinds() -> Vec<&'static Kind> {
    part::kinds(PARTS)
}
pub fn relations() -> Vec<&'static Ends> {
    part::relations(PARTS)
}
/// Makes the objects that no one has to name, where they are missing.
pub fn complete(draft: &mut Draft, platform: Platform) -> Result<()> {
    part::complete(PARTS, draft, platform)
}
