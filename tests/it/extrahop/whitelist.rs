use super::lists::{ids, listed};
use crate::client::{Caller, Twin};
use serde_json::{Value, json};
use wiretwin::twin::access::Level::{FullWrite, LimitedWrite, ReadOnly};

/// Six devices and a license for three. Found in the order 2, 1, 3, 4, 5, 6.
const SIX: &str = r#"
clock: 2015-11-19T23:20:07Z
devices:
  - {ipaddr4: 10.0.0.1, is_l3: true, discover_time: 1400000002000, mod_time: 1400000002000}
  - {ipaddr4: 10.0.0.2, is_l3: true, discover_time: 1400000001000, mod_time: 1400000001000}
  - {ipaddr4: 10.0.0.3, is_l3: true, discover_time: 1400000003000, mod_time: 1400000003000}
  - {ipaddr4: 10.0.0.4, is_l3: true, discover_time: 1400000004000, mod_time: 1400000004000}
  - {ipaddr4: 10.0.0.5, is_l3: true, discover_time: 1400000004000, mod_time: 1400000004000}
  - {ipaddr4: 10.0.0.6, is_l3: true, discover_time: 1400000006000, mod_time: 1400000006000}
license:
  - dossier: 0a1b2c3d
    serial: EH-000123
    product_key: AAAAA-BBBBB
    platform: EH6000V
    modules: {}
    options: {device_safety_limit: 3}
"#;

/// The devices in full analysis.
async fn full(caller: &Caller) -> Vec<i64> {
    let devices = caller.json("/devices").await;
    let full = |device: &&Value| match device["analysis_level"].as_i64() {
        Some(0) => false,
        Some(1) => true,
        other => panic!("{other:?}"),
    };
    let devices: Vec<_> = devices.as_array().unwrap().iter().filter(full).collect();
    ids(&json!(devices))
}

async fn change(caller: &Caller, assign: &[i64], unassign: &[i64]) {
    let body = json!({"assign": assign, "unassign": unassign});
    let answer = caller.post("/whitelist/devices", body).await;
    assert_eq!((answer.status, answer.text()), (204, String::new()));
}

#[tokio::test]
async fn the_list_is_in_its_own_order() {
    let twin = Twin::start(SIX).await;
    let caller = twin.full_write();
    let on_list = || listed(&caller, "/whitelist/devices");
    assert_eq!(on_list().await, [] as [i64; 0]);
    change(&caller, &[5, 2], &[]).await;
    for path in ["/whitelist/device/1", "/whitelist/device/5"] {
        let answer = caller.post(path, json!({})).await;
        assert_eq!((answer.status, answer.text()), (204, String::new()));
    }
    assert_eq!(on_list().await, [5, 2, 1], "twice is no error");
    let list = caller.json("/whitelist/devices").await;
    assert_eq!(list[0], caller.json("/devices/5").await, "whole devices");
    change(&caller, &[4, 4], &[2, 2, 6]).await;
    assert_eq!(on_list().await, [5, 1, 4], "nor is what is not there");
    for _ in 0..2 {
        let answer = caller.delete("/whitelist/device/5").await;
        assert_eq!((answer.status, answer.text()), (204, String::new()));
    }
    change(&caller, &[5], &[]).await;
    assert_eq!(on_list().await, [1, 4, 5], "at the end again");
    change(&caller, &[], &[]).await;
    let answer = caller.post("/whitelist/devices", json!({})).await;
    assert_eq!(answer.status, 204, "either key may be absent");
    assert_eq!(on_list().await, [1, 4, 5]);
}

#[tokio::test]
async fn beyond_the_limit_the_latest_found_get_limited_analysis() {
    let twin = Twin::start(SIX).await;
    let caller = twin.full_write();
    assert_eq!(full(&caller).await, [1, 2, 3]);
    let before = caller.json("/devices/1").await;
    assert_eq!(before["mod_time"], 1400000002000i64, "as the fixture says");

    change(&caller, &[6], &[]).await;
    assert_eq!(full(&caller).await, [1, 2, 6], "the latest found gives way");
    assert_eq!(caller.json("/devices/1").await, before);
    for id in [3, 6] {
        let device = caller.json(&format!("/devices/{id}")).await;
        assert_eq!(device["mod_time"], 1447975207000i64);
    }
    change(&caller, &[5], &[]).await;
    assert_eq!(full(&caller).await, [2, 5, 6]);
    change(&caller, &[4, 3], &[]).await;
    assert_eq!(full(&caller).await, [4, 5, 6], "in the order of the list");
    assert_eq!(caller.delete("/whitelist/device/6").await.status, 204);
    assert_eq!(full(&caller).await, [3, 4, 5]);
    change(&caller, &[], &[3, 4, 5]).await;
    assert_eq!(full(&caller).await, [1, 2, 3], "back to seniority");
    change(&caller, &[], &[1]).await;
    assert_eq!(full(&caller).await, [1, 2, 3]);
}

#[tokio::test]
async fn without_a_limit_all_devices_are_in_full_analysis() {
    let (with, _) = SIX.split_once("license:").unwrap();
    let unlimited = SIX.replace("{device_safety_limit: 3}", "{}");
    let enough = SIX.replace("limit: 3", "limit: 6");
    for fixture in [with, &unlimited, &enough] {
        let twin = Twin::start(fixture).await;
        let caller = twin.full_write();
        assert_eq!(full(&caller).await, [1, 2, 3, 4, 5, 6]);
        change(&caller, &[6], &[]).await;
        assert_eq!(full(&caller).await, [1, 2, 3, 4, 5, 6]);
    }
}

#[tokio::test]
async fn a_fixture_names_the_devices_of_the_list() {
    let twin = Twin::start(&format!(
        "{SIX}whitelist: [{{device_id: 10.0.0.6}}, {{device_id: 4}}]\n"
    ))
    .await;
    let caller = twin.read_only();
    assert_eq!(listed(&caller, "/whitelist/devices").await, [6, 4]);
    assert_eq!(full(&caller).await, [2, 4, 6]);
}

#[tokio::test]
async fn an_unknown_device_refuses_the_whole_call() {
    let twin = Twin::start(SIX).await;
    let caller = twin.full_write();
    change(&caller, &[6], &[]).await;
    let told = "There is no device with the id 9.";
    for body in [
        json!({"assign": [5, 9], "unassign": [6]}),
        json!({"assign": [5], "unassign": [6, 9]}),
    ] {
        let answer = caller.post("/whitelist/devices", body).await;
        assert_eq!(answer.refusal(404), told);
    }
    let path = "/whitelist/device/9";
    assert_eq!(caller.post(path, json!({})).await.refusal(404), told);
    assert_eq!(caller.delete(path).await.refusal(404), told);
    for (body, told) in [
        (
            json!({"assign": ["5"]}),
            "`assign[0]` must be an integer, not a string",
        ),
        (
            json!({"assign": 5}),
            "`assign` must be an array, not a number",
        ),
        (
            json!({"unassign": null}),
            "`unassign` must be an array, not null",
        ),
    ] {
        let answer = caller.post("/whitelist/devices", body).await;
        assert_eq!(answer.refusal(400), told);
    }
    let answer = caller.send("POST", "/whitelist/devices", &[], b"[]").await;
    answer.refusal(400);
    assert_eq!(listed(&caller, "/whitelist/devices").await, [6]);
    assert_eq!(full(&caller).await, [1, 2, 6]);
    let deeds = twin.full_system().json("/auditlog").await;
    assert_eq!(deeds.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn who_may_and_what_the_audit_log_says() {
    let twin = Twin::start(SIX).await;
    for level in [LimitedWrite, ReadOnly] {
        let caller = twin.caller(level);
        caller
            .post("/whitelist/device/1", json!({}))
            .await
            .refusal(403);
        caller.delete("/whitelist/device/1").await.refusal(403);
        caller
            .post("/whitelist/devices", json!({}))
            .await
            .refusal(403);
        caller.json("/whitelist/devices").await;
    }
    let (caller, admin) = (twin.caller(FullWrite), twin.full_system());
    let audit_note = |details: &str| json!({"user": "full_write", "operation": "Modify whitelist", "details": details, "component": "REST API"});
    change(&caller, &[1, 2], &[3]).await;
    let details = "2 devices added, 1 removed";
    assert_eq!(admin.last_audit_note().await, audit_note(details));
    caller.post("/whitelist/device/3", json!({})).await;
    assert_eq!(admin.last_audit_note().await, audit_note("device 3 added"));
    caller.delete("/whitelist/device/3").await;
    assert_eq!(
        admin.last_audit_note().await,
        audit_note("device 3 removed")
    );
}

/// One public client posts to the plural path, which is an error of that client.
#[tokio::test]
async fn one_device_is_singular() {
    let twin = Twin::start(SIX).await;
    let answer = twin
        .full_write()
        .post("/whitelist/devices/1", json!({}))
        .await;
    answer.refusal(404);
}

#[tokio::test]
async fn the_watchlist_of_later_firmware_shows_on_the_device() {
    let twin = Twin::start_with(SIX, &["--firmware", "7.5"]).await;
    let caller = twin.full_write();
    change(&caller, &[6], &[]).await;
    let watched = caller.json("/devices").await;
    let watched = watched.as_array().unwrap().iter();
    let watched: Vec<_> = watched.map(|device| &device["on_watchlist"]).collect();
    assert_eq!(
        json!(watched),
        json!([false, false, false, false, false, true])
    );
    let later = Twin::start_with(SIX, &["--firmware", "8.0"]).await;
    let told = later
        .full_write()
        .get("/whitelist/devices")
        .await
        .refusal(404);
    assert!(told.contains("Firmware 8.0"), "{told}");
}

/// A custom device is the newest device; it has full analysis while there is room, or by the list.
#[tokio::test]
async fn a_custom_device_counts_as_a_device() {
    let six = SIX.replace("device_safety_limit: 3", "device_safety_limit: 6");
    let twin = Twin::start(&six).await;
    let caller = twin.full_write();
    assert_eq!(full(&caller).await, [1, 2, 3, 4, 5, 6]);
    caller.created("/customdevices", json!({"name": "a"})).await;
    assert_eq!(full(&caller).await, [1, 2, 3, 4, 5, 6]);
    assert_eq!(caller.json("/devices/7").await["analysis_level"], 0);
    change(&caller, &[7], &[]).await;
    assert_eq!(full(&caller).await, [1, 2, 3, 4, 5, 7]);
    let old = caller.json("/devices/1").await["mod_time"].clone();
    assert_eq!(caller.delete("/customdevices/1").await.status, 204);
    assert_eq!(
        full(&caller).await,
        [1, 2, 3, 4, 5, 6],
        "there is room again"
    );
    let last = caller.json("/devices/6").await;
    assert_eq!(last["mod_time"], 1447975207000i64, "it was changed");
    assert_eq!(caller.json("/devices/1").await["mod_time"], old);
    assert_eq!(listed(&caller, "/whitelist/devices").await, [] as [i64; 0]);
    assert_eq!(
        twin.full_system().last_audit_note().await["operation"],
        "Delete custom device"
    );
}
