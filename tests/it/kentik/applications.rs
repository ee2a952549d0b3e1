//! Custom applications.
use crate::client::Twin;
use serde_json::{Value, json};

const CLOCK: &str = "2020-12-11T07:07:20.000Z";
const NONE: Value = Value::Null;

#[tokio::test]
async fn an_application_is_made_changed_and_deleted() {
    let twin = Twin::start_with("empty", &["--clock", "2020-12-11T07:07:20Z"]).await;
    let caller = twin.administrator();
    let body = json!({
        "name": "shop", "description": NONE, "ip_range": "192.168.0.1, 192.168.4.0/24", "protocol": "6,17",
        "port": "9001,9002", "asn": "asn1", "id": 8, "user_id": "9", "company_id": 0, "cdate": NONE,
    });
    let made = caller.post("/customApplications", body).await;
    let mut seen = json!({
        "id": 1, "name": "shop", "description": "", "ip_range": "192.168.0.1, 192.168.4.0/24",
        "protocol": "6,17", "port": "9001,9002", "asn": "asn1", "user_id": "2", "company_id": "74333",
    });
    assert_eq!((made.status, made.json()), (201, seen.clone()));
    (seen["cdate"], seen["edate"]) = (json!(CLOCK), json!(CLOCK));
    assert_eq!(
        twin.member().json("/customApplications").await,
        json!([seen])
    );
    let body = json!({"name": NONE, "description": "A web shop", "port": NONE});
    let changed = caller.put("/customApplications/1", body).await;
    seen["description"] = json!("A web shop");
    assert_eq!((changed.status, changed.json()), (200, seen));
    assert!([404, 405].contains(&caller.get("/customApplications/1").await.status));
    assert_eq!(caller.delete("/customApplications/1").await.status, 204);
    assert_eq!(caller.json("/customApplications").await, json!([]));
    assert_eq!(caller.delete("/customApplications/1").await.status, 404);
}

#[tokio::test]
async fn what_breaks_a_rule_changes_nothing() {
    let twin = Twin::start("empty").await;
    let caller = twin.administrator();
    let path = "/customApplications";
    let told = async |body: Value| caller.post(path, body).await.refusal(400);
    assert_eq!(
        told(json!({"port": "1"})).await,
        "`name` is required: a string"
    );
    assert_eq!(
        told(json!({"name": NONE})).await,
        "`name` is required: a string"
    );
    assert_eq!(
        told(json!({"name": ""})).await,
        "`name` must be a text that is not empty"
    );
    assert_eq!(
        told(json!({"name": "a", "port": 80})).await,
        "`port` must be a string, not a number"
    );
    assert_eq!(
        told(json!({"name": "a", "ip_range": "10.0.0.1,nowhere"})).await,
        "`ip_range` must be addresses and CIDR blocks with commas between them; `nowhere` is neither"
    );
    for name in ["one", "two"] {
        assert_eq!(caller.post(path, json!({"name": name})).await.status, 201);
    }
    assert_eq!(
        told(json!({"name": "one"})).await,
        "Custom application name (one) Already Exists"
    );
    let taken = caller
        .put("/customApplications/2", json!({"name": "one"}))
        .await;
    assert_eq!(
        taken.refusal(400),
        "Custom application name (one) Already Exists"
    );
    assert_eq!(caller.json(path).await.as_array().unwrap().len(), 2);
}
