//! Triggers that may start packet captures have the traffic of the devices they run on captured.
use super::lists::listed;
use crate::client::{Caller, Twin};
use serde_json::{Value, json};

/// A client that asks ten servers over HTTP, the first of them most, and one over DNS; and one that
/// asks a database.
fn office() -> String {
    let mut text = String::from(
        "clock: 2020-01-01T12:00:40Z\ndevicegroups:\n  - {name: Servers}\ndevices:\n  - {id: 1, ipaddr4: 10.0.0.1, is_l3: true, discover_time: 1500000000000, auto_role: gateway}\n",
    );
    for n in 2..=12 {
        text += &format!(
            "  - {{id: {n}, ipaddr4: 10.0.0.{n}, is_l3: true, discover_time: 1500000000000, auto_role: gateway}}\n"
        );
    }
    text += "conversations:\n";
    for n in 2..=11 {
        let rate = if n == 2 { 600 } else { 120 };
        text += &format!("  - {{client: 1, server: {n}, protocol: http, per_minute: {rate}}}\n");
    }
    text += "  - {client: 4, server: 5, protocol: mongo, per_minute: 60}\n";
    text + "  - {client: 1, server: 2, protocol: dns, per_minute: 6000}\n  - {client: 12, server: 11, protocol: dns, per_minute: 60}\nassignments:\n  devicegroups/devices: [{parent: Servers, children: [3, 4]}]\n"
}

const NOW: i64 = 1577880030000;

/// The captures that a trigger has started, in the order of their ids.
async fn captures(caller: &Caller) -> Vec<Value> {
    let all = caller.json("/packetcaptures").await;
    let mut all = all.as_array().unwrap().clone();
    all.retain(|one| one["name"] == "errors");
    all
}
async fn names(caller: &Caller) -> Vec<String> {
    let all = captures(caller).await.into_iter();
    all.map(|one| {
        let text = |field: &str| one[field].as_str().unwrap().to_owned();
        let (proto, from, to) = (text("l7proto"), text("ipaddr1"), text("ipaddr2"));
        format!("{}: {proto} {from} to {to}", text("name"))
    })
    .collect()
}

fn trigger(more: Value) -> Value {
    let mut body = json!({"name": "a trigger", "event": "HTTP_RESPONSE", "hints": {"packetCapture": true}, "script": "Flow.captureStart('errors');"});
    body.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    body
}

async fn deeds(caller: &Caller) -> usize {
    caller
        .json("/auditlog?limit=1000")
        .await
        .as_array()
        .unwrap()
        .len()
}

#[tokio::test]
async fn an_assignment_starts_a_capture_of_the_busiest_conversation() {
    let twin = Twin::start(&office()).await;
    let caller = twin.full_system();
    let id = caller.created("/triggers", trigger(json!({}))).await;
    assert_eq!(names(&caller).await, [""; 0], "it runs on nothing");
    let before = deeds(&caller).await;
    let path = format!("/triggers/{id}/devices/1");
    assert_eq!(caller.post(&path, Value::Null).await.status, 204);
    assert_eq!(deeds(&caller).await, before + 1, "one write");
    assert_eq!(caller.last_audit_note().await["operation"], "Assign device");
    let captures = captures(&caller).await;
    let one = &captures[0];
    assert_eq!(captures.len(), 1);
    assert_eq!(
        [
            &one["name"],
            &one["l7proto"],
            &one["ipaddr1"],
            &one["ipaddr2"]
        ],
        ["errors", "HTTP", "10.0.0.1", "10.0.0.2"]
    );
    assert_eq!(
        (&one["start_time"], &one["end_time"]),
        (&json!(NOW - 30_000), &json!(NOW))
    );
    let file = caller
        .get(&format!("/packetcaptures/{}", one["id"].as_str().unwrap()))
        .await;
    assert_eq!(one["bytes"], file.body.len());
    let query = json!({"object_type": "device", "object_ids": [1], "metric_category": "http_client_detail", "metric_specs": [{"name": "req", "key1": "10.0.0.2"}], "cycle": "30sec", "from": NOW - 30_000, "until": NOW});
    let counted = caller.post("/metrics/total", query).await.json();
    let counted = counted["stats"][0]["values"][0][0]["value"]
        .as_i64()
        .unwrap();
    assert!(counted > 10 && one["packets"].as_i64().unwrap() > 2 * counted);
    // It is assigned already, and then again: at the same time there is nothing new to capture.
    caller.post(&path, Value::Null).await;
    caller.delete(&path).await;
    caller.post(&path, Value::Null).await;
    assert_eq!(names(&caller).await.len(), 1);
}

#[tokio::test]
async fn from_the_other_end_by_groups_and_in_batches_too() {
    let twin = Twin::start(&office()).await;
    let caller = twin.full_system();
    caller.created("/triggers", trigger(json!({}))).await;
    caller.post("/devices/5/triggers/1", Value::Null).await;
    caller
        .post("/triggers/1/devicegroups", json!({"assign": [1]}))
        .await;
    caller
        .post("/devices/6/triggers", json!({"assign": [1]}))
        .await;
    let of = |n: i64| format!("errors: HTTP 10.0.0.1 to 10.0.0.{n}");
    assert_eq!(names(&caller).await, [of(5), of(3), of(4), of(6)]);
    let ids = captures(&caller).await;
    assert!(
        ids.windows(2)
            .all(|two| two[0]["id"].as_str() < two[1]["id"].as_str())
    );
}

#[tokio::test]
async fn a_trigger_that_comes_to_run_starts_them() {
    let twin = Twin::start(&office()).await;
    let caller = twin.full_system();
    caller
        .created("/triggers", trigger(json!({"disabled": true})))
        .await;
    caller.post("/triggers/1/devices/3", Value::Null).await;
    caller
        .patch("/triggers/1", json!({"description": "still disabled"}))
        .await;
    assert_eq!(names(&caller).await, [""; 0]);
    let before = deeds(&caller).await;
    assert_eq!(
        caller
            .patch("/triggers/1", json!({"disabled": false}))
            .await
            .status,
        204
    );
    assert_eq!(deeds(&caller).await, before + 1);
    let of = |n: i64| format!("errors: HTTP 10.0.0.1 to 10.0.0.{n}");
    assert_eq!(names(&caller).await, [of(3)]);
    caller
        .patch("/triggers/1", json!({"name": "renamed"}))
        .await;
    assert_eq!(names(&caller).await.len(), 1, "it ran already");
    // With all devices come all their conversations, until it has eight.
    caller
        .patch("/triggers/1", json!({"name": "errors", "apply_all": true}))
        .await;
    assert_eq!(names(&caller).await, [3, 2, 4, 5, 6, 7, 8, 9].map(of));
    let ids: Vec<Value> = captures(&caller)
        .await
        .into_iter()
        .map(|one| one["id"].clone())
        .collect();
    for id in ids {
        let path = format!("/packetcaptures/{}", id.as_str().unwrap());
        assert_eq!(caller.delete(&path).await.status, 204);
    }
    caller.post("/triggers/1/devices/11", Value::Null).await;
    assert_eq!(names(&caller).await, [of(11)], "there is room again");
}

#[tokio::test]
async fn only_what_the_events_are_about_is_captured() {
    for (event, expected) in [
        ("DNS_REQUEST", Some("DNS 10.0.0.1 to 10.0.0.2")),
        ("FLOW_TICK", Some("DNS 10.0.0.1 to 10.0.0.2")),
        ("TCP_OPEN", Some("HTTP 10.0.0.1 to 10.0.0.2")),
        ("FTP_REQUEST", None),
        ("NEW_DEVICE", None),
        ("CIFS_REQUEST", None),
        ("MONGODB_REQUEST", Some("MongoDB 10.0.0.4 to 10.0.0.5")),
        ("RTP_TICK", None),
    ] {
        let twin = Twin::start(&office()).await;
        let caller = twin.full_system();
        caller
            .created(
                "/triggers",
                trigger(json!({"event": event, "apply_all": true})),
            )
            .await;
        let first = names(&caller).await.first().cloned();
        assert_eq!(
            first,
            expected.map(|name| format!("errors: {name}")),
            "{event}"
        );
    }
    let twin = Twin::start(&office()).await;
    let caller = twin.full_system();
    for hints in [json!({}), json!({"packetCapture": false})] {
        caller
            .created(
                "/triggers",
                trigger(json!({"hints": hints, "apply_all": true})),
            )
            .await;
    }
    assert_eq!(names(&caller).await, [""; 0], "without the hint");
    for script in ["", "debug('errors');"] {
        let silent = json!({"script": script, "apply_all": true});
        caller.created("/triggers", trigger(silent)).await;
    }
    let all = caller.json("/packetcaptures").await;
    let own = all
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["name"] == "a trigger");
    assert_eq!(own.count(), 0, "a script that never calls captureStart");
}

#[tokio::test]
async fn a_trigger_of_a_bundle_starts_them() {
    let twin = Twin::start(&office()).await;
    let caller = twin.full_system();
    let bundle = json!({".meta": {"name": "b"}, "Trigger": [{"name": "errors", "events": "[\"HTTP_RESPONSE\"]", "hints": "{\"packetCapture\": true}", "script": "Flow.captureStart('errors');", "device_group_set": [[["name", "Servers"]]]}]});
    caller.created("/bundles", bundle).await;
    let before = deeds(&caller).await;
    for (assignments, expected) in [(false, 0), (true, 2)] {
        let how = json!({"policy": "overwrite", "include_assignments": assignments});
        assert_eq!(caller.post("/bundles/1/apply", how).await.status, 201);
        assert_eq!(names(&caller).await.len(), expected);
    }
    assert_eq!(deeds(&caller).await, before + 2);
    assert_eq!(listed(&caller, "/triggers/1/devicegroups").await, [1]);
}
