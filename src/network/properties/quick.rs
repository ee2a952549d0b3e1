//! Which queries are answered at once.
use super::prelude::*;

#[test]
fn a_quick_query_is_short_and_of_few() {
    let network = &NETWORKS[0];
    let quick = |ask: TestQuery, fold| {
        let query = Query {
            fold,
            ..ask.query()
        };
        metrics::is_quick(network, &query, &[])
    };
    let one = ask(network, "net", "bytes").of(8);
    let year = one.between(NOW - 365 * DAY, NOW);
    assert!(quick(one.clone(), Fold::Buckets) && quick(year.clone(), Fold::Total));
    assert!(!quick(year, Fold::Buckets));
    assert!(!quick(ask(network, "net", "bytes"), Fold::Total));
    let large = Network::build(Seed(1), hosts(Seed(1), 100), vec![], vec![]).unwrap();
    assert!(!metrics::is_quick(
        &large,
        &one.at(ObjectType::Network).query(),
        &[]
    ));
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
    assert!(metrics::is_quick(&large, &day, &[custom(own)]));
    assert!(!metrics::is_quick(&large, &day, &[custom(EndRule::ANY)]));
    let application = |oid, devices: &[i64]| {
        let mut query = one.at(ObjectType::Application).query();
        let ends = devices
            .iter()
            .map(|id| (*id, EndProtocols::default()))
            .collect();
        query.subjects = vec![Subject {
            oid,
            ends,
            ..Subject::default()
        }];
        metrics::is_quick(&large, &query, &[])
    };
    assert!(application(7, &all[..3]) && application(7, &[]));
    assert!(!application(7, &all));
    assert!(!application(0, &[]), "all activity");
}
