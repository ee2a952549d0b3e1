//! Recorded points of every type of object, through the API.
use super::answer;
use crate::client::{Caller, Twin};
use serde_json::{Value, json};

/// A web server and its client, and what was recorded in the half minutes from 23:18:30 on.
const RECORDED: &str = "
clock: 2015-11-19T23:20:07Z
devices:
  - {id: 1, ipaddr4: 10.0.0.1, is_l3: true, vlanid: 7, auto_role: gateway}
  - {id: 2, ipaddr4: 10.0.0.2, is_l3: true, vlanid: 7, auto_role: gateway}
devicegroups: [{name: all}]
vlans: [{vlanid: 7, name: Seven}]
applications: [{id: 4, display_name: Shop}]
assignments:
  devicegroups/devices: [{parent: all, children: [1, 2]}]
metrics:
  - {object_id: 1, category: net, name: pkts_in, points: [[1447975110000, 5], [1447975140000, 6]]}
  - {object_id: 10.0.0.2, category: net, name: pkts_in, points: [[1447975140000, 30]]}
  - {object_type: network, object_id: 0, category: net, name: pkts, points: [[1447975110000, 70]]}
  - {object_type: vlan, object_id: Seven, category: net, name: pkts, points: [[1447975140000, 80]]}
  - {object_type: application, object_id: Shop, category: http, name: req, points: [[1447975110000, 9], [1447975170000, 1]]}
  - {object_type: application, object_id: 4, category: custom, name: orders, points: [[1447975140000, 3]]}
  - {object_type: system, object_id: 0, category: capture, name: trigger_drops, points: [[1447975110000, 11]]}
";

fn about(kind: &str, id: i64, category: &str, metric: &str) -> Value {
    json!({
        "cycle": "30sec", "from": 1447975110000i64, "until": 1447975200000i64,
        "object_type": kind, "object_ids": [id],
        "metric_category": category, "metric_specs": [{"name": metric}]
    })
}

/// The three half minutes of an object, which the totals are the sum of.
async fn assert_recorded(caller: &Caller, query: Value, oid: i64, values: [i64; 3]) {
    let row = |oid: i64, time: i64, duration: i64, value: i64| json!({"oid": oid, "time": time, "duration": duration, "values": [value]});
    let said = answer(caller, "/metrics", query.clone()).await;
    let rows = values
        .iter()
        .zip([1447975110000, 1447975140000, 1447975170000]);
    let rows: Vec<Value> = rows
        .map(|(value, time)| row(oid, time, 30_000, *value))
        .collect();
    assert_eq!(said["stats"], json!(rows), "{query}");
    let sum = values.iter().sum();
    for (path, oid) in [("/metrics/total", -1), ("/metrics/totalbyobject", oid)] {
        let said = answer(caller, path, query.clone()).await;
        let expected = json!([row(oid, 1447975110000, 90_000, sum)]);
        assert_eq!(said["stats"], expected, "{path} {query}");
    }
}

#[tokio::test]
async fn objects_of_every_type_have_recorded_points() {
    let twin = Twin::start(RECORDED).await;
    let caller = twin.read_only();
    for (kind, id, category, metric, values) in [
        ("device", 1, "net", "pkts_in", [5, 6, 0]),
        ("device", 2, "net", "pkts_in", [0, 30, 0]),
        ("network", 0, "net", "pkts", [70, 0, 0]),
        ("capture", 0, "net", "pkts", [70, 0, 0]),
        ("vlan", 7, "net", "pkts", [0, 80, 0]),
        ("application", 4, "http", "req", [9, 0, 1]),
        ("application", 4, "custom", "orders", [0, 3, 0]),
        ("application", 4, "custom", "returns", [0, 0, 0]),
        ("application", 0, "http", "req", [0, 0, 0]),
        ("system", 0, "capture", "trigger_drops", [11, 0, 0]),
    ] {
        assert_recorded(&caller, about(kind, id, category, metric), id, values).await;
    }
    // A group sums what was recorded of its devices.
    let query = about("device_group", 1, "net", "pkts_in");
    for (path, oid) in [("/metrics/total", -1), ("/metrics/totalbyobject", 1)] {
        let said = answer(&caller, path, query.clone()).await;
        assert_eq!(said["stats"][0]["oid"], oid);
        assert_eq!(said["stats"][0]["values"], json!([41]));
    }
    // An application shows what was recorded of it.
    let seen = caller.json("/applications/4/activity").await;
    assert_eq!(seen.as_array().unwrap().len(), 1);
    assert_eq!(seen[0]["stat_name"], "extrahop.application.http");
    assert_eq!(seen[0]["from_time"], 1447975110000i64);
}

#[tokio::test]
async fn recorded_points_stand_on_the_first_node() {
    let twin = Twin::start_with(RECORDED, &["--platform", "command"]).await;
    let caller = twin.read_only();
    let east = 1 << 32;
    for (kind, id, category, metric, values) in [
        ("device", east + 1, "net", "pkts_in", [5, 6, 0]),
        ("network", east, "net", "pkts", [70, 0, 0]),
        ("network", 2 * east, "net", "pkts", [0, 0, 0]),
        ("vlan", east + 7, "net", "pkts", [0, 80, 0]),
        ("application", east + 4, "http", "req", [9, 0, 1]),
        ("system", 0, "capture", "trigger_drops", [11, 0, 0]),
    ] {
        assert_recorded(&caller, about(kind, id, category, metric), id, values).await;
    }
}

#[test]
fn points_of_nothing_are_refused() {
    use wiretwin::{
        base::{platform::Platform, seed::Seed},
        extrahop::resources::simulation,
        twin::fixture::Fixture,
    };
    for (one, expected) in [
        (
            "object_type: application, object_id: 9, category: http",
            "metrics[0].object_id: no application has the id 9",
        ),
        (
            "object_type: vlan, object_id: 9, category: net",
            "metrics[0].object_id: no vlan has the id 9",
        ),
        (
            "object_type: network, object_id: 9, category: net",
            "metrics[0].object_id: no network has the id 9",
        ),
        (
            "object_type: application, object_id: Shop, category: http",
            "line 2: metrics[0].object_id: there is no application named `Shop`",
        ),
        (
            "object_type: device_group, object_id: 1, category: net",
            "metrics[0].object_type: a group is the sum of its devices; record the values of those",
        ),
    ] {
        let text = format!("metrics:\n  - {{{one}, name: req, points: []}}\n");
        let fixture = Fixture::parse(&text, wiretwin::families::CONTENTS).unwrap();
        let draft = fixture.draft(
            wiretwin::families::CONTENTS,
            Platform::Discover,
            0,
            Seed(1),
            &wiretwin::twin::access::Credentials::default(),
        );
        let told = match draft {
            Ok(draft) => simulation::network(&draft, Seed(1)).unwrap_err(),
            Err(why) => why,
        };
        assert_eq!(told, expected);
    }
}
