use super::command::TWO;
use crate::client::Twin;
use serde_json::{Value, json};

const NOW: i64 = 1447975207000;

fn east() -> Value {
    json!({
        "id": 1,
        "hostname": "eda-east.example.com",
        "display_name": "East",
        "nickname": "East",
        "enabled": true,
        "time_added": 1447878253953i64,
        "status_code": "0",
        "status_message": "Online",
        "firmware_version": "5.1.4.1622",
        "license_status": "Nominal",
        "product_key": "0123456789ABCDEF",
        "ntp_sync": true,
        "time_offset": 0
    })
}

#[tokio::test]
async fn a_command_appliance_lists_its_nodes() {
    let twin = Twin::start(TWO).await;
    let caller = twin.read_only();
    let nodes = caller.json("/nodes").await;
    assert_eq!(nodes[0], east());
    assert_eq!(caller.json("/nodes/1").await, east());
    assert_eq!(nodes.as_array().unwrap().len(), 2);
    let west = &nodes[1];
    assert_eq!(west["nickname"], "");
    assert_eq!(
        west["display_name"], "eda-west.example.com",
        "the host name where there is no nickname"
    );
    assert_eq!(west["time_added"], NOW);
    assert_eq!(
        west["firmware_version"], "5.1.2.1345",
        "as the Command appliance"
    );
    let told = caller.get("/nodes/3").await.refusal(404);
    assert_eq!(told, "There is no node with the id 3.");
    let later = Twin::start_with(TWO, &["--firmware", "7.0"]).await;
    let node = later.read_only().json("/nodes/1").await;
    assert_eq!(node["add_time"], node["time_added"]);
    let uuid = node["uuid"].as_str().unwrap();
    assert!(uuid.len() == 32 && uuid.chars().all(|c| c.is_ascii_hexdigit()));
    let network = later.read_only().json("/networks/4294967296").await;
    assert_eq!(network["appliance_uuid"], uuid);
}

#[tokio::test]
async fn nodes_that_nobody_names_are_east_and_west() {
    let twin = Twin::start_with("guide", &["--platform", "command"]).await;
    let nodes = twin.read_only().json("/nodes").await;
    let names: Vec<_> = nodes.as_array().unwrap().iter().collect();
    let named = |field: &str| -> Vec<&Value> { names.iter().map(|node| &node[field]).collect() };
    assert_eq!(named("display_name"), ["East", "West"]);
    assert_eq!(
        named("hostname"),
        ["eda-east.example.com", "eda-west.example.com"]
    );
    assert_eq!(named("id"), [1, 2]);
}

#[tokio::test]
async fn a_discover_appliance_has_no_nodes() {
    let twin = Twin::start_with(TWO, &["--platform", "discover"]).await;
    let caller = twin.full_write();
    assert_eq!(caller.json("/nodes").await, json!([]));
    assert_eq!(caller.get("/nodes/1").await.status, 404);
    assert_eq!(
        caller
            .patch("/nodes/1", json!({"nickname": "a"}))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn nickname_and_enabled_can_be_changed() {
    let twin = Twin::start(TWO).await;
    let (caller, admin) = (twin.full_write(), twin.full_system());
    let audit_note = |operation: &str, details: &str| json!({"user": "full_write", "operation": operation, "details": details, "component": "REST API"});
    let patch = async |body: Value| {
        let answer = caller.patch("/nodes/1", body).await;
        assert_eq!((answer.status, answer.text()), (204, String::new()));
    };
    patch(json!({"nickname": "Coast", "hostname": "other", "id": 9, "time_offset": 5})).await;
    let mut changed = east();
    (changed["nickname"], changed["display_name"]) = ("Coast".into(), "Coast".into());
    assert_eq!(caller.json("/nodes/1").await, changed);
    assert_eq!(
        admin.last_audit_note().await,
        audit_note("Modify node", "node 1: Coast")
    );

    patch(json!({"enabled": false})).await;
    assert_eq!(
        admin.last_audit_note().await,
        audit_note("Disable node", "node 1: Coast")
    );
    let node = caller.json("/nodes/1").await;
    assert_eq!(
        (&node["enabled"], &node["status_message"], &node["nickname"]),
        (&json!(false), &json!("Disabled"), &json!("Coast"))
    );
    patch(json!({"enabled": true})).await;
    assert_eq!(
        admin.last_audit_note().await,
        audit_note("Enable node", "node 1: Coast")
    );
    assert_eq!(caller.json("/nodes/1").await, changed);
    patch(json!({"nickname": ""})).await;
    assert_eq!(
        caller.json("/nodes/1").await["display_name"],
        "eda-east.example.com"
    );

    for (body, told) in [
        (
            json!({"enabled": "no"}),
            "`enabled` must be a boolean, not a string",
        ),
        (
            json!({"nickname": null}),
            "`nickname` must be a string, not null",
        ),
    ] {
        assert_eq!(caller.patch("/nodes/1", body).await.refusal(400), told);
    }
    let unknown = caller.patch("/nodes/7", json!({"nickname": "a"})).await;
    assert_eq!(unknown.status, 404);
    assert_eq!(caller.post("/nodes", json!({})).await.status, 405);
    assert_eq!(caller.delete("/nodes/1").await.status, 405);
}
