//! Which rows an answer has.
use super::prelude::*;

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
    assert_eq!(metrics::answer(network, &query, &[]).unwrap(), total);
    let apart = Query {
        fold: Fold::ByObject,
        ..query
    };
    let apart = metrics::answer(network, &apart, &[]).unwrap();
    assert_eq!(numbers(&apart), [numbers(&total)[0], 0]);
}

#[test]
fn an_activity_is_shown_exactly_with_its_metrics() {
    for network in NETWORKS.iter() {
        let categories: Vec<_> = catalog::all()
            .filter(|one| Activity::of_category(one).is_some())
            .collect();
        for host in network.hosts() {
            for category in &categories {
                let activity = Activity::of_category(category).unwrap();
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
