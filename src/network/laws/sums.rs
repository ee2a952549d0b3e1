//! Buckets, objects and keys add up.
use super::*;
use proptest::prelude::*;

fn any_network() -> impl Strategy<Value = &'static Network> {
    (0usize..3).prop_map(|at| &NETWORKS[at])
}

fn any_count() -> impl Strategy<Value = (&'static str, &'static str)> {
    proptest::sample::select(scalar_counts())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_span_is_the_sum_of_its_buckets_at_any_cycle(
        network in any_network(), (category, name) in any_count(), device in 1i64..40, hour in 0i64..20_000,
    ) {
        let from = (NOW - DAY - hour * HOUR).div_euclid(DAY) * DAY;
        let day = ask(network, category, name).of(device).between(from, from + DAY);
        let whole = day.count(network);
        for cycle in [Cycle::Sec30, Cycle::Min5, Cycle::Hour1, Cycle::Hour24] {
            let rows = numbers(&day.series(network, cycle));
            prop_assert!(rows.iter().all(|value| *value >= 0));
            prop_assert_eq!(rows.iter().sum::<i64>(), whole);
        }
        let part = day.between(from + 13 * HOUR, from + 13 * HOUR + 300_000);
        prop_assert_eq!(numbers(&part.series(network, Cycle::Sec1)).iter().sum::<i64>(), part.count(network));
    }

    #[test]
    fn a_span_is_the_sum_of_its_parts(
        network in any_network(), (category, name) in any_count(), device in 1i64..40,
        start in 0i64..300_000, first in 1i64..5000, second in 1i64..5000,
    ) {
        let from = NOW - DAY - start * 30_000;
        let (middle, until) = (from + first * 30_000, from + (first + second) * 30_000);
        let one = ask(network, category, name).of(device);
        let count = |from, until: Millis| one.between(from, until.min(NOW)).count(network);
        if until <= NOW {
            prop_assert_eq!(count(from, middle) + count(middle, until), count(from, until));
        }
    }

    #[test]
    fn totals_are_the_sums_of_rows_objects_and_members(
        network in any_network(), (category, name) in any_count(), devices in prop::collection::btree_set(1i64..40, 1..9),
    ) {
        let ids: Vec<i64> = devices.into_iter().collect();
        let some = Ask { devices: ids.clone(), ..ask(network, category, name) };
        let whole = some.count(network);
        prop_assert_eq!(numbers(&some.series(network, Cycle::Sec30)).iter().sum::<i64>(), whole);
        let by_object = Ask { fold: Fold::ByObject, ..some.clone() }.rows(network);
        prop_assert_eq!(by_object.iter().map(|row| row.oid).collect::<Vec<_>>(), ids.clone());
        prop_assert_eq!(numbers(&by_object).iter().sum::<i64>(), whole);

        let group = |fold| {
            let subjects = vec![Subject { oid: 77, members: ids.clone(), ..Subject::default() }];
            let query = Query { object_type: ObjectType::DeviceGroup, subjects, fold, ..some.query() };
            network.query(&query).unwrap()
        };
        let (total, own, each) = (group(Fold::Total), group(Fold::ByObject), group(Fold::Buckets));
        prop_assert_eq!((total[0].oid, own[0].oid), (-1, 77));
        prop_assert_eq!((numbers(&total), numbers(&own)), (vec![whole], vec![whole]));
        prop_assert_eq!(each, some.series(network, Cycle::Sec30));
    }

    #[test]
    fn datasets_and_details_merge_too(network in any_network(), device in 1i64..40, hours in 1i64..200) {
        let from = NOW - DAY - hours * HOUR;
        for (category, name) in [("tcp", "rtt"), ("http_client", "tprocess"), ("net_detail", "bytes_in"),
            ("app_detail", "pkts_out"), ("ssl_client_detail", "handshake_time_version")] {
            let one = ask(network, category, name).of(device).between(from, from + 2 * HOUR);
            let rows = one.series(network, Cycle::Min5);
            prop_assert_eq!(numbers(&rows).iter().sum::<i64>(), number(&one.value(network)));
        }
    }
}

/// A detail metric, and what its keys add up to.
const DETAILS: [(&str, &str, &str, &str); 34] = [
    ("net_detail", "bytes_in", "net", "bytes_in"),
    ("net_detail", "bytes_out", "net", "bytes_out"),
    ("net_detail", "pkts_in", "net", "pkts_in"),
    ("net_detail", "pkts_out", "net", "pkts_out"),
    ("app", "bytes_in", "net", "bytes_in"),
    ("app", "bytes_out", "net", "bytes_out"),
    ("app_detail", "bytes_in", "app", "bytes_in"),
    ("app_detail", "pkts_out", "app", "pkts_out"),
    ("tcp_detail", "connected", "tcp", "connected"),
    ("tcp_detail", "accepted", "tcp", "accepted"),
    ("http_client", "status_code", "http_client", "rsp"),
    ("http_server", "status_code", "http_server", "rsp"),
    ("http_client", "method", "http_client", "req"),
    ("http_client", "tprocess", "http_client", "rsp"),
    ("http_server_detail", "tprocess", "http_server", "rsp"),
    ("http_client_detail", "req", "http_client", "req"),
    ("http_client_detail", "rsp", "http_client", "rsp"),
    (
        "http_client_detail",
        "rsp_error",
        "http_client",
        "rsp_error",
    ),
    ("http_server_detail", "req", "http_server", "req"),
    ("host_http_server_detail", "req", "http_server", "req"),
    ("uri_http_server_detail", "req", "http_server", "req"),
    ("dns_client", "rsp_rcode", "dns_client", "rsp"),
    ("dns_server", "record_type", "dns_server", "req"),
    ("dns_server", "host_query", "dns_server", "req"),
    ("dns_server", "tprocess", "dns_server", "rsp"),
    ("dns_client_detail", "rsp_error", "dns_client", "rsp_error"),
    ("ftp_client_detail", "method", "ftp_client", "req"),
    ("ftp_server_detail", "req", "ftp_server", "req"),
    ("ssl_client", "version", "ssl_client", "connected"),
    ("ssl_client", "cipher", "ssl_client", "connected"),
    ("ssl_server", "keysize", "ssl_server", "connected"),
    ("ssl_client_detail", "connected", "ssl_client", "connected"),
    (
        "ssl_client_detail",
        "key_agreement",
        "ssl_client",
        "key_agreement",
    ),
    (
        "ssl_server_detail",
        "cert_subject",
        "ssl_server",
        "connected",
    ),
];

#[test]
fn details_add_up_to_what_they_detail() {
    for network in NETWORKS.iter() {
        for (category, name, of_category, of_name) in DETAILS {
            let mut seen = 0;
            for host in network.hosts() {
                let detail = ask(network, category, name).of(host.id).value(network);
                let whole = ask(network, of_category, of_name)
                    .of(host.id)
                    .value(network);
                assert_eq!(
                    number(&detail),
                    number(&whole),
                    "{category}.{name} of {}",
                    host.id
                );
                seen += number(&whole);
            }
            assert!(seen > 0, "{of_category}.{of_name} is nowhere");
        }
    }
}
