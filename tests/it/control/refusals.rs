//! Who may do what, and what is no request.
use super::{full_system, make};
use crate::client::Twin;
use serde_json::json;
use wiretwin::twin::access::Level;

#[tokio::test]
async fn a_twin_can_neither_see_nor_touch_another() {
    let server = Twin::start("empty").await;
    let one = make(&server, json!({"name": "one"})).await;
    make(&server, json!({"name": "two"})).await;
    let control = full_system(&server, &one).control();
    for (method, path) in [
        ("GET", "/twins/two"),
        ("DELETE", "/twins/two"),
        ("GET", "/clock?twin=two"),
        ("POST", "/reset?twin=two"),
        ("GET", "/export?twin=default"),
        ("GET", "/changes?twin=two"),
    ] {
        let answer = control.send(method, path, &[], b"{}").await;
        assert_eq!(answer.status, 404, "{method} {path}: {}", answer.text());
    }
    assert_eq!(control.post("/twins", json!({})).await.status, 403);
    let seen = control.json("/twins").await;
    assert_eq!(seen.as_array().unwrap().len(), 1, "{seen}");
    let all = server.control();
    assert_eq!(all.json("/twins").await.as_array().unwrap().len(), 3);
    assert_eq!(all.post("/reset?twin=two", json!({})).await.status, 204);
    assert_eq!(all.get("/clock?twin=none").await.status, 404);
}

#[tokio::test]
async fn levels_below_full_system_have_no_part_in_it() {
    let server = Twin::start("empty").await;
    for level in [Level::ReadOnly, Level::LimitedWrite, Level::FullWrite] {
        let control = server.caller(level).control();
        for path in ["/twins", "/clock", "/export", "/changes", "/snapshots"] {
            assert_eq!(control.get(path).await.status, 403, "{level} {path}");
        }
    }
    assert_eq!(server.anonymous().control().get("/twins").await.status, 401);
    assert_eq!(
        server
            .with_key("wrong")
            .control()
            .get("/twins")
            .await
            .status,
        401
    );
    assert_eq!(
        server.anonymous().control().get("/health").await.status,
        200
    );
}

#[tokio::test]
async fn what_no_twin_can_be_is_refused() {
    let server = Twin::start("empty").await;
    make(&server, json!({"name": "taken"})).await;
    for (spec, status, word) in [
        (json!({"name": "taken"}), 409, "taken"),
        (json!({"name": "a/b"}), 400, "name"),
        (json!({"name": 5}), 400, "name"),
        (json!({"fixture": "nothing"}), 400, "nothing"),
        (json!({"fixture": "demo", "from": "taken"}), 400, "from"),
        (json!({"from": "none"}), 404, "none"),
        (json!({"from": "taken@none"}), 404, "none"),
        (json!({"from": "taken", "seed": 7}), 400, "seed"),
        (json!({"firmware": "4.0"}), 400, "firmware"),
        (json!({"platform": "toaster"}), 400, "platform"),
        (json!({"clock": "noon"}), 400, "clock"),
        (json!({"ttl_s": 0}), 400, "ttl_s"),
        (json!({"nmae": "x"}), 400, "nmae"),
        (json!([]), 400, "object"),
    ] {
        let answer = server.control().post("/twins", spec.clone()).await;
        assert_eq!(answer.status, status, "{spec}: {}", answer.text());
        assert!(answer.text().contains(word), "{spec}: {}", answer.text());
    }
    assert_eq!(
        server
            .control()
            .json("/twins")
            .await
            .as_array()
            .unwrap()
            .len(),
        2
    );
}
