//! Devices from nothing: subnets filled with devices that have addresses, vendors and names.
use super::inputs::Subnet;
use crate::{
    base::{
        clock::{DAY, Millis, TICK},
        seed::Seed,
    },
    network::catalog::Role,
};
use ipnet::Ipv4Net;
use names::Names;
use std::{collections::BTreeMap, net::Ipv4Addr};

mod names;
mod plan;
mod vendors;

pub use plan::plan;

/// A generated device that has no id yet.
#[derive(Clone, Debug, PartialEq)]
pub struct GeneratedDevice {
    /// None for an L2 device.
    pub addr: Option<Ipv4Addr>,
    /// Upper case, with the prefix of its vendor.
    pub mac: String,
    pub vendor: &'static str,
    pub role: Role,
    pub vlan: i64,
    /// The place of its subnet in the list of subnets.
    pub subnet: usize,
    /// The place in the same list of the L2 device in front of it.
    pub parent: Option<usize>,
    /// Names are empty when nothing tells them.
    pub dns_name: String,
    pub dhcp_name: String,
    pub netbios_name: String,
    pub cdp_name: String,
    pub is_l3: bool,
    /// `node`, `gateway` or `remote`.
    pub device_class: &'static str,
    /// It was discovered this long before the twin began.
    pub age: Millis,
}

/// Fills subnets with devices. A refusal names the subnet that is too small, or overlaps.
pub fn populate(seed: Seed, subnets: &[Subnet]) -> Result<Vec<GeneratedDevice>, String> {
    check(subnets)?;
    let mut all = Vec::new();
    let mut numbers = BTreeMap::new();
    for (nth, subnet) in subnets.iter().enumerate() {
        let first = all.len();
        fill(seed, subnet, &mut numbers, &mut all);
        all[first..].iter_mut().for_each(|one| one.subnet = nth);
    }
    Ok(all)
}

/// The most generated devices of a network.
const MOST: u64 = 1_000_000;

fn check(subnets: &[Subnet]) -> Result<(), String> {
    match subnet_faults(subnets).into_iter().next() {
        Some(fault) => Err(fault.why),
        None => Ok(()),
    }
}

/// What is wrong with one of several subnets.
pub struct SubnetFault {
    /// The place of the subnet, and of the other one that it has to do with.
    pub nth: usize,
    pub other: Option<usize>,
    pub why: String,
}

/// Subnets that are too small for their devices, or overlap.
pub fn subnet_faults(subnets: &[Subnet]) -> Vec<SubnetFault> {
    let counts = subnets.iter().flat_map(|subnet| subnet.devices.values());
    let wanted: u64 = counts.map(|count| u64::from(*count)).sum();
    if wanted > MOST {
        return vec![SubnetFault {
            nth: 0,
            other: None,
            why: format!("the subnets must have at most {MOST} devices, not {wanted}"),
        }];
    }
    let blocks = subnets.iter().map(|subnet| subnet.cidr.trunc());
    let mut blocks: Vec<_> = blocks.enumerate().collect();
    blocks.sort_by_key(|(_, block)| (block.network(), block.prefix_len()));
    let mut faults = vec![];
    for pair in blocks.windows(2) {
        let ((other, outer), (nth, inner)) = (pair[0], pair[1]);
        if outer.contains(&inner) {
            faults.push(SubnetFault {
                nth,
                other: Some(other),
                why: match outer == inner {
                    true => format!("subnet {inner} is there twice"),
                    false => format!("subnet {inner} overlaps {outer}"),
                },
            });
        }
    }
    for (nth, subnet) in subnets.iter().enumerate() {
        let (wanted, room) = (addressed(subnet), room(subnet.cidr));
        if wanted > room {
            let cidr = subnet.cidr;
            faults.push(SubnetFault {
                nth,
                other: None,
                why: format!("subnet {cidr} has room for {room} devices, not for {wanted}"),
            });
        }
    }
    faults
}

/// Devices that need an address. Gateways are L2 devices.
fn addressed(subnet: &Subnet) -> u64 {
    let others = subnet
        .devices
        .iter()
        .filter(|(role, _)| **role != Role::Gateway);
    others.map(|(_, count)| u64::from(*count)).sum()
}

/// Addresses for devices: all but the network's and the broadcast address.
fn room(cidr: Ipv4Net) -> u64 {
    let all = 1u64 << (32 - cidr.prefix_len());
    if cidr.prefix_len() > 30 { all } else { all - 2 }
}

/// The first address of a device; low ones are kept for routers where there is room.
fn first_address(subnet: &Subnet) -> u64 {
    let edge = u64::from(subnet.cidr.prefix_len() <= 30);
    if addressed(subnet) + 9 <= room(subnet.cidr) {
        edge + 9
    } else {
        edge
    }
}

fn fill(
    seed: Seed,
    subnet: &Subnet,
    numbers: &mut BTreeMap<Role, u32>,
    all: &mut Vec<GeneratedDevice>,
) {
    let gateways = subnet.devices.get(&Role::Gateway).copied().unwrap_or(0) as usize;
    let first = all.len();
    for _ in 0..gateways {
        let number = next(numbers, Role::Gateway);
        all.push(generated(
            seed,
            all.len(),
            Role::Gateway,
            number,
            subnet.vlan,
        ));
    }
    let mut address = u64::from(u32::from(subnet.cidr.network())) + first_address(subnet);
    let others = subnet
        .devices
        .iter()
        .filter(|(role, _)| **role != Role::Gateway);
    for (role, count) in others {
        for nth in 0..*count as usize {
            let number = next(numbers, *role);
            let mut one = generated(seed, all.len(), *role, number, subnet.vlan);
            // `check` made sure that it lies in the block, so in 32 bits.
            one.addr = Some(Ipv4Addr::from(address as u32));
            one.parent = (gateways > 0).then(|| first + nth % gateways);
            address += 1;
            all.push(one);
        }
    }
}

fn next(numbers: &mut BTreeMap<Role, u32>, role: Role) -> u32 {
    let number = numbers.entry(role).or_insert(0);
    *number += 1;
    *number
}

fn generated(seed: Seed, place: usize, role: Role, number: u32, vlan: i64) -> GeneratedDevice {
    let own = seed.of(("born", place as u64));
    let (vendor, prefix) = vendors::of(role, own.at(0));
    let mac = mac(seed, prefix, place);
    let Names {
        dns,
        dhcp,
        netbios,
        cdp,
    } = Names::of(role, number, vendor, &mac);
    // 30 to 400 days.
    let age = 30 * DAY + own.at(1).below((370 * DAY / TICK) as u64) as i64 * TICK;
    GeneratedDevice {
        addr: None,
        mac,
        vendor,
        role,
        vlan,
        subnet: 0,
        parent: None,
        dns_name: dns,
        dhcp_name: dhcp,
        netbios_name: netbios,
        cdp_name: cdp,
        is_l3: role != Role::Gateway,
        device_class: class(role),
        age,
    }
}

fn class(role: Role) -> &'static str {
    match role {
        Role::Gateway => "gateway",
        Role::Remote => "remote",
        _ => "node",
    }
}

/// The last three octets are the place, turned and shifted, so no two of a network are alike.
fn mac(seed: Seed, prefix: [u8; 3], place: usize) -> String {
    let shift = seed.of("mac").0 as u32;
    let tail = (place as u32).wrapping_mul(0x9e_3779).wrapping_add(shift);
    let [_, a, b, c] = tail.to_be_bytes();
    let octets = [prefix[0], prefix[1], prefix[2], a, b, c].map(|octet| format!("{octet:02X}"));
    octets.join(":")
}

#[cfg(test)]
mod tests;
