//! Networks to try things on.
use crate::{
    base::{clock::Millis, seed::Seed},
    network::{Activity, GeneratedDevice, Host, Network, Role, plan, populate},
};
use std::sync::LazyLock;

/// A Friday noon, in 2017.
pub const NOW: Millis = 1_504_267_200_000;

/// Some forty devices, and a plan of a company, of which three seeds are kept.
pub static NETWORKS: LazyLock<Vec<Network>> =
    LazyLock::new(|| (1..4).map(|seed| network(Seed(seed))).collect());

pub fn network(seed: Seed) -> Network {
    let built = Network::build(seed, hosts(seed, 40), Vec::new(), Vec::new());
    built.unwrap().with_packetstore(true)
}

pub fn hosts(seed: Seed, count: u32) -> Vec<Host> {
    let born = populate(seed, &plan(count, seed)).unwrap();
    let host = |(at, born): (usize, GeneratedDevice)| Host {
        id: at as i64 + 1,
        addr: born.addr.map(Into::into),
        name: born.dns_name,
        role: born.role,
        parent: born.parent.map(|place| place as i64 + 1),
        vlan: born.vlan,
        discovered: NOW - born.age,
        activity: Vec::new(),
    };
    let mut hosts: Vec<Host> = born.into_iter().enumerate().map(host).collect();
    // Whatever the roles draw, somebody does each thing.
    let all = Activity::all();
    let people = hosts.iter_mut().filter(|host| host.role == Role::Pc);
    for (host, some) in people.zip(all.chunks(7)) {
        host.activity = some.to_vec();
    }
    hosts
}
