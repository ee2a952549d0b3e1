//! Which node of a Command appliance a custom device's device belongs to.
use super::criterion::{CustomDeviceCriterion, criteria_of};
use crate::{
    extrahop::resources::{devices::Device, nodes::Node},
    network::{EndRule, at_node, node_of},
    store::{Resource, State},
};
use std::net::IpAddr;

/// An id for the device of a custom device, on the node that sees most of it. It is above those of
/// the devices that the node found, and as ids of custom devices are never used twice, neither is this.
pub fn next_device_id(state: &State, custom: i64) -> i64 {
    let node = node_of_criteria(state, custom);
    let found = state.all::<Device>().filter(|device| !device.is_custom());
    let found = found
        .map(|device| device.id)
        .filter(|id| node_of(*id) == node);
    let last = found.max().unwrap_or_else(|| at_node(node, 0));
    let first = last.saturating_add(custom);
    (first..)
        .find(|id| !state.has(Device::KIND, *id))
        .unwrap_or(first)
}

/// The node with the most devices that match a criterion; the first where several have as many,
/// and where none matches, as before there are criteria.
fn node_of_criteria(state: &State, custom: i64) -> i64 {
    let criteria = criteria_of(state, custom).map(|one| one.get::<CustomDeviceCriterion>());
    let rules: Vec<EndRule> = criteria.map(|one| one.criterion.rule()).collect();
    let matches = |node: i64| {
        let devices = state
            .all::<Device>()
            .filter(|one| one.node_id == Some(node));
        let matching = devices.filter(|one| rules.iter().any(|rule| may_be_end(rule, one)));
        matching.count()
    };
    let nodes = state.all::<Node>().map(|node| (matches(node.id), node.id));
    let most = nodes.max_by_key(|(count, id)| (*count, -id));
    most.map_or(0, |(_, id)| id)
}

/// Whether a device can be an end of a conversation that a rule takes, by its address and VLAN.
fn may_be_end(rule: &EndRule, device: &Device) -> bool {
    let texts = [&device.ipaddr4, &device.ipaddr6].into_iter().flatten();
    let mut addresses = texts.filter_map(|text| text.parse::<IpAddr>().ok());
    device.is_l3
        && rule.vlans.contains(&device.vlanid)
        && match &rule.address {
            Some(block) => addresses.any(|address| block.contains(&address)),
            None => true,
        }
}
