//! How records refer to other objects, and what becomes of their assignments.
use super::{
    super::{devices::FIVE, lists::listed},
    apply::{applied, bundle},
    branch,
};
use crate::client::Twin;
use serde_json::{Value, json};

#[tokio::test]
async fn references_are_resolved_to_objects_here_and_in_the_bundle() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_write();
    let told = applied(&caller, branch(), "skip", true).await;
    assert_eq!(told["created"].as_array().unwrap().len(), 4);
    assert_eq!(listed(&caller, "/devicegroups/2/devices").await, [2]);
    assert_eq!(listed(&caller, "/alerts/1/devicegroups").await, [2]);
    assert_eq!(listed(&caller, "/devices/2/devicegroups").await, [2]);
}

#[tokio::test]
async fn assignments_come_only_when_they_are_asked_for() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_write();
    applied(&caller, branch(), "skip", false).await;
    assert_eq!(
        listed(&caller, "/devicegroups/2/devices").await,
        [] as [i64; 0]
    );
    assert_eq!(
        listed(&caller, "/alerts/1/devicegroups").await,
        [] as [i64; 0]
    );
    caller
        .post("/devicegroups/2/devices", json!({"assign": [4]}))
        .await;
    applied(&caller, branch(), "overwrite", false).await;
    assert_eq!(
        listed(&caller, "/devicegroups/2/devices").await,
        [4],
        "as they were"
    );
    applied(&caller, branch(), "skip", true).await;
    assert_eq!(
        listed(&caller, "/devicegroups/2/devices").await,
        [4],
        "kept whole"
    );
    applied(&caller, branch(), "overwrite", true).await;
    assert_eq!(
        listed(&caller, "/devicegroups/2/devices").await,
        [2],
        "those of the bundle"
    );
    assert_eq!(listed(&caller, "/alerts/1/devicegroups").await, [2]);
    let silent = bundle(json!({"DeviceGroup": [{"name": "Branch tills"}]}));
    applied(&caller, silent, "overwrite", true).await;
    assert_eq!(
        listed(&caller, "/devicegroups/2/devices").await,
        [2],
        "not named"
    );
}

#[tokio::test]
async fn what_cannot_be_resolved_is_told() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_write();
    let sent = bundle(json!({
        "Device": [{"extrahop_id": "shop-front", "custom_name": "Changed"}],
        "DeviceGroup": [
            {"name": "g", "member_set": [[["extrahop_id", "elsewhere"]], "shop-front", [["extrahop_id", "shop-front"]]]},
            {"name": "d", "dynamic": true, "field": "name", "value": "x", "member_set": [[["extrahop_id", "shop-front"]]]},
        ],
    }));
    let told = applied(&caller, sent, "skip", true).await;
    let ignored =
        |name: &str, reason: &str| json!({"type": "DeviceGroup", "name": name, "reason": reason});
    assert_eq!(
        told["ignored"],
        json!([
            {"type": "Device", "name": null, "reason": "Records of this kind stay in the bundle; there are 1 of them."},
            ignored("g", "`member_set`: there is no device [[\"extrahop_id\",\"elsewhere\"]] here"),
            ignored("g", "`member_set`: \"shop-front\" must be a list of [field, value] pairs"),
            ignored("d", "`member_set`: The device group 2 is dynamic: its rule decides who is a member."),
        ])
    );
    assert_eq!(listed(&caller, "/devicegroups/1/devices").await, [2]);
    assert_eq!(caller.json("/devices/2").await["custom_name"], Value::Null);
}

#[tokio::test]
async fn a_group_that_becomes_dynamic_has_no_members_of_its_own() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_write();
    caller.created("/devicegroups", json!({"name": "g"})).await;
    caller
        .post("/devicegroups/1/devices", json!({"assign": [2, 4]}))
        .await;
    let sent = bundle(
        json!({"DeviceGroup": [{"name": "g", "dynamic": true, "field": "vlan", "value": "2"}]}),
    );
    applied(&caller, sent, "overwrite", false).await;
    assert_eq!(caller.json("/devicegroups/1").await["dynamic"], true);
    assert_eq!(listed(&caller, "/devicegroups/1/devices").await, [4]);
    assert_eq!(
        listed(&caller, "/devices/2/devicegroups").await,
        [] as [i64; 0]
    );
}
