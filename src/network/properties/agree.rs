//! Numbers of different metrics and of both ends agree.
use super::prelude::*;

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
            let both_sides = TestQuery {
                devices: own,
                ..all.clone()
            }
            .count(network);
            let whole = all.at(ObjectType::Network).count(network);
            assert_eq!(2 * whole, both_sides);
            assert_eq!(all.at(ObjectType::Application).count(network), whole);
            assert_eq!(all.at(ObjectType::Capture).count(network), whole);
            let vlan = TestQuery {
                devices: vec![10],
                ..all.at(ObjectType::Vlan)
            }
            .count(network);
            assert!(vlan > 0 && vlan <= whole);
            let none = TestQuery {
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
    for pick in picks().filter(|pick| pick.vtype == "dset") {
        let metric =
            catalog::find(pick.object_type, pick.category).and_then(|one| one.metric(pick.name));
        if metric.unwrap().keys().next().is_some() {
            continue;
        }
        for host in network.hosts() {
            let one = pick.of(network, host.id).between(NOW - 300_000, NOW);
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
fn the_busiest_millisecond_is_above_the_mean() {
    for network in NETWORKS.iter() {
        let all = ask(network, "net", "bytes").at(ObjectType::Network);
        let most = TestQuery {
            spec: Spec::named("max_bytes_per_ms"),
            ..all.clone()
        };
        let bytes = numbers(&all.series(network, Cycle::Sec30));
        let most = numbers(&most.series(network, Cycle::Sec30));
        assert!(
            bytes
                .iter()
                .zip(&most)
                .all(|(bytes, most)| bytes / 30_000 < *most)
        );
    }
}

#[test]
fn levels_agree_over_cycles() {
    let network = &NETWORKS[0];
    for host in network.hosts() {
        let most = ask(network, "tcp", "established_max")
            .of(host.id)
            .between(NOW - 2 * HOUR, NOW);
        let open = TestQuery {
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
