use super::{
    super::lists::{each, found, listed},
    CLOCK, WEB, about, ask, numbers, rows,
};
use crate::client::Twin;
use serde_json::{Value, json};

fn req() -> Value {
    json!([{"name": "req"}])
}

#[tokio::test]
async fn totals_are_the_sums_of_the_rows() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    let devices = [WEB, WEB + 1, WEB + 2];
    let query = ask("http_server", req(), json!(devices));
    let stats = rows(&caller, "/metrics", query.clone()).await;
    let (oids, counts) = (each(&stats, "oid"), numbers(&stats, 0));
    let sum_of = |device: Option<i64>| -> i64 {
        let rows = std::iter::zip(&oids, &counts);
        rows.filter(|(oid, _)| device.is_none_or(|device| device == **oid))
            .map(|(_, count)| count)
            .sum()
    };
    let row = |oid: i64, req: i64| json!({"oid": oid, "time": CLOCK - 300_000, "duration": 300_000, "values": [req]});
    let by_object = devices.map(|device| row(device, sum_of(Some(device))));
    assert!(sum_of(Some(WEB)) > 0);
    assert_eq!(
        rows(&caller, "/metrics/totalbyobject", query.clone()).await,
        json!(by_object)
    );
    assert_eq!(
        rows(&caller, "/metrics/total", query).await,
        json!([row(-1, sum_of(None))])
    );
}

#[tokio::test]
async fn a_total_merges_tables_and_lists() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    let specs = json!([{"name": "rsp"}, {"name": "tprocess"}, {"name": "status_code"}]);
    let query = ask("http_server", specs, json!([WEB, WEB + 1]));
    let parts = rows(&caller, "/metrics/totalbyobject", query.clone()).await;
    let whole = rows(&caller, "/metrics/total", query).await;
    let rsp: i64 = numbers(&parts, 0).iter().sum();
    assert_eq!(numbers(&whole, 0), [rsp]);
    let freq = |row: &Value| each(&row["values"][1], "freq").iter().sum::<i64>();
    assert_eq!(freq(&whole[0]), rsp);
    assert_eq!(freq(&parts[0]) + freq(&parts[1]), rsp);
    let of = |row: &Value, code: &str| -> i64 {
        let list = row["values"][2].as_array().unwrap().iter();
        let hit = list.filter(|entry| entry["key"]["str"] == code);
        hit.map(|entry| entry["value"].as_i64().unwrap()).sum()
    };
    for code in ["200", "404"] {
        let sum = of(&parts[0], code) + of(&parts[1], code);
        assert_eq!(of(&whole[0], code), sum, "{code}");
    }
}

#[tokio::test]
async fn a_group_stands_for_its_members() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let fixed = caller.created("/devicegroups", json!({"name": "a"})).await;
    let assign = json!({"assign": [WEB, WEB + 1]});
    let path = format!("/devicegroups/{fixed}/devices");
    assert_eq!(caller.post(&path, assign).await.status, 204);
    let rule = json!({"name": "b", "dynamic": true, "field": "name", "value": "/^web0[23]/"});
    let dynamic = caller.created("/devicegroups", rule).await;

    let devices =
        async |ids: Value| rows(&caller, "/metrics", ask("http_server", req(), ids)).await;
    let groups = |ids: Value| about("device_group", "http_server", req(), ids);
    assert_eq!(
        rows(&caller, "/metrics", groups(json!([fixed]))).await,
        devices(json!([WEB, WEB + 1])).await,
        "a row for each member and bucket"
    );
    assert_eq!(
        rows(&caller, "/metrics", groups(json!([fixed, dynamic]))).await,
        devices(json!([WEB, WEB + 1, WEB + 2])).await,
        "a member of both has its rows once"
    );
    let sum = async |ids: Value| numbers(&devices(ids).await, 0).iter().sum::<i64>();
    let by_group = rows(
        &caller,
        "/metrics/totalbyobject",
        groups(json!([dynamic, fixed])),
    )
    .await;
    assert_eq!(each(&by_group, "oid"), [dynamic, fixed]);
    assert_eq!(
        numbers(&by_group, 0),
        [
            sum(json!([WEB + 1, WEB + 2])).await,
            sum(json!([WEB, WEB + 1])).await
        ]
    );
    let total = rows(&caller, "/metrics/total", groups(json!([fixed, dynamic]))).await;
    assert_eq!(each(&total, "oid"), [-1]);
    assert_eq!(
        numbers(&total, 0),
        [sum(json!([WEB, WEB + 1, WEB + 2])).await],
        "a member of both counts once"
    );
    let path = format!("/devicegroups/{fixed}/devices/{WEB}");
    caller.delete(&path).await;
    assert_eq!(
        rows(&caller, "/metrics", groups(json!([fixed]))).await,
        devices(json!([WEB + 1])).await,
        "who is a member is found out when it is asked"
    );
}

#[tokio::test]
async fn an_activity_group_holds_the_devices_that_were_seen_in_it() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    // The contract's ids of HTTP servers, DNS servers and SSL servers.
    for (id, activity, name) in [
        (20, "http_server", "req"),
        (12, "dns_server", "req"),
        (46, "ssl_server", "connected"),
    ] {
        let specs = json!([{ "name": name }]);
        let query = about("activity_group", activity, specs, json!([id]));
        let stats = rows(&caller, "/metrics/totalbyobject", query.clone()).await;
        assert_eq!(each(&stats, "oid"), [id]);
        let count = numbers(&stats, 0)[0];
        assert!(count > 0, "{activity}");
        let mut members = each(&rows(&caller, "/metrics", query).await, "oid");
        members.dedup();
        let path =
            format!("/devices?limit=-1&search_type=activity&value=extrahop.device.{activity}");
        assert_eq!(members, listed(&caller, &path).await);
    }
}

/// Device 10212 serves FTP and was discovered after the guide's clock.
#[tokio::test]
async fn an_activity_group_does_not_hold_a_device_that_is_yet_to_be_seen() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    let query = about("activity_group", "ftp_server", req(), json!([16]));
    let mut members = each(&rows(&caller, "/metrics", query).await, "oid");
    members.dedup();
    let seen = found(&caller, "activity", "extrahop.device.ftp_server").await;
    assert!(!seen.contains(&10212) && !seen.is_empty());
    assert_eq!(members, seen);
}

#[tokio::test]
async fn a_group_without_members_has_no_rows_and_a_total_of_nothing() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    caller.created("/devicegroups", json!({"name": "a"})).await;
    let query = about("device_group", "http_server", req(), json!([151]));
    let stats = rows(&caller, "/metrics", query.clone()).await;
    assert_eq!(stats, json!([]));
    let stats = rows(&caller, "/metrics/totalbyobject", query).await;
    assert_eq!(numbers(&stats, 0), [0]);
}
