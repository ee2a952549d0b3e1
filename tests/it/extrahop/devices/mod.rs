mod change;
mod paging;
mod search;

use super::lists::{found, listed};
use crate::client::Twin;
use serde_json::{Value, json};

/// Five devices of different kinds, all known before the clock. A gateway has no traffic of its own,
/// so only what `activity` says is seen.
pub(super) const FIVE: &str = r#"
firmware: "5.1"
clock: 2015-11-19T23:20:07Z
devices:
  - id: 1
    discover_time: 1420070400000
    macaddr: "00:1B:54:0A:10:01"
    vendor: Cisco
    device_class: gateway
    auto_role: gateway
    vlanid: 20
    cdp_name: core-router
  - id: 2
    discover_time: 1441065600000
    macaddr: "00:50:56:AA:10:05"
    vendor: VMware
    vlanid: 20
    is_l3: true
    ipaddr4: 10.20.0.5
    device_class: node
    auto_role: gateway
    dns_name: shop.example.com
    extrahop_id: shop-front
    activity: [ftp_server]
  - id: 3
    discover_time: 1441065600000
    is_l3: true
    ipaddr4: 110.20.0.1
    device_class: custom
    auto_role: gateway
    netbios_name: WAREHOUSE
  - id: 4
    discover_time: 1447960000000
    vlanid: 2
    is_l3: true
    ipaddr6: "2001:db8::5"
    device_class: remote
    auto_role: gateway
    dhcp_name: visitor
  - id: 5
    discover_time: 1447974000000
    macaddr: "00:14:22:00:00:50"
    vendor: Hewlett-Packard
    is_l3: true
    ipaddr4: 10.20.0.50
    device_class: node
    auto_role: gateway
    custom_name: Till 5
    custom_type: cash_desk
    activity: [ftp_client]
tags: [{name: Office}, {name: Sales}]
assignments:
  tags/devices:
    - {parent: Office, children: [2, 5]}
    - {parent: Sales, children: [5]}
"#;

/// Device 10212 as the guide prints it.
fn printed() -> Value {
    json!({
        "mod_time": 1448474346504i64,
        "node_id": null,
        "id": 10212,
        "extrahop_id": "test0001",
        "description": null,
        "user_mod_time": 1448474253809i64,
        "discover_time": 1448474250000i64,
        "vlanid": 0,
        "parent_id": 9352,
        "macaddr": "00:05:G3:FF:FC:28",
        "vendor": "Cisco",
        "is_l3": true,
        "ipaddr4": "10.10.10.5",
        "ipaddr6": null,
        "device_class": "node",
        "default_name": "Cisco5",
        "custom_name": null,
        "cdp_name": "",
        "dhcp_name": "",
        "netbios_name": "",
        "dns_name": "",
        "custom_type": "",
        "analysis_level": 1
    })
}

#[tokio::test]
async fn a_device_is_what_the_guide_prints() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    assert_eq!(caller.json("/devices/10212").await, printed());
    let found = caller
        .json("/devices?search_type=ip+address&value=10.10.10.5")
        .await;
    assert_eq!(found, json!([printed()]));
    let text = caller.get("/devices/10212").await.text();
    assert!(
        text.starts_with(r#"{"mod_time":1448474346504,"node_id":null,"id":10212,"extrahop_id":"#),
        "the fields come in the order of the guide: {text}"
    );
}

#[tokio::test]
async fn an_id_that_is_not_there_is_told() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_write();
    for path in [
        "/devices/6",
        "/devices/6/activity",
        "/devices/6/alerts",
        "/devices/6/devicegroups",
        "/devices/6/tags",
    ] {
        let told = caller.get(path).await.refusal(404);
        assert_eq!(told, "There is no device with the id 6.", "{path}");
    }
    let told = caller.patch("/devices/6", json!({})).await.refusal(404);
    assert_eq!(told, "There is no device with the id 6.");
    caller.get("/devices/till").await.refusal(404);
}

#[tokio::test]
async fn devices_are_found_by_the_appliance_alone() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_system();
    let made = caller.post("/devices", json!({"vendor": "Cisco"})).await;
    assert!(matches!(made.status, 404 | 405), "{}", made.text());
    let gone = caller.delete("/devices/1").await;
    assert!(matches!(gone.status, 404 | 405), "{}", gone.text());
    assert_eq!(listed(&caller, "/devices").await, [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn names_and_identifiers_follow_from_the_address() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.read_only();
    let devices = caller.json("/devices").await;
    let named: Vec<_> = devices
        .as_array()
        .unwrap()
        .iter()
        .map(|device| {
            let text = |field: &str| device[field].as_str().unwrap().to_owned();
            (text("extrahop_id"), text("default_name"))
        })
        .collect();
    let of = |id: &str, name: &str| (id.to_owned(), name.to_owned());
    assert_eq!(named[0], of("001b540a10010014", "Cisco 0A1001"), "L2");
    assert_eq!(named[1], of("shop-front", "VMware 10.20.0.5"), "given");
    assert_eq!(named[2].0, "fff40100146e0000", "L3: octets in reverse");
    assert!(named[2].1.starts_with("Device "), "of no vendor");
    assert_eq!(
        named[4],
        of("fff43200140a0000", "Hewlett-Packard 10.20.0.50")
    );
}

#[tokio::test]
async fn later_fields_are_shown_by_later_firmware() {
    let display = |firmware: &'static str| async move {
        let twin = Twin::start_with("guide", &["--firmware", firmware]).await;
        let device = twin.read_only().json("/devices/9363").await;
        (
            device.get("display_name").cloned(),
            device.get("discovery_id").cloned(),
        )
    };
    assert_eq!(display("5.1").await, (None, None));
    let name = Some(json!("build63.example.com"));
    assert_eq!(display("5.2").await, (name.clone(), None));
    assert_eq!(
        display("7.2").await,
        (name, Some(json!("fff43f0a0a0a0000")))
    );
}

#[tokio::test]
async fn activity_lists_what_a_device_was_seen_doing() {
    let twin = Twin::start(
        r#"
clock: 2015-11-19T23:20:07Z
devices:
  - {id: 7, ipaddr4: 10.1.0.7, is_l3: true, device_class: node, auto_role: gateway, discover_time: 1447970400000}
  - {id: 8, ipaddr4: 10.1.0.8, is_l3: true, device_class: node, auto_role: gateway, discover_time: 1447970400000}
metrics:
  - {object_id: 7, category: ssl_client, name: connected, points: [[1447973400000, 3]]}
  - {object_id: 7, category: http_client, name: req, points: [[1447974600000, 2], [1447974000000, 1]]}
  - {object_id: 8, category: http_client, name: req, points: [[1447975260000, 1]]}
"#,
    )
    .await;
    let caller = twin.read_only();
    let seen = caller.json("/devices/7/activity").await;
    let ids: Vec<_> = seen.as_array().unwrap().iter().map(|p| &p["id"]).collect();
    assert_eq!(ids.len(), 2, "{seen}");
    assert!(ids[0].is_i64() && ids[0] != ids[1]);
    let period = |id: &Value, from: i64, stat_name: &str| {
        json!({
            "id": id,
            "device_id": 7,
            "from_time": from,
            "until_time": 1447975200000i64,
            "mod_time": 1447975200000i64,
            "stat_name": stat_name,
        })
    };
    let newest_last = json!([
        period(ids[0], 1447973400000, "extrahop.device.ssl_client"),
        period(ids[1], 1447974000000, "extrahop.device.http_client"),
    ]);
    assert_eq!(seen, newest_last);
    assert_eq!(
        caller.json("/devices/8/activity").await,
        json!([]),
        "what begins after the clock has not been seen"
    );
}

#[tokio::test]
async fn the_search_by_activity_agrees_with_the_activity_that_is_listed() {
    let twin = Twin::start(
        r#"
clock: 2015-11-19T23:20:07Z
devices:
  - {id: 1, ipaddr4: 10.1.0.1, is_l3: true, device_class: node, auto_role: gateway, discover_time: 1447970400000}
  - {id: 2, ipaddr4: 10.1.0.2, is_l3: true, device_class: node, auto_role: gateway, discover_time: 1447970400000}
  - {id: 3, ipaddr4: 10.1.0.3, is_l3: true, device_class: node, auto_role: gateway, discover_time: 1447970400000}
metrics:
  # In the past, in the bucket that the clock is in, and in the future after something else.
  - {object_id: 1, category: http_client, name: req, points: [[1447973400000, 1]]}
  - {object_id: 2, category: http_client, name: req, points: [[1447975200000, 1]]}
  - {object_id: 3, category: http_client, name: req, points: [[1447975500000, 1]]}
  - {object_id: 3, category: dns_client, name: req, points: [[1447973400000, 1]]}
"#,
    )
    .await;
    let caller = twin.read_only();
    let name = "extrahop.device.http_client";
    let mut listing = vec![];
    for id in [1, 2, 3] {
        let seen = caller.json(&format!("/devices/{id}/activity")).await;
        if seen
            .as_array()
            .unwrap()
            .iter()
            .any(|p| p["stat_name"] == name)
        {
            listing.push(id);
        }
    }
    assert_eq!(listing[0], 1);
    assert_eq!(found(&caller, "activity", name).await, listing);
}
