mod demo;
mod restore;

use crate::client::{Caller, Twin};
use flate2::read::GzDecoder;
use serde_json::{Value, json};
use std::io::Read;
use wiretwin::{api::openapi, base::firmware::Firmware, extrahop};

const NOW: i64 = 1447975207000;

/// Takes one, and finds it as clients of the first firmware do: the last of the list.
pub async fn taken(caller: &Caller, name: &str) -> i64 {
    let answer = caller.post("/customizations", json!({"name": name})).await;
    assert_eq!((answer.status, answer.text()), (204, String::new()));
    assert_eq!(answer.header("location"), None);
    let list = caller.json("/customizations").await;
    let last = list.as_array().unwrap().last().unwrap();
    assert_eq!(last["name"], name);
    last["id"].as_i64().unwrap()
}

#[tokio::test]
async fn one_is_taken_listed_and_deleted() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    assert_eq!(caller.json("/customizations").await, json!([]));
    assert_eq!(
        caller.get("/customizations/status").await.refusal(404),
        "No customization was ever taken."
    );
    assert_eq!(taken(&caller, "first: before").await, 1);
    assert_eq!(taken(&caller, "second").await, 2);
    let row = |id: i64, name: &str| json!({"id": id, "name": name, "create_time": NOW, "auto": false, "recovered": false});
    assert_eq!(
        caller.json("/customizations").await,
        json!([row(1, "first: before"), row(2, "second")])
    );
    let status =
        json!({"did_last_succeed": true, "last_attempt_time": NOW, "last_success_time": NOW});
    assert_eq!(caller.json("/customizations/status").await, status);
    assert_eq!(
        caller.last_audit_note().await,
        json!({"user": "setup", "operation": "Create customization", "details": "customization 2: second", "component": "REST API"})
    );
    for id in [1, 2] {
        assert_eq!(
            caller.delete(&format!("/customizations/{id}")).await.status,
            204
        );
    }
    assert_eq!(
        caller.last_audit_note().await["operation"],
        "Delete customization"
    );
    assert_eq!(caller.json("/customizations").await, json!([]));
    assert_eq!(
        caller.json("/customizations/status").await,
        status,
        "of the latest attempt"
    );
    assert_eq!(taken(&caller, "second").await, 3, "the name is free again");
}

#[tokio::test]
async fn a_name_is_needed_and_unique() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    taken(&caller, "mine").await;
    let said = [
        (
            json!({"name": "mine"}),
            "`name`: The specified customization name already exists.",
        ),
        (json!({}), "`name` is required: a string"),
        (
            json!({"name": ""}),
            "`name` must be a text that is not empty",
        ),
        (json!({"name": null}), "`name` must be a string, not null"),
        (json!(["mine"]), "the body must be a JSON object"),
    ];
    for (body, expected) in said {
        let told = caller.post("/customizations", body).await.refusal(400);
        assert_eq!(told, expected);
    }
    let all = json!({"name": "all", "id": 77, "auto": true, "create_time": 5, "document": {}});
    assert_eq!(caller.post("/customizations", all).await.status, 204);
    assert_eq!(
        caller.json("/customizations").await[1],
        json!({"id": 2, "name": "all", "create_time": NOW, "auto": false, "recovered": false})
    );
}

#[tokio::test]
async fn later_firmware_says_where_the_new_one_is() {
    let twin = Twin::start_with("guide", &["--firmware", "8.0"]).await;
    let answer = twin
        .full_system()
        .post("/customizations", json!({"name": "a"}))
        .await;
    assert_eq!((answer.status, answer.text()), (201, String::new()));
    assert_eq!(answer.header("location"), Some("/api/v1/customizations/1"));
    let done = |firmware: Firmware| {
        let document = openapi::document(extrahop::FAMILY, firmware);
        let responses = &document["paths"]["/customizations"]["post"]["responses"];
        let statuses = responses.as_object().unwrap().keys();
        statuses
            .filter(|s| s.starts_with('2'))
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (done(Firmware(7, 9)), done(Firmware(8, 0))),
        (vec!["204".into()], vec!["201".into()])
    );
}

/// An appliance with a little of everything.
const LITTLE: &str = r#"
clock: 2015-11-19T23:20:07Z
devices:
  - {id: 7, macaddr: "00:50:56:AA:10:05", vendor: VMware, device_class: node, custom_name: Till, extrahop_id: till, mod_time: 1447000000000, discover_time: 1446000000000}
tags: [{id: 3, name: cash, mod_time: 1447000000000}]
devicegroups: [{id: 4, name: Tills, description: All tills, mod_time: 1447000000000}]
pages: [{id: 5, name: Shop, mod_time: 1447000000000}]
assignments:
  tags/devices: [{parent: cash, children: [7]}]
  devicegroups/devices: [{parent: Tills, children: [7]}]
"#;

#[tokio::test]
async fn the_document_holds_the_configuration() {
    let twin = Twin::start(LITTLE).await;
    let caller = twin.full_system();
    let id = taken(&caller, "a: b").await;
    let answer = caller.get(&format!("/customizations/{id}")).await;
    assert_eq!(
        answer.header("content-type"),
        Some("application/octet-stream")
    );
    let document = answer.json();
    let till = json!([[["extrahop_id", "till"], ["id", 7]]]);
    let expected = [
        (
            ".meta",
            json!({"name": "a: b", "comment": "", "created": NOW / 1000, "version": "5.1.2.1345"}),
        ),
        (
            "Tag",
            json!([{"mod_time": 1447000000000i64, "id": 3, "name": "cash", "device_set": till}]),
        ),
        (
            "DeviceGroup",
            json!([{"id": 4, "mod_time": 1447000000000i64, "name": "Tills", "comment": "All tills", "dynamic": false, "field": null, "value": null, "include_custom_devices": true, "built_in": false, "member_set": till, "tag_set": []}]),
        ),
        (
            "Device",
            json!([{"mod_time": 1447000000000i64, "id": 7, "extrahop_id": "till", "description": null, "user_mod_time": 1446000000000i64, "vendor": "VMware", "custom_name": "Till", "custom_type": "", "on_watchlist": false}]),
        ),
        ("Alert", json!([])),
        ("Bundle", json!([])),
    ];
    for (name, expected) in expected {
        assert_eq!(document[name], expected, "{name}");
    }
    for secret in ["User", "ApiKey", "License", "Customization"] {
        assert_eq!(document[secret], Value::Null, "{secret}");
    }
}

#[tokio::test]
async fn a_download_is_the_document_in_a_gzip_file() {
    let twin = Twin::start(LITTLE).await;
    let caller = twin.full_system();
    taken(&caller, "a: \"b\"").await;
    let answer = caller.post("/customizations/1/download", json!(null)).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/x-gzip"));
    assert_eq!(
        answer.header("content-disposition"),
        Some("attachment; filename=\"a: _b_.json.gz\"")
    );
    let mut text = String::new();
    GzDecoder::new(&answer.body[..])
        .read_to_string(&mut text)
        .unwrap();
    assert_eq!(text, caller.get("/customizations/1").await.text());
    let again = caller
        .send(
            "POST",
            "/customizations/1/download",
            &["Accept: application/x-gzip"],
            b"",
        )
        .await;
    assert_eq!(again.body, answer.body, "the same bytes");
    assert_eq!(
        caller.last_audit_note().await["operation"],
        "Create customization",
        "nothing is written"
    );
}

#[tokio::test]
async fn there_is_nothing_under_an_unknown_id() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let there_is_none = "There is no customization with the id 9.";
    assert_eq!(
        caller.get("/customizations/9").await.refusal(404),
        there_is_none
    );
    assert_eq!(
        caller.delete("/customizations/9").await.refusal(404),
        there_is_none
    );
    for audit_note in ["apply", "download"] {
        let answer = caller
            .post(&format!("/customizations/9/{audit_note}"), json!({}))
            .await;
        assert_eq!(answer.refusal(404), there_is_none);
    }
}

/// The list is in the order of the times, and the status is that of the newest.
#[tokio::test]
async fn a_fixture_may_hold_some() {
    let twin = Twin::start(
        r#"
customizations:
  - {id: 9, name: newest, create_time: 1447000000009, auto: true, document: {.meta: {name: newest}}}
  - {id: 8, name: broken, create_time: 1447000000003, recovered: true, document: {.meta: {name: broken}}}
"#,
    )
    .await;
    let caller = twin.full_system();
    let list = caller.json("/customizations").await;
    assert_eq!([&list[0]["id"], &list[1]["id"]], [8, 9]);
    assert_eq!(list[1]["auto"], true);
    assert_eq!(
        caller.json("/customizations/status").await,
        json!({"did_last_succeed": true, "last_attempt_time": 1447000000009i64, "last_success_time": 1447000000009i64})
    );
    let told = caller
        .post("/customizations/8/download", json!({}))
        .await
        .refusal(422);
    assert!(told.contains("not complete"), "{told}");
    let failed = "customizations/status:\n  - {did_last_succeed: false, last_attempt_time: 9, last_success_time: 3}\n";
    let twin = Twin::start(failed).await;
    assert_eq!(
        twin.full_system().json("/customizations/status").await,
        json!({"did_last_succeed": false, "last_attempt_time": 9, "last_success_time": 3})
    );
}
