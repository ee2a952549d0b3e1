//! A configuration comes back exactly as it was saved, on the same twin and on another.
use super::{super::devices::FIVE, taken};
use crate::{
    client::{Caller, Twin},
    durability::Process,
};
use serde_json::{Value, json};

/// Five devices and nothing else.
fn five() -> &'static str {
    FIVE.split_once("tags:").unwrap().0
}

const LISTS: [&str; 13] = [
    "/tags",
    "/tags/1/devices",
    "/tags/2/devices",
    "/devicegroups",
    "/devicegroups/1/devices",
    "/devicegroups/2/devices",
    "/alerts",
    "/alerts/1/devices",
    "/alerts/1/devicegroups",
    "/pages",
    "/devices?limit=-1",
    "/bundles",
    "/bundles/1",
];

async fn all(caller: &Caller) -> Vec<Value> {
    let mut all = vec![];
    for path in LISTS {
        all.push(caller.json(path).await);
    }
    all
}

async fn configure(caller: &Caller) {
    caller.created("/tags", json!({"name": "a"})).await;
    caller.created("/tags", json!({"name": "b"})).await;
    caller
        .post("/tags/1/devices", json!({"assign": [2, 4]}))
        .await;
    caller.post("/tags/2/devices", json!({"assign": [5]})).await;
    caller
        .created(
            "/devicegroups",
            json!({"name": "g", "description": "static"}),
        )
        .await;
    caller
        .created(
            "/devicegroups",
            json!({"name": "g", "dynamic": true, "field": "vlan", "value": "20"}),
        )
        .await;
    caller
        .post("/devicegroups/1/devices", json!({"assign": [1]}))
        .await;
    caller.created("/alerts", json!({"name": "x", "stat_name": "extrahop.device.ftp_server", "field_name": "rsp", "operator": ">", "operand": "5", "param": {"key": "k"}})).await;
    caller
        .post("/alerts/1/devices", json!({"assign": [3]}))
        .await;
    caller
        .post("/alerts/1/devicegroups", json!({"assign": [2]}))
        .await;
    caller.created("/pages", json!({"name": "p"})).await;
    caller
        .created("/pages", json!({"name": "p", "description": "namesake"}))
        .await;
    caller
        .patch(
            "/devices/2",
            json!({"custom_name": "Shop", "description": "The shop"}),
        )
        .await;
    caller
        .created("/bundles", json!({".meta": {"name": "bundle"}, "Page": []}))
        .await;
}

/// Changes all of it: two tags swap their names, objects go and others come.
async fn upset(caller: &Caller) {
    for (tag, name) in [(1, "c"), (2, "a"), (1, "b")] {
        let renamed = caller
            .patch(&format!("/tags/{tag}"), json!({"name": name}))
            .await;
        assert_eq!(renamed.status, 204, "{}", renamed.text());
    }
    caller
        .post("/tags/1/devices", json!({"assign": [1], "unassign": [2]}))
        .await;
    caller.created("/tags", json!({"name": "later"})).await;
    caller
        .post("/tags/3/devices", json!({"assign": [1, 2]}))
        .await;
    for path in ["/devicegroups/1", "/alerts/1", "/pages/1", "/bundles/1"] {
        assert_eq!(caller.delete(path).await.status, 204, "{path}");
    }
    caller.patch("/devicegroups/2", json!({"value": "2"})).await;
    caller
        .created("/devicegroups", json!({"name": "later"}))
        .await;
    caller
        .patch("/devices/2", json!({"custom_name": "", "vendor": "Other"}))
        .await;
    caller
        .patch(
            "/devices/5",
            json!({"custom_name": "Later", "custom_type": ""}),
        )
        .await;
}

async fn apply(caller: &Caller, id: i64) {
    let answer = caller
        .send("POST", &format!("/customizations/{id}/apply"), &[], b"")
        .await;
    assert_eq!((answer.status, answer.text()), (201, String::new()));
    let location = format!("/api/v1/customizations/{id}");
    assert_eq!(answer.header("location"), Some(location.as_str()));
}

/// The twin as a fixture.
fn exported(twin: &Twin) -> Value {
    let held = twin.server.launched.fleet.twin("default").unwrap();
    let state = held.store.state();
    wiretwin::twin::fixture::write::export(
        wiretwin::families::CONTENTS,
        &state,
        held.firmware,
        held.platform,
        held.seed,
        held.clock.held(),
    )
}

#[tokio::test]
async fn everything_comes_back_as_it_was() {
    // Real time, so that a changed `mod_time` is seen.
    let twin = Twin::start_with(five(), &["--clock", "real"]).await;
    let caller = twin.full_system();
    configure(&caller).await;
    let before = all(&caller).await;
    let id = taken(&caller, "before").await;
    upset(&caller).await;
    let log = caller.json("/auditlog").await.as_array().unwrap().len();
    apply(&caller, id).await;
    for ((path, before), after) in LISTS.iter().zip(before).zip(all(&caller).await) {
        assert_eq!(after, before, "{path}");
    }
    assert_eq!(
        caller.get("/tags/3").await.status,
        404,
        "what came later is gone"
    );
    assert_eq!(
        caller.last_audit_note().await,
        json!({"user": "setup", "operation": "Apply customization", "details": "customization 1: before", "component": "REST API"})
    );
    assert_eq!(
        caller.json("/auditlog").await.as_array().unwrap().len(),
        log + 1,
        "one write"
    );
    assert_eq!(
        caller.created("/tags", json!({"name": "later"})).await,
        4,
        "an id is never used twice"
    );
    let list = caller.json("/customizations").await;
    assert_eq!(list.as_array().unwrap().len(), 1, "the customization stays");
}

/// Who may log in, the license, the audit log and later customizations are no configuration.
#[tokio::test]
async fn what_is_not_saved_stays_as_it_is() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let id = taken(&caller, "before").await;
    caller
        .post(
            "/users",
            json!({"username": "later", "name": "L", "password": "secret"}),
        )
        .await;
    caller
        .put("/license/productkey", json!({"product_key": "NEW"}))
        .await;
    taken(&caller, "after").await;
    apply(&caller, id).await;
    assert_eq!(caller.json("/users/later").await["name"], "L");
    assert_eq!(caller.json("/license").await["product_key"], "NEW");
    assert_eq!(
        caller
            .json("/customizations")
            .await
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(caller.json("/auditlog").await.as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn another_twin_gets_the_same() {
    let twin = Twin::start(five()).await;
    let caller = twin.full_system();
    configure(&caller).await;
    let before = all(&caller).await;
    taken(&caller, "before").await;
    upset(&caller).await;

    // Whole, and as an appliance that sees the same network but has nothing else.
    let whole = exported(&twin);
    let mut bare = whole.clone();
    let kept = ["clock", "devices", "customizations"];
    bare.as_object_mut()
        .unwrap()
        .retain(|name, _| kept.contains(&name.as_str()));
    bare["pages"] = json!([{"id": 1, "name": "its own"}, {"id": 9, "name": "p"}]);
    for fixture in [whole, bare] {
        let other = Twin::start(&serde_saphyr::to_string(&fixture).unwrap()).await;
        let again = other.full_system();
        apply(&again, 1).await;
        for ((path, before), after) in LISTS.iter().zip(&before).zip(all(&again).await) {
            assert_eq!(after, *before, "{path}");
        }
        let downloads = [&caller, &again].map(|c| c.post("/customizations/1/download", json!({})));
        let [one, other] = downloads;
        assert_eq!(one.await.body, other.await.body);
    }
}

/// A device that is not there has no links; one that is custom is configuration itself.
#[tokio::test]
async fn devices_are_found_and_custom_ones_are_made() {
    let twin = Twin::start(five()).await;
    let caller = twin.full_system();
    configure(&caller).await;
    taken(&caller, "before").await;
    let mut elsewhere = exported(&twin);
    elsewhere
        .as_object_mut()
        .unwrap()
        .retain(|name, _| name == "customizations");
    // The same shop under another id, and a device found under the id of the custom one.
    elsewhere["devices"] = json!([
        {"id": 70, "extrahop_id": "shop-front", "macaddr": "00:50:56:AA:10:05", "discover_time": 1441065600000i64},
        {"id": 71, "macaddr": "00:50:56:AA:10:99", "device_class": "custom"},
    ]);
    for clashes in [false, true] {
        let mut fixture = elsewhere.clone();
        if clashes {
            let found = json!({"id": 3, "macaddr": "00:50:56:AA:10:06"});
            fixture["devices"].as_array_mut().unwrap().push(found);
        }
        let other = Twin::start(&serde_saphyr::to_string(&fixture).unwrap()).await;
        let again = other.full_system();
        apply(&again, 1).await;
        assert_eq!(again.json("/devices/70").await["custom_name"], "Shop");
        assert_eq!(
            super::super::lists::listed(&again, "/tags/1/devices").await,
            [70]
        );
        assert_eq!(
            again.get("/devices/71").await.status,
            404,
            "a custom device that came later"
        );
        let custom = again.json("/devices/3").await;
        assert_eq!(custom["netbios_name"] == "WAREHOUSE", !clashes, "{custom}");
        let audit_note = again.last_audit_note().await;
        let told = match clashes {
            false => "customization 1: before",
            true => "customization 1: before; left out: device 3: another device has the id 3",
        };
        assert_eq!(audit_note["details"], told);
    }
}

/// A document of an older program lacks the kinds that came since.
#[tokio::test]
async fn a_kind_that_was_not_saved_stays() {
    let twin = Twin::start(
        r#"
tags: [{name: mine}]
devices: [{id: 5, macaddr: "00:50:56:AA:10:06"}]
pages: [{name: mine}, {id: 4, name: later}]
customizations:
  - {name: old, document: {.meta: {name: old}, Page: [{id: 1, name: saved, mod_time: 5}]}}
  - {name: odd, document: {.meta: {name: odd}, Tag: [], Page: [{id: 1, name: saved, colour: red}]}}
assignments: {tags/devices: [{parent: mine, children: [5]}]}
"#,
    )
    .await;
    let caller = twin.full_system();
    apply(&caller, 1).await;
    assert_eq!(
        caller.json("/pages").await,
        json!([{"id": 1, "mod_time": 5, "name": "saved", "author": null, "description": null, "apply_all": false, "built_in": false}])
    );
    assert_eq!(caller.json("/tags/1/devices").await[0]["id"], 5);
    let told = caller
        .post("/customizations/2/apply", json!({}))
        .await
        .refusal(422);
    assert!(told.starts_with("`Page`: unknown field `colour`"), "{told}");
    assert_eq!(
        caller.json("/tags/1").await["name"],
        "mine",
        "nothing is changed"
    );
}

#[tokio::test]
async fn a_killed_server_still_has_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("five.yaml"), five()).unwrap();
    let process = Process::start(folder.path(), &["--fixture", "five.yaml"]);
    let caller = process.caller();
    configure(&caller).await;
    let before = all(&caller).await;
    let id = taken(&caller, "before").await;
    upset(&caller).await;
    drop(process);
    let process = Process::start(folder.path(), &["--fixture", "five.yaml"]);
    apply(&process.caller(), id).await;
    drop(process);
    let process = Process::start(folder.path(), &["--fixture", "five.yaml"]);
    assert_eq!(all(&process.caller()).await, before);
}
