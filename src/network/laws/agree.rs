//! Numbers of different metrics and of both ends agree.
use super::*;

#[test]
fn what_one_sends_another_receives() {
    for network in NETWORKS.iter() {
        for (from, to) in [("bytes_in", "bytes_out"), ("pkts_in", "pkts_out")] {
            let (received, sent) = (
                ask(network, "net", from).count(network),
                ask(network, "net", to).count(network),
            );
            assert_eq!(received, sent);
            assert!(sent > 0);
        }
        let (opened, taken) = (
            ask(network, "tcp", "connected"),
            ask(network, "tcp", "accepted"),
        );
        assert_eq!(opened.count(network), taken.count(network));
        for protocol in ["http", "dns", "ftp"] {
            let end = |end: &str| ask(network, &format!("{protocol}_{end}"), "rsp").count(network);
            assert_eq!(end("client"), end("server"), "{protocol}");
        }
    }
}

#[test]
fn both_ends_say_the_same_of_each_other() {
    let network = &NETWORKS[0];
    for (out, back) in [
        ("http_client_detail.req", "http_server_detail.req"),
        ("net_detail.bytes_out", "net_detail.bytes_in"),
        ("http_client_detail.tprocess", "http_server_detail.tprocess"),
        ("tcp_detail.established", "tcp_detail.established"),
    ] {
        let side = |metric: &str, device| {
            let (category, name) = metric.split_once('.').unwrap();
            ask(network, category, name).of(device).detail(network)
        };
        // A gateway's keys are the ends of what it forwards, which do not see it.
        let ends = || {
            network
                .hosts()
                .iter()
                .filter(|host| host.role != Role::Gateway)
        };
        for host in ends() {
            for entry in side(out, host.id) {
                let Key::Ipaddr {
                    device_oid: peer, ..
                } = entry.key
                else {
                    panic!("{entry:?}")
                };
                let seen = side(back, peer).into_iter().find(|other| {
                    matches!(other.key, Key::Ipaddr { device_oid, .. } if device_oid == host.id)
                });
                assert_eq!(
                    seen.map(|other| other.value),
                    Some(entry.value),
                    "{out} of {} to {peer}",
                    host.id
                );
            }
        }
    }
}

#[test]
fn the_network_counts_each_packet_once() {
    for network in NETWORKS.iter() {
        for name in ["bytes", "pkts"] {
            let all = ask(network, "net", name);
            let own: Vec<i64> = network
                .hosts()
                .iter()
                .filter(|host| host.role != Role::Gateway)
                .map(|host| host.id)
                .collect();
            let both_sides = Ask {
                devices: own,
                ..all.clone()
            }
            .count(network);
            let whole = all.at(ObjectType::Network).count(network);
            assert_eq!(2 * whole, both_sides);
            assert_eq!(all.at(ObjectType::Application).count(network), whole);
            assert_eq!(all.at(ObjectType::Capture).count(network), whole);
            let vlan = Ask {
                devices: vec![10],
                ..all.at(ObjectType::Vlan)
            }
            .count(network);
            assert!(vlan > 0 && vlan <= whole);
            let none = Ask {
                devices: vec![4011],
                ..all.at(ObjectType::Vlan)
            }
            .count(network);
            assert_eq!(none, 0);
        }
    }
}

#[test]
fn a_gateway_forwards_as_much_as_it_takes() {
    for network in NETWORKS.iter() {
        let gateway = network
            .hosts()
            .iter()
            .find(|host| host.role == Role::Gateway)
            .unwrap()
            .id;
        let of =
            |category: &str, name: &str| ask(network, category, name).of(gateway).count(network);
        assert!(of("net", "bytes_in") > 0);
        assert_eq!(of("net", "bytes_in"), of("net", "bytes_out"));
        assert_eq!(of("net", "bytes"), 2 * of("net", "bytes_in"));
        assert!(of("net", "external_bytes_in") > 0);
        assert_eq!(of("tcp", "connected"), 0);
        let shown: Vec<Activity> = network
            .activities(gateway)
            .iter()
            .map(|(one, _)| *one)
            .collect();
        assert_eq!(shown, [Activity::Net]);
    }
}

/// The thirty buckets of a quarter of an hour, all devices together.
fn lately(category: &str, name: &str) -> Vec<i64> {
    let network = &NETWORKS[1];
    let all = ask(network, category, name).between(NOW - HOUR / 4, NOW);
    numbers(&all.series(network, Cycle::Sec30))
}

/// Metrics that are never more than another.
const PARTS: [(&str, &str, &str); 8] = [
    ("http", "rsp", "req"),
    ("http", "rsp_error", "rsp"),
    ("http", "rsp_abort", "rsp"),
    ("dns", "req_timeout", "req"),
    ("dns", "rsp_error", "rsp"),
    ("ftp", "rsp_warning", "rsp"),
    ("ssl", "aborted", "connected"),
    ("ssl", "weak_ciphers", "connected"),
];

#[test]
fn a_part_is_never_more_than_the_whole() {
    for (protocol, part, whole) in PARTS {
        for end in ["client", "server"] {
            let category = format!("{protocol}_{end}");
            let (parts, wholes) = (lately(&category, part), lately(&category, whole));
            assert!(parts.iter().zip(wholes).all(|(part, whole)| *part <= whole));
        }
    }
}

#[test]
fn packets_are_as_long_as_packets() {
    for way in ["", "_in", "_out"] {
        let bytes = lately("net", &format!("bytes{way}"));
        let packets = lately("net", &format!("pkts{way}"));
        for (bytes, packets) in bytes.into_iter().zip(packets) {
            assert!((64 * packets..=1518 * packets).contains(&bytes));
        }
    }
    let ways = lately("net", "bytes_in")
        .into_iter()
        .zip(lately("net", "bytes_out"));
    let both: Vec<i64> = ways.map(|(received, sent)| received + sent).collect();
    assert_eq!(both, lately("net", "bytes"));
}

#[test]
fn percentiles_ascend_and_the_mean_lies_inside() {
    let network = &NETWORKS[2];
    for (category, name) in [
        ("http_client", "tprocess"),
        ("tcp", "rtt"),
        ("dns_server", "tprocess"),
        ("ssl_client", "rtt"),
    ] {
        for host in network.hosts() {
            let one = ask(network, category, name)
                .of(host.id)
                .between(NOW - 30_000, NOW);
            let list = vec![0.0, 5.0, 25.0, 50.0, 75.0, 95.0, 99.9, 100.0];
            let Value::Percentiles(found) =
                one.clone().calc(Calc::Percentiles(list)).value(network)
            else {
                panic!()
            };
            assert!(found.windows(2).all(|pair| pair[0] <= pair[1]));
            match (
                one.clone().calc(Calc::Mean).value(network),
                found.as_slice(),
            ) {
                (Value::Mean(None), []) => {
                    assert_eq!(one.value(network), Value::Frequencies(vec![]))
                }
                (Value::Mean(Some(mean)), [least, .., most]) => {
                    assert!(*least <= mean && mean <= *most)
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn levels_agree_over_cycles() {
    let network = &NETWORKS[0];
    for host in network.hosts() {
        let most = ask(network, "tcp", "established_max")
            .of(host.id)
            .between(NOW - 2 * HOUR, NOW);
        let open = Ask {
            spec: Spec::named("established"),
            ..most.clone()
        };
        let fine = numbers(&most.series(network, Cycle::Sec30));
        let last = numbers(&open.series(network, Cycle::Sec30));
        assert!(last.iter().zip(&fine).all(|(last, most)| last <= most));
        for cycle in [Cycle::Min5, Cycle::Hour1] {
            let ratio = (cycle.millis() / 30_000) as usize;
            let highest: Vec<i64> = fine
                .chunks(ratio)
                .map(|chunk| *chunk.iter().max().unwrap())
                .collect();
            assert_eq!(numbers(&most.series(network, cycle)), highest);
            let latest: Vec<i64> = last.chunks(ratio).map(|chunk| chunk[ratio - 1]).collect();
            assert_eq!(numbers(&open.series(network, cycle)), latest);
        }
        assert_eq!(most.count(network), *fine.iter().max().unwrap());
        assert_eq!(open.count(network), *last.last().unwrap());
    }
}
