mod firing;
mod reach;

use super::lists::listed;
use crate::client::Twin;
use serde_json::{Value, json};

/// The least that makes an alert.
fn least(name: &str) -> Value {
    json!({"name": name, "stat_name": "extrahop.device.http_server", "field_name": "rsp_error", "operator": ">", "operand": "5"})
}
fn least_with(field: &str, value: Value) -> Value {
    let mut alert = least("a");
    alert[field] = value;
    alert
}

#[tokio::test]
async fn an_alert_is_filled_in() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let mut sent = least("Errors");
    sent["id"] = json!(99);
    sent["colour"] = json!("red");
    sent["object_type"] = json!("device");
    assert_eq!(caller.created("/alerts", sent).await, 2);
    let alert = json!({
        "id": 2,
        "mod_time": 1447975207000i64,
        "name": "Errors",
        "description": null,
        "author": "full_write",
        "type": "threshold",
        "severity": 3,
        "disabled": false,
        "apply_all": false,
        "stat_name": "extrahop.device.http_server",
        "field_name": "rsp_error",
        "field_name2": null,
        "field_op": null,
        "operator": ">",
        "operand": "5",
        "param": {},
        "param2": {},
        "units": "none",
        "interval_length": 30,
        "refire_interval": null,
        "notify_snmp": true,
        "cc": []
    });
    assert_eq!(caller.json("/alerts/2").await, alert);
    assert_eq!(listed(&caller, "/alerts").await, [1, 2]);
    let copy = caller.json("/alerts/1").await;
    assert_eq!(copy["author"], "ExtraHop", "the one of the fixture");
}

#[tokio::test]
async fn every_field_is_set_changed_and_cleared() {
    let twin = Twin::start("empty").await;
    let caller = twin.full_write();
    let mut whole = json!({
        "name": "Ratio",
        "description": "d",
        "author": "me",
        "type": "threshold",
        "severity": 0,
        "disabled": true,
        "apply_all": true,
        "stat_name": "extrahop.application.db",
        "field_name": "rsp_error",
        "field_name2": "rsp",
        "field_op": "/",
        "operator": "<=",
        "operand": "0.001",
        "param": {"key": "/GET/"},
        "param2": {"percentile": 95},
        "units": "1 min",
        "interval_length": 1800,
        "refire_interval": 14400,
        "notify_snmp": false,
        "cc": ["ops@example.com"]
    });
    let id = caller.created("/alerts", whole.clone()).await;
    let path = format!("/alerts/{id}");
    let shown = async || {
        let mut shown = caller.json(&path).await;
        let fields = shown.as_object_mut().unwrap();
        fields.remove("id");
        fields.remove("mod_time");
        shown
    };
    assert_eq!(shown().await, whole);
    for (field, value) in [
        ("name", json!("Other")),
        ("severity", json!(7)),
        ("interval_length", json!(60)),
        ("refire_interval", json!(null)),
        ("description", json!(null)),
        ("units", json!("period")),
        ("operator", json!("==")),
        ("cc", json!([])),
    ] {
        let answer = caller.patch(&path, json!({ field: value })).await;
        assert_eq!((answer.status, answer.text()), (204, String::new()));
        whole[field] = value;
        assert_eq!(shown().await, whole, "{field} alone has changed");
    }
    let answer = caller
        .patch(&path, json!({"field_op": null, "field_name2": null}))
        .await;
    assert_eq!(answer.status, 204);
    assert_eq!(shown().await["field_op"], json!(null));
    assert_eq!(caller.delete(&path).await.status, 204);
    let told = caller.get(&path).await.refusal(404);
    assert_eq!(told, format!("There is no alert with the id {id}."));
    assert_eq!(caller.delete(&path).await.refusal(404), told);
    assert_eq!(caller.patch(&path, json!({})).await.refusal(404), told);
}

#[tokio::test]
async fn a_change_sets_mod_time() {
    let twin = Twin::start(
        r#"
clock: 2015-11-19T23:20:07Z
alerts:
  - {name: a, mod_time: 1447000000000, stat_name: extrahop.device.http_server, field_name: rsp, operator: ">", operand: "1"}
"#,
    )
    .await;
    let caller = twin.full_write();
    let changed = async || caller.json("/alerts/1").await["mod_time"].clone();
    assert_eq!(changed().await, 1447000000000i64);
    let patch = json!({"severity": 1, "mod_time": 5});
    assert_eq!(caller.patch("/alerts/1", patch).await.status, 204);
    assert_eq!(changed().await, 1447975207000i64);
}

#[tokio::test]
async fn a_value_that_is_not_allowed_is_refused() {
    let twin = Twin::start("empty").await;
    let caller = twin.full_write();
    let id = caller.created("/alerts", least("kept")).await;
    let kept = caller.json("/alerts").await;
    for (field, value) in [
        ("name", json!("")),
        ("type", json!("trend")),
        ("type", json!("detection")),
        ("severity", json!(8)),
        ("severity", json!(-1)),
        ("stat_name", json!(null)),
        ("stat_name", json!("")),
        ("field_name", json!(null)),
        ("operator", json!(null)),
        ("operator", json!("!=")),
        ("operand", json!(null)),
        ("operand", json!("many")),
        ("field_op", json!("*")),
        ("field_op", json!("/")),
        ("field_name2", json!("rsp")),
        ("units", json!("1 day")),
        ("interval_length", json!(31)),
        ("refire_interval", json!(60)),
    ] {
        let answer = caller
            .post("/alerts", least_with(field, value.clone()))
            .await;
        let told = answer.refusal(422);
        assert!(told.contains(&format!("`{field}`")), "{told}");
        let path = format!("/alerts/{id}");
        let answer = caller.patch(&path, json!({ field: value })).await;
        assert_eq!(answer.refusal(422), told, "a change follows the same rules");
    }
    for field in ["name", "stat_name", "field_name", "operator", "operand"] {
        let mut without = least("a");
        without.as_object_mut().unwrap().remove(field);
        let told = caller.post("/alerts", without).await.refusal(422);
        assert!(
            told.starts_with(&format!("`{field}` is required")),
            "{told}"
        );
    }
    for (field, value) in [
        ("name", json!(5)),
        ("severity", json!("3")),
        ("severity", json!(2.5)),
        ("disabled", json!("no")),
        ("apply_all", json!(null)),
        ("operand", json!(5)),
        ("param", json!("GET")),
        ("cc", json!("ops@example.com")),
        ("cc", json!([5])),
        ("interval_length", json!("30")),
    ] {
        let answer = caller.post("/alerts", least_with(field, value)).await;
        let told = answer.refusal(400);
        assert!(told.starts_with(&format!("`{field}")), "{told}");
    }
    assert_eq!(caller.json("/alerts").await, kept);
}

#[tokio::test]
async fn an_operand_is_a_number() {
    let twin = Twin::start("empty").await;
    let caller = twin.full_write();
    for (at, good) in ["0", "-1", "0.001", "1e3"].iter().enumerate() {
        let mut alert = least(good);
        alert["operand"] = json!(good);
        assert_eq!(caller.created("/alerts", alert).await, at as i64 + 1);
    }
    for bad in ["NaN", "inf", "-infinity"] {
        let answer = caller
            .post("/alerts", least_with("operand", json!(bad)))
            .await;
        assert!(answer.refusal(422).contains("`operand`"), "{bad}");
    }
}

#[tokio::test]
async fn a_name_is_used_once() {
    let twin = Twin::start("empty").await;
    let caller = twin.full_write();
    caller.created("/alerts", least("a")).await;
    caller.created("/alerts", least("b")).await;
    let told = "`name`: The specified alert name already exists.";
    let again = caller.post("/alerts", least("a")).await;
    assert_eq!(again.refusal(422), told);
    let name = |name: &str| json!({ "name": name });
    let taken = caller.patch("/alerts/2", name("a")).await;
    assert_eq!(taken.refusal(422), told);
    assert_eq!(caller.patch("/alerts/1", name("a")).await.status, 204);
    caller.delete("/alerts/1").await;
    assert_eq!(caller.patch("/alerts/2", name("a")).await.status, 204);
}
