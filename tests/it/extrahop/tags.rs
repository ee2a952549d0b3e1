use crate::client::Twin;
use serde_json::{Value, json};

#[tokio::test]
async fn a_tag_from_birth_to_death() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let id = caller
        .created(
            "/tags",
            json!({"name": "office", "id": 77, "colour": "red"}),
        )
        .await;
    assert_eq!(id, 1, "a sent id is ignored");
    assert_eq!(
        caller.json("/tags").await,
        json!([{"mod_time": 1447975207000i64, "id": 1, "name": "office"}])
    );
    assert_eq!(
        caller
            .patch("/tags/1", json!({"name": "branch", "mod_time": 5}))
            .await
            .status,
        204
    );
    assert_eq!(caller.json("/tags/1").await["name"], "branch");
    assert_eq!(caller.delete("/tags/1").await.status, 204);
    assert_eq!(
        caller.get("/tags/1").await.refusal(404),
        "There is no tag with the id 1."
    );
    assert_eq!(
        caller.delete("/tags/1").await.refusal(404),
        "There is no tag with the id 1."
    );
    assert_eq!(
        caller.created("/tags", json!({"name": "office"})).await,
        2,
        "an id is never used twice"
    );
}

#[tokio::test]
async fn a_name_is_unique_and_not_empty() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    caller.created("/tags", json!({"name": "office"})).await;
    let told = caller
        .post("/tags", json!({"name": "office"}))
        .await
        .refusal(422);
    assert_eq!(told, "`name`: The specified tag name already exists.");
    caller.created("/tags", json!({"name": "Office"})).await;
    assert_eq!(
        caller
            .patch("/tags/2", json!({"name": "office"}))
            .await
            .status,
        422
    );
    assert_eq!(
        caller
            .patch("/tags/1", json!({"name": "office"}))
            .await
            .status,
        204,
        "its own name"
    );
    assert_eq!(
        caller.post("/tags", json!({"name": ""})).await.refusal(422),
        "`name` must be a text that is not empty"
    );
    assert_eq!(
        caller.post("/tags", json!({})).await.refusal(422),
        "`name` is required: a string"
    );
    assert_eq!(
        caller.post("/tags", json!({"name": 5})).await.refusal(400),
        "`name` must be a string, not a number"
    );
    assert_eq!(caller.json("/tags").await.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn devices_are_tagged_from_both_ends() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    caller.created("/tags", json!({"name": "a"})).await;
    caller.created("/tags", json!({"name": "b"})).await;
    let ids = |list: Value| -> Vec<i64> {
        list.as_array()
            .unwrap()
            .iter()
            .map(|o| o["id"].as_i64().unwrap())
            .collect()
    };

    assert_eq!(
        caller
            .post("/tags/1/devices", json!({"assign": [10212, 9363, 9363]}))
            .await
            .status,
        204
    );
    assert_eq!(
        caller
            .post("/tags/1/devices", json!({"assign": [10212]}))
            .await
            .status,
        204,
        "again is no error"
    );
    assert_eq!(
        caller.post("/devices/10212/tags/2", json!({})).await.status,
        204
    );
    assert_eq!(ids(caller.json("/tags/1/devices").await), [9363, 10212]);
    assert_eq!(ids(caller.json("/devices/10212/tags").await), [1, 2]);
    assert_eq!(
        caller
            .post("/tags/1/devices", json!({"unassign": [9363, 9352]}))
            .await
            .status,
        204
    );
    assert_eq!(caller.delete("/tags/2/devices/10212").await.status, 204);
    assert_eq!(ids(caller.json("/tags/1/devices").await), [10212]);
    assert_eq!(ids(caller.json("/devices/10212/tags").await), [1]);

    assert_eq!(
        ids(caller.json("/devices?search_type=tag&value=a").await),
        [10212]
    );
    assert_eq!(caller.delete("/tags/1").await.status, 204);
    assert_eq!(
        ids(caller.json("/devices/10212/tags").await),
        [] as [i64; 0]
    );
    assert_eq!(
        ids(caller.json("/devices?search_type=tag&value=a").await),
        [] as [i64; 0]
    );
}

#[tokio::test]
async fn of_a_batch_the_valid_ids_are_assigned() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    caller.created("/tags", json!({"name": "a"})).await;
    let answer = caller
        .post("/tags/1/devices", json!({"assign": [10212, 5]}))
        .await;
    assert_eq!(answer.status, 207);
    let failures =
        json!([{"action": "assign", "id": "5", "reason": "There is no device with the id 5."}]);
    assert_eq!(
        answer.json(),
        json!({"message": "Some of the assignments could not be made.", "failures": failures})
    );
    assert_eq!(caller.json("/tags/1/devices").await[0]["id"], 10212);
    let answer = caller.post("/tags/1/devices", json!({"assign": [5]})).await;
    assert_eq!(
        (answer.status, &answer.json()["failures"]),
        (422, &failures)
    );
    for (path, what) in [
        ("/tags/1/devices/5", "device with the id 5"),
        ("/tags/9/devices/10212", "tag with the id 9"),
    ] {
        assert!(
            caller
                .post(path, json!({}))
                .await
                .refusal(404)
                .contains(what)
        );
        assert!(caller.delete(path).await.refusal(404).contains(what));
    }
    assert_eq!(
        caller
            .post("/tags/9/devices", json!({"assign": []}))
            .await
            .status,
        404
    );
    assert_eq!(
        caller
            .post("/tags/1/devices", json!({"assign": []}))
            .await
            .status,
        204
    );
    let told = caller
        .post("/tags/1/devices", json!({"assign": ["10212"]}))
        .await
        .refusal(400);
    assert_eq!(told, "`assign[0]` must be an integer, not a string");
}

#[tokio::test]
async fn every_write_is_in_the_audit_log() {
    let twin = Twin::start("guide").await;
    let (caller, admin) = (twin.full_write(), twin.full_system());
    caller.created("/tags", json!({"name": "a"})).await;
    let audit_note = |operation: &str, details: &str| json!({"user": "full_write", "operation": operation, "details": details, "component": "REST API"});
    assert_eq!(
        admin.last_audit_note().await,
        audit_note("Create tag", "tag 1: a")
    );
    caller
        .post("/tags/1/devices", json!({"assign": [10212, 9363]}))
        .await;
    assert_eq!(
        admin.last_audit_note().await,
        audit_note("Assign device to tag", "tag 1: 2 assigned, 0 unassigned")
    );
    caller.patch("/tags/1", json!({"name": "b"})).await;
    assert_eq!(
        admin.last_audit_note().await,
        audit_note("Modify tag", "tag 1: b")
    );
    caller.post("/tags", json!({"name": "b"})).await;
    caller.delete("/tags/1").await;
    assert_eq!(
        admin.last_audit_note().await,
        audit_note("Delete tag", "tag 1: b")
    );
    assert_eq!(
        admin.json("/auditlog").await.as_array().unwrap().len(),
        4,
        "a refused write leaves no entry"
    );
}
