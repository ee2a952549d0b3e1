//! Dimensions, aggregates and time series.
use super::*;
use wiretwin::{api::openapi, base::firmware::Firmware, kentik};

#[tokio::test]
async fn the_example_of_the_api() {
    let twin = twin().await;
    let query = json!({"dimension": ["Traffic"], "metric": "bytes", "topx": 8, "depth": 75, "fastData": "Auto", "outsort": "avg_bits_per_sec", "lookback_seconds": 120, "time_format": "UTC", "hostname_lookup": "true", "all_selected": true, "device_name": [], "matrixBy": [], "cidr": 32, "cidr6": 128, "descriptor": "", "starting_time": null, "ending_time": null, "filters_obj": {}, "saved_filters": [], "unknown": 1,
        "aggregates": [{"name": "avg_bits_per_sec", "column": "f_sum_both_bytes", "fn": "average", "sample_rate": 1, "raw": true}, {"name": "sum_bytes", "column": "f_sum_both_bytes", "fn": "sum"}, {"name": "kbps", "column": "f_sum_both_bytes", "fn": "max", "sample_rate": "0.001"}]});
    let answer = answer(&twin.member(), query).await;
    let network = json!({"object_type": "network", "object_ids": [0], "metric_category": "net", "metric_specs": [{"name": "bytes"}], "cycle": "30sec"});
    let bytes = async |from: i64, until: i64| {
        let span = json!({"from": CLOCK + from, "until": CLOCK + until});
        let total = twin
            .read_only()
            .post("/metrics/total", with(network.clone(), span))
            .await;
        total.json()["stats"][0]["values"][0].as_i64().unwrap()
    };
    let (first, second) = (bytes(-120_000, -60_000).await, bytes(-60_000, 0).await);
    let rate = |bytes: i64, seconds: f64| (bytes * 8) as f64 / seconds;
    let most = rate(first.max(second), 60.0);
    assert_eq!(
        answer,
        as_read(json!({"results": [{"bucket": "Table", "data": [{
            "key": "Total", "name": "Total",
            "avg_bits_per_sec": rate(first + second, 120.0),
            "sum_bytes": (first + second) as f64,
            "kbps": most * 0.001,
            "timeSeries": {"both_bits_per_sec": {"flow": [[CLOCK - 120_000, rate(first, 60.0), 60], [CLOCK - 60_000, rate(second, 60.0), 60]]}}
        }]}]}))
    );
}

#[tokio::test]
async fn small_letters_and_several_queries() {
    let twin = twin().await;
    let queries = json!({"version": 4, "queries": [
        {"query": with(ask("Traffic", "bytes"), json!({"metric": ["bytes"], "descriptor": "Everything"}))},
        {"bucket": "Right", "bucketIndex": 1, "query": ask("Proto", "packets")},
    ]});
    let answer = twin.member().post("/query/topxdata", queries.clone()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    for path in ["/query/topXdata", "//api/next/v5/query/topXdata"] {
        let same = twin.member().post(path, queries.clone()).await;
        assert_eq!(answer.text(), same.text(), "{path}");
    }
    let results = &answer.json()["results"];
    assert_eq!(
        [&results[0]["bucket"], &results[1]["bucket"]],
        ["Left +Y Axis", "Right"]
    );
    assert_eq!(results[0]["data"][0]["name"], "Everything");
    assert_eq!(results[1]["data"][0]["key"], results[1]["data"][0]["Proto"]);
    let document = openapi::document(kentik::FAMILY, Firmware::FIRST);
    let paths = document["paths"].as_object().unwrap().keys();
    let of_queries: Vec<&String> = paths.filter(|path| path.starts_with("/query")).collect();
    assert_eq!(
        of_queries,
        [
            "/query/topXdata",
            "/query/topXchart",
            "/query/url",
            "/query/sql"
        ]
    );
}

#[tokio::test]
async fn rows_are_sorted_and_cut() {
    let twin = twin().await;
    let caller = twin.member();
    let all = rows(&caller, with(ask("TopFlow", "bytes"), json!({"topx": 2}))).await;
    assert!(all.len() > 30, "{}", all.len());
    let values: Vec<f64> = all
        .iter()
        .map(|row| number(&row["avg_bits_per_sec"]))
        .collect();
    assert!(values.is_sorted_by(|one, other| one >= other));
    let with_series = all
        .iter()
        .filter(|row| row.get("timeSeries").is_some())
        .count();
    assert_eq!(with_series, 2);
    // Numbers that are out of bounds are cut to them.
    let few = rows(
        &caller,
        with(ask("TopFlow", "bytes"), json!({"depth": "3", "topx": 125})),
    )
    .await;
    assert_eq!(few.len(), 25);
    assert!(few.iter().all(|row| row.get("timeSeries").is_some()));
    assert_eq!(few[0], with(all[0].clone(), json!({})));
    let by_max = with(
        ask("IP_src", "bytes"),
        json!({"outsort": "max_bits_per_sec"}),
    );
    let by_max = rows(&caller, by_max).await;
    let values: Vec<f64> = by_max
        .iter()
        .map(|row| number(&row["max_bits_per_sec"]))
        .collect();
    assert!(values.is_sorted_by(|one, other| one >= other));
}

#[tokio::test]
async fn what_the_network_knows_makes_rows() {
    let twin = twin().await;
    let caller = twin.member();
    let devices = twin.read_only().json("/devices?limit=1000").await;
    let pc = devices
        .as_array()
        .unwrap()
        .iter()
        .find(|device| device["ipaddr4"] == "10.1.0.10")
        .unwrap();
    let of_pc = json!({"filters": {"connector": "all", "filterGroups": [{"connector": "any", "filters": [filter("inet_src_addr", "=", "10.1.0.10")]}]}});
    let keys =
        async |dimension: &str| keys(&caller, with(ask(dimension, "bytes"), of_pc.clone())).await;
    assert_eq!(keys("IP_src").await, ["10.1.0.10"]);
    assert_eq!(keys("src_eth_mac").await, [pc["macaddr"].as_str().unwrap()]);
    assert_eq!(keys("VLAN_src").await, ["10"]);
    assert_eq!(keys("inet_family").await, ["IPv4"]);
    assert_eq!(keys("AS_src").await, ["0"]);
    assert_eq!(keys("Geography_dst").await, ["--"]);
    assert_eq!(keys("src_bgp_aspath").await, ["---"]);
    let ports = keys("Port_dst").await;
    assert!(ports.contains(&"53".to_owned()), "{ports:?}");
    let ports = keys("dst_proto_port").await;
    assert!(ports.contains(&"UDP:53".to_owned()), "{ports:?}");
    let sites = rows(&caller, ask("i_device_site_name", "bytes")).await;
    assert_eq!(sites.len(), 2);
    assert_eq!(
        row(&sites, "Head office")["i_device_site_name"],
        "Head office"
    );
    let pairs = rows(
        &caller,
        with(
            ask("i_device_id", "bytes"),
            json!({"dimension": ["i_device_id", "InterfaceID_dst"]}),
        ),
    )
    .await;
    let pair = row(&pairs, "1,Vlan10 : office (10)");
    assert_eq!(
        [&pair["i_device_name"], &pair["output_port"]],
        ["office_router", "Vlan10 : office (10)"]
    );
    let cut = with(ask("IP_src", "bytes"), json!({"cidr": 16}));
    let mut cut = rows(&caller, cut).await;
    cut.sort_by_key(|row| row["key"].to_string());
    let cut: Vec<_> = cut.iter().map(|row| &row["key"]).collect();
    assert_eq!(cut, ["10.1.0.0/16", "10.2.0.0/16", "203.0.0.0/16"]);
}

#[tokio::test]
async fn metrics_have_their_aggregates() {
    let twin = twin().await;
    let caller = twin.member();
    for (metric, series, aggregates) in [
        (
            "bytes",
            "both_bits_per_sec",
            &["avg_bits_per_sec", "p95th_bits_per_sec", "max_bits_per_sec"][..],
        ),
        (
            "in_bytes",
            "in_bits_per_sec",
            &[
                "avg_in_bits_per_sec",
                "p95th_in_bits_per_sec",
                "max_in_bits_per_sec",
            ],
        ),
        (
            "out_packets",
            "out_pkts_per_sec",
            &[
                "avg_out_pkts_per_sec",
                "p95th_out_pkts_per_sec",
                "max_out_pkts_per_sec",
            ],
        ),
        (
            "fps",
            "flows_per_sec",
            &[
                "avg_flows_per_sec",
                "p95th_flows_per_sec",
                "max_flows_per_sec",
            ],
        ),
        (
            "unique_src_ip",
            "src_ips",
            &["max_ips", "p95th_bits_per_sec", "p95th_pkts_per_sec"],
        ),
        (
            "perc_retransmit",
            "perc_rxmits",
            &[
                "max_perc_rxmits",
                "sum_rxmits",
                "avg_rxmits_per_sec",
                "p98th_rxmits_per_sec",
                "max_rxmits_per_sec",
                "p98th_perc_rxmits",
                "avg_bits_per_sec",
                "sum_pkts",
                "avg_pkts_per_sec",
                "p98th_pkts_per_sec",
            ],
        ),
    ] {
        let rows = rows(&caller, ask("Traffic", metric)).await;
        let names: Vec<&String> = rows[0].as_object().unwrap().keys().collect();
        assert_eq!(names[2..names.len() - 1], *aggregates, "{metric}");
        assert!(rows[0]["timeSeries"][series]["flow"].is_array(), "{metric}");
        assert!(
            aggregates.iter().all(|name| number(&rows[0][name]) > 0.0),
            "{metric} {rows:?}"
        );
    }
    // The office has 14 hosts with addresses, and asks no more of its own.
    let office = json!({"filters": {"connector": "All", "filterGroups": [{"connector": "All", "filters": [filter("VLAN_src", "=", "10")]}]}, "lookback_seconds": 86400});
    let sources = rows(&caller, with(ask("Traffic", "unique_src_ip"), office)).await;
    let most = number(&sources[0]["max_ips"]);
    assert!(
        (2.0..=14.0).contains(&most) && most.fract() == 0.0,
        "{most}"
    );
}

#[tokio::test]
async fn intervals_follow_the_span() {
    let twin = twin().await;
    let caller = twin.member();
    let points = async |fields: Value| {
        let rows = rows(&caller, with(ask("Traffic", "bytes"), fields)).await;
        let points = rows[0]["timeSeries"]["both_bits_per_sec"]["flow"]
            .as_array()
            .unwrap();
        let of = |point: &Value| (point[0].as_i64().unwrap(), point[2].as_i64().unwrap());
        (of(&points[0]), of(&points[points.len() - 1]), points.len())
    };
    let fixed = json!({"lookback_seconds": 0, "starting_time": "2017-09-05 10:00:00", "ending_time": "2017-09-05 10:10:30"});
    let at = CLOCK - 7_200_000;
    assert_eq!(points(fixed).await, ((at, 60), (at + 600_000, 30), 11));
    // Nothing is after the metric clock.
    let future = json!({"lookback_seconds": 0, "starting_time": "2017-09-05 11:59:00+00:00", "ending_time": "2017-09-06 00:00:00"});
    assert_eq!(
        points(future).await,
        ((CLOCK - 60_000, 60), (CLOCK - 60_000, 60), 1)
    );
    let day = json!({"lookback_seconds": 86400});
    assert_eq!(points(day).await.2, 288);
    assert_eq!(points(json!({"lookback_seconds": 7 * 86400})).await.2, 168);
    assert_eq!(points(json!({"lookback_seconds": 30 * 86400})).await.2, 30);
    let forced = json!({"forceMinsPolling": true, "minsPolling": 20});
    assert_eq!(
        points(forced).await,
        ((CLOCK - 3_600_000, 1200), (CLOCK - 1_200_000, 1200), 3)
    );
    let together = json!({"reAggInterval": 1800, "reAggFn": "max"});
    assert_eq!(
        points(together).await,
        ((CLOCK - 3_600_000, 1800), (CLOCK - 1_800_000, 1800), 2)
    );
    let later = json!({"lookback_seconds": 0, "starting_time": "2018-01-01 00:00"});
    let caller = twin.member();
    let refused = caller
        .post("/query/topXdata", one(with(ask("Traffic", "bytes"), later)))
        .await;
    assert_eq!(
        refused.refusal(400),
        "`queries[0].query`: `ending_time` must be after `starting_time`"
    );
}
