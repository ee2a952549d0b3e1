//! What `plan` and `populate` make.
use super::*;
use std::collections::BTreeSet;

fn subnet(cidr: &str, devices: &[(Role, u32)]) -> Subnet {
    Subnet {
        cidr: cidr.parse().unwrap(),
        vlan: 7,
        node: None,
        devices: devices.iter().copied().collect(),
    }
}

#[test]
fn devices_are_as_many_and_as_different_as_asked() {
    let subnets = [
        subnet(
            "10.1.0.0/24",
            &[(Role::Pc, 200), (Role::Gateway, 2), (Role::Printer, 3)],
        ),
        subnet("10.2.0.0/29", &[(Role::DbServer, 6)]),
        subnet("198.51.100.0/24", &[(Role::Remote, 20)]),
    ];
    let born = populate(Seed(5), &subnets).unwrap();
    assert_eq!(born.len(), 231);
    let mut at = born.iter();
    for subnet in &subnets {
        let count: u32 = subnet.devices.values().sum();
        let mine: Vec<&GeneratedDevice> = at.by_ref().take(count as usize).collect();
        for (role, wanted) in &subnet.devices {
            assert_eq!(
                mine.iter().filter(|one| one.role == *role).count(),
                *wanted as usize
            );
        }
        for one in &mine {
            assert!(one.addr.is_none_or(|addr| subnet.cidr.contains(&addr)));
            assert_eq!(one.addr.is_none(), one.role == Role::Gateway);
            assert_eq!(one.is_l3, one.addr.is_some());
        }
    }
    let macs: BTreeSet<&str> = born.iter().map(|one| one.mac.as_str()).collect();
    let addrs: BTreeSet<_> = born.iter().filter_map(|one| one.addr).collect();
    assert_eq!((macs.len(), addrs.len()), (231, 229));
    let shape = regex::Regex::new("^([0-9A-F]{2}:){5}[0-9A-F]{2}$").unwrap();
    assert!(macs.iter().all(|mac| shape.is_match(mac)));
    assert_eq!(born, populate(Seed(5), &subnets).unwrap());
    assert_ne!(born, populate(Seed(6), &subnets).unwrap());
}

#[test]
fn devices_stand_behind_their_gateway() {
    let subnets = [
        subnet(
            "10.1.0.0/24",
            &[(Role::Pc, 20), (Role::Gateway, 2), (Role::Printer, 3)],
        ),
        subnet("10.2.0.0/29", &[(Role::DbServer, 6)]),
    ];
    let born = populate(Seed(5), &subnets).unwrap();
    for one in &born {
        assert!(one.age % TICK == 0 && (30 * DAY..=400 * DAY).contains(&one.age));
        let parent = one.parent.map(|place| &born[place]);
        assert!(parent.is_none_or(|parent| parent.role == Role::Gateway && parent.addr.is_none()));
        assert_eq!(
            one.parent.is_some(),
            matches!(one.role, Role::Pc | Role::Printer)
        );
    }
}

#[test]
fn names_are_unique() {
    let born = populate(Seed(1), &plan(3000, Seed(1))).unwrap();
    let names: Vec<&String> = born
        .iter()
        .map(|one| &one.dns_name)
        .filter(|name| !name.is_empty())
        .collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
}

#[test]
fn a_subnet_that_cannot_be_is_refused() {
    let refused = |subnets: &[Subnet]| populate(Seed(1), subnets).unwrap_err();
    assert_eq!(
        refused(&[subnet("10.1.0.0/30", &[(Role::Pc, 3)])]),
        "subnet 10.1.0.0/30 has room for 2 devices, not for 3"
    );
    let wide = subnet("10.1.0.0/16", &[(Role::Pc, 3)]);
    assert_eq!(
        refused(&[subnet("10.1.3.0/24", &[(Role::Pc, 3)]), wide]),
        "subnet 10.1.3.0/24 overlaps 10.1.0.0/16"
    );
}

#[test]
fn a_plan_has_exactly_the_devices_asked_for() {
    for devices in [
        0, 1, 2, 3, 7, 8, 9, 10, 30, 400, 401, 999, 20_000, 100_000, 1_000_000,
    ] {
        let subnets = plan(devices, Seed(3));
        let count: u32 = subnets
            .iter()
            .flat_map(|subnet| subnet.devices.values())
            .sum();
        assert_eq!(count, devices);
        assert!(check(&subnets).is_ok(), "{devices}: {:?}", check(&subnets));
    }
    assert_eq!(
        populate(Seed(3), &plan(100_000, Seed(3))).unwrap().len(),
        100_000
    );
    let roles = |devices| -> BTreeMap<Role, u32> {
        let mut all = BTreeMap::new();
        for (role, count) in plan(devices, Seed(3))
            .into_iter()
            .flat_map(|subnet| subnet.devices)
        {
            *all.entry(role).or_default() += count;
        }
        all
    };
    assert!(roles(400).len() >= 14, "{:?}", roles(400));
    assert!(
        roles(10)[&Role::Pc] >= 4 && roles(10)[&Role::DnsServer] == 1,
        "{:?}",
        roles(10)
    );
}
