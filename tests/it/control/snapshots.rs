//! Named states.
use super::{full_system, make, tag, tags};
use crate::client::Twin;
use serde_json::json;

#[tokio::test]
async fn a_snapshot_is_gone_back_to_and_forked() {
    let server = Twin::start("empty").await;
    let made = make(
        &server,
        json!({"name": "t", "clock": "2017-09-01T00:00:00Z"}),
    )
    .await;
    let caller = full_system(&server, &made);
    let control = caller.control();
    tag(&caller, "one").await;
    let taken = control.post("/snapshots", json!({"name": "before"})).await;
    assert_eq!(
        (taken.status, taken.json()["taken"].as_i64()),
        (201, Some(1504224000000))
    );
    tag(&caller, "two").await;
    control.post("/clock/advance", json!({"ms": 5000})).await;
    let changes = control.json("/changes?since=snapshot:before").await;
    assert_eq!(changes.as_array().unwrap().len(), 1, "{changes}");
    let fork = make(&server, json!({"from": "t@before"})).await;
    assert_eq!(tags(&full_system(&server, &fork)).await, ["one"]);
    assert_eq!(
        control
            .post("/snapshots/before/restore", json!({}))
            .await
            .status,
        204
    );
    assert_eq!(tags(&caller).await, ["one"]);
    assert_eq!(control.json("/clock").await["now"], 1504224000000i64);
    assert_eq!(
        control
            .post("/snapshots", json!({"name": "before"}))
            .await
            .status,
        409
    );
    assert_eq!(
        control
            .post("/snapshots", json!({"name": "a b"}))
            .await
            .status,
        400
    );
    assert_eq!(control.delete("/snapshots/before").await.status, 204);
    for answer in [
        control.delete("/snapshots/before").await,
        control.post("/snapshots/before/restore", json!({})).await,
        control.get("/changes?since=snapshot:before").await,
    ] {
        assert_eq!(answer.status, 404, "{}", answer.text());
    }
}
