//! The resources, one file or folder for each, and their list. Those that deal with the configuration
//! as a whole stand beside this room.
pub mod activitygroups;
pub mod alerts;
pub mod apikeys;
pub mod appliance;
pub mod applications;
pub mod auditlog;
pub mod customdevices;
pub mod dashboards;
pub mod devicegroups;
pub mod devices;
pub mod emailgroups;
pub mod exclusionintervals;
pub mod flexgrids;
pub mod geomaps;
pub mod license;
pub mod metrics;
pub mod networks;
pub mod nodes;
pub mod packetcaptures;
pub mod pages;
pub mod runningconfig;
pub mod simulation;
pub mod ssldecryptkeys;
pub mod tags;
pub mod triggers;
pub mod users;
pub mod vlans;
pub mod whitelist;

use crate::{
    api::{Part, part},
    base::{firmware::Firmware, platform::Platform, problem::Result},
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
/// Makes the objects that come with an appliance of this firmware, where they are missing.
pub fn built_in(draft: &mut Draft, platform: Platform, firmware: Firmware) -> Result<()> {
    part::built_in(PARTS, draft, platform, firmware)
}
