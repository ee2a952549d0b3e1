//! The rules of custom devices part the traffic: what they match adds up to all of it.
use super::{
    custom::{block, count, custom},
    prelude::*,
};
use std::collections::BTreeSet;

/// Bytes of what a rule matches.
fn of(rule: EndRule) -> i64 {
    let network = &NETWORKS[2];
    count(network, &ask(network, "net", "bytes"), &custom(vec![rule]))
}

/// Bytes of all ends that have an address.
fn whole() -> i64 {
    let whole = of(EndRule {
        address: block("0.0.0.0/0"),
        ..EndRule::ANY
    });
    assert!(whole > 0);
    whole
}

fn to_ports(destination_ports: std::ops::RangeInclusive<u16>) -> EndRule {
    EndRule {
        destination_ports,
        ..EndRule::ANY
    }
}

fn from_ports(source_ports: std::ops::RangeInclusive<u16>) -> EndRule {
    EndRule {
        source_ports,
        ..EndRule::ANY
    }
}

#[test]
fn ports_part_the_traffic() {
    let (network, whole) = (&NETWORKS[2], whole());
    assert_eq!(of(EndRule::ANY), whole);
    let (low, high) = (to_ports(0..=99), to_ports(100..=u16::MAX));
    assert_eq!(of(low.clone()) + of(high), whole);
    let (near, far) = (from_ports(0..=45_000), from_ports(45_001..=u16::MAX));
    assert!(of(near.clone()) > 0 && of(far.clone()) > 0);
    assert_eq!(of(near) + of(far), whole);
    // Alternatives that overlap count nothing twice.
    let bytes = ask(network, "net", "bytes");
    let overlapping = custom(vec![low, EndRule::ANY]);
    assert_eq!(count(network, &bytes, &overlapping), whole);
}

#[test]
fn a_port_has_the_traffic_of_its_protocol() {
    let network = &NETWORKS[2];
    let port = custom(vec![to_ports(53..=53)]);
    for category in ["dns_client", "dns_server"] {
        let dns = ask(network, category, "req");
        assert_eq!(count(network, &dns, &port), dns.count(network));
        let http = ask(network, "http_client", "req");
        assert_eq!(count(network, &http, &port), 0);
    }
}

#[test]
fn sides_peers_and_vlans_part_the_traffic() {
    let (network, whole) = (&NETWORKS[2], whole());
    let side = |side| {
        of(EndRule {
            side,
            ..EndRule::ANY
        })
    };
    assert_eq!(side(Side::Client), side(Side::Server));
    assert_eq!(side(Side::Client) + side(Side::Server), whole);
    let vlans: BTreeSet<i64> = network.hosts().iter().map(|host| host.vlan).collect();
    assert!(vlans.len() > 1);
    let each = vlans.iter().map(|vlan| {
        of(EndRule {
            vlans: *vlan..=*vlan,
            ..EndRule::ANY
        })
    });
    assert_eq!(each.sum::<i64>(), whole);
    let peers = ["0.0.0.0/1", "128.0.0.0/1"].map(|peer| {
        of(EndRule {
            peer: block(peer),
            ..EndRule::ANY
        })
    });
    assert_eq!(peers.iter().sum::<i64>(), whole);
}
