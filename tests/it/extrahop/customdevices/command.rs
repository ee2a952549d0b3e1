//! On a Command appliance a custom device is seen by all nodes together.
use super::{super::command::TWO, device_of};
use crate::client::Twin;
use serde_json::{Value, json};

const EAST: i64 = 1 << 32;

fn requests(ids: Value) -> Value {
    json!({
        "cycle": "5min", "from": -1800000, "until": 0,
        "object_type": "device", "object_ids": ids,
        "metric_category": "net", "metric_specs": [{"name": "bytes_in"}]
    })
}

#[tokio::test]
async fn its_device_is_no_nodes() {
    let twin = Twin::start(TWO).await;
    let caller = twin.full_write();
    let vlans = caller.json("/vlans").await;
    let id = caller
        .created("/customdevices", json!({"name": "All VLAN 20"}))
        .await;
    let path = format!("/customdevices/{id}/criteria");
    caller
        .created(&path, json!({"vlan_min": 20, "vlan_max": 20}))
        .await;
    let device = device_of(&caller, "All VLAN 20").await;
    assert_eq!(
        (&device["id"], &device["node_id"]),
        (&json!(1), &json!(null))
    );
    assert_eq!(caller.json("/devices/1").await, device);
    for node in ["1", "2"] {
        let path = format!("/devices?search_type=node&value={node}");
        let found = caller.json(&path).await;
        assert!(!found.as_array().unwrap().contains(&device), "{node}");
    }
    assert_eq!(caller.json("/vlans").await, vlans, "it is in no VLAN");

    let sum = |answer: Value| -> i64 {
        let stats = answer["stats"].as_array().unwrap().iter();
        stats.map(|one| one["values"][0].as_i64().unwrap()).sum()
    };
    let custom = caller
        .post("/metrics/totalbyobject", requests(json!([1])))
        .await
        .json();
    assert_eq!(custom["node_id"], 0);
    let each = json!([EAST + 7, EAST + 8, 2 * EAST + 1]);
    let parts = caller
        .post("/metrics/totalbyobject", requests(each))
        .await
        .json();
    assert_eq!(sum(custom), sum(parts), "what its nodes see, and all of it");

    assert_eq!(caller.delete("/customdevices/1").await.status, 204);
    caller.get("/devices/1").await.refusal(404);
    caller.created("/customdevices", json!({"name": "b"})).await;
    assert_eq!(
        device_of(&caller, "b").await["id"],
        2,
        "an id is never used twice"
    );
}

#[tokio::test]
async fn an_exported_twin_has_it_where_it_was() {
    let twin = Twin::start(TWO).await;
    let caller = twin.full_write();
    let custom = json!({"name": "a"});
    // An id that the first node has too.
    for name in ["a", "b", "c", "d", "e", "f", "g"] {
        caller
            .created("/customdevices", json!({"name": name}))
            .await;
    }
    assert_eq!(caller.get("/devices/7").await.json()["custom_name"], "g");
    caller.post("/whitelist/device/7", custom).await;
    let path = "/devicegroups/1/devices/7";
    assert_eq!(caller.post(path, Value::Null).await.status, 204);
    let held = twin.server.launched.fleet.twin("default").unwrap();
    let exported = wiretwin::twin::fixture::write::export(
        wiretwin::families::CONTENTS,
        &held.store.state(),
        held.firmware,
        held.platform,
        held.seed,
        held.clock.held(),
    );
    let other = Twin::start(&serde_saphyr::to_string(&exported).unwrap()).await;
    for path in [
        "/devices",
        "/customdevices",
        "/devicegroups/1/devices",
        "/whitelist/devices",
    ] {
        let again = other.full_write().json(path).await;
        assert_eq!(again, caller.json(path).await, "{path}");
    }
}
