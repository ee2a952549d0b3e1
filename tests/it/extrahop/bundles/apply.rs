//! What becomes of the objects of a bundle.
use super::{super::devices::FIVE, branch, counts};
use crate::client::{Caller, Twin};
use serde_json::{Value, json};

/// Uploads a bundle and applies it; the answer.
pub async fn applied(caller: &Caller, bundle: Value, policy: &str, assignments: bool) -> Value {
    let id = caller.created("/bundles", bundle).await;
    let how = json!({"policy": policy, "include_assignments": assignments});
    let answer = caller.post(&format!("/bundles/{id}/apply"), how).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let location = format!("/api/v1/bundles/{id}");
    assert_eq!(answer.header("location"), Some(location.as_str()));
    answer.json()
}

/// A bundle of these sections.
pub fn bundle(sections: Value) -> Value {
    let mut bundle = sections;
    bundle[".meta"] = json!({"name": "b"});
    bundle
}

#[tokio::test]
async fn objects_that_are_not_there_are_created() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_write();
    let told = applied(&caller, branch(), "skip", false).await;
    let item = |kind: &str, name: &str, id: i64| json!({"type": kind, "name": name, "id": id, "node_id": null});
    let stays = |kind: &str, n: i64| json!({"type": kind, "name": null, "reason": format!("Records of this kind stay in the bundle; there are {n} of them.")});
    assert_eq!(
        told,
        json!({
            "created": [
                item("DeviceGroup", "Branch printers", 1),
                item("DeviceGroup", "Branch tills", 2),
                item("Alert", "Branch errors", 1),
                item("Page", "Branch page", 1),
            ],
            "overwritten": [],
            "skipped": [],
            "ignored": [stays("Region", 1), stays("Widget", 2)],
        })
    );
    assert_eq!(
        caller.json("/devicegroups/1").await,
        json!({"id": 1, "mod_time": 1447975207000i64, "name": "Branch printers", "description": "Printers", "dynamic": true, "field": "name", "value": "/^printer/", "include_custom_devices": false}),
        "a comment is a description"
    );
    let alert = caller.json("/alerts/1").await;
    assert_eq!(
        [&alert["author"], &alert["severity"], &alert["units"]],
        [&json!("A colleague"), &json!(2), &json!("none")],
        "what the record leaves open is as in a POST"
    );
    assert_eq!(
        twin.full_system().last_audit_note().await,
        json!({"user": "full_write", "operation": "Apply bundle", "details": "bundle 1: Branch offices; 4 created, 0 overwritten, 0 skipped", "component": "REST API"})
    );
    let log = twin.full_system().json("/auditlog").await;
    assert_eq!(log.as_array().unwrap().len(), 2, "an upload and one write");
}

#[tokio::test]
async fn skip_keeps_what_is_there() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_write();
    let mine = json!({"name": "Branch printers", "description": "Mine"});
    caller.created("/devicegroups", mine).await;
    let told = applied(&caller, branch(), "skip", true).await;
    assert_eq!(
        told["skipped"],
        json!([{"type": "DeviceGroup", "name": "Branch printers", "id": 1, "node_id": null}])
    );
    assert_eq!(told["created"].as_array().unwrap().len(), 3);
    let paths = [
        "/devicegroups",
        "/alerts",
        "/pages",
        "/alerts/1/devicegroups",
        "/devicegroups/2/devices",
    ];
    let mut before = vec![];
    for path in paths {
        before.push(caller.json(path).await);
    }
    assert_eq!(before[0][0]["description"], "Mine");
    let again = json!({"policy": "skip", "include_assignments": true});
    let told = caller.post("/bundles/1/apply", again).await.json();
    assert_eq!(told["skipped"].as_array().unwrap().len(), 4);
    assert_eq!(told["created"], json!([]));
    for (path, before) in paths.iter().zip(before) {
        assert_eq!(caller.json(path).await, before, "{path}");
    }
    assert_eq!(
        caller.json("/bundles/1").await,
        branch(),
        "the bundle stays"
    );
}

#[tokio::test]
async fn overwrite_replaces_fields_and_keeps_the_id() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_write();
    caller.created("/pages", json!({"name": "Other"})).await;
    caller
        .created(
            "/pages",
            json!({"name": "Branch page", "author": "me", "description": "Mine"}),
        )
        .await;
    caller
        .created("/pages", json!({"name": "Branch page"}))
        .await;
    let sent =
        bundle(json!({"Page": [{"name": "Branch page", "description": null, "apply_all": true}]}));
    let told = applied(&caller, sent, "overwrite", false).await;
    assert_eq!(
        told["overwritten"],
        json!([{"type": "Page", "name": "Branch page", "id": 2, "node_id": null}])
    );
    let pages = caller.json("/pages").await;
    assert_eq!(
        pages[1],
        json!({"id": 2, "mod_time": 1447975207000i64, "name": "Branch page", "author": "me", "description": null, "apply_all": true, "built_in": false}),
        "what the record does not say stays"
    );
    assert_eq!(
        pages.as_array().unwrap().len(),
        3,
        "the oldest of namesakes"
    );
    assert_eq!(pages[2]["apply_all"], false);
}

#[tokio::test]
async fn what_came_with_the_appliance_is_skipped() {
    let twin = Twin::start("pages:\n  - {name: Shipped, built_in: true}\n").await;
    let caller = twin.full_write();
    let sent = bundle(json!({"Page": [
        {"name": "Shipped", "description": "changed"},
        {"name": "Mine", "built_in": true, "id": 77, "mod_time": 5},
    ]}));
    let told = applied(&caller, sent, "overwrite", true).await;
    assert_eq!(told["skipped"][0]["id"], 1);
    assert_eq!(caller.json("/pages/1").await["description"], json!(null));
    let mine = caller.json("/pages/2").await;
    assert_eq!(mine["built_in"], false, "a client may not say so");
    assert_eq!(caller.delete("/pages/2").await.status, 204);
}

#[tokio::test]
async fn a_record_that_breaks_a_rule_stops_it_all() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_write();
    let before = counts(&twin).await;
    let said = [
        (
            json!({"DeviceGroup": [{"name": "g"}], "Alert": [{"name": "a"}]}),
            "`Alert[0]`: `stat_name` is required for a threshold alert",
        ),
        (
            json!({"Page": [{"name": "p"}, {"description": "d"}]}),
            "`Page[1]`: `name` is required: a string",
        ),
        (
            json!({"Page": [{"name": 5}]}),
            "`Page[0]`: `name` must be a string, not a number",
        ),
        (
            json!({"DeviceGroup": [{"name": "g", "dynamic": true, "field": "name"}]}),
            "`DeviceGroup[0]`: `value` is required for a dynamic device group",
        ),
        (
            json!({"DeviceGroup": [{"name": "g", "dynamic": true, "field": "colour", "value": "red"}]}),
            "`DeviceGroup[0]`: `field` must be one of",
        ),
        (
            json!({"DeviceGroup": [{"name": "g", "member_set": 5}]}),
            "`DeviceGroup[0]`: `member_set` must be an array of references",
        ),
        (
            json!({"Alert": [{"name": "a", "type": "detection"}]}),
            "`Alert[0]`: `type` must be \"threshold\" in this firmware",
        ),
    ];
    for (i, (sections, expected)) in said.into_iter().enumerate() {
        let id = caller.created("/bundles", bundle(sections)).await;
        assert_eq!(id, i as i64 + 1);
        let how = json!({"policy": "overwrite", "include_assignments": true});
        let told = caller
            .post(&format!("/bundles/{id}/apply"), how)
            .await
            .refusal(400);
        assert!(told.starts_with(expected), "{told}");
        assert_eq!(counts(&twin).await, before);
    }
    assert_eq!(
        twin.full_system().last_audit_note().await["operation"],
        "Create bundle"
    );
}

#[tokio::test]
async fn how_to_apply_must_be_said() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_write();
    caller.created("/bundles", branch()).await;
    let said = [
        (json!({"include_assignments": true}), "`policy` is required"),
        (
            json!({"policy": "skip"}),
            "`include_assignments` is required",
        ),
        (
            json!({"policy": "merge", "include_assignments": true}),
            "`policy` must be one of \"overwrite\", \"skip\"",
        ),
        (
            json!({"policy": null, "include_assignments": true}),
            "`policy` must be",
        ),
        (
            json!({"policy": "skip", "include_assignments": "yes"}),
            "`include_assignments` must be a boolean",
        ),
        (
            json!({"policy": "skip", "include_assignments": true, "node_ids": ["x"]}),
            "`node_ids[0]` must be an integer",
        ),
    ];
    for (how, expected) in said {
        let told = caller.post("/bundles/1/apply", how).await.refusal(400);
        assert!(told.starts_with(expected), "{told}");
    }
    let how = json!({"policy": "skip", "include_assignments": true});
    assert_eq!(
        caller.post("/bundles/9/apply", how).await.refusal(404),
        "There is no bundle with the id 9."
    );
    assert_eq!(counts(&twin).await, [0, 0, 0]);
}

#[tokio::test]
async fn nodes_are_looked_at_on_a_command_appliance_only() {
    let how = json!({"policy": "skip", "include_assignments": true, "node_ids": [99]});
    let twin = Twin::start(FIVE).await;
    twin.full_write().created("/bundles", branch()).await;
    assert_eq!(
        twin.full_write()
            .post("/bundles/1/apply", how.clone())
            .await
            .status,
        201
    );
    let twin = Twin::start_with(FIVE, &["--platform", "command"]).await;
    twin.full_write().created("/bundles", branch()).await;
    let told = twin
        .full_write()
        .post("/bundles/1/apply", how)
        .await
        .refusal(400);
    assert_eq!(told, "`node_ids`: There is no node with the id 99.");
    assert_eq!(counts(&twin).await, [0, 0, 0]);
}

/// A fixture may hold one that an older twin took.
#[tokio::test]
async fn a_bundle_for_later_firmware_is_not_applied() {
    let text =
        "bundles:\n  - {document: {.meta: {name: Later, version_min: '7.8'}, Page: [{name: p}]}}\n";
    let how = json!({"policy": "skip", "include_assignments": false});
    let twin = Twin::start(text).await;
    let told = twin
        .full_write()
        .post("/bundles/1/apply", how.clone())
        .await
        .refusal(400);
    assert!(
        told.starts_with("`.meta.version_min`: the bundle needs firmware 7.8"),
        "{told}"
    );
    let twin = Twin::start_with(text, &["--firmware", "7.8"]).await;
    assert_eq!(
        twin.full_write().post("/bundles/1/apply", how).await.status,
        201
    );
    assert_eq!(counts(&twin).await, [0, 0, 1]);
}

#[tokio::test]
async fn objects_stay_when_the_bundle_goes() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_write();
    applied(&caller, branch(), "skip", false).await;
    for path in ["/devicegroups/1", "/alerts/1"] {
        assert_eq!(caller.delete(path).await.status, 204);
    }
    let again = json!({"policy": "skip", "include_assignments": false});
    let told = caller.post("/bundles/1/apply", again).await.json();
    let ids: Vec<_> = told["created"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| &item["id"])
        .collect();
    assert_eq!(ids, [3, 2], "new ids");
    assert_eq!(caller.delete("/bundles/1").await.status, 204);
    assert_eq!(counts(&twin).await, [2, 1, 1]);
}
