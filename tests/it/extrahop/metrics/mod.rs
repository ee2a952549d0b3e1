mod demo;
mod folds;
mod packetstore;
mod recorded;
mod refusals;
mod time;
mod values;

use super::lists::each;
use crate::client::{Caller, Twin};
use serde_json::{Value, json};

/// The metric clock of the guide's twin: 23:20:00, whatever the seconds of its clock.
const CLOCK: i64 = 1447975200000;

/// A web server of the guide's twin.
const WEB: i64 = 10425;

/// A query about devices in the last five minutes.
fn ask(category: &str, specs: Value, ids: Value) -> Value {
    json!({
        "cycle": "auto",
        "from": -300000,
        "until": 0,
        "object_type": "device",
        "object_ids": ids,
        "metric_category": category,
        "metric_specs": specs
    })
}
fn about(object_type: &str, category: &str, specs: Value, ids: Value) -> Value {
    let mut query = ask(category, specs, ids);
    query["object_type"] = json!(object_type);
    query
}
async fn answer(caller: &Caller, path: &str, query: Value) -> Value {
    let answer = caller.post(path, query).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}
async fn rows(caller: &Caller, path: &str, query: Value) -> Value {
    answer(caller, path, query).await["stats"].clone()
}
/// The numbers that the rows hold at a place of `values`.
fn numbers(rows: &Value, at: usize) -> Vec<i64> {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row["values"][at].as_i64().unwrap())
        .collect()
}

/// Example 3 with its body as it is printed.
#[tokio::test]
async fn the_query_of_the_guide() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    let body = br#"{
  "cycle": "auto",
  "from": -1800000,
  "until": 0,
  "metric_category": "http_client",
  "metric_specs": [
    {
      "name": "req"
    }
  ],
  "object_ids": [
    9363
  ],
  "object_type": "device"
}"#;
    let got = caller.send("POST", "/metrics", &[], body).await;
    assert_eq!(got.status, 200);
    assert_eq!(got.header("location"), None);
    let mut whole = got.json();
    let stats = whole.as_object_mut().unwrap().remove("stats").unwrap();
    assert_eq!(
        whole,
        json!({"cycle": "30sec", "node_id": 0, "clock": CLOCK, "from": CLOCK - 1_800_000, "until": CLOCK})
    );
    let printed = [
        (1447973460000i64, 2),
        (1447973490000, 0),
        (1447973520000, 1),
        (1447973550000, 2),
    ];
    let printed = printed
        .map(|(time, req)| json!({"oid": 9363, "time": time, "duration": 30000, "values": [req]}));
    assert_eq!(stats.as_array().unwrap()[2..6], printed);
    let times: Vec<i64> = (0..60).map(|n| CLOCK - 1_800_000 + n * 30_000).collect();
    assert_eq!(each(&stats, "time"), times, "a row for every bucket");
    assert!(each(&stats, "oid").iter().all(|oid| *oid == 9363));
}

#[tokio::test]
async fn what_is_recorded_is_answered_whole() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    let mut query = ask("http_client", json!([{"name": "req"}]), json!([9363]));
    query["from"] = json!(1447973460000i64);
    query["until"] = json!(1447973580000i64);
    let row = |time: i64, duration: i64, req: i64| json!({"oid": 9363, "time": time, "duration": duration, "values": [req]});
    let mut whole = json!({
        "stats": [
            row(1447973460000, 30000, 2),
            row(1447973490000, 30000, 0),
            row(1447973520000, 30000, 1),
            row(1447973550000, 30000, 2),
        ],
        "cycle": "30sec",
        "node_id": 0,
        "clock": CLOCK,
        "from": 1447973460000i64,
        "until": 1447973580000i64
    });
    assert_eq!(answer(&caller, "/metrics", query.clone()).await, whole);
    whole["stats"] = json!([row(1447973460000, 120000, 5)]);
    let by_object = answer(&caller, "/metrics/totalbyobject", query.clone()).await;
    assert_eq!(by_object, whole);
    whole["stats"][0]["oid"] = json!(-1);
    assert_eq!(answer(&caller, "/metrics/total", query).await, whole);
}

#[tokio::test]
async fn the_same_question_has_the_same_answer() {
    let specs = json!([{"name": "req"}, {"name": "tprocess"}, {"name": "status_code"}]);
    let query = ask("http_server", specs, json!([WEB, WEB + 1]));
    let twins = [Twin::start("guide").await, Twin::start("guide").await];
    let mut texts = vec![];
    for caller in [
        twins[0].read_only(),
        twins[0].full_system(),
        twins[1].read_only(),
    ] {
        texts.push(caller.post("/metrics", query.clone()).await.text());
    }
    assert_eq!(texts[0], texts[1]);
    assert_eq!(texts[0], texts[2]);
    let caller = twins[0].read_only();
    let short = rows(&caller, "/metrics", query.clone()).await;
    let mut query = query;
    query["from"] = json!(-360000);
    let long = rows(&caller, "/metrics", query).await;
    let [short, long] = [&short, &long].map(|rows| rows.as_array().unwrap());
    assert_eq!((short.len(), long.len()), (20, 24));
    assert!(short.iter().all(|row| long.contains(row)));
    assert!(short.iter().any(|row| row["values"][0] != 0));
}

#[tokio::test]
async fn rows_of_one_object_stand_together_in_the_order_of_time() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    let specs = json!([{"name": "rsp"}, {"name": "req"}, {"name": "rsp"}]);
    let query = ask("http_server", specs, json!([WEB + 1, WEB, WEB + 1]));
    let stats = rows(&caller, "/metrics", query).await;
    let oids = each(&stats, "oid");
    assert_eq!(oids[..10], [WEB + 1; 10]);
    assert_eq!(
        oids[10..],
        [WEB; 10],
        "an object that is asked for twice has its rows once"
    );
    let times: Vec<i64> = (0..10).map(|n| CLOCK - 300_000 + n * 30_000).collect();
    assert_eq!(each(&stats, "time"), [&times[..], &times[..]].concat());
    assert_eq!(numbers(&stats, 0), numbers(&stats, 2));
    let pairs = std::iter::zip(numbers(&stats, 0), numbers(&stats, 1));
    assert!(pairs.clone().all(|(rsp, req)| rsp <= req + 1));
    assert!(pairs.clone().any(|(rsp, _)| rsp > 0));
}
