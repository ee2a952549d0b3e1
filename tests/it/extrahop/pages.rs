use super::lists::listed;
use crate::client::Twin;
use serde_json::{Value, json};

fn page(name: &str) -> Value {
    json!({
        "id": 221,
        "mod_time": 1447975207000i64,
        "name": name,
        "author": "full_write",
        "description": null,
        "apply_all": false,
        "built_in": false
    })
}

#[tokio::test]
async fn the_page_of_the_guide_has_the_id_221() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let sent = json!({"name": "Storefront", "id": 7, "mod_time": 7, "built_in": true, "colour": 1});
    let answer = caller.post("/pages", sent).await;
    assert_eq!((answer.status, answer.text()), (201, String::new()));
    let header = |name: &str| answer.header(name).unwrap().to_owned();
    assert_eq!(header("location"), "/api/v1/pages/221");
    assert_eq!(header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(header("content-length"), "0");
    assert_eq!(caller.json("/pages").await[0]["id"], 221);
    let next = caller
        .created("/pages", json!({"name": "Storefront"}))
        .await;
    assert_eq!(next, 222, "a name may be used twice");
    let audit_note = json!({"user": "full_write", "operation": "Create page", "details": "page 222: Storefront", "component": "REST API"});
    assert_eq!(twin.full_system().last_audit_note().await, audit_note);
}

#[tokio::test]
async fn a_page_from_birth_to_death() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let sent = json!({"name": "Storefront", "author": "full_write"});
    caller.created("/pages", sent).await;
    assert_eq!(caller.json("/pages").await, json!([page("Storefront")]));
    assert_eq!(caller.json("/pages/221").await, page("Storefront"));
    let patch = json!({"name": "Shop", "id": 5, "built_in": true});
    let answer = caller.patch("/pages/221", patch).await;
    assert_eq!((answer.status, answer.text()), (204, String::new()));
    assert_eq!(caller.json("/pages/221").await, page("Shop"));
    let patch = json!({"description": "At a glance", "apply_all": true, "author": null});
    assert_eq!(caller.patch("/pages/221", patch).await.status, 204);
    let mut changed = page("Shop");
    changed["description"] = json!("At a glance");
    changed["apply_all"] = json!(true);
    changed["author"] = json!(null);
    assert_eq!(caller.json("/pages/221").await, changed);
    let answer = caller.delete("/pages/221").await;
    assert_eq!((answer.status, answer.text()), (204, String::new()));
    let told = "There is no page with the id 221.";
    assert_eq!(caller.get("/pages/221").await.refusal(404), told);
    assert_eq!(caller.delete("/pages/221").await.refusal(404), told);
    let answer = caller.patch("/pages/221", json!({})).await;
    assert_eq!(answer.refusal(404), told);
    let next = caller.created("/pages", json!({"name": "a"})).await;
    assert_eq!(next, 222, "an id is never used twice");
}

/// The contract: nullable, null when nothing is said.
#[tokio::test]
async fn a_page_without_an_author_has_none() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    caller.created("/pages", json!({"name": "a"})).await;
    assert_eq!(caller.json("/pages/221").await["author"], json!(null));
}

#[tokio::test]
async fn a_change_sets_mod_time() {
    let twin = Twin::start(
        "clock: 2015-11-19T23:20:07Z\npages: [{id: 4, name: a, mod_time: 1447000000000}]",
    )
    .await;
    let caller = twin.full_write();
    let changed = async || caller.json("/pages/4").await["mod_time"].clone();
    assert_eq!(changed().await, 1447000000000i64);
    caller.patch("/pages/4", json!({"description": "b"})).await;
    assert_eq!(changed().await, 1447975207000i64);
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
        (json!({"name": 5}), "`name` must be a string, not a number"),
        (
            json!({"name": "a", "apply_all": null}),
            "`apply_all` must be a boolean, not null",
        ),
        (
            json!({"name": "a", "description": {}}),
            "`description` must be a string or null, not an object",
        ),
        (json!("a"), "the body must be a JSON object"),
    ] {
        assert_eq!(caller.post("/pages", body).await.refusal(400), told);
    }
    let empty = caller.patch("/pages/1", json!({"name": ""})).await;
    let told = empty.refusal(400);
    assert_eq!(told, "`name` must be a text that is not empty");
    assert_eq!(listed(&caller, "/pages").await, [1]);
    assert_eq!(caller.json("/pages/1").await["name"], "Storefront");
}

#[tokio::test]
async fn a_built_in_page_cannot_be_changed_or_deleted() {
    let twin = Twin::start("pages: [{name: a, built_in: true}]").await;
    let caller = twin.full_system();
    let told = "a built-in page cannot be changed or deleted";
    let answer = caller.patch("/pages/1", json!({"name": "b"})).await;
    assert_eq!(answer.refusal(400), told);
    assert_eq!(caller.delete("/pages/1").await.refusal(400), told);
    let kept = caller.json("/pages/1").await;
    assert_eq!(
        (&kept["name"], &kept["built_in"]),
        (&json!("a"), &json!(true))
    );
}

#[tokio::test]
async fn pages_are_written_with_full_write_and_read_by_all() {
    let twin = Twin::start("demo").await;
    let caller = twin.caller(wiretwin::twin::access::Level::LimitedWrite);
    caller
        .post("/pages", json!({"name": "a"}))
        .await
        .refusal(403);
    caller.patch("/pages/1", json!({})).await.refusal(403);
    caller.delete("/pages/1").await.refusal(403);
    assert_eq!(listed(&twin.read_only(), "/pages").await, [1]);
}

#[tokio::test]
async fn pages_end_with_firmware_7_9() {
    let status = |firmware: &'static str| async move {
        let twin = Twin::start_with("demo", &["--firmware", firmware]).await;
        twin.read_only().get("/pages/1").await.status
    };
    assert_eq!(status("7.9").await, 200);
    assert_eq!(status("8.0").await, 404);
}
