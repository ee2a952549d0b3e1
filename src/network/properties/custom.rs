//! A custom device has what its rules match, and nothing else.
use super::prelude::*;
use ipnet::IpNet;

/// More than any id of a device.
const OWN: i64 = 1_000_000;

pub fn custom(rules: Vec<EndRule>) -> CustomDeviceRules {
    CustomDeviceRules { device: OWN, rules }
}

pub fn block(text: &str) -> Option<IpNet> {
    Some(text.parse().unwrap())
}

fn over(host: &Host) -> CustomDeviceRules {
    custom(vec![EndRule {
        address: host.addr.map(IpNet::from),
        ..EndRule::ANY
    }])
}

fn values(network: &Network, asked: &TestQuery, custom: &CustomDeviceRules) -> Vec<Value> {
    let customs = std::slice::from_ref(custom);
    let rows = metrics::answer(network, &asked.query(), customs).unwrap();
    rows.into_iter().flat_map(|row| row.values).collect()
}

pub fn count(network: &Network, asked: &TestQuery, custom: &CustomDeviceRules) -> i64 {
    values(network, &asked.of(OWN), custom)
        .iter()
        .map(number)
        .sum()
}

/// Devices that no other is reached through.
fn ends(network: &Network) -> impl Iterator<Item = &Host> {
    network.hosts().iter().filter(|host| host.addr.is_some())
}

#[test]
fn over_one_address_it_is_that_device() {
    let network = &NETWORKS[0];
    let devices = catalog::all().filter(|one| one.level == catalog::MetricLevel::Device);
    for category in devices {
        for metric in category.metrics {
            let all = ask(network, category.name, metric.name).between(NOW - HOUR / 2, NOW);
            let all = TestQuery {
                cycle: Cycle::Min5,
                fold: Fold::Buckets,
                ..all
            };
            for host in ends(network).step_by(5) {
                let own = values(network, &all.of(host.id), &CustomDeviceRules::default());
                assert_eq!(
                    values(network, &all.of(OWN), &over(host)),
                    own,
                    "{} {}",
                    category.name,
                    metric.name
                );
                assert_eq!(own.len(), 6);
            }
        }
    }
    for host in ends(network) {
        assert_eq!(over(host).activities(network), network.activities(host.id));
    }
}

#[test]
fn over_a_block_it_is_a_group() {
    let network = &NETWORKS[1];
    let (blocks, asked) = (
        [
            "10.10.0.0/16",
            "10.10.10.0/24",
            "203.0.113.0/24",
            "0.0.0.0/0",
        ],
        NOW - DAY,
    );
    for text in blocks {
        let rule = EndRule {
            address: block(text),
            ..EndRule::ANY
        };
        let inside = |host: &&Host| lies(&rule, host);
        let members: Vec<i64> = ends(network).filter(inside).map(|host| host.id).collect();
        for (category, name) in [
            ("net", "bytes"),
            ("http_client", "req"),
            ("tcp", "established"),
            ("tcp", "established_max"),
            ("dns_server", "tprocess"),
        ] {
            let one = ask(network, category, name).between(asked, NOW);
            let group = TestQuery {
                devices: members.clone(),
                ..one.clone()
            };
            let wanted = values(network, &group, &CustomDeviceRules::default());
            let twice = custom(vec![rule.clone(), rule.clone()]);
            let found = values(network, &one.of(OWN), &twice);
            match members.is_empty() {
                true => assert!(found.iter().all(|value| number(value) == 0)),
                false => assert_eq!(found, wanted, "{text} {category} {name}"),
            }
        }
    }
}

fn lies(rule: &EndRule, host: &Host) -> bool {
    host.addr
        .is_some_and(|addr| rule.address.unwrap().contains(&addr))
}

#[test]
fn it_shows_an_activity_if_it_has_the_metrics() {
    let network = &NETWORKS[0];
    let customs = [
        custom(vec![EndRule {
            destination_ports: 80..=80,
            ..EndRule::ANY
        }]),
        custom(vec![EndRule {
            side: Side::Server,
            ..EndRule::ANY
        }]),
        custom(vec![EndRule {
            address: block("10.10.10.0/24"),
            destination_ports: 53..=53,
            ..EndRule::ANY
        }]),
        custom(vec![]),
    ];
    for one in &customs {
        let shown: Vec<Activity> = one
            .activities(network)
            .into_iter()
            .map(|(one, _)| one)
            .collect();
        let year = |category: &str, name: &str| {
            count(
                network,
                &ask(network, category, name).between(NOW - 60 * DAY, NOW),
                one,
            )
        };
        for activity in Activity::all() {
            let category = catalog::find(ObjectType::Device, activity.as_str()).unwrap();
            let mut counts = category.metrics.iter().filter(|one| one.is_scalar_count());
            let has_metrics = counts.any(|one| year(category.name, one.name) > 0);
            assert_eq!(shown.contains(&activity), has_metrics, "{activity:?}");
        }
    }
}

#[test]
fn it_is_counted_beside_what_it_overlaps() {
    let network = &NETWORKS[0];
    let host = ends(network)
        .find(|host| !network.activities(host.id).is_empty())
        .unwrap();
    let (one, made_up) = (ask(network, "net", "bytes"), over(host));
    let both = TestQuery {
        devices: vec![host.id, OWN],
        ..one.clone()
    };
    let single = count(network, &one, &made_up);
    let total: i64 = values(network, &both, &made_up).iter().map(number).sum();
    assert_eq!(total, 2 * single);
    let apart = TestQuery {
        fold: Fold::ByObject,
        ..both
    };
    let rows = metrics::answer(network, &apart.query(), &[made_up]).unwrap();
    let rows: Vec<(i64, i64)> = rows
        .iter()
        .map(|row| (row.oid, number(&row.values[0])))
        .collect();
    assert_eq!(rows, [(host.id, single), (OWN, single)]);
    assert_eq!(one.of(OWN).rows(network), [], "unknown without its rules");
}

#[test]
fn the_appliance_counts_it_from_its_first_traffic_on() {
    let network = &NETWORKS[0];
    let host = ends(network)
        .find(|host| network.active(host.id).is_some())
        .unwrap();
    let since = network.active(host.id).unwrap();
    let seen = |customs: &[CustomDeviceRules], until| {
        let asked = ask(network, "bridge", "custom_device_active").at(ObjectType::System);
        let query = asked.between(until - HOUR, until).query();
        number(&metrics::answer(network, &query, customs).unwrap()[0].values[0])
    };
    let customs = [over(host), custom(vec![])];
    assert_eq!((seen(&customs, NOW), seen(&[], NOW)), (1, 0));
    assert_eq!(seen(&customs, since - HOUR), 0);
}
