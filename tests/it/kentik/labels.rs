//! Device labels, and devices that have them.
use super::devices::router;
use crate::client::{Caller, Twin};
use serde_json::{Value, json};

const START: &str = "clock: 2021-01-08T08:10:00Z\n";
const NONE: Value = Value::Null;

async fn label(caller: &Caller, name: &str) -> i64 {
    let sent = json!({"name": name, "color": "#00FF00"});
    let made = caller.post("/deviceLabels", sent).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()["id"].as_i64().unwrap()
}

#[tokio::test]
async fn a_label_is_made_read_changed_and_deleted() {
    let twin = Twin::start(START).await;
    let caller = twin.administrator();
    let sent = json!({"id": 9, "name": "apitest-label-1", "color": "#00FF00", "order": 5, "user_id": null, "devices": []});
    let made = caller.post("/deviceLabels", sent).await;
    assert_eq!((made.status, made.header("location")), (201, None));
    let mut label = json!({
        "id": 1,
        "name": "apitest-label-1",
        "color": "#00FF00",
        "user_id": "2",
        "company_id": "74333",
        "order": 0,
        "devices": [],
        "created_date": "2021-01-08T08:10:00.000Z",
        "updated_date": "2021-01-08T08:10:00.000Z",
    });
    assert_eq!(made.json(), label);
    let member = twin.member();
    assert_eq!(member.json("/deviceLabels/1").await, label);
    assert_eq!(member.json("/deviceLabels").await, json!([label]));

    // Its own name is no duplicate, and what is not sent stays.
    let same = caller
        .put("/deviceLabels/1", json!({"name": "apitest-label-1"}))
        .await;
    assert_eq!((same.status, same.json()), (200, label.clone()));
    let changed = json!({"name": "apitest-label-two", "color": "#aa00FF"});
    label["name"] = changed["name"].clone();
    label["color"] = changed["color"].clone();
    let answer = caller.put("/deviceLabels/1", changed).await;
    assert_eq!((answer.status, answer.json()), (200, label));

    let gone = caller.delete("/deviceLabels/1").await;
    assert_eq!((gone.status, gone.json()), (200, json!({"success": true})));
    assert_eq!(
        caller.get("/deviceLabels/1").await.refusal(404),
        "There is no device label with the id 1."
    );
    assert_eq!(caller.delete("/deviceLabels/1").await.status, 404);
    assert_eq!(caller.get("/deviceLabels/apitest").await.status, 404);
}

#[tokio::test]
async fn what_breaks_a_rule_changes_nothing() {
    let twin = Twin::start(START).await;
    let caller = twin.administrator();
    let id = label(&caller, "first").await;
    label(&caller, "second").await;
    let before = caller.json("/deviceLabels").await;
    let told = async |body: Value| caller.post("/deviceLabels", body).await.refusal(400);
    assert_eq!(
        told(json!({"name": "first", "color": "#000000"})).await,
        "Device label name (first) Already Exists"
    );
    assert_eq!(
        told(json!({"color": "#000000"})).await,
        "`name` is required: a string"
    );
    assert_eq!(
        told(json!({"name": "third"})).await,
        "`color` is required: a string"
    );
    assert_eq!(
        told(json!({"name": "a".repeat(101), "color": "#000000"})).await,
        "`name` must be at most 100 characters long"
    );
    assert_eq!(
        told(json!({"name": "", "color": "#000000"})).await,
        "`name` must be a text that is not empty"
    );
    for color in ["000000", "#00000", "#0000000", "#00000g", "red"] {
        assert_eq!(
            told(json!({"name": "third", "color": color})).await,
            "`color` must be a text that matches ^#[0-9A-Fa-f]{6}$",
            "{color}"
        );
    }
    let path = format!("/deviceLabels/{id}");
    let told = async |body: Value| caller.put(&path, body).await.refusal(400);
    assert_eq!(
        told(json!({"color": "#000000"})).await,
        "`name` is required: a string"
    );
    assert_eq!(
        told(json!({"name": "second"})).await,
        "Device label name (second) Already Exists"
    );
    assert_eq!(
        told(json!({"name": NONE})).await,
        "`name` must be a string, not null"
    );
    assert_eq!(caller.json("/deviceLabels").await, before);
    // Names differ by their case.
    label(&caller, "First").await;
}

#[tokio::test]
async fn a_device_has_the_labels_of_the_last_call_and_no_others() {
    let twin = Twin::start(START).await;
    let caller = twin.administrator();
    caller.post("/device", router("edge_1", "192.0.2.1")).await;
    let (first, second) = (
        label(&caller, "first").await,
        label(&caller, "second").await,
    );
    let applied = |id: i64, name: &str| {
        json!({
            "id": id,
            "name": name,
            "description": null,
            "edate": "2021-01-08T08:10:00.000Z",
            "cdate": "2021-01-08T08:10:00.000Z",
            "user_id": "2",
            "company_id": "74333",
            "color": "#00FF00",
            "order": null,
            "_pivot_device_id": "1",
            "_pivot_label_id": id.to_string(),
        })
    };
    let both = json!([applied(first, "first"), applied(second, "second")]);
    let sent = json!({"labels": [{"id": second}, {"id": first.to_string()}, {"id": second}]});
    let forms = [
        ("PUT", "/devices/1/labels"),
        ("POST", "/devices/1/labels"),
        ("PUT", "/device/1/labels"),
        ("POST", "/device/1/labels"),
    ];
    for (method, path) in forms {
        let answer = caller
            .send(method, path, &[], sent.to_string().as_bytes())
            .await;
        assert_eq!(answer.status, 200, "{method} {path}: {}", answer.text());
        let told = json!({"id": "1", "device_name": "edge_1", "labels": both});
        assert_eq!(answer.json(), told, "{method} {path}");
        assert_eq!(caller.json("/device/1").await["device"]["labels"], both);
        for nothing in ["", "{}", r#"{"labels": []}"#, r#"{"labels": null}"#] {
            caller
                .put("/devices/1/labels", json!({"labels": [{"id": first}]}))
                .await;
            let answer = caller.send(method, path, &[], nothing.as_bytes()).await;
            assert_eq!(
                answer.status,
                200,
                "{method} {path} {nothing}: {}",
                answer.text()
            );
            assert_eq!(
                answer.json()["labels"],
                json!([]),
                "{method} {path} {nothing}"
            );
        }
    }
    let audit_note = twin.full_system().last_audit_note().await;
    assert_eq!(
        [&audit_note["operation"], &audit_note["details"]],
        ["Apply labels to device", "device 1: edge_1: 0 labels"]
    );
}

#[tokio::test]
async fn an_unknown_label_changes_nothing_and_a_deleted_one_goes_from_every_device() {
    let twin = Twin::start(START).await;
    let caller = twin.administrator();
    caller.post("/device", router("edge_1", "192.0.2.1")).await;
    let (first, second) = (
        label(&caller, "first").await,
        label(&caller, "second").await,
    );
    let labels = async || {
        let labels = caller.json("/device/1").await["device"]["labels"].clone();
        let ids = labels
            .as_array()
            .unwrap()
            .iter()
            .map(|label| label["id"].as_i64().unwrap());
        ids.collect::<Vec<_>>()
    };
    caller
        .put("/devices/1/labels", json!({"labels": [{"id": first}]}))
        .await;
    let told = async |body: Value| caller.put("/devices/1/labels", body).await.refusal(400);
    assert_eq!(
        told(json!({"labels": [{"id": second}, {"id": 99}]})).await,
        "`labels[1].id`: there is no device label with the id 99"
    );
    assert_eq!(
        told(json!({"labels": [{"name": "second"}]})).await,
        "`labels[0].id` is required: an integer or a string"
    );
    assert_eq!(labels().await, [first]);
    let device = json!({"id": "1", "device_name": "edge_1", "device_subtype": "router", "device_type": "router"});
    let shown = caller.json(&format!("/deviceLabels/{first}")).await;
    assert_eq!(shown["devices"], json!([device]));
    caller
        .put(
            "/devices/1/labels",
            json!({"labels": [{"id": first}, {"id": second}]}),
        )
        .await;
    caller.delete(&format!("/deviceLabels/{first}")).await;
    assert_eq!(labels().await, [second]);
    // A device takes its labels with it.
    caller.delete("/device/1").await;
    let shown = caller.json(&format!("/deviceLabels/{second}")).await;
    assert_eq!(shown["devices"], json!([]));
    assert_eq!(caller.put("/devices/1/labels", json!({})).await.status, 404);
}
