//! A company of a given size: which subnets it has, and what is in them.
use crate::{
    base::seed::Seed,
    network::{catalog::Role, world::inputs::Subnet},
};
use ipnet::Ipv4Net;
use std::{collections::BTreeMap, net::Ipv4Addr};

/// Devices of one subnet, its gateway included; they fit a block of 256 addresses.
const PER_SUBNET: u32 = 200;

/// Shares of the devices inside, in thousandths, and the least number. Large sites get all of
/// them, small ones the first few. What is left over are PCs.
const MIX: [(Role, u32, u32); 12] = [
    (Role::DnsServer, 5, 1),
    (Role::HttpServer, 40, 1),
    (Role::DbServer, 25, 1),
    (Role::DomainController, 6, 1),
    (Role::FileServer, 12, 1),
    (Role::FtpServer, 4, 1),
    (Role::Other, 15, 0),
    (Role::Printer, 50, 1),
    (Role::VoipPhone, 140, 0),
    (Role::MobileDevice, 110, 0),
    (Role::WifiAp, 12, 0),
    (Role::IpCamera, 10, 0),
];

/// Subnets for exactly so many devices, gateways and hosts on the internet among them.
pub fn plan(devices: u32, seed: Seed) -> Vec<Subnet> {
    let remote = if devices < 8 {
        0
    } else {
        (devices / 50).max(1)
    };
    let mut left = devices - remote;
    let gateways = if left < 3 {
        0
    } else {
        left.div_ceil(PER_SUBNET)
    };
    left -= gateways;
    let mut queue = mix(left, seed);
    let mut subnets: Vec<Subnet> = (0..gateways.max(u32::from(left > 0)))
        .map(|nth| {
            let mut devices = BTreeMap::new();
            take(&mut queue, left.min(PER_SUBNET - 1), &mut devices);
            if gateways > 0 {
                devices.insert(Role::Gateway, 1);
            }
            Subnet {
                cidr: inside(nth, seed),
                vlan: vlan(nth),
                node: None,
                devices,
            }
        })
        .collect();
    if remote > 0 {
        subnets.push(Subnet {
            cidr: outside(remote),
            vlan: 0,
            node: None,
            devices: [(Role::Remote, remote)].into(),
        });
    }
    subnets
}

/// How many there are of each role, servers first.
fn mix(devices: u32, seed: Seed) -> Vec<(Role, u32)> {
    let mut left = devices;
    let mut queue = Vec::new();
    for (nth, (role, thousandths, least)) in MIX.into_iter().enumerate() {
        // Each company differs by up to a fifth.
        let varied = u64::from(thousandths) * (80 + seed.of("mix").at(nth as u64).below(41)) / 100;
        let share = (u64::from(devices) * varied / 1000) as u32;
        // Half of a small company is PCs, whatever else it has.
        let count = share.max(least).min(left.saturating_sub(devices / 2));
        queue.push((role, count));
        left -= count;
    }
    queue.push((Role::Pc, left));
    queue
}

/// Moves up to `room` devices from the queue into a subnet.
fn take(queue: &mut Vec<(Role, u32)>, mut room: u32, devices: &mut BTreeMap<Role, u32>) {
    queue.retain_mut(|(role, count)| {
        let taken = room.min(*count);
        if taken > 0 {
            *devices.entry(*role).or_default() += taken;
        }
        room -= taken;
        *count -= taken;
        *count > 0
    });
}

fn inside(nth: u32, seed: Seed) -> Ipv4Net {
    // 10.0.0.0/8 has 65536 blocks of 256; a site starts at a block of its own.
    let first = seed.of("site").below(256) as u32 * 256;
    let block = (first + nth) % 65_536;
    Ipv4Net::new_assert(Ipv4Addr::from(0x0A00_0000 + block * 256), 24)
}

/// From 198.18.0.0/15, which belongs to nobody: it is set aside for tests.
fn outside(remote: u32) -> Ipv4Net {
    let bits = 32 - (remote + 11).next_power_of_two().trailing_zeros();
    Ipv4Net::new_assert(Ipv4Addr::new(198, 18, 0, 0), bits.min(24) as u8)
}

fn vlan(nth: u32) -> i64 {
    10 + i64::from(nth % 4000)
}
