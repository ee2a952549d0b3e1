//! Twins are made, forked and dropped, and know nothing of each other.
use super::{full_system, make, tag, tags};
use crate::client::Twin;
use serde_json::json;
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_twin_is_its_own() {
    let server = Twin::start("empty").await;
    let one = make(
        &server,
        json!({"name": "one", "fixture": "guide", "clock": "2017-09-01T00:00:00Z"}),
    )
    .await;
    let other = make(&server, json!({"fixture": "guide", "firmware": "9.8"})).await;
    assert_eq!(one["id"], "one");
    let (first, second) = (full_system(&server, &one), full_system(&server, &other));
    let before = tags(&second).await;
    tag(&first, "mine").await;
    assert_eq!(tags(&second).await, before);
    assert!(
        tags(&server.full_system())
            .await
            .iter()
            .all(|name| name != "mine")
    );
    let appliance = first.get("/extrahop").await;
    assert_eq!(
        appliance.header("date"),
        Some("Fri, 01 Sep 2017 00:00:00 GMT")
    );
    assert!(
        second.json("/extrahop").await["version"]
            .as_str()
            .unwrap()
            .starts_with("9.8")
    );
    for level in ["full_system", "full_write", "limited_write", "read_only"] {
        let key = one["api_keys"][level].as_str().unwrap();
        assert_eq!(
            server.with_key(key).get("/tags").await.status,
            200,
            "{level}"
        );
    }
    let kentik = &one["kentik"];
    let member = server.with_token(
        kentik["member_email"].as_str().unwrap(),
        kentik["member_token"].as_str().unwrap(),
    );
    assert_eq!(member.get("/sites").await.status, 200);
}

#[tokio::test]
async fn reset_gives_back_the_start() {
    let server = Twin::start("empty").await;
    let made = make(
        &server,
        json!({"fixture": "demo", "clock": "2017-09-01T00:00:00Z"}),
    )
    .await;
    let caller = full_system(&server, &made);
    let control = caller.control();
    let start = control.json("/export").await;
    let device = caller.json("/devices?limit=1").await[0]["id"].clone();
    let new = tag(&caller, "new").await;
    caller
        .post(&format!("/tags/{new}/devices"), json!({"assign": [device]}))
        .await;
    caller
        .patch(
            &format!("/devices/{device}"),
            json!({"description": "changed"}),
        )
        .await;
    control
        .post("/clock/advance", json!({"ms": 3_600_000}))
        .await;
    assert_ne!(control.json("/export").await, start);
    assert_eq!(control.post("/reset", json!({})).await.status, 204);
    assert_eq!(control.json("/export").await, start);
    assert_eq!(
        tag(&caller, "new").await,
        new,
        "ids are given as from the start"
    );
    assert_eq!(caller.get("/devices/1").await.status, 200);
}

#[tokio::test]
async fn a_fork_of_a_fork_has_what_was_there() {
    let server = Twin::start("empty").await;
    let mut made = make(
        &server,
        json!({"name": "t0", "fixture": "guide", "clock": "2017-09-01T00:00:00Z"}),
    )
    .await;
    for generation in 1..4 {
        let caller = full_system(&server, &made);
        tag(&caller, &format!("of {generation}")).await;
        let from = format!("t{}", generation - 1);
        made = make(
            &server,
            json!({"name": format!("t{generation}"), "from": from}),
        )
        .await;
        // What is done to the first after that is not seen.
        tag(&caller, "later").await;
    }
    let last = full_system(&server, &made);
    let mine: Vec<_> = tags(&last).await;
    assert!(mine.iter().all(|name| name != "later"), "{mine:?}");
    assert!(
        (1..4).all(|n| mine.contains(&format!("of {n}"))),
        "{mine:?}"
    );
    assert_eq!(
        last.control().json("/changes").await,
        json!([]),
        "a fork begins where it was made"
    );
    assert_eq!(
        last.get("/extrahop").await.header("date"),
        Some("Fri, 01 Sep 2017 00:00:00 GMT")
    );
    let newer = make(&server, json!({"from": "t3", "firmware": "9.8"})).await;
    let newer = full_system(&server, &newer);
    assert!(
        newer.json("/extrahop").await["version"]
            .as_str()
            .unwrap()
            .starts_with("9.8")
    );
    assert_eq!(tags(&newer).await, mine);
}

#[tokio::test]
async fn a_dropped_twin_is_gone() {
    let server = Twin::start("empty").await;
    let control = server.control();
    let made = make(&server, json!({"name": "short"})).await;
    assert_eq!(control.json("/twins/short").await["id"], "short");
    assert_eq!(control.delete("/twins/short").await.status, 204);
    assert_eq!(full_system(&server, &made).get("/tags").await.status, 401);
    assert_eq!(control.delete("/twins/short").await.status, 404);
    assert_eq!(control.delete("/twins/default").await.status, 409);

    let made = make(&server, json!({"name": "brief", "ttl_s": 1})).await;
    assert!(made["expires_at"].is_i64());
    let began = Instant::now();
    while full_system(&server, &made).get("/tags").await.status != 401 {
        assert!(
            began.elapsed() < Duration::from_secs(20),
            "it is still there"
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let names = control.json("/twins").await;
    assert_eq!(names.as_array().unwrap().len(), 1, "{names}");
}

#[tokio::test]
async fn a_fixture_may_be_sent() {
    let server = Twin::start("empty").await;
    let fixture =
        json!({"firmware": "7.2", "tags": [{"name": "sent"}], "clock": "2016-01-01T00:00:00Z"});
    let made = make(&server, json!({"fixture": fixture})).await;
    let caller = full_system(&server, &made);
    assert_eq!(tags(&caller).await, ["sent"]);
    assert_eq!(
        caller.control().json("/clock").await["now"],
        1451606400000i64
    );
    let wrong = json!({"fixture": {"tags": [{"nmae": "x"}]}});
    let answer = server.control().post("/twins", wrong).await;
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("nmae"), "{}", answer.text());
}

#[tokio::test]
async fn an_export_has_all_settings() {
    let server = Twin::start("empty").await;
    let spec = json!({"firmware": "7.2", "seed": 5, "unknown_fields": "refuse", "clock": "2016-01-01T00:00:00Z"});
    let made = make(&server, spec.clone()).await;
    let exported = full_system(&server, &made).control().json("/export").await;
    for name in ["firmware", "seed", "unknown_fields"] {
        assert_eq!(exported[name], spec[name], "{name}");
    }
    let again = make(&server, json!({"fixture": exported})).await;
    let again = full_system(&server, &again).control().json("/export").await;
    assert_eq!(again, exported);
}
