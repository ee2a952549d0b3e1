//! On a Command appliance a custom device's device belongs to the node that sees most of it.
use super::{super::command::TWO, device_of};
use crate::client::Twin;
use serde_json::{Value, json};

const EAST: i64 = 1 << 32;
/// The device of the first custom device: the node found 10.1.0.8 as 8.
const OF_EAST: i64 = EAST + 9;

fn requests(ids: Value) -> Value {
    json!({
        "cycle": "5min", "from": -1800000, "until": 0,
        "object_type": "device", "object_ids": ids,
        "metric_category": "net", "metric_specs": [{"name": "bytes_in"}]
    })
}

#[tokio::test]
async fn its_device_is_that_of_a_node() {
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
        (&json!(OF_EAST), &json!(1)),
        "without criteria it is the first node's"
    );
    assert_eq!(caller.json(&format!("/devices/{OF_EAST}")).await, device);
    for (node, has) in [("1", true), ("2", false)] {
        let path = format!("/devices?search_type=node&value={node}");
        let found = caller.json(&path).await;
        assert_eq!(found.as_array().unwrap().contains(&device), has, "{node}");
    }
    assert_eq!(caller.json("/vlans").await, vlans, "it is in no VLAN");

    let sum = |answer: Value| -> i64 {
        let stats = answer["stats"].as_array().unwrap().iter();
        stats.map(|one| one["values"][0].as_i64().unwrap()).sum()
    };
    let custom = caller
        .post("/metrics/totalbyobject", requests(json!([OF_EAST])))
        .await
        .json();
    assert_eq!(custom["node_id"], 1);
    let each = json!([EAST + 7, EAST + 8, 2 * EAST + 1]);
    let parts = caller
        .post("/metrics/totalbyobject", requests(each))
        .await
        .json();
    assert_eq!(sum(custom), sum(parts), "what its nodes see, and all of it");

    assert_eq!(caller.delete("/customdevices/1").await.status, 204);
    let path = format!("/devices/{OF_EAST}");
    caller.get(&path).await.refusal(404);
    caller.created("/customdevices", json!({"name": "b"})).await;
    assert_eq!(
        device_of(&caller, "b").await["id"],
        OF_EAST + 1,
        "an id is never used twice"
    );
}

#[tokio::test]
async fn the_node_is_the_one_with_most_of_what_its_criteria_match() {
    let custom = |name: &str, block: &str| {
        format!("  - {{name: {name}, criteria: [{{ipaddr: {block}}}]}}\n")
    };
    let customs = [
        ("a", "10.2.0.0/16", 2),
        ("b", "10.1.0.0/16", 1),
        ("c", "10.0.0.0/8", 1),
        ("d", "192.0.2.1", 1),
    ];
    let lines: String = customs
        .iter()
        .map(|(name, at, _)| custom(name, at))
        .collect();
    let twin = Twin::start(&format!("{TWO}customdevices:\n{lines}")).await;
    for (name, _, node) in customs {
        let device = device_of(&twin.full_write(), name).await;
        assert_eq!(device["node_id"], node, "{name}");
        assert_eq!(device["id"].as_i64().unwrap() >> 32, node, "{name}");
    }
    let later = Twin::start_with(TWO, &["--firmware", "8.4"]).await;
    let sent = json!({"name": "west", "criteria": [{"ipaddr": "10.2.0.9"}]});
    later.full_write().created("/customdevices", sent).await;
    let device = device_of(&later.full_write(), "west").await;
    assert_eq!(device["node_id"], 2);
}

#[tokio::test]
async fn an_exported_twin_has_it_where_it_was() {
    let twin = Twin::start(TWO).await;
    let caller = twin.full_write();
    let custom = json!({"name": "a"});
    for name in ["a", "b", "c", "d", "e", "f", "g"] {
        caller
            .created("/customdevices", json!({"name": name}))
            .await;
    }
    let last = device_of(&caller, "g").await["id"].clone();
    assert_eq!(last, OF_EAST + 6);
    let path = format!("/whitelist/device/{last}");
    caller.post(&path, custom).await;
    let path = format!("/devicegroups/1/devices/{last}");
    assert_eq!(caller.post(&path, Value::Null).await.status, 204);
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
