//! Alerts fire by the metrics of the network: what `/alerts/{id}/stats` says is compared with
//! recorded points, minute by minute.
use crate::client::{Caller, Twin};
use serde_json::{Value, json};

/// 2017-09-01T00:30:00Z, where the clock stands.
const NOW: i64 = 1_504_225_800_000;

/// A web server with 100 responses in each 30 seconds, of which 30 were errors in the last five
/// minutes, and a device that nothing is recorded of.
fn fixture() -> String {
    let at = |ticks: i64| NOW - ticks * 30_000;
    let points = |from: i64, value: i64| {
        let points = (1..=from)
            .rev()
            .map(|ticks| format!("[{}, {value}]", at(ticks)));
        points.collect::<Vec<_>>().join(", ")
    };
    format!(
        "clock: 2017-09-01T00:30:00Z
devices:
  - {{id: 1, ipaddr4: 10.0.0.1, discover_time: {began}}}
  - {{id: 2, ipaddr4: 10.0.0.2, discover_time: {began}}}
metrics:
  - {{object_type: device, object_id: 1, category: http_server, name: rsp, points: [{rsp}]}}
  - {{object_type: device, object_id: 1, category: http_server, name: rsp_error, points: [{errors}]}}
",
        began = at(1000),
        rsp = points(40, 100),
        errors = points(10, 30),
    )
}

/// More than a quarter of the responses are errors.
fn alert() -> Value {
    json!({
        "name": "errors", "stat_name": "extrahop.device.http_server", "field_name": "rsp_error",
        "field_op": "/", "field_name2": "rsp", "operator": ">", "operand": "0.25",
        "interval_length": 30, "refire_interval": 300,
    })
}

fn with(mut object: Value, fields: Value) -> Value {
    for (name, value) in fields.as_object().unwrap() {
        object[name] = value.clone();
    }
    object
}

/// The stats of a new alert that is assigned to the first device.
async fn stats_of(caller: &Caller, alert: Value) -> Value {
    let alert = with(alert, json!({"name": "changing"}));
    let id = caller.created("/alerts", alert).await;
    let assigned = caller
        .post(&format!("/alerts/{id}/devices/1"), Value::Null)
        .await;
    assert_eq!(assigned.status, 204);
    let stats = caller.json(&format!("/alerts/{id}/stats")).await;
    assert_eq!(caller.delete(&format!("/alerts/{id}")).await.status, 204);
    stats
}

#[tokio::test]
async fn an_alert_fires_while_its_condition_holds() {
    let twin = Twin::start(&fixture()).await;
    let caller = twin.full_write();
    let id = caller.created("/alerts", alert()).await;
    assert_eq!(
        caller.json(&format!("/alerts/{id}/stats")).await,
        json!([]),
        "it is assigned to nothing"
    );
    caller
        .post(&format!("/alerts/{id}/devices/1"), Value::Null)
        .await;
    // The first bucket with errors ends 270 seconds ago, and 300 seconds have not passed since.
    let row = json!({
        "id": 1, "alert_id": id, "stat_name": "extrahop.device.http_server",
        "field_name": "rsp_error", "param": null, "object_type": "device", "object_id": 1,
        "from": NOW - 30_000, "until": NOW, "value": 0.3, "firing": true, "suppressed": false,
        "since": NOW - 270_000, "last_sent": NOW - 270_000,
    });
    let path = format!("/alerts/{id}/stats");
    assert_eq!(caller.json(&path).await, json!([row.clone()]));

    let quiet = json!({"firing": false, "since": null, "last_sent": null});
    caller
        .patch(&format!("/alerts/{id}"), json!({"operand": "0.3"}))
        .await;
    assert_eq!(caller.json(&path).await, json!([with(row, quiet)]));
    caller
        .patch(&format!("/alerts/{id}"), json!({"operator": ">="}))
        .await;
    assert_eq!(caller.json(&path).await[0]["firing"], true);
    caller
        .patch(&format!("/alerts/{id}"), json!({"disabled": true}))
        .await;
    assert_eq!(caller.json(&path).await[0]["firing"], false);
    assert_eq!(caller.get("/alerts/999/stats").await.status, 404);
}

#[tokio::test]
async fn the_interval_is_what_is_looked_at() {
    let twin = Twin::start(&fixture()).await;
    let caller = twin.full_write();
    let minute = stats_of(&caller, with(alert(), json!({"interval_length": 60}))).await;
    assert_eq!(minute[0]["from"], NOW - 60_000);
    assert_eq!(minute[0]["value"], 0.3);
    // Half a minute of errors is not enough yet.
    assert_eq!(minute[0]["since"], NOW - 240_000);
    let ten = stats_of(&caller, with(alert(), json!({"interval_length": 600}))).await;
    assert_eq!(
        (&ten[0]["value"], &ten[0]["firing"]),
        (&json!(0.15), &json!(false))
    );
}

#[tokio::test]
async fn it_is_sent_again_after_the_refire_interval() {
    let twin = Twin::start(&fixture()).await;
    let caller = twin.full_write();
    let all_along =
        json!({"field_name": "rsp", "field_name2": null, "field_op": null, "operand": "99"});
    let often = stats_of(&caller, with(alert(), all_along.clone())).await;
    // It holds for 40 buckets, 1,170 seconds, and is sent every 300 of them.
    assert_eq!(often[0]["since"], NOW - 1_170_000);
    assert_eq!(often[0]["last_sent"], NOW - 270_000);
    let once = with(with(alert(), all_along), json!({"refire_interval": null}));
    assert_eq!(
        stats_of(&caller, once).await[0]["last_sent"],
        NOW - 1_170_000
    );
}

#[tokio::test]
async fn units_say_what_a_count_is_per() {
    let twin = Twin::start(&fixture()).await;
    let caller = twin.full_write();
    let plain = json!({"field_name2": null, "field_op": null, "interval_length": 60});
    for (units, value) in [
        ("none", 60.0),
        ("period", 60.0),
        ("1 sec", 1.0),
        ("1 min", 60.0),
        ("1 hr", 3600.0),
    ] {
        let count = with(with(alert(), plain.clone()), json!({"units": units}));
        assert_eq!(stats_of(&caller, count).await[0]["value"], value, "{units}");
        let ratio = with(alert(), json!({"units": units}));
        assert_eq!(stats_of(&caller, ratio).await[0]["value"], 0.3, "{units}");
    }
}

#[tokio::test]
async fn exclusion_intervals_keep_it_from_being_sent() {
    let twin = Twin::start(&fixture()).await;
    let caller = twin.full_write();
    let id = caller.created("/alerts", alert()).await;
    caller
        .post(&format!("/alerts/{id}/devices/1"), Value::Null)
        .await;
    let path = format!("/alerts/{id}/stats");
    let second = NOW / 1000;
    let interval = json!({"name": "early", "interval_type": "onetime", "start": second - 600, "end": second - 120});
    let interval = caller.created("/exclusionintervals", interval).await;
    assert_eq!(caller.json(&path).await[0]["last_sent"], NOW - 270_000);
    caller
        .post(
            &format!("/alerts/{id}/exclusionintervals/{interval}"),
            Value::Null,
        )
        .await;
    assert_eq!(caller.json(&path).await[0]["last_sent"], NOW - 120_000);

    // 2017-09-01 was a Friday, and it is half past midnight.
    let (daily, weekly) = (json!([0, 1801]), json!([4 * 86_400, 4 * 86_400 + 1801]));
    for (kind, times) in [("daily", daily), ("weekly", weekly)] {
        let all = json!({"name": kind, "interval_type": kind, "start": times[0], "end": times[1], "alert_apply_all": true});
        let all = caller.created("/exclusionintervals", all).await;
        let row = caller.json(&path).await[0].clone();
        assert_eq!(
            (&row["suppressed"], &row["firing"]),
            (&json!(true), &json!(true)),
            "{kind}"
        );
        assert_eq!(row["last_sent"], Value::Null, "{kind}");
        caller.delete(&format!("/exclusionintervals/{all}")).await;
        assert_eq!(caller.json(&path).await[0]["suppressed"], false, "{kind}");
    }
}

#[tokio::test]
async fn groups_and_apply_all_decide_on_what() {
    let twin = Twin::start(&fixture()).await;
    let caller = twin.full_write();
    let id = caller.created("/alerts", alert()).await;
    let path = format!("/alerts/{id}/stats");
    let about = async || {
        let rows = caller.json(&path).await;
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| row["object_id"].as_i64().unwrap())
            .collect::<Vec<_>>()
    };
    let group =
        json!({"name": "all", "dynamic": true, "field": "ip address", "value": "10.0.0.0/24"});
    let group = caller.created("/devicegroups", group).await;
    caller
        .post(&format!("/alerts/{id}/devicegroups/{group}"), Value::Null)
        .await;
    // Of a group those that have the metric, and what is assigned by itself in any case.
    assert_eq!(about().await, [1]);
    caller
        .post(&format!("/alerts/{id}/devices/2"), Value::Null)
        .await;
    assert_eq!(about().await, [1, 2]);
    let rows = caller.json(&path).await;
    assert_eq!(
        (&rows[1]["value"], &rows[1]["firing"]),
        (&Value::Null, &json!(false))
    );
    caller
        .post(
            &format!("/alerts/{id}/devicegroups"),
            json!({"unassign": [group]}),
        )
        .await;
    assert_eq!(about().await, [2]);
    caller
        .patch(&format!("/alerts/{id}"), json!({"apply_all": true}))
        .await;
    assert_eq!(about().await, [1, 2]);
}

#[tokio::test]
async fn what_it_says_is_what_the_metrics_say() {
    let twin = Twin::start("demo").await;
    let caller = twin.full_write();
    for (stat_name, object_type) in [
        ("extrahop.device.http_server", "device"),
        ("extrahop.application.http", "application"),
    ] {
        let watched = json!({"stat_name": stat_name, "field_name": "rsp", "operator": ">", "operand": "0", "interval_length": 1800, "apply_all": true, "name": stat_name});
        let id = caller.created("/alerts", watched).await;
        let rows = caller.json(&format!("/alerts/{id}/stats")).await;
        let rows = rows.as_array().unwrap();
        assert!(!rows.is_empty(), "{stat_name}");
        for row in rows.iter().take(5) {
            let query = json!({
                "cycle": "30sec", "from": row["from"], "until": row["until"],
                "object_type": object_type, "object_ids": [row["object_id"]],
                "metric_category": stat_name.rsplit('.').next(), "metric_specs": [{"name": "rsp"}],
            });
            let total = caller.post("/metrics/total", query).await.json();
            let value = total["stats"][0]["values"][0].as_f64().unwrap();
            assert_eq!(row["value"], value, "{row}");
            assert_eq!(row["firing"], value > 0.0, "{row}");
        }
    }
}

#[tokio::test]
async fn a_key_narrows_a_detail_metric_down() {
    let twin = Twin::start("demo").await;
    let caller = twin.full_write();
    let narrowed = json!({"stat_name": "extrahop.device.http_server", "field_name": "method", "param": {"key1": "POST"}, "operator": ">", "operand": "0", "interval_length": 1800, "apply_all": true, "name": "posts"});
    let id = caller.created("/alerts", narrowed).await;
    let posts = caller.json(&format!("/alerts/{id}/stats")).await;
    caller
        .patch(&format!("/alerts/{id}"), json!({"param": {}}))
        .await;
    let all = caller.json(&format!("/alerts/{id}/stats")).await;
    assert_eq!(
        (&posts[0]["param"], &all[0]["param"]),
        (&json!("POST"), &Value::Null)
    );
    let sum = |rows: &Value| -> f64 {
        let rows = rows.as_array().unwrap().iter();
        rows.filter_map(|row| row["value"].as_f64()).sum()
    };
    assert!(sum(&posts) > 0.0 && sum(&posts) < sum(&all));
}

#[tokio::test]
async fn an_alert_that_cannot_be_evaluated_is_not_stored() {
    let twin = Twin::start("demo").await;
    let caller = twin.full_write();
    let sound = json!({"stat_name": "extrahop.device.http_server", "field_name": "rsp_error", "field_name2": "rsp", "field_op": "/", "operator": ">", "operand": "0.5", "name": "sound"});
    let id = caller.created("/alerts", sound.clone()).await;
    let before = caller.json(&format!("/alerts/{id}")).await;
    let shape = "`stat_name` must be extrahop.OBJECT.CATEGORY, where OBJECT is device, application, capture or vlan";
    for (field, value, expected) in [
        (
            "stat_name",
            "extrahop.device.nonsense",
            "`stat_name`: there is no metric category `nonsense` of the object type device",
        ),
        (
            "stat_name",
            "extrahop.vlan.http_server",
            "`stat_name`: there is no metric category `http_server` of the object type vlan",
        ),
        ("stat_name", "extrahop.planet.net", shape),
        ("stat_name", "http_server", shape),
        (
            "field_name",
            "rsps",
            "`field_name`: extrahop.device.http_server has no metric `rsps`",
        ),
        (
            "field_name2",
            "rsps",
            "`field_name2`: extrahop.device.http_server has no metric `rsps`",
        ),
        (
            "operator",
            "!=",
            "`operator` must be one of \"==\", \">\", \"<\", \">=\", \"<=\", null",
        ),
        (
            "operand",
            "many",
            "`operand` must be a number written as text, such as \"0.001\"",
        ),
    ] {
        let mut alert = sound.clone();
        alert["name"] = json!(format!("{field} {value}"));
        alert[field] = json!(value);
        assert_eq!(caller.post("/alerts", alert).await.refusal(422), expected);
        let patch = json!({ field: value });
        let told = caller.patch(&format!("/alerts/{id}"), patch).await;
        assert_eq!(told.refusal(422), expected);
    }
    assert_eq!(caller.json(&format!("/alerts/{id}")).await, before);
    let fixture = "alerts:\n  - {name: a, stat_name: extrahop.device.net, field_name: bytes, operator: \"=>\", operand: \"1\"}\n";
    let fixture =
        wiretwin::twin::fixture::Fixture::parse(fixture, wiretwin::families::CONTENTS).unwrap();
    let drafted = fixture.draft(
        wiretwin::families::CONTENTS,
        Default::default(),
        0,
        wiretwin::base::seed::Seed(1),
        &Default::default(),
    );
    let told = drafted.err().unwrap();
    assert!(
        told.starts_with("line 2: alerts[0]: `operator`: there is no `=>`: did you mean `>=`?"),
        "{told}"
    );
}
