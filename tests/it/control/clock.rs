//! The clock of a twin is set and stepped, and all that the twin says follows it.
use super::{full_system, make};
use crate::client::Twin;
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_clock_is_set_and_stepped() {
    let server = Twin::start("empty").await;
    let made = make(
        &server,
        json!({"fixture": "guide", "clock": "2017-09-01T00:00:00Z"}),
    )
    .await;
    let caller = full_system(&server, &made);
    let control = caller.control();
    assert_eq!(
        control.json("/clock").await,
        json!({"mode": "frozen", "now": 1504224000000i64})
    );
    let stepped = control.post("/clock/advance", json!({"ms": 90_000})).await;
    assert_eq!(stepped.json()["now"], 1504224090000i64);
    assert_eq!(
        caller.get("/extrahop").await.header("date"),
        Some("Fri, 01 Sep 2017 00:01:30 GMT")
    );
    let id = super::tag(&caller, "now").await;
    assert_eq!(
        caller.json(&format!("/tags/{id}")).await["mod_time"],
        1504224090000i64
    );
    let stepped = control
        .post("/clock/advance", json!({"to": "2017-09-02T00:00:00Z"}))
        .await;
    assert_eq!(stepped.json()["now"], 1504310400000i64);

    let set = control
        .put(
            "/clock",
            json!({"mode": "shifted", "now": "2018-01-01T00:00:00Z", "speed": 3600}),
        )
        .await;
    assert_eq!(set.status, 200, "{}", set.text());
    tokio::time::sleep(Duration::from_millis(50)).await;
    let clock = control.json("/clock").await;
    assert_eq!(
        (&clock["mode"], &clock["speed"]),
        (&json!("shifted"), &json!(3600.0))
    );
    let passed = clock["now"].as_i64().unwrap() - 1514764800000;
    assert!(passed >= 180_000, "{passed}");

    let set = control.put("/clock", json!({"mode": "real"})).await;
    assert_eq!(set.json()["mode"], "real");
    assert!(set.json()["now"].as_i64().unwrap() > 1_700_000_000_000);
}

#[tokio::test]
async fn what_no_clock_can_be_is_refused() {
    let server = Twin::start("empty").await;
    let control = server.control();
    for (body, word) in [
        (json!({}), "mode"),
        (json!({"mode": "slow"}), "mode"),
        (json!({"mode": "real", "now": 5}), "now"),
        (json!({"mode": "frozen", "speed": 2}), "speed"),
        (json!({"mode": "frozen", "now": "yesterday"}), "now"),
        (json!({"mode": "shifted", "speed": 0}), "speed"),
        (json!({"mode": "shifted", "spede": 1}), "spede"),
    ] {
        let answer = control.put("/clock", body.clone()).await;
        assert_eq!(answer.status, 400, "{body}: {}", answer.text());
        assert!(answer.text().contains(word), "{body}: {}", answer.text());
    }
    for body in [
        json!({}),
        json!({"ms": -1}),
        json!({"ms": 1, "to": 5}),
        json!({"to": 5}),
    ] {
        let answer = control.post("/clock/advance", body.clone()).await;
        assert_eq!(answer.status, 400, "{body}: {}", answer.text());
    }
}
