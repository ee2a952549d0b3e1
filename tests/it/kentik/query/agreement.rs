//! What routers see is what the metrics of the devices behind them say.
use super::*;

/// Bits in a second, of bytes in the last hour.
fn bits(bytes: i64) -> f64 {
    per_second(bytes * 8)
}
fn per_second(count: i64) -> f64 {
    number(&as_read(count as f64 / 3600.0))
}
fn inside(devices: &[(i64, String)], net: &str) -> Vec<i64> {
    let inside = devices
        .iter()
        .filter(|(_, address)| address.starts_with(net));
    inside.map(|(id, _)| *id).collect()
}

#[tokio::test]
async fn an_address_sends_and_receives_what_its_device_does() {
    let twin = twin().await;
    let caller = twin.member();
    let devices = devices(&twin).await;
    let mut compared = 0;
    for (dimension, name) in [("IP_src", "bytes_out"), ("IP_dst", "bytes_in")] {
        let rows = rows(&caller, ask(dimension, "bytes")).await;
        for (id, address) in devices
            .iter()
            .filter(|(_, address)| address.starts_with("10."))
        {
            let bytes = total(&twin, &[*id], "net", name).await;
            if bytes == 0 {
                assert!(rows.iter().all(|row| row["key"] != *address), "{address}");
                continue;
            }
            let row = row(&rows, address);
            assert_eq!(number(&row["avg_bits_per_sec"]), bits(bytes), "{address}");
            assert_eq!(row[dimension], *address);
            compared += 1;
        }
    }
    assert!(compared > 30, "{compared}");
}

#[tokio::test]
async fn an_interface_has_the_traffic_of_all_devices_behind_it() {
    let twin = twin().await;
    let caller = twin.member();
    let devices = devices(&twin).await;
    let (office, servers) = (inside(&devices, "10.1."), inside(&devices, "10.2."));
    for (dimension, column, name, packets) in [
        ("InterfaceID_src", "input_port", "bytes_out", "pkts_out"),
        ("InterfaceID_dst", "output_port", "bytes_in", "pkts_in"),
    ] {
        let bytes = rows(&caller, ask(dimension, "bytes")).await;
        let counted = rows(&caller, ask(dimension, "packets")).await;
        for (label, router, ids) in [
            ("Vlan10 : office (10)", "office_router", &office),
            ("Vlan20 : (20)", "core_router", &servers),
        ] {
            let key = format!("{label},{router}");
            let seen = row(&bytes, &key);
            let expected = total(&twin, ids, "net", name).await;
            assert_eq!(number(&seen["avg_bits_per_sec"]), bits(expected), "{key}");
            assert_eq!(
                [&seen[dimension], &seen[column], &seen["i_device_name"]],
                [label, label, router]
            );
            let expected = per_second(total(&twin, ids, "net", packets).await);
            assert_eq!(
                number(&row(&counted, &key)["avg_pkts_per_sec"]),
                expected,
                "{key}"
            );
        }
    }
}

#[tokio::test]
async fn all_traffic_has_each_conversation_once() {
    let twin = twin().await;
    let caller = twin.member();
    let devices = devices(&twin).await;
    let average = async |fields: Value, metric: &str, name: &str| {
        let rows = rows(&caller, with(ask("Traffic", metric), fields)).await;
        assert_eq!(rows.len(), 1);
        number(&rows[0][name])
    };
    // Every conversation of this network has an end behind a router.
    let network = json!({"object_type": "network", "object_ids": [0], "metric_category": "net", "metric_specs": [{"name": "bytes"}]});
    let all = average(json!({}), "bytes", "avg_bits_per_sec").await;
    assert_eq!(all, bits(metric(&twin, network).await));
    // Both routers see what passes between office and servers.
    let office = json!({"all_selected": false, "device_name": ["office_router"]});
    let core = json!({"all_selected": null, "device_name": "core_router"});
    let both = average(office.clone(), "bytes", "avg_bits_per_sec").await
        + average(core, "bytes", "avg_bits_per_sec").await;
    assert!(both > all, "{both} {all}");
    // In and out are what the devices behind receive and send.
    let ids = inside(&devices, "10.1.");
    for (metric, name, column) in [
        ("in_bytes", "bytes_in", "avg_in_bits_per_sec"),
        ("out_bytes", "bytes_out", "avg_out_bits_per_sec"),
    ] {
        let expected = bits(total(&twin, &ids, "net", name).await);
        assert_eq!(
            average(office.clone(), metric, column).await,
            expected,
            "{metric}"
        );
    }
    for (metric, name, column) in [
        ("in_packets", "pkts_in", "avg_in_pkts_per_sec"),
        ("out_packets", "pkts_out", "avg_out_pkts_per_sec"),
    ] {
        let expected = per_second(total(&twin, &ids, "net", name).await);
        assert_eq!(
            average(office.clone(), metric, column).await,
            expected,
            "{metric}"
        );
    }
    let again = total(&twin, &ids, "tcp", "retrans_in").await as f64;
    assert!(again > 0.0);
    assert_eq!(average(office, "retransmits_in", "sum_rxmits").await, again);
}

#[tokio::test]
async fn a_host_that_sends_flow_is_the_device_of_its_address() {
    let twin = twin().await;
    let devices = devices(&twin).await;
    let (id, _) = devices
        .iter()
        .find(|(_, address)| address == "10.2.0.14")
        .unwrap();
    let query = with(
        ask("i_device_id", "bytes"),
        json!({"all_selected": false, "device_name": ["web_host"]}),
    );
    let rows = rows(&twin.member(), query).await;
    let bytes = total(&twin, &[*id], "net", "bytes").await;
    assert!(bytes > 0);
    assert_eq!(rows.len(), 1);
    assert_eq!(
        [
            &rows[0]["key"],
            &rows[0]["i_device_id"],
            &rows[0]["i_device_name"]
        ],
        ["3", "3", "web_host"]
    );
    assert_eq!(number(&rows[0]["avg_bits_per_sec"]), bits(bytes));
}

#[tokio::test]
async fn intervals_add_up_to_the_span() {
    let twin = twin().await;
    let rows = rows(&twin.member(), ask("Proto", "bytes")).await;
    assert!(rows.len() > 1);
    for row in &rows {
        let points = row["timeSeries"]["both_bits_per_sec"]["flow"]
            .as_array()
            .unwrap();
        let times: Vec<i64> = points
            .iter()
            .map(|point| point[0].as_i64().unwrap())
            .collect();
        let expected: Vec<i64> = (0..60).map(|n| CLOCK - 3_600_000 + n * 60_000).collect();
        assert_eq!(times, expected);
        assert!(points.iter().all(|point| point[2] == 60));
        let values: Vec<f64> = points.iter().map(|point| number(&point[1])).collect();
        let mean = values.iter().sum::<f64>() / 60.0;
        let average = number(&row["avg_bits_per_sec"]);
        assert!((mean - average).abs() < 1e-6 * average, "{mean} {average}");
        let most = values.iter().copied().fold(0.0, f64::max);
        assert_eq!(number(&row["max_bits_per_sec"]), most);
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let p95 = number(&row["p95th_bits_per_sec"]);
        assert!(sorted[56] <= p95 && p95 <= sorted[57], "{p95} {sorted:?}");
    }
}
