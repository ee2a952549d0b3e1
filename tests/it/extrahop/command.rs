//! A Command appliance: what its nodes see, under ids that name the node.
use super::lists::{each, listed, with_query};
use crate::client::{Caller, Twin};
use serde_json::{Value, json};

/// Two nodes with three devices that talk as is written here only: a gateway has no traffic of its
/// own.
pub(super) const TWO: &str = r#"
platform: command
clock: 2015-11-19T23:20:07Z
nodes:
  - {nickname: East, hostname: eda-east.example.com, time_added: 1447878253953, firmware_version: 5.1.4.1622, product_key: 0123456789ABCDEF}
  - {nickname: "", hostname: eda-west.example.com}
devices:
  - {id: 7, ipaddr4: 10.1.0.7, is_l3: true, vlanid: 20, auto_role: gateway, device_class: node, discover_time: 1447938000000}
  - {node_id: East, ipaddr4: 10.1.0.8, is_l3: true, vlanid: 20, auto_role: gateway, device_class: node, discover_time: 1447938000000}
  - {node_id: 2, ipaddr4: 10.2.0.9, is_l3: true, vlanid: 20, auto_role: gateway, device_class: node, discover_time: 1447938000000}
devicegroups: [{name: all}]
conversations:
  - {client: 10.1.0.7, server: 10.1.0.8, protocol: http, per_minute: 60}
  - {client: 10.2.0.9, server: 10.1.0.8, protocol: dns, per_minute: 30}
assignments:
  devicegroups/devices: [{parent: all, children: [7, 10.1.0.8, 10.2.0.9]}]
"#;

pub(super) const EAST: i64 = 1 << 32;
pub(super) const WEST: i64 = 2 << 32;

/// A query of the last half hour.
pub(super) fn about(kind: &str, category: &str, metric: &str, ids: Value) -> Value {
    json!({
        "cycle": "5min",
        "from": -1800000,
        "until": 0,
        "object_type": kind,
        "object_ids": ids,
        "metric_category": category,
        "metric_specs": [{"name": metric}]
    })
}
pub(super) async fn answer(caller: &Caller, path: &str, query: Value) -> Value {
    let answer = caller.post(path, query).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}
async fn total(caller: &Caller, kind: &str, category: &str, metric: &str, id: i64) -> i64 {
    let query = about(kind, category, metric, json!([id]));
    let answer = answer(caller, "/metrics/totalbyobject", query).await;
    assert_eq!(answer["stats"][0]["oid"], id);
    assert_eq!(answer["node_id"], id >> 32);
    answer["stats"][0]["values"][0].as_i64().unwrap()
}

#[tokio::test]
async fn ids_name_the_node() {
    let twin = Twin::start(TWO).await;
    let caller = twin.read_only();
    let devices = caller.json("/devices").await;
    assert_eq!(each(&devices, "id"), [EAST + 7, EAST + 8, WEST + 1]);
    assert_eq!(each(&devices, "node_id"), [1, 1, 2]);
    let path = format!("/devices/{}", WEST + 1);
    assert_eq!(caller.json(&path).await, devices[2]);
    let text = caller.get(&path).await.text();
    assert!(
        text.contains(r#""id":8589934593,"#),
        "a plain integer: {text}"
    );
    assert_eq!(caller.get("/devices/7").await.status, 404);
    assert_eq!(
        listed(&caller, "/devicegroups/1/devices").await,
        [EAST + 7, EAST + 8, WEST + 1]
    );
    for (value, found) in [
        ("1", vec![EAST + 7, EAST + 8]),
        ("East", vec![EAST + 7, EAST + 8]),
        ("2", vec![WEST + 1]),
        ("3", vec![]),
        ("Eas", vec![]),
    ] {
        let path = with_query("/devices", &[("search_type", "node"), ("value", value)]);
        assert_eq!(listed(&caller, &path).await, found, "{value}");
    }
    let activity = caller
        .json(&format!("/devices/{}/activity", WEST + 1))
        .await;
    assert_eq!(activity[0]["device_id"], WEST + 1);
}

#[tokio::test]
async fn subnets_are_dealt_out_to_the_nodes() {
    let fixture = "
platform: command
seed: 3
network:
  subnets:
    - {cidr: 10.1.0.0/24, vlan: 1, devices: {pc: 3, gateway: 1}}
    - {cidr: 10.2.0.0/24, vlan: 2, devices: {pc: 2, gateway: 1}}
    - {cidr: 10.3.0.0/24, vlan: 3, devices: {http_server: 1}}
    - {cidr: 10.4.0.0/24, vlan: 4, node: West, devices: {dns_server: 1}}
    - {cidr: 10.5.0.0/24, vlan: 5, node: 1, devices: {other: 1}}
devices:
  - {ipaddr4: 10.9.0.1, is_l3: true}
tags: [{name: a}]
assignments:
  tags/devices: [{parent: a, children: [10.4.0.10, 10.9.0.1]}]
";
    let twin = Twin::start(fixture).await;
    let caller = twin.read_only();
    let devices = caller.json("/devices").await;
    let at = |node: i64, ids: std::ops::RangeInclusive<i64>| ids.map(move |id| node + id);
    let all: Vec<i64> = at(EAST, 1..=7).chain(at(WEST, 1..=4)).collect();
    assert_eq!(each(&devices, "id"), all);
    let vlans: Vec<(i64, i64)> =
        std::iter::zip(each(&devices, "node_id"), each(&devices, "vlanid")).collect();
    assert_eq!(
        vlans,
        [
            (1, 0),
            (1, 1),
            (1, 1),
            (1, 1),
            (1, 1),
            (1, 3),
            (1, 5),
            (2, 2),
            (2, 2),
            (2, 2),
            (2, 4)
        ]
    );
    assert_eq!(devices[2]["parent_id"], EAST + 2, "its gateway");
    assert_eq!(devices[8]["parent_id"], WEST + 1);
    assert_eq!(
        listed(&caller, "/tags/1/devices").await,
        [EAST + 1, WEST + 4]
    );
    assert_eq!(listed(&caller, "/vlans").await.len(), 6);
}

#[tokio::test]
async fn a_mistake_in_a_fixture_is_told() {
    use wiretwin::{
        base::{platform::Platform, seed::Seed},
        twin::fixture::Fixture,
    };
    for (text, expected) in [
        (
            "nodes: [{nickname: a, id: 0}]",
            "line 1: nodes[0]: `id` of a node must be",
        ),
        (
            "devices:\n  - {node_id: North}",
            "line 2: devices[0].node_id: there is no node named `North`",
        ),
        (
            "devices:\n  - {id: 38654705665}",
            "line 2: devices[0]: there is no node with the id 9",
        ),
        (
            "network:\n  subnets:\n    - {cidr: 10.1.0.0/24, node: North, devices: {pc: 1}}",
            "network.subnets: there is no node named `North`",
        ),
        (
            "vlans:\n  - {vlanid: 4096}",
            "line 2: vlans[0]: `vlanid` must be an integer from 0 to 4095",
        ),
        (
            "applications:\n  - {display_name: a, criteria: [{protocol_default: any, sources: [{type: device, id: 10.0.0.1}]}]}",
            "line 2: applications[0].criteria: there is no device named `10.0.0.1`",
        ),
    ] {
        let loaded = Fixture::parse(text, wiretwin::families::CONTENTS).and_then(|fixture| {
            fixture
                .draft(
                    wiretwin::families::CONTENTS,
                    Platform::Command,
                    0,
                    Seed(1),
                    &wiretwin::twin::access::Credentials::default(),
                )
                .map(drop)
        });
        let told = loaded.unwrap_err();
        assert!(told.starts_with(expected), "{text}: {told}");
    }
}

#[tokio::test]
async fn metrics_come_per_node() {
    let twin = Twin::start(TWO).await;
    let caller = twin.read_only();
    let bytes = async |kind: &str, id: i64| total(&caller, kind, "net", "bytes", id).await;
    // The server takes part in both conversations, the client of the West in one.
    let (both, one) = (
        bytes("device", EAST + 8).await,
        bytes("device", WEST + 1).await,
    );
    assert!(both > one && one > 0);
    for (kind, local) in [
        ("network", 0),
        ("capture", 0),
        ("vlan", 20),
        ("application", 0),
    ] {
        assert_eq!(bytes(kind, EAST + local).await, both, "{kind}");
        assert_eq!(bytes(kind, WEST + local).await, one, "{kind}");
    }
    let query = about("network", "net", "bytes", json!([WEST, EAST]));
    let answered = answer(&caller, "/metrics/total", query).await;
    assert_eq!(answered["stats"][0]["values"], json!([both + one]));
    assert_eq!(answered["node_id"], 0, "from several nodes");
    for (kind, ids, stray) in [
        ("device", json!([EAST + 7, 7]), "7"),
        ("device", json!([3 * EAST + 1]), "12884901889"),
        ("network", json!([0]), "0"),
        ("application", json!([0]), "0"),
        ("vlan", json!([20]), "20"),
        ("device_group", json!([3 * EAST]), "12884901888"),
        ("device", json!([-1]), "-1"),
    ] {
        let told = caller
            .post("/metrics", about(kind, "net", "bytes", ids))
            .await;
        assert_eq!(
            told.refusal(400),
            format!("`object_ids`: invalid node id in {stray}")
        );
    }
    for (kind, id) in [
        ("device", EAST + 99),
        ("network", EAST + 1),
        ("vlan", WEST + 5),
        ("application", WEST + 5),
    ] {
        let answered = answer(
            &caller,
            "/metrics",
            about(kind, "net", "bytes", json!([id])),
        )
        .await;
        assert_eq!(answered["stats"], json!([]), "{kind} {id}");
    }
}

#[tokio::test]
async fn a_disabled_node_has_no_new_data() {
    // Ten minutes ago.
    let silent = TWO.replace(
        "nickname: East,",
        "nickname: East, enabled: false, silent_since: 1447974607000,",
    );
    let twin = Twin::start(&silent).await;
    let (caller, whole) = (twin.full_write(), Twin::start(TWO).await);
    let whole = whole.read_only();
    let kinds = [
        ("device", "net", 8),
        ("network", "net", 0),
        ("vlan", "net", 20),
        ("application", "net", 0),
    ];
    for (kind, category, local) in kinds {
        let mut query = about(kind, category, "bytes", json!([EAST + local]));
        query["cycle"] = json!("30sec");
        let heard = answer(&caller, "/metrics", query.clone()).await;
        let all = answer(&whole, "/metrics", query).await;
        let values = |answer: &Value| -> Vec<(i64, i64)> {
            let rows = answer["stats"].as_array().unwrap().iter();
            rows.map(|row| {
                (
                    row["time"].as_i64().unwrap(),
                    row["values"][0].as_i64().unwrap(),
                )
            })
            .collect()
        };
        let (heard, all) = (values(&heard), values(&all));
        assert_eq!(heard.len(), 60);
        for ((time, heard), (_, all)) in heard.iter().zip(&all) {
            // In the bucket from 23:10:00 there are seven seconds left.
            match time - 1447974600000 {
                ..0 => assert_eq!(heard, all, "{kind} {time}"),
                0 => assert!(heard <= all, "{kind} {time}"),
                _ => assert_eq!(*heard, 0, "{kind} {time}"),
            }
        }
        assert!(all.iter().all(|(_, value)| *value > 0));
    }
    let activity = caller
        .json(&format!("/devices/{}/activity", EAST + 8))
        .await;
    assert_eq!(activity[0]["until_time"], 1447974607000i64);
    let lately = async |path: &str| listed(&caller, path).await;
    assert_eq!(lately("/devices?active_from=-5m").await, [WEST + 1]);
    assert_eq!(lately("/devices?active_from=-15m").await.len(), 3);
    assert_eq!(
        lately("/devicegroups/1/devices?active_from=-5m").await,
        [WEST + 1]
    );
    assert_eq!(lately("/applications?active_from=-5m").await, [WEST]);
    let of_east = format!("/applications/{EAST}/activity");
    assert_eq!(
        caller.json(&of_east).await[0]["until_time"],
        1447974607000i64
    );

    let west = total(&caller, "network", "net", "bytes", WEST).await;
    assert_eq!(
        west,
        total(&whole, "network", "net", "bytes", WEST).await,
        "the other node reports"
    );
    let east = total(&caller, "network", "net", "bytes", EAST).await;
    caller.patch("/nodes/1", json!({"enabled": true})).await;
    let enabled = total(&caller, "network", "net", "bytes", EAST).await;
    assert!(enabled > east);
    assert_eq!(
        enabled,
        total(&whole, "network", "net", "bytes", EAST).await
    );
}

/// What is exported from a Command appliance loads as the same.
#[tokio::test]
async fn an_export_keeps_the_nodes() {
    let twin = Twin::start(TWO).await;
    let caller = twin.full_system();
    caller
        .patch("/nodes/2", json!({"nickname": "West", "enabled": false}))
        .await;
    caller
        .patch(&format!("/vlans/{}", WEST + 20), json!({"name": "a"}))
        .await;
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
    let again = other.full_system();
    for path in [
        "/nodes",
        "/devices",
        "/networks",
        "/vlans",
        "/applications",
        "/devicegroups/1/devices",
        "/extrahop",
    ] {
        assert_eq!(
            caller.get(path).await.text(),
            again.get(path).await.text(),
            "{path}"
        );
    }
    let query = about("network", "net", "bytes", json!([EAST, WEST]));
    assert_eq!(
        caller.post("/metrics", query.clone()).await.text(),
        again.post("/metrics", query).await.text()
    );
}

/// A fixture for a Discover appliance stands on the first node, and its ids with it.
#[tokio::test]
async fn the_shipped_fixtures_are_for_command_appliances_too() {
    for name in ["demo", "guide", "empty"] {
        let twin = Twin::start_with(name, &["--platform", "command"]).await;
        let caller = twin.read_only();
        assert_eq!(caller.json("/extrahop").await["ecm"], true);
        let devices = caller.json("/devices?limit=-1").await;
        let named = |device: &Value| {
            let node = device["node_id"].as_i64();
            Some(device["id"].as_i64().unwrap() >> 32) == node
        };
        assert!(devices.as_array().unwrap().iter().all(named), "{name}");
    }
    let twin = Twin::start_with("guide", &["--platform", "command"]).await;
    let caller = twin.read_only();
    let query = about("device", "http_client", "req", json!([EAST + 9363]));
    let answered = answer(&caller, "/metrics", query).await;
    assert_eq!(answered["node_id"], 1);
    let device = caller.json(&format!("/devices/{}", EAST + 10212)).await;
    assert_eq!(device["parent_id"], EAST + 9352);
}
