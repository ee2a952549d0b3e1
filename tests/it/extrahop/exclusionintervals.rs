use super::lists::listed;
use crate::client::Twin;
use serde_json::{Value, json};

fn weekends() -> Value {
    json!({
        "id": 1,
        "mod_time": 1447975207000i64,
        "name": "Weekends",
        "author": "setup",
        "description": null,
        "interval_type": "weekly",
        "start": 432000,
        "end": 604800,
        "alert_apply_all": true,
        "trend_apply_all": false
    })
}

#[tokio::test]
async fn an_exclusion_interval_from_birth_to_death() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let mut sent = weekends();
    sent["id"] = json!(9);
    sent["mod_time"] = json!(9);
    let answer = caller.post("/exclusionintervals", sent).await;
    assert_eq!((answer.status, answer.text()), (201, String::new()));
    let location = Some("/api/v1/exclusionintervals/1");
    assert_eq!(answer.header("location"), location);
    let path = "/exclusionintervals/1";
    assert_eq!(
        caller.json("/exclusionintervals").await,
        json!([weekends()])
    );
    let patch = json!({"interval_type": "daily", "start": 82800, "end": 7200, "alert_apply_all": false, "trend_apply_all": true, "author": null, "description": "Over midnight"});
    let answer = caller.patch(path, patch.clone()).await;
    assert_eq!((answer.status, answer.text()), (204, String::new()));
    let mut changed = weekends();
    for (name, value) in patch.as_object().unwrap() {
        changed[name] = value.clone();
    }
    assert_eq!(caller.json(path).await, changed);
    assert_eq!(caller.delete(path).await.status, 204);
    let told = "There is no exclusion interval with the id 1.";
    assert_eq!(caller.get(path).await.refusal(404), told);
    assert_eq!(caller.delete(path).await.refusal(404), told);
    assert_eq!(caller.patch(path, json!({})).await.refusal(404), told);
    let audit_note = json!({"user": "full_write", "operation": "Delete exclusion interval", "details": "exclusion interval 1: Weekends", "component": "REST API"});
    assert_eq!(twin.full_system().last_audit_note().await, audit_note);
}

#[tokio::test]
async fn what_is_left_out_has_a_default() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let sent = json!({"name": "a", "start": 1447975207, "end": 1447975207});
    caller.created("/exclusionintervals", sent).await;
    let made = json!({
        "id": 1,
        "mod_time": 1447975207000i64,
        "name": "a",
        "author": null,
        "description": null,
        "interval_type": "onetime",
        "start": 1447975207,
        "end": 1447975207,
        "alert_apply_all": false,
        "trend_apply_all": false
    });
    assert_eq!(caller.json("/exclusionintervals/1").await, made);
}

#[tokio::test]
async fn a_change_sets_mod_time() {
    let twin = Twin::start(
        "clock: 2015-11-19T23:20:07Z\nexclusionintervals: [{name: a, start: 1, end: 2, mod_time: 1447000000000}]",
    )
    .await;
    let caller = twin.full_write();
    let changed = async || caller.json("/exclusionintervals/1").await["mod_time"].clone();
    assert_eq!(changed().await, 1447000000000i64);
    let patch = json!({"author": "any text"});
    caller.patch("/exclusionintervals/1", patch).await;
    assert_eq!(changed().await, 1447975207000i64);
}

#[tokio::test]
async fn start_and_end_lie_in_their_day_or_week() {
    let twin = Twin::start("empty").await;
    let caller = twin.full_write();
    let taken = [
        ("daily", 0, 86400),
        ("daily", 79200, 21600),
        ("weekly", 0, 604800),
        ("weekly", 561600, 21600),
        ("onetime", 1504224000, 1504227600),
    ];
    for (kind, start, end) in taken {
        let sent = json!({"name": "a", "interval_type": kind, "start": start, "end": end});
        caller.created("/exclusionintervals", sent).await;
    }
    let refused = [
        (
            ("daily", 86401, 5),
            "`start` of a daily interval must be an integer from 0 to 86400",
        ),
        (
            ("daily", 5, 86401),
            "`end` of a daily interval must be an integer from 0 to 86400",
        ),
        (
            ("weekly", 604801, 5),
            "`start` of a weekly interval must be an integer from 0 to 604800",
        ),
        (
            ("weekly", 5, 604801),
            "`end` of a weekly interval must be an integer from 0 to 604800",
        ),
        (
            ("onetime", 1504227600, 1504227599),
            "`end` of a onetime interval must not be before its `start`",
        ),
        (("daily", -1, 5), "`start` must be an integer of at least 0"),
    ];
    for ((kind, start, end), expected) in refused {
        let sent = json!({"name": "a", "interval_type": kind, "start": start, "end": end});
        let told = caller.post("/exclusionintervals", sent).await.refusal(400);
        assert_eq!(told, expected);
    }
    let patch = json!({"interval_type": "daily"});
    let told = caller.patch("/exclusionintervals/4", patch).await;
    assert_eq!(
        told.refusal(400),
        "`start` of a daily interval must be an integer from 0 to 86400"
    );
    assert_eq!(
        caller.json("/exclusionintervals/4").await["interval_type"],
        "weekly"
    );
    assert_eq!(
        listed(&caller, "/exclusionintervals").await,
        [1, 2, 3, 4, 5]
    );
}

#[tokio::test]
async fn whatever_is_wrong_is_a_bad_request() {
    let twin = Twin::start("empty").await;
    let caller = twin.full_write();
    for (body, told) in [
        (
            json!({"start": 0, "end": 0}),
            "`name` is required: a string",
        ),
        (
            json!({"name": "a", "end": 0}),
            "`start` is required: an integer of at least 0",
        ),
        (
            json!({"name": "a", "start": 0}),
            "`end` is required: an integer of at least 0",
        ),
        (
            json!({"name": "a", "start": "0", "end": 0}),
            "`start` must be an integer of at least 0, not a string",
        ),
        (
            json!({"name": "a", "start": 0, "end": 0, "interval_type": "monthly"}),
            "`interval_type` must be one of \"onetime\", \"weekly\", \"daily\"",
        ),
    ] {
        let answer = caller.post("/exclusionintervals", body).await;
        assert_eq!(answer.refusal(400), told);
    }
    assert_eq!(listed(&caller, "/exclusionintervals").await, [] as [i64; 0]);
}

#[tokio::test]
async fn an_alert_says_which_intervals_silence_it() {
    let twin = Twin::start("demo").await;
    let caller = twin.full_write();
    let of_alert = "/alerts/1/exclusionintervals";
    let ids = json!({"assign": [1, 2]});
    let answer = caller.post(of_alert, ids).await;
    assert_eq!((answer.status, answer.text()), (204, String::new()));
    assert_eq!(
        caller.json(of_alert).await,
        caller.json("/exclusionintervals").await,
        "whole intervals"
    );
    let pair = format!("{of_alert}/1");
    assert_eq!(caller.delete(&pair).await.status, 204);
    assert_eq!(listed(&caller, of_alert).await, [2]);
    assert_eq!(caller.post(&pair, json!({})).await.status, 204);
    let answer = caller.post(of_alert, json!({"assign": [9]})).await;
    let reason = "There is no exclusion interval with the id 9.";
    assert_eq!(answer.status, 422);
    assert_eq!(answer.json()["failures"][0]["reason"], reason);
    let unknown = caller.get("/exclusionintervals/1/alerts").await;
    unknown.refusal(404);
    assert_eq!(caller.delete("/exclusionintervals/1").await.status, 204);
    assert_eq!(listed(&caller, of_alert).await, [2]);
    assert_eq!(caller.delete("/alerts/1").await.status, 204);
    assert_eq!(listed(&caller, "/exclusionintervals").await, [2]);
}
