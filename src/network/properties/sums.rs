//! Buckets, objects and keys add up.
use super::{catalogue, prelude::*};
use proptest::prelude::*;

fn any_network() -> impl Strategy<Value = &'static Network> {
    (0usize..3).prop_map(|at| &NETWORKS[at])
}

fn any_pick() -> impl Strategy<Value = Pick> {
    proptest::sample::select(picks().collect::<Vec<_>>())
}

fn any_count() -> impl Strategy<Value = Pick> {
    let counts = |pick: &Pick| pick.is_count() && pick.object_type == ObjectType::Device;
    proptest::sample::select(picks().filter(counts).collect::<Vec<_>>())
}

fn values(rows: Vec<Stat>) -> Vec<Value> {
    rows.into_iter()
        .map(|mut row| row.values.remove(0))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_span_is_the_fold_of_its_buckets_at_any_cycle(
        network in any_network(), pick in any_pick(), device in 1i64..40, day in 0i64..800,
    ) {
        let from = (NOW - DAY).div_euclid(DAY) * DAY - day * DAY;
        let day = pick.of(network, device).between(from, from + DAY);
        let whole = day.value(network);
        for cycle in [Cycle::Min5, Cycle::Hour1, Cycle::Hour24] {
            let rows = values(day.series(network, cycle));
            prop_assert!(alike(&folded(pick.vtype, rows), &whole), "{}", cycle.as_str());
        }
        let hour = day.between(from + 13 * HOUR, from + 14 * HOUR);
        let rows = values(hour.series(network, Cycle::Sec30));
        prop_assert!(alike(&folded(pick.vtype, rows), &hour.value(network)));
        let part = hour.between(from + 13 * HOUR, from + 13 * HOUR + 300_000);
        let rows = values(part.series(network, Cycle::Sec1));
        prop_assert!(alike(&folded(pick.vtype, rows), &part.value(network)));
    }

    #[test]
    fn a_span_is_the_fold_of_its_parts(
        network in any_network(), pick in any_pick(), device in 1i64..40,
        start in 0i64..300_000, first in 1i64..5000, second in 1i64..5000,
    ) {
        let from = NOW - DAY - start * 30_000;
        let (middle, until) = (from + first * 30_000, from + (first + second) * 30_000);
        let one = pick.of(network, device);
        let value = |from, until: Millis| one.between(from, until).value(network);
        if until <= NOW {
            let parts = folded(pick.vtype, vec![value(from, middle), value(middle, until)]);
            prop_assert!(alike(&parts, &value(from, until)));
        }
    }

    #[test]
    fn totals_are_the_sums_of_rows_objects_and_members(
        network in any_network(), pick in any_count(), devices in prop::collection::btree_set(1i64..40, 1..9),
    ) {
        let ids: Vec<i64> = devices.into_iter().collect();
        let some = TestQuery { devices: ids.clone(), ..ask(network, pick.category, pick.name) };
        let whole = some.count(network);
        prop_assert_eq!(numbers(&some.series(network, Cycle::Sec30)).iter().sum::<i64>(), whole);
        let by_object = TestQuery { fold: Fold::ByObject, ..some.clone() }.rows(network);
        prop_assert_eq!(by_object.iter().map(|row| row.oid).collect::<Vec<_>>(), ids.clone());
        prop_assert_eq!(numbers(&by_object).iter().sum::<i64>(), whole);

        let group = |fold| {
            let subjects = vec![Subject { oid: 77, members: ids.clone(), ..Subject::default() }];
            let query = Query { object_type: ObjectType::DeviceGroup, subjects, fold, ..some.query() };
            metrics::answer(network, &query, &[]).unwrap()
        };
        let (total, own, each) = (group(Fold::Total), group(Fold::ByObject), group(Fold::Buckets));
        prop_assert_eq!((total[0].oid, own[0].oid), (-1, 77));
        prop_assert_eq!((numbers(&total), numbers(&own)), (vec![whole], vec![whole]));
        prop_assert_eq!(each, some.series(network, Cycle::Sec30));
    }
}

/// What a value counts, in one row of the facts: the metric, and what it adds up to or is part of.
fn related(column: usize) -> Vec<(Pick, Pick)> {
    let find = |object_type: &str, category: &str, name: &str| {
        let same = |pick: &Pick| {
            let is_type = serde_json::to_value(pick.object_type).unwrap() == object_type;
            is_type && (pick.category, pick.name) == (category, name)
        };
        picks()
            .find(same)
            .unwrap_or_else(|| panic!("{object_type} {category}.{name}"))
    };
    let facts = catalogue::FACTS.lines().skip(1);
    let rows = facts.map(|line| line.split(',').collect::<Vec<_>>());
    let pair = |row: Vec<&str>| {
        let (category, name) = row[column].split_once('.')?;
        Some((find(row[0], row[1], row[2]), find(row[0], category, name)))
    };
    rows.filter_map(pair).collect()
}

#[test]
fn details_add_up_to_what_they_detail() {
    let pairs = related(6);
    assert!(pairs.len() > 100);
    for network in NETWORKS.iter() {
        for (detail, whole) in &pairs {
            let mut seen = 0;
            for host in network.hosts() {
                let sum = |pick: &Pick| number(&pick.of(network, host.id).value(network));
                assert_eq!(sum(detail), sum(whole), "{detail:?} of {}", host.id);
                seen += sum(whole);
            }
            let rare = ["user_policy_error", "rsp_error"].contains(&whole.name);
            assert!(seen > 0 || rare, "{whole:?} is nowhere");
        }
    }
}

#[test]
fn samples_are_as_many_as_what_they_time() {
    for (category, name, of) in [
        ("http_client", "tprocess", "rsp"),
        ("http_server_detail", "tprocess", "rsp"),
        ("dns_server", "tprocess", "rsp"),
        ("cifs_client", "access_time", "rsp"),
        ("db_server", "rsp_ttlb", "rsp"),
        ("tcp", "setup_time", "connected"),
        ("ica_server", "login_time", "sessions"),
    ] {
        let network = &NETWORKS[0];
        let plain = category.trim_end_matches("_detail");
        for host in network.hosts() {
            let count = |category: &str, name: &str| {
                number(&ask(network, category, name).of(host.id).value(network))
            };
            let taken = if name == "setup_time" {
                count("tcp", "accepted")
            } else {
                0
            };
            assert_eq!(
                count(category, name),
                count(plain, of) + taken,
                "{category}"
            );
        }
    }
}

#[test]
fn a_part_is_never_more_than_the_whole() {
    let network = &NETWORKS[1];
    let pairs = related(7);
    assert!(pairs.len() > 200);
    for (part, whole) in pairs {
        for host in network.hosts() {
            let counts = |pick: Pick| {
                let lately = pick.of(network, host.id).between(NOW - 300_000, NOW);
                numbers(&lately.series(network, Cycle::Sec30))
            };
            let mut both = counts(part).into_iter().zip(counts(whole));
            assert!(both.all(|(part, whole)| part <= whole), "{part:?}");
        }
    }
}
