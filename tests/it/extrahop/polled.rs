//! Groups on a Command appliance: its nodes are asked one by one.
use super::command::{EAST, TWO, WEST, about, answer};
use super::lists::each;
use crate::client::{Caller, Twin};
use serde_json::{Value, json};

const PATHS: [&str; 3] = ["/metrics", "/metrics/total", "/metrics/totalbyobject"];

/// Asks about groups; the xid, and how many nodes will answer.
async fn begun(caller: &Caller, path: &str, query: &Value) -> (i64, usize) {
    let begun = answer(caller, path, query.clone()).await;
    let (xid, count) = (&begun["xid"], &begun["num_results"]);
    assert_eq!(begun, json!({"xid": xid, "num_results": count}));
    (
        xid.as_i64().unwrap(),
        count.as_u64().unwrap().try_into().unwrap(),
    )
}

/// What the next node says, or null.
async fn next(caller: &Caller, xid: i64) -> Value {
    loop {
        let said = caller.json(&format!("/metrics/next/{xid}")).await;
        if said != json!("again") {
            return said;
        }
    }
}

/// The answers of all nodes, with null after them.
async fn polled(caller: &Caller, path: &str, query: &Value) -> Vec<Value> {
    let (xid, count) = begun(caller, path, query).await;
    let mut all = vec![];
    for _ in 0..count {
        all.push(next(caller, xid).await);
    }
    assert_eq!(next(caller, xid).await, Value::Null);
    assert_eq!(next(caller, xid).await, Value::Null, "it stays so");
    all
}

#[tokio::test]
async fn each_node_answers_for_its_devices() {
    for firmware in ["5.1", "9.8"] {
        let twin = Twin::start_with(TWO, &["--firmware", firmware]).await;
        let caller = twin.read_only();
        let parts = [(1, vec![EAST + 7, EAST + 8]), (2, vec![WEST + 1])];
        for path in PATHS {
            let query = about("device_group", "net", "bytes", json!([1]));
            let said = polled(&caller, path, &query).await;
            assert_eq!(said.len(), 2);
            for (said, (node, devices)) in said.iter().zip(&parts) {
                let query = about("device", "net", "bytes", json!(devices));
                let mut own = answer(&caller, path, query).await;
                if path == "/metrics/totalbyobject" {
                    // The row of the group is the sum of its devices.
                    let values = own["stats"].as_array().unwrap().iter();
                    let sum: i64 = values.map(|row| row["values"][0].as_i64().unwrap()).sum();
                    let (time, duration) = (&own["stats"][0]["time"], 1_800_000);
                    own["stats"] =
                        json!([{"oid": 1, "time": time, "duration": duration, "values": [sum]}]);
                }
                assert_eq!(*said, own, "{path}");
                assert_eq!(said["node_id"], *node);
            }
        }
    }
}

#[tokio::test]
async fn the_nodes_together_say_what_the_network_saw() {
    let twin = Twin::start(TWO).await;
    let caller = twin.read_only();
    let all = json!([EAST + 7, EAST + 8, WEST + 1]);
    let whole = about("device", "net", "bytes", all);
    let group = about("device_group", "net", "bytes", json!([1]));
    let rows = |said: &[Value]| -> Vec<Value> {
        let lists = said.iter().map(|one| one["stats"].as_array().unwrap());
        lists.flatten().cloned().collect()
    };
    let said = polled(&caller, "/metrics", &group).await;
    let devices = answer(&caller, "/metrics", whole.clone()).await;
    assert_eq!(rows(&said), *devices["stats"].as_array().unwrap());
    assert_eq!(rows(&said).len(), 3 * 6);
    let said = polled(&caller, "/metrics/total", &group).await;
    let total = answer(&caller, "/metrics/total", whole).await;
    let values = rows(&said).into_iter();
    let sum: i64 = values.map(|row| row["values"][0].as_i64().unwrap()).sum();
    assert_eq!(total["stats"][0]["values"], json!([sum]));
    // No device of the East asks for names.
    let clients = about("activity_group", "dns_client", "req", json!([11]));
    let said = polled(&caller, "/metrics", &clients).await;
    assert_eq!(said[0]["stats"], json!([]));
    assert_eq!(said[0]["node_id"], 1);
    assert_eq!(each(&said[1]["stats"], "oid"), [WEST + 1; 6]);
}

#[tokio::test]
async fn a_custom_device_is_answered_for_by_its_node() {
    let twin = Twin::start(TWO).await;
    let caller = twin.full_write();
    let custom = caller
        .created("/customdevices", json!({"name": "All of VLAN 20"}))
        .await;
    let criterion = json!({"vlan_min": 20, "vlan_max": 20});
    let path = format!("/customdevices/{custom}/criteria");
    assert_eq!(caller.post(&path, criterion).await.status, 201);
    let devices = caller.json("/devices?search_type=type&value=custom").await;
    let device = devices[0]["id"].as_i64().unwrap();
    let group = caller.created("/devicegroups", json!({"name": "a"})).await;
    let path = format!("/devicegroups/{group}/devices");
    let assigned = caller.post(&path, json!({"assign": [device]})).await;
    assert_eq!(assigned.status, 204);
    let query = about("device_group", "net", "bytes", json!([group]));
    let said = polled(&caller, "/metrics", &query).await;
    assert_eq!(said.len(), 2);
    let alone = about("device", "net", "bytes", json!([device]));
    let alone = answer(&caller, "/metrics", alone).await;
    let values = |answer: &Value| -> Vec<Value> {
        let stats = answer["stats"].as_array().unwrap().iter();
        stats.map(|one| one["values"].clone()).collect()
    };
    assert_eq!(values(&said[0]), values(&alone));
    assert_eq!(
        (&said[0]["node_id"], &alone["node_id"]),
        (&json!(1), &json!(1))
    );
}

#[tokio::test]
async fn an_xid_is_for_who_asked() {
    let twin = Twin::start(TWO).await;
    let (caller, other) = (twin.read_only(), twin.full_system());
    let query = about("device_group", "net", "bytes", json!([1]));
    let (xid, _) = begun(&caller, "/metrics", &query).await;
    let (theirs, _) = begun(&other, "/metrics/total", &query).await;
    assert_ne!(xid, theirs);
    for (caller, xid) in [(&caller, theirs), (&other, xid), (&caller, 99)] {
        let told = caller.get(&format!("/metrics/next/{xid}")).await;
        let expected = format!("There is no metric query of yours with the xid {xid}.");
        assert_eq!(told.refusal(404), expected);
    }
    assert_eq!(
        caller.get("/metrics/next/first").await.refusal(404),
        "`id` must be an integer, not `first`."
    );
    // Both are still whole.
    assert_eq!(next(&caller, xid).await["node_id"], 1);
    assert_eq!(next(&other, theirs).await["stats"][0]["oid"], -1);
}

#[tokio::test]
async fn clients_that_poll_at_once_share_the_nodes() {
    let twin = Twin::start(TWO).await;
    let caller = twin.read_only();
    let query = about("device_group", "net", "bytes", json!([1]));
    let (one, _) = begun(&caller, "/metrics", &query).await;
    let (other, _) = begun(&caller, "/metrics", &query).await;
    let asked = [one, other, one, other, one, other].map(|xid| {
        let caller = caller.clone();
        tokio::spawn(async move { (xid, next(&caller, xid).await["node_id"].as_i64()) })
    });
    let mut said = vec![];
    for answer in asked {
        said.push(answer.await.unwrap());
    }
    said.sort_unstable();
    let whole = |xid| [(xid, None), (xid, Some(1)), (xid, Some(2))];
    assert_eq!(said, [whole(one), whole(other)].concat());
}

#[tokio::test]
async fn what_takes_a_while_is_asked_for_again() {
    let fixture = "
platform: command
network:
  subnets:
    - {cidr: 10.1.0.0/16, vlan: 1, devices: {pc: 400, http_server: 5, gateway: 1}}
devicegroups: [{name: all, dynamic: true, field: any, value: \".\"}]
";
    let twin = Twin::start(fixture).await;
    let caller = twin.read_only();
    let mut query = about("device_group", "net", "bytes", json!([1]));
    query["cycle"] = json!("30sec");
    query["from"] = json!(-7_200_000);
    let metrics = ["bytes", "bytes_in", "pkts_in", "pkts_out"].map(|name| json!({"name": name}));
    query["metric_specs"] = json!(metrics);
    let (xid, count) = begun(&caller, "/metrics", &query).await;
    assert_eq!(count, 2);
    let path = format!("/metrics/next/{xid}");
    assert_eq!(caller.json(&path).await, "again");
    let said = next(&caller, xid).await;
    assert_eq!(said["node_id"], 1);
    assert_eq!(said["stats"].as_array().unwrap().len(), 406 * 240);
    assert_eq!(next(&caller, xid).await["stats"], json!([]));
    assert_eq!(next(&caller, xid).await, Value::Null);
}

#[tokio::test]
async fn what_cannot_be_answered_is_refused_at_once() {
    let twin = Twin::start(TWO).await;
    let caller = twin.read_only();
    let ask = |category: &str, metric: &str, cycle: &str, from: i64| {
        let mut query = about("device_group", category, metric, json!([1]));
        (query["cycle"], query["from"]) = (json!(cycle), json!(from));
        query
    };
    for (query, expected) in [
        (
            ask("chess", "moves", "auto", -1),
            "`metric_category`: invalid stat name 'extrahop.device.chess' (-32602)",
        ),
        (
            ask("net", "moves", "auto", -1),
            "`metric_specs`: Provided spec name or category is incorrect",
        ),
        (
            ask("net", "bytes", "1sec", -600_000_000),
            "the answer would have 1800000 rows and 1000000 are the most; \
             ask for a shorter time, a longer cycle or fewer objects, or for a total",
        ),
    ] {
        let told = caller.post("/metrics", query).await;
        assert_eq!(told.refusal(400), expected);
    }
}

#[tokio::test]
async fn other_queries_are_answered_at_once() {
    let twin = Twin::start(TWO).await;
    let caller = twin.read_only();
    for (kind, id) in [("device", EAST + 7), ("network", EAST), ("system", 0)] {
        let category = if kind == "system" { "capture" } else { "net" };
        let metric = if kind == "system" { "pkts" } else { "bytes" };
        for path in PATHS {
            let said = answer(&caller, path, about(kind, category, metric, json!([id]))).await;
            assert!(said["stats"].is_array() && said.get("xid").is_none());
        }
    }
    // A Discover appliance asks nobody.
    let twin = Twin::start("demo").await;
    let caller = twin.read_only();
    for path in PATHS {
        let query = about("device_group", "net", "bytes", json!([1]));
        let said = answer(&caller, path, query).await;
        assert!(said["stats"].is_array() && said.get("xid").is_none());
    }
    caller.get("/metrics/next/1").await.refusal(404);
}
