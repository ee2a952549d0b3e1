//! Which rows an answer has, and which questions are refused.
use super::*;

fn times(rows: &[Stat]) -> Vec<(i64, Millis, i64)> {
    rows.iter()
        .map(|row| (row.oid, row.time - NOW, row.duration))
        .collect()
}

#[test]
fn buckets_are_aligned_and_end_at_the_metric_clock() {
    let network = &NETWORKS[0];
    let one = ask(network, "net", "bytes").of(2);
    let rows =
        |from, until, cycle| times(&one.between(NOW + from, NOW + until).series(network, cycle));
    assert_eq!(
        rows(-61_000, 999_000, Cycle::Sec30),
        [
            (2, -90_000, 30_000),
            (2, -60_000, 30_000),
            (2, -30_000, 30_000)
        ]
    );
    assert_eq!(rows(-60_000, -30_000, Cycle::Sec30), [(2, -60_000, 30_000)]);
    assert_eq!(rows(-60_000, -29_999, Cycle::Sec30).len(), 2);
    assert_eq!(rows(-DAY, 0, Cycle::Hour1).len(), 24);
    assert_eq!(rows(-DAY - 1, 0, Cycle::Hour1).len(), 25);
    assert!(rows(0, 60_000, Cycle::Sec30).is_empty());
    assert!(rows(-60_000, -90_000, Cycle::Sec30).is_empty());
}

#[test]
fn nothing_exists_after_the_metric_clock() {
    let network = &NETWORKS[0];
    let one = ask(network, "net", "bytes").of(2);
    // The clock stands still for thirty seconds, and what is after it does not count.
    let later = TestQuery {
        now: NOW + 29_999,
        until: NOW + 29_999,
        ..one.clone()
    };
    assert_eq!(
        later.series(network, Cycle::Sec1),
        one.series(network, Cycle::Sec1)
    );
    let day = TestQuery {
        now: NOW,
        ..one.between(NOW - 12 * HOUR, NOW + 12 * HOUR)
    };
    assert_eq!(
        day.count(network),
        one.between(NOW - 12 * HOUR, NOW).count(network)
    );
    assert_eq!(
        numbers(&day.series(network, Cycle::Hour24)),
        [day.count(network)]
    );
}

#[test]
fn rows_are_of_known_objects_and_devices_count_once() {
    let network = &NETWORKS[0];
    let some = TestQuery {
        devices: vec![5, 999, 3, 5],
        ..ask(network, "net", "bytes").between(NOW - 60_000, NOW)
    };
    let rows = some.series(network, Cycle::Sec30);
    assert_eq!(
        rows.iter().map(|row| row.oid).collect::<Vec<_>>(),
        [5, 5, 3, 3]
    );
    let total = some.rows(network);
    assert_eq!(times(&total), [(-1, -60_000, 60_000)]);
    assert_eq!(numbers(&total)[0], numbers(&rows).iter().sum::<i64>());
    assert!(
        TestQuery {
            devices: vec![999],
            ..some.clone()
        }
        .rows(network)
        .is_empty()
    );
    assert!(
        TestQuery {
            devices: vec![],
            ..some.clone()
        }
        .rows(network)
        .is_empty()
    );
}

#[test]
fn a_device_of_two_groups_counts_once() {
    let network = &NETWORKS[0];
    let some = TestQuery {
        devices: vec![3, 5],
        ..ask(network, "net", "bytes")
    };
    let total = some.rows(network);
    let groups = [vec![3, 5], vec![5, 3], vec![]].map(|members| Subject {
        oid: members.len() as i64,
        members,
        ..Subject::default()
    });
    let query = Query {
        object_type: ObjectType::DeviceGroup,
        subjects: groups.to_vec(),
        ..some.query()
    };
    assert_eq!(network.query(&query).unwrap(), total);
    let apart = network
        .query(&Query {
            fold: Fold::ByObject,
            ..query
        })
        .unwrap();
    assert_eq!(numbers(&apart), [numbers(&total)[0], 0]);
}

#[test]
fn an_activity_is_shown_exactly_with_its_metrics() {
    for network in NETWORKS.iter() {
        let categories: Vec<_> = catalog::all()
            .filter(|one| one.activity().is_some())
            .collect();
        for host in network.hosts() {
            for category in &categories {
                let activity = category.activity().unwrap();
                let counts = category
                    .metrics
                    .iter()
                    .filter(|metric| ["count", "tset"].contains(&metric.vtype()));
                let ever = |metric: &&catalog::Metric| {
                    ask(network, category.name, metric.name)
                        .of(host.id)
                        .between(0, NOW)
                        .value(network)
                };
                let traffic: i64 = counts.map(|metric| number(&ever(&metric))).sum();
                assert_eq!(
                    traffic > 0,
                    network.has_activity(host.id, activity),
                    "{} of {}",
                    category.name,
                    host.id
                );
            }
        }
    }
}

#[test]
fn before_its_discovery_a_device_has_nothing() {
    let network = &NETWORKS[1];
    for host in network.hosts() {
        for pick in picks().filter(|pick| pick.object_type == ObjectType::Device) {
            let before = pick.of(network, host.id).between(0, host.discovered);
            assert_eq!(number(&before.value(network)), 0, "{pick:?}");
        }
        let since = network.active(host.id).unwrap();
        assert!(since >= host.discovered);
        let first = ask(network, "net", "bytes").of(host.id);
        assert_eq!(first.between(0, since).count(network), 0);
        assert!(first.between(since, NOW).count(network) > 0);
    }
}

fn first_pc(network: &Network) -> i64 {
    let mut hosts = network.hosts().iter();
    hosts.find(|host| host.role == Role::Pc).unwrap().id
}

#[test]
fn details_are_sorted_filtered_and_named() {
    let network = &NETWORKS[0];
    let client = first_pc(network);
    let mut codes = ask(network, "http_client", "status_code").of(client);
    let keys = |ask: &TestQuery| -> Vec<String> {
        ask.detail(network)
            .iter()
            .map(|entry| entry.key.text())
            .collect()
    };
    assert_eq!(keys(&codes)[0], "200");
    let weights: Vec<i64> = codes
        .detail(network)
        .iter()
        .map(|entry| number(&entry.value))
        .collect();
    assert!(weights.is_sorted_by(|a, b| a >= b) && weights.iter().all(|weight| *weight > 0));
    codes.spec.key1 = Some(KeyFilter::parse("/^2/").unwrap());
    assert_eq!(keys(&codes), ["200"]);
    codes.spec.key1 = Some(KeyFilter::parse("20").unwrap());
    assert!(keys(&codes).is_empty());
}

#[test]
fn nested_details_are_filtered_on_both_keys() {
    let network = &NETWORKS[0];
    let client = first_pc(network);
    let mut nested = ask(network, "app_detail", "bytes_in").of(client);
    nested.spec.key1 = Some(KeyFilter::parse("DNS").unwrap());
    nested.spec.key2 = Some(KeyFilter::parse("/^10[.]/").unwrap());
    let entry = nested.detail(network).remove(0);
    assert_eq!((entry.key.text().as_str(), entry.vtype), ("DNS", "tset"));
    let Value::Detail(peers) = entry.value else {
        panic!()
    };
    let Key::Ipaddr { host, .. } = &peers[0].key else {
        panic!("{peers:?}")
    };
    assert!(host.ends_with(".corp.example.com") && peers[0].vtype == "count");
    let certificates = ask(network, "ssl_client_detail", "cert_expiration")
        .of(client)
        .detail(network);
    assert!(
        certificates
            .iter()
            .all(|entry| entry.vtype == "time" && number(&entry.value) > NOW - 400 * DAY)
    );
}

#[test]
fn a_quick_query_is_short_and_of_few() {
    let network = &NETWORKS[0];
    let quick = |ask: TestQuery, fold| {
        let query = Query {
            fold,
            ..ask.query()
        };
        network.is_quick(&query, &[])
    };
    let one = ask(network, "net", "bytes").of(8);
    let year = one.between(NOW - 365 * DAY, NOW);
    assert!(quick(one.clone(), Fold::Buckets) && quick(year.clone(), Fold::Total));
    assert!(!quick(year, Fold::Buckets));
    assert!(!quick(ask(network, "net", "bytes"), Fold::Total));
    let large = Network::build(Seed(1), hosts(Seed(1), 100), vec![], vec![]).unwrap();
    assert!(!large.is_quick(&one.at(ObjectType::Network).query(), &[]));
}

#[test]
fn a_query_of_custom_devices_or_applications_is_as_quick_as_its_hosts() {
    let large = Network::build(Seed(1), hosts(Seed(1), 100), vec![], vec![]).unwrap();
    let all: Vec<i64> = large.hosts().iter().map(|host| host.id).collect();
    let custom = |rule| CustomDeviceRules {
        device: 1_000_000,
        rules: vec![rule],
    };
    let one = ask(&large, "net", "bytes").of(1_000_000);
    let addressed = large.hosts().iter().find_map(|host| host.addr).unwrap();
    let own = EndRule {
        address: Some(addressed.into()),
        ..EndRule::ANY
    };
    let day = Query {
        fold: Fold::Buckets,
        ..one.between(NOW - DAY / 4, NOW).query()
    };
    assert!(large.is_quick(&day, &[custom(own)]));
    assert!(!large.is_quick(&day, &[custom(EndRule::ANY)]));
    let application = |oid, devices: &[i64]| {
        let mut query = one.at(ObjectType::Application).query();
        let ends = devices.iter().map(|id| (*id, Ends::default())).collect();
        query.subjects = vec![Subject {
            oid,
            ends,
            ..Subject::default()
        }];
        large.is_quick(&query, &[])
    };
    assert!(application(7, &all[..3]) && application(7, &[]));
    assert!(!application(7, &all));
    assert!(!application(0, &[]), "all activity");
}

#[test]
fn what_no_trigger_wrote_to_is_nothing() {
    let network = &NETWORKS[0];
    for (object_type, id) in [
        (ObjectType::Device, 2),
        (ObjectType::Capture, 0),
        (ObjectType::Application, 0),
    ] {
        let of = |category: &str| TestQuery {
            object_type,
            ..ask(network, category, "orders").of(id)
        };
        assert_eq!(of("custom").value(network), Value::Count(0));
        assert_eq!(of("custom_detail").value(network), Value::Detail(vec![]));
    }
}

#[test]
fn wrong_questions_are_refused_in_the_words_of_the_contract() {
    let network = &NETWORKS[0];
    let refusal = |ask: TestQuery| network.query(&ask.query()).unwrap_err().to_string();
    let invalid = |name: &str| format!("invalid stat name '{name}' (-32602)");
    assert_eq!(
        refusal(ask(network, "http", "req")),
        invalid("extrahop.device.http")
    );
    let bare = network.clone().with_packetstore(false);
    let kept = ask(&bare, "cpc", "pkts").at(ObjectType::System);
    assert_eq!(
        bare.query(&kept.query()).unwrap_err().to_string(),
        invalid("extrahop.system.cpc")
    );
    assert!(kept.count(network) > 0);
    assert_eq!(
        refusal(ask(network, "http_client", "chess")),
        "Provided spec name or category is incorrect"
    );
    let year = ask(network, "net", "bytes").between(NOW - 365 * DAY, NOW);
    let rows = 365 * 24 * 120 * network.hosts().len() as i64;
    let query = Query {
        fold: Fold::Buckets,
        ..year.query()
    };
    assert_eq!(network.query(&query).unwrap_err(), Refusal::TooMany(rows));
    let far = ask(network, "net", "bytes").between(i64::MIN, i64::MAX);
    assert!(far.count(network) > 0);
}
