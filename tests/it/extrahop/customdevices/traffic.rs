use super::device_of;
use crate::client::{Caller, Twin};
use serde_json::{Value, json};

/// The guide's device 9363, a client with recorded points.
const CLIENT: &str = "10.10.10.63";

async fn asked(caller: &Caller, path: &str, ids: &Value, category: &str, name: &str) -> Value {
    let query = json!({"object_type": "device", "object_ids": ids, "metric_category": category, "metric_specs": [{"name": name}], "cycle": "30sec"});
    let answer = caller.post(path, query).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["stats"].clone()
}

/// A custom device with these criteria; the id of its device.
async fn custom(caller: &Caller, name: &str, criteria: &[Value]) -> i64 {
    let id = caller
        .created("/customdevices", json!({"name": name}))
        .await;
    for criterion in criteria {
        let path = format!("/customdevices/{id}/criteria");
        caller.created(&path, criterion.clone()).await;
    }
    device_of(caller, name).await["id"].as_i64().unwrap()
}

#[tokio::test]
async fn over_one_address_it_is_that_device() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let server = caller
        .json("/devices?search_type=activity&value=http_server&limit=1")
        .await;
    let (server, at) = (
        server[0]["id"].as_i64().unwrap(),
        format!("{}/32", server[0]["ipaddr4"].as_str().unwrap()),
    );
    // Recorded points of a device are the custom device's too.
    for (name, ipaddr, id) in [("one", CLIENT, 9363), ("two", &at, server)] {
        let own = custom(&caller, name, &[json!({"ipaddr": ipaddr})]).await;
        for (category, metric) in [
            ("http_client", "req"),
            ("http_client", "tprocess"),
            ("http_client_detail", "req"),
            ("http_server", "status_code"),
            ("net", "bytes_in"),
            ("tcp", "established"),
            ("tcp_detail", "accepted"),
            ("ftp_server", "req"),
            ("dns_client", "host_query"),
        ] {
            let values = |rows: Value| {
                let rows = rows.as_array().unwrap().clone();
                rows.into_iter()
                    .map(|row| row["values"].clone())
                    .collect::<Vec<_>>()
            };
            let of = async |id: i64| {
                let rows = asked(&caller, "/metrics", &json!([id]), category, metric).await;
                assert!(rows.as_array().unwrap().iter().all(|row| row["oid"] == id));
                values(rows)
            };
            let (wanted, found) = (of(id).await, of(own).await);
            assert_eq!(wanted.len(), 60);
            assert_eq!(found, wanted, "{category} {metric}");
        }
        let stats = |list: Value| {
            let list = list.as_array().unwrap().clone();
            list.into_iter()
                .map(|one| (one["stat_name"].clone(), one["from_time"].clone()))
                .collect::<Vec<_>>()
        };
        let (wanted, found) = (
            caller.json(&format!("/devices/{id}/activity")).await,
            caller.json(&format!("/devices/{own}/activity")).await,
        );
        assert_eq!(found[0]["device_id"], own);
        assert!(!stats(wanted.clone()).is_empty());
        assert_eq!(stats(found), stats(wanted));
    }
}

#[tokio::test]
async fn a_criterion_must_match_whole_and_criteria_are_alternatives() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let total = async |id: i64, category: &str, name: &str| {
        let rows = asked(&caller, "/metrics/total", &json!([id]), category, name).await;
        rows[0]["values"][0].as_i64().unwrap()
    };
    let whole = custom(&caller, "whole", &[json!({"ipaddr": CLIENT})]).await;
    let web = json!({"ipaddr": CLIENT, "dst_port_min": 80, "dst_port_max": 80});
    let other = [
        json!({"ipaddr": CLIENT, "dst_port_max": 79}),
        json!({"ipaddr": CLIENT, "dst_port_min": 81}),
    ];
    let web = custom(&caller, "web", &[web]).await;
    let rest = custom(&caller, "rest", &other).await;
    let bytes = async |id: i64| total(id, "net", "bytes").await;
    assert!(bytes(web).await > 0 && bytes(rest).await > 0);
    assert_eq!(bytes(web).await + bytes(rest).await, bytes(whole).await);
    assert_eq!(total(rest, "http_client", "req").await, 0);
    let (office, none) = (
        custom(
            &caller,
            "office",
            &[json!({"vlan_min": 20, "vlan_max": 20})],
        )
        .await,
        custom(
            &caller,
            "none",
            &[json!({"ipaddr": CLIENT, "vlan_min": 20})],
        )
        .await,
    );
    let group = json!({"name": "", "dynamic": true, "field": "vlan", "value": "20", "include_custom_devices": false});
    let group = caller.created("/devicegroups", group).await;
    let query = json!({"object_type": "device_group", "object_ids": [group], "metric_category": "net", "metric_specs": [{"name": "bytes"}], "cycle": "30sec"});
    let members = caller.post("/metrics/total", query).await.json();
    assert_eq!(json!(bytes(office).await), members["stats"][0]["values"][0]);
    assert_eq!(bytes(none).await, 0);
    assert_eq!(bytes(custom(&caller, "empty", &[]).await).await, 0);
}

#[tokio::test]
async fn a_disabled_one_has_no_traffic_and_stays_listed() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let id = custom(&caller, "web", &[json!({"dst_port_min": 80})]).await;
    let bytes = async || {
        asked(&caller, "/metrics/total", &json!([id]), "net", "bytes").await[0]["values"][0]
            .as_i64()
    };
    let found = async || {
        let found = caller
            .json("/devices?search_type=activity&value=http_server&limit=-1")
            .await;
        found
            .as_array()
            .unwrap()
            .iter()
            .any(|device| device["id"] == id)
    };
    let before = bytes().await.unwrap();
    assert!(before > 0 && found().await);
    caller
        .patch("/customdevices/1", json!({"disabled": true}))
        .await;
    assert_eq!(bytes().await, Some(0));
    assert!(!found().await);
    let path = format!("/devices/{id}/activity");
    assert_eq!(caller.json(&path).await, json!([]));
    caller
        .patch("/customdevices/1", json!({"disabled": false}))
        .await;
    assert_eq!(bytes().await, Some(before));
    assert!(found().await && caller.json(&path).await != json!([]));
    caller.delete("/customdevices/1/criteria/1").await;
    assert_eq!(bytes().await, Some(0));
    assert!(!found().await);
}

/// It counts beside the devices that it overlaps, alone, in lists, in groups and in activity groups.
#[tokio::test]
async fn it_is_one_device_among_others() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let id = custom(&caller, "one", &[json!({"ipaddr": CLIENT})]).await;
    let group = caller.created("/devicegroups", json!({"name": "g"})).await;
    let members = format!("/devicegroups/{group}/devices");
    caller.post(&members, json!({"assign": [9363, id]})).await;
    let ids = json!([9363, id]);
    let each = asked(&caller, "/metrics/totalbyobject", &ids, "net", "bytes").await;
    assert_eq!(
        (&each[0]["oid"], &each[1]["oid"]),
        (&json!(9363), &json!(id))
    );
    let single = each[0]["values"][0].as_i64().unwrap();
    assert_eq!(each[1]["values"][0], single);
    let total = asked(&caller, "/metrics/total", &ids, "net", "bytes").await;
    assert_eq!(total[0]["values"][0], 2 * single);
    let of_group = |path: &'static str, kind: &str, id: i64, category: &str| {
        let query = json!({"object_type": kind, "object_ids": [id], "metric_category": category, "metric_specs": [{"name": "req"}], "cycle": "30sec"});
        let caller = caller.clone();
        async move { caller.post(path, query).await.json()["stats"].clone() }
    };
    let clients = of_group("/metrics/total", "device_group", group, "http_client").await;
    let alone = asked(
        &caller,
        "/metrics/total",
        &json!([id]),
        "http_client",
        "req",
    )
    .await;
    let alone = alone[0]["values"][0].as_i64().unwrap();
    assert_eq!(clients[0]["values"][0], 2 * alone);
    let before = of_group("/metrics/total", "activity_group", 19, "http_client").await;
    caller.delete("/customdevices/1").await;
    let after = of_group("/metrics/total", "activity_group", 19, "http_client").await;
    let of = |rows: &Value| rows[0]["values"][0].as_i64().unwrap();
    assert_eq!(of(&before) - of(&after), alone);
    assert_eq!(
        asked(&caller, "/metrics", &json!([id]), "net", "bytes").await,
        json!([])
    );
}

/// A custom device is no host of the network after a restart either.
#[tokio::test]
async fn a_restart_changes_nothing() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let id = custom(&caller, "one", &[json!({"ipaddr": "10.10.10.0/24"})]).await;
    let held = twin.server.launched.fleet.twin("default").unwrap();
    let (state, clock) = (held.store.state(), held.clock.held());
    let exported = wiretwin::twin::fixture::write::export(
        wiretwin::families::CONTENTS,
        &state,
        held.firmware,
        held.platform,
        held.seed,
        clock,
    );
    let again = Twin::start(&serde_saphyr::to_string(&exported).unwrap()).await;
    let again = again.full_write();
    for path in [
        "/customdevices",
        "/customdevices/1/criteria",
        "/devices?limit=-1",
    ] {
        assert_eq!(
            caller.get(path).await.text(),
            again.get(path).await.text(),
            "{path}"
        );
    }
    for (category, name) in [("net", "bytes"), ("http_server", "req")] {
        let ids = json!([id]);
        let before = asked(&caller, "/metrics", &ids, category, name).await;
        assert_eq!(before.as_array().unwrap().len(), 60);
        assert_eq!(
            asked(&again, "/metrics", &ids, category, name).await,
            before
        );
    }
}
