use crate::client::Twin;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn groups(list: &Value) -> &Vec<Value> {
    list.as_array().unwrap()
}

#[tokio::test]
async fn the_built_in_groups_by_id() {
    let twin = Twin::start("empty").await;
    let list = twin.read_only().json("/activitygroups").await;
    let group = |id: i64, display: &str, kind: &str| json!({"id": id, "oid": id, "display": display, "description": null, "type": format!("extrahop.device.{kind}"), "mod_time": 1447878253953i64});
    let all = groups(&list);
    assert_eq!(all.len(), 80);
    for expected in [
        group(1, "AAA Clients", "aaa_client"),
        group(16, "FTP Servers", "ftp_server"),
        group(32, "MongoDB Clients", "mongo_client"),
        group(46, "SSL Servers", "ssl_server"),
        group(47, "TCP", "tcp"),
        group(80, "WSMAN Servers", "wsman_server"),
    ] {
        let place = expected["id"].as_u64().unwrap() as usize - 1;
        assert_eq!(all[place], expected);
    }
    let ids = all.iter().map(|group| group["id"].as_i64().unwrap());
    assert!(ids.eq(1..=80));
    let kinds: BTreeSet<&str> = all.iter().map(|g| g["type"].as_str().unwrap()).collect();
    assert_eq!(kinds.len(), 80, "no activity has two groups");
}

#[tokio::test]
async fn there_is_nothing_to_change() {
    let twin = Twin::start("empty").await;
    let caller = twin.full_system();
    assert_eq!(caller.get("/activitygroups/46").await.status, 404);
    assert_eq!(caller.post("/activitygroups", json!({})).await.status, 405);
    assert_eq!(caller.delete("/activitygroups/46").await.status, 404);
    let later = Twin::start_with("empty", &["--firmware", "9.0"]).await;
    let told = later
        .full_system()
        .get("/activitygroups")
        .await
        .refusal(404);
    assert!(told.contains("Firmware 9.0"), "{told}");
}

/// The devices of a group, found by the activities that they say they have, by the search that
/// dynamic groups use, and by the metrics of the group, are the same; for every group there is.
#[tokio::test]
async fn membership_follows_from_the_traffic() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let list = caller.json("/activitygroups").await;
    let mut peopled = vec![];
    for group in groups(&list) {
        let (id, kind) = (&group["id"], group["type"].as_str().unwrap());
        let path = format!("/devices?limit=-1&search_type=activity&value={kind}");
        let members = caller.json(&path).await;
        let members: Vec<&Value> = groups(&members).iter().map(|d| &d["id"]).collect();
        let query = |object_type: &str, ids: Value| json!({"object_type": object_type, "object_ids": ids, "metric_category": "net", "metric_specs": [{"name": "bytes"}]});
        let of_group = query("activity_group", json!([id]));
        let rows = caller.post("/metrics/totalbyobject", of_group).await.json();
        let bytes = |rows: &Value| -> i64 {
            let rows = rows["stats"].as_array().unwrap().iter();
            rows.map(|row| row["values"][0].as_i64().unwrap()).sum()
        };
        let of_devices = query("device", json!(members));
        let each = caller
            .post("/metrics/totalbyobject", of_devices)
            .await
            .json();
        assert_eq!(bytes(&rows), bytes(&each), "{kind}");
        if let Some(device) = members.first() {
            let seen = caller.json(&format!("/devices/{device}/activity")).await;
            let mut names = groups(&seen).iter().map(|one| &one["stat_name"]);
            assert!(names.any(|name| name == kind), "{kind} of {device}");
            assert!(bytes(&rows) > 0, "{kind}");
            peopled.push(kind.trim_start_matches("extrahop.device."));
        }
    }
    for kind in [
        "dns_server",
        "ftp_server",
        "http_client",
        "ssl_server",
        "tcp",
        "udp",
    ] {
        assert!(peopled.contains(&kind), "{kind}: {peopled:?}");
    }
}
