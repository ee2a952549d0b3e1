use super::lists::listed;
use crate::client::Twin;
use serde_json::{Value, json};

fn default_group() -> Value {
    json!({"id": 1, "group_name": "Default", "email_addresses": [], "system_notifications": true})
}

#[tokio::test]
async fn an_email_group_from_birth_to_death() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let sent = json!({"id": 9, "group_name": "NOC", "email_addresses": ["noc@example.com"], "name": "not a field", "mod_time": 5});
    let answer = caller.post("/emailgroups", sent).await;
    assert_eq!((answer.status, answer.text()), (201, String::new()));
    assert_eq!(answer.header("location"), Some("/api/v1/emailgroups/2"));
    let mut group = json!({"id": 2, "group_name": "NOC", "email_addresses": ["noc@example.com"], "system_notifications": false});
    assert_eq!(
        caller.json("/emailgroups").await,
        json!([default_group(), group])
    );
    let patch = json!({"email_addresses": ["a@example.com", "b@example.com"], "system_notifications": true});
    let answer = caller.patch("/emailgroups/2", patch.clone()).await;
    assert_eq!((answer.status, answer.text()), (204, String::new()));
    group["email_addresses"] = patch["email_addresses"].clone();
    group["system_notifications"] = json!(true);
    assert_eq!(caller.json("/emailgroups/2").await, group);
    let patch = json!({"group_name": "Night shift", "email_addresses": []});
    assert_eq!(caller.patch("/emailgroups/2", patch).await.status, 204);
    group["group_name"] = json!("Night shift");
    group["email_addresses"] = json!([]);
    assert_eq!(caller.json("/emailgroups/2").await, group, "replaced whole");
    assert_eq!(caller.delete("/emailgroups/2").await.status, 204);
    let told = "There is no email group with the id 2.";
    assert_eq!(caller.get("/emailgroups/2").await.refusal(404), told);
    assert_eq!(caller.delete("/emailgroups/2").await.refusal(404), told);
    let answer = caller.patch("/emailgroups/2", json!({})).await;
    assert_eq!(answer.refusal(404), told);
    let audit_note = json!({"user": "full_write", "operation": "Delete email group", "details": "email group 2: Night shift", "component": "REST API"});
    assert_eq!(twin.full_system().last_audit_note().await, audit_note);
}

#[tokio::test]
async fn every_appliance_has_the_default_group() {
    let twin = Twin::start("empty").await;
    let caller = twin.full_write();
    assert_eq!(caller.json("/emailgroups").await, json!([default_group()]));
    let patch = json!({"email_addresses": ["ops@example.com"], "system_notifications": false});
    assert_eq!(caller.patch("/emailgroups/1", patch).await.status, 204);
    let told = caller.delete("/emailgroups/1").await.refusal(400);
    assert_eq!(told, "the default email group cannot be deleted");
    let kept = json!({"id": 1, "group_name": "Default", "email_addresses": ["ops@example.com"], "system_notifications": false});
    assert_eq!(caller.json("/emailgroups").await, json!([kept]));
    let known = "emailgroups: [{id: 4, group_name: a, email_addresses: []}]";
    let twin = Twin::start(known).await;
    assert_eq!(listed(&twin.read_only(), "/emailgroups").await, [1, 4]);
}

#[tokio::test]
async fn whatever_is_wrong_is_a_bad_request() {
    let twin = Twin::start("empty").await;
    let caller = twin.full_write();
    for (body, told) in [
        (
            json!({"email_addresses": []}),
            "`group_name` is required: a string",
        ),
        (
            json!({"group_name": "a"}),
            "`email_addresses` is required: an array",
        ),
        (
            json!({"group_name": "", "email_addresses": []}),
            "`group_name` must be a text that is not empty",
        ),
        (
            json!({"group_name": "a", "email_addresses": "a@example.com"}),
            "`email_addresses` must be an array, not a string",
        ),
        (
            json!({"group_name": "a", "email_addresses": ["a@example.com", null]}),
            "`email_addresses[1]` must be a string, not null",
        ),
    ] {
        assert_eq!(caller.post("/emailgroups", body).await.refusal(400), told);
    }
    assert_eq!(listed(&caller, "/emailgroups").await, [1]);
}

#[tokio::test]
async fn an_alert_says_which_groups_it_tells() {
    let twin = Twin::start("demo").await;
    let caller = twin.full_write();
    let of_alert = "/alerts/1/emailgroups";
    assert_eq!(listed(&caller, of_alert).await, [2]);
    let answer = caller.post(of_alert, json!({"assign": [1]})).await;
    assert_eq!((answer.status, answer.text()), (204, String::new()));
    assert_eq!(
        caller.json(of_alert).await,
        caller.json("/emailgroups").await,
        "whole groups"
    );
    let audit_note = json!({"user": "full_write", "operation": "Assign email group to alert", "details": "alert 1: 1 assigned, 0 unassigned", "component": "REST API"});
    assert_eq!(twin.full_system().last_audit_note().await, audit_note);
    let answer = caller
        .post(of_alert, json!({"assign": [7], "unassign": [1]}))
        .await;
    assert_eq!(answer.status, 207);
    let failures = json!([{"action": "assign", "id": "7", "reason": "There is no email group with the id 7."}]);
    assert_eq!(answer.json()["failures"], failures);
    assert_eq!(listed(&caller, of_alert).await, [2]);
    let one = |id: i64| format!("{of_alert}/{id}");
    assert_eq!(caller.post(&one(1), json!({})).await.status, 204);
    assert_eq!(caller.delete(&one(2)).await.status, 204);
    assert_eq!(caller.delete(&one(2)).await.status, 204, "again");
    assert_eq!(listed(&caller, of_alert).await, [1]);
    caller.post(&one(7), json!({})).await.refusal(404);
    caller.get("/emailgroups/1/alerts").await.refusal(404);
}

#[tokio::test]
async fn a_deleted_group_is_told_nothing_and_a_deleted_alert_leaves_its_groups() {
    let twin = Twin::start("demo").await;
    let caller = twin.full_write();
    assert_eq!(listed(&caller, "/alerts/1/emailgroups").await, [2]);
    caller.post("/alerts/2/emailgroups/1", json!({})).await;
    assert_eq!(caller.delete("/emailgroups/2").await.status, 204);
    let none = [] as [i64; 0];
    assert_eq!(listed(&caller, "/alerts/1/emailgroups").await, none);
    assert_eq!(caller.delete("/alerts/2").await.status, 204);
    assert_eq!(listed(&caller, "/emailgroups").await, [1]);
}
