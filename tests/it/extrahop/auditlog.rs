use super::lists::{ids, listed};
use crate::client::Twin;
use serde_json::{Value, json};
use wiretwin::twin::access::Level::{FullWrite, LimitedWrite, ReadOnly};

const NONE: [i64; 0] = [];

fn entry(id: i64, operation: &str, details: &str) -> Value {
    json!({
        "id": id,
        "time": "2015-11-19T23:20:07Z",
        "occur_time": 1447975207000i64,
        "body": {"user": "full_write", "operation": operation, "details": details, "component": "REST API"}
    })
}

#[tokio::test]
async fn every_write_adds_one_entry_and_the_newest_comes_first() {
    let twin = Twin::start("guide").await;
    let (caller, admin) = (twin.full_write(), twin.full_system());
    assert_eq!(admin.json("/auditlog").await, json!([]));
    caller.created("/tags", json!({"name": "a"})).await;
    caller.patch("/tags/1", json!({"name": "b"})).await;
    caller.post("/tags/1/devices/10212", json!({})).await;
    caller.delete("/tags/1/devices/10212").await;
    caller.delete("/tags/1").await;
    assert_eq!(
        admin.json("/auditlog").await,
        json!([
            entry(5, "Delete tag", "tag 1: b"),
            entry(4, "Unassign device", "device 10212, tag 1"),
            entry(3, "Assign device", "device 10212, tag 1"),
            entry(2, "Modify tag", "tag 1: b"),
            entry(1, "Create tag", "tag 1: a"),
        ])
    );
}

#[tokio::test]
async fn what_is_read_or_refused_adds_none() {
    let twin = Twin::start("guide").await;
    let (caller, admin) = (twin.full_write(), twin.full_system());
    caller.get("/devices").await;
    caller.post("/tags", json!({})).await.refusal(422);
    caller.post("/tags", json!([])).await.refusal(400);
    caller.delete("/tags/1").await.refusal(404);
    caller.get("/users").await.refusal(403);
    let query = json!({"object_type": "device", "object_ids": [9363], "metric_category": "http_client", "metric_specs": [{"name": "req"}]});
    assert_eq!(caller.post("/metrics", query).await.status, 200);
    let answer = twin.with_key("none").get("/tags").await;
    answer.refusal(401);
    assert_eq!(admin.json("/auditlog").await, json!([]));
}

#[tokio::test]
async fn a_batch_is_recorded_as_it_went() {
    let twin = Twin::start("guide").await;
    let (caller, admin) = (twin.full_write(), twin.full_system());
    caller.created("/tags", json!({"name": "a"})).await;
    let none = caller.post("/tags/1/devices", json!({"assign": [5]})).await;
    assert_eq!(none.status, 422);
    assert_eq!(admin.last_audit_note().await["operation"], "Create tag");
    let some = json!({"assign": [10212, 5, 6]});
    let some = caller.post("/tags/1/devices", some).await;
    assert_eq!(some.status, 207);
    let details = "tag 1: 1 assigned, 0 unassigned";
    assert_eq!(
        admin.json("/auditlog?limit=1").await,
        json!([entry(2, "Assign device to tag", details)]),
        "two of the three were not assigned"
    );
}

#[tokio::test]
async fn the_log_comes_in_pages_from_the_newest_entry() {
    let twin = Twin::start("empty").await;
    let (caller, admin) = (twin.full_write(), twin.full_system());
    for nth in 0..105 {
        let name = format!("tag {nth}");
        caller.created("/tags", json!({ "name": name })).await;
    }
    let page = async |query: &str| listed(&admin, &format!("/auditlog?{query}")).await;
    let newest_first: Vec<i64> = (1..=105).rev().collect();
    assert_eq!(listed(&admin, "/auditlog").await, newest_first[..100]);
    assert_eq!(page("limit=999999").await, newest_first);
    assert_eq!(page("limit=2").await, [105, 104]);
    assert_eq!(page("limit=2&offset=2").await, [103, 102]);
    assert_eq!(page("offset=100").await, [5, 4, 3, 2, 1]);
    assert_eq!(page("limit=3&offset=104").await, [1]);
    assert_eq!(page("offset=105").await, NONE);
    assert_eq!(page("offset=1000000").await, NONE);
}

#[tokio::test]
async fn a_page_that_cannot_be_is_refused() {
    let twin = Twin::start("empty").await;
    let admin = twin.full_system();
    for query in [
        "limit=0",
        "limit=-1",
        "limit=all",
        "limit=",
        "offset=-1",
        "offset=1.5",
    ] {
        let answer = admin.get(&format!("/auditlog?{query}")).await;
        let told = answer.refusal(400);
        let name = query.split('=').next().unwrap();
        assert!(told.starts_with(&format!("`{name}` must be")), "{told}");
    }
}

#[tokio::test]
async fn the_log_is_for_full_system_alone() {
    let twin = Twin::start("empty").await;
    for level in [FullWrite, LimitedWrite, ReadOnly] {
        let told = twin.caller(level).get("/auditlog").await.refusal(403);
        assert!(told.contains("full system"), "{told}");
    }
    twin.anonymous().get("/auditlog").await.refusal(401);
}

#[tokio::test]
async fn the_log_cannot_be_written_or_deleted() {
    let twin = Twin::start("empty").await;
    let admin = twin.full_system();
    admin.created("/tags", json!({"name": "a"})).await;
    for answer in [
        admin.get("/auditlog/1").await,
        admin.delete("/auditlog/1").await,
        admin.delete("/auditlog").await,
        admin.post("/auditlog", json!({"operation": "x"})).await,
    ] {
        assert!(matches!(answer.status, 404 | 405), "{}", answer.text());
    }
    assert_eq!(ids(&admin.json("/auditlog").await), [1]);
}

/// A log that begins 90 days and a second before the clock.
const OLD: &str = r#"
clock: 2015-11-19T23:20:07Z
auditlog:
  - {at: 1440199206000, user: setup, operation: Login, details: first, component: Web UI}
  - {at: 1440199207000, user: setup, operation: Login, details: second, component: Web UI}
  - {at: 1447975206500, user: ada, operation: Login, details: Login from 10.10.10.77, component: Web UI}
"#;

#[tokio::test]
async fn entries_are_kept_for_ninety_days() {
    let twin = Twin::start(OLD).await;
    let admin = twin.full_system();
    let login = json!({
        "id": 3,
        "time": "2015-11-19T23:20:06Z",
        "occur_time": 1447975206500i64,
        "body": {"user": "ada", "operation": "Login", "details": "Login from 10.10.10.77", "component": "Web UI"}
    });
    assert_eq!(admin.json("/auditlog?limit=1").await, json!([login]));
    admin.created("/tags", json!({"name": "a"})).await;
    assert_eq!(listed(&admin, "/auditlog").await, [4, 3, 2]);
}

/// Time alone makes an entry old; no write has to come.
#[tokio::test]
async fn an_entry_that_is_too_old_is_not_listed() {
    let twin = Twin::start(OLD).await;
    assert_eq!(listed(&twin.full_system(), "/auditlog").await, [3, 2]);
}
