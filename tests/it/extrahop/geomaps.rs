use super::lists::listed;
use crate::client::Twin;
use serde_json::{Value, json};

fn geomap() -> Value {
    json!({
        "id": 1,
        "mod_time": 1447975207000i64,
        "name": "Web requests",
        "author": null,
        "description": null,
        "apply_all": false,
        "disabled": false,
        "stat_name": null,
        "field_name": null,
        "built_in": false
    })
}

#[tokio::test]
async fn a_geomap_from_birth_to_death() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let sent =
        json!({"name": "Web requests", "id": 7, "mod_time": 7, "built_in": true, "colour": 1});
    let answer = caller.post("/geomaps", sent).await;
    assert_eq!((answer.status, answer.text()), (201, String::new()));
    assert_eq!(answer.header("location"), Some("/api/v1/geomaps/1"));
    assert_eq!(caller.json("/geomaps").await, json!([geomap()]));
    let patch = json!({"name": "Errors", "author": "wes", "description": "d", "apply_all": true, "disabled": true, "stat_name": "extrahop.device.http_server_detail", "field_name": "rsp_error"});
    let answer = caller.patch("/geomaps/1", patch.clone()).await;
    assert_eq!((answer.status, answer.text()), (204, String::new()));
    let mut changed = geomap();
    for (name, value) in patch.as_object().unwrap() {
        changed[name] = value.clone();
    }
    assert_eq!(caller.json("/geomaps/1").await, changed);
    let patch = json!({"stat_name": null, "built_in": true});
    assert_eq!(caller.patch("/geomaps/1", patch).await.status, 204);
    changed["stat_name"] = json!(null);
    assert_eq!(caller.json("/geomaps/1").await, changed);
    let answer = caller.delete("/geomaps/1").await;
    assert_eq!((answer.status, answer.text()), (204, String::new()));
    let told = "There is no geomap with the id 1.";
    assert_eq!(caller.get("/geomaps/1").await.refusal(404), told);
    assert_eq!(caller.delete("/geomaps/1").await.refusal(404), told);
    let answer = caller.patch("/geomaps/1", json!({})).await;
    assert_eq!(answer.refusal(404), told);
    let audit_note = json!({"user": "full_write", "operation": "Delete geomap", "details": "geomap 1: Errors", "component": "REST API"});
    assert_eq!(twin.full_system().last_audit_note().await, audit_note);
}

#[tokio::test]
async fn a_change_sets_mod_time() {
    let twin =
        Twin::start("clock: 2015-11-19T23:20:07Z\ngeomaps: [{name: a, mod_time: 1447000000000}]")
            .await;
    let caller = twin.full_write();
    caller.patch("/geomaps/1", json!({"disabled": true})).await;
    let changed = caller.json("/geomaps/1").await["mod_time"].clone();
    assert_eq!(changed, 1447975207000i64);
}

#[tokio::test]
async fn whatever_is_wrong_is_a_bad_request() {
    let twin = Twin::start("demo").await;
    let caller = twin.full_write();
    for (body, told) in [
        (json!({}), "`name` is required: a string"),
        (
            json!({"name": ""}),
            "`name` must be a text that is not empty",
        ),
        (
            json!({"name": "a", "disabled": null}),
            "`disabled` must be a boolean, not null",
        ),
        (
            json!({"name": "a", "field_name": 5}),
            "`field_name` must be a string or null, not a number",
        ),
    ] {
        assert_eq!(caller.post("/geomaps", body).await.refusal(400), told);
    }
    assert_eq!(listed(&caller, "/geomaps").await, [1]);
}

#[tokio::test]
async fn a_built_in_geomap_cannot_be_changed_or_deleted() {
    let twin = Twin::start("geomaps: [{name: a, built_in: true}]").await;
    let caller = twin.full_system();
    let told = "a built-in geomap cannot be changed or deleted";
    let answer = caller.patch("/geomaps/1", json!({"name": "b"})).await;
    assert_eq!(answer.refusal(400), told);
    assert_eq!(caller.delete("/geomaps/1").await.refusal(400), told);
    let kept = caller.json("/geomaps/1").await;
    assert_eq!(
        (&kept["name"], &kept["built_in"]),
        (&json!("a"), &json!(true))
    );
}
