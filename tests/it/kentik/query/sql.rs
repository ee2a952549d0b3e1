//! Queries in SQL.
use super::*;

async fn select(caller: &Caller, text: &str) -> Vec<Value> {
    let answer = caller.post("/query/sql", json!({"query": text})).await;
    assert_eq!(answer.status, 200, "{text}: {}", answer.text());
    serde_json::from_value(answer.json()["rows"].take()).unwrap()
}

#[tokio::test]
async fn the_examples_of_the_clients() {
    let twin = twin().await;
    let caller = twin.member();
    let by_minute = "SELECT i_start_time,
        round(sum(in_pkts)/(3600)/1000) AS f_sum_in_pkts,
        round(sum(in_bytes)/(3600)/1000)*8 AS f_sum_in_bytes
        FROM all_devices
        WHERE ctimestamp > 660
        AND ctimestamp < 60
        GROUP by i_start_time
        ORDER by i_start_time DESC
        LIMIT 1000;";
    let rows = select(&caller, by_minute).await;
    assert_eq!(rows.len(), 10);
    assert_eq!(rows[0]["i_start_time"], "2017-09-05T11:58:00Z");
    assert_eq!(rows[9]["i_start_time"], "2017-09-05T11:49:00Z");
    assert!(
        rows.iter()
            .all(|row| row["f_sum_in_pkts"].is_i64() && row["f_sum_in_bytes"].is_i64())
    );
    let by_link = "SELECT i_start_time, i_device_name, i_output_interface_description, sum(both_bytes) as f_sum_both_bytes FROM all_devices \
        WHERE app_protocol in (0, 1, 2, 3, 4) AND i_fast_dataset = FALSE \
        AND i_dst_network_bndry_name = $_kntq$internal$_kntq$ AND i_trf_termination = $_kntq$inside$_kntq$ \
        AND i_start_time >= '2017-09-04 12:00:00+00:00' AND i_start_time <= '2017-09-05 11:00:00+00:00' \
        GROUP BY i_start_time, i_device_name, i_output_interface_description ORDER BY f_sum_both_bytes DESC";
    let rows = select(&caller, by_link).await;
    assert!(rows.len() > 200, "{}", rows.len());
    let bytes: Vec<i64> = rows
        .iter()
        .map(|row| row["f_sum_both_bytes"].as_i64().unwrap())
        .collect();
    assert!(bytes.is_sorted_by(|one, other| one >= other));
    let times = rows.iter().map(|row| row["i_start_time"].as_str().unwrap());
    assert!(
        times
            .clone()
            .all(|time| time.ends_with("5:00Z") || time.ends_with("0:00Z"))
    );
    assert!(
        rows.iter()
            .any(|row| row["i_output_interface_description"] == "Vlan10"
                && row["i_device_name"] == "office_router")
    );
    let names = select(
        &caller,
        "SELECT DISTINCT i_device_name FROM all_devices ORDER BY i_device_name ASC",
    )
    .await;
    let names: Vec<&Value> = names.iter().map(|row| &row["i_device_name"]).collect();
    assert_eq!(names, ["core_router", "office_router", "web_host"]);
}

#[tokio::test]
async fn sums_are_those_of_the_metrics() {
    let twin = twin().await;
    let caller = twin.member();
    let network = json!({"object_type": "network", "object_ids": [0], "metric_category": "net", "metric_specs": [{"name": "bytes"}]});
    let bytes = metric(&twin, network).await;
    let whole = "SELECT sum(both_bytes) AS bytes, f_sum_both_bytes / 2 AS half FROM all_devices WHERE ctimestamp > 3600";
    assert_eq!(
        select(&caller, whole).await,
        [
            json!({"bytes": bytes, "half": if bytes % 2 == 0 { json!(bytes / 2) } else { json!(bytes as f64 / 2.0) }})
        ]
    );
    let id = devices(&twin)
        .await
        .iter()
        .find(|(_, address)| address == "10.2.0.14")
        .unwrap()
        .0;
    let sent = total(&twin, &[id], "net", "bytes_out").await;
    let own = "SELECT IP_src, sum(both_bytes) FROM all_devices WHERE inet_src_addr = '10.2.0.14' AND NOT (protocol = 255 OR l4_dst_port IN (0, 70000)) AND i_start_time BETWEEN '2017-09-05 11:00:00' AND '2017-09-05 12:00:00' GROUP BY 1";
    assert_eq!(
        select(&caller, own).await,
        [json!({"IP_src": "10.2.0.14", "sum(both_bytes)": sent})]
    );
    let first = select(&caller, "SELECT IP_src, sum(both_bytes) AS bytes FROM all_devices GROUP BY IP_src ORDER BY 2 DESC, IP_src LIMIT 3").await;
    assert_eq!(first.len(), 3);
}

#[tokio::test]
async fn what_is_not_understood_is_refused() {
    let twin = twin().await;
    let caller = twin.member();
    for (text, words) in [
        ("", "`query` must be a single SELECT"),
        ("SELEKT 1", "is no SQL that is understood"),
        ("DROP TABLE all_devices", "`query` must be a single SELECT"),
        ("SELECT i_start_time FROM somewhere", "FROM all_devices"),
        ("SELECT * FROM all_devices", "`*` is not understood"),
        (
            "SELECT sum(joy) FROM all_devices",
            "there is no column `joy` to sum",
        ),
        (
            "SELECT joy FROM all_devices",
            "there is no column `joy` to choose",
        ),
        (
            "SELECT avg(in_bytes) FROM all_devices",
            "`avg(in_bytes)` is not understood",
        ),
        (
            "SELECT IP_src, sum(in_bytes) FROM all_devices GROUP BY i_start_time",
            "neither summed nor in GROUP BY",
        ),
        (
            "SELECT sum(in_bytes) FROM all_devices HAVING sum(in_bytes) > 1",
            "must be a single SELECT",
        ),
        (
            "SELECT sum(in_bytes) FROM all_devices LIMIT 1 OFFSET 2",
            "is not understood",
        ),
        (
            "SELECT sum(in_bytes) FROM all_devices WHERE i_start_time > 'noon'",
            "`noon` is no time",
        ),
        (
            "SELECT sum(in_bytes) FROM all_devices WHERE mood = 'good'",
            "there is no field `mood`",
        ),
        (
            "SELECT sum(in_bytes) FROM all_devices WHERE protocol = 6 OR ctimestamp > 5",
            "conditions that all must hold",
        ),
    ] {
        let refused = caller
            .post("/query/sql", json!({"query": text}))
            .await
            .refusal(400);
        assert!(refused.contains(words), "{text}: {refused}");
    }
    let deep = format!(
        "SELECT {}1{} FROM all_devices",
        "(".repeat(900),
        ")".repeat(900)
    );
    assert_eq!(
        caller
            .post("/query/sql", json!({"query": deep}))
            .await
            .status,
        400
    );
    let long = format!("SELECT sum(in_bytes){} FROM all_devices", "+1".repeat(5000));
    assert_eq!(
        caller
            .post("/query/sql", json!({"query": long}))
            .await
            .status,
        400
    );
    let wide = format!(
        "SELECT sum(in_bytes){} AS n FROM all_devices",
        "+1".repeat(900)
    );
    assert_eq!(
        caller
            .post("/query/sql", json!({"query": wide}))
            .await
            .status,
        200
    );
    assert_eq!(caller.post("/query/sql", json!({})).await.status, 400);
}
