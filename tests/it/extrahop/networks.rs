use super::{command::TWO, lists::listed};
use crate::client::{Caller, Twin};
use serde_json::{Value, json};

fn network(name: &str, description: Value) -> Value {
    json!({
        "id": 0,
        "mod_time": 1447975207000i64,
        "node_id": null,
        "name": name,
        "description": description,
        "idle": false
    })
}

#[tokio::test]
async fn a_discover_appliance_has_one_network() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let mut whole = network("Capture 00:50:56:77:00:00", Value::Null);
    assert_eq!(caller.json("/networks").await, json!([whole]));
    assert_eq!(caller.json("/networks/0").await, whole);
    let told = caller.get("/networks/1").await.refusal(404);
    assert_eq!(told, "There is no network with the id 1.");
    assert_eq!(caller.get("/networks/1/vlans").await.status, 404);
    assert_eq!(listed(&caller, "/networks/0/vlans").await, [0, 20]);
    assert_eq!(caller.post("/networks", json!({})).await.status, 405);
    assert_eq!(caller.delete("/networks/0").await.status, 405);

    let patch = async |body: Value| caller.patch("/networks/0", body).await;
    let sent = json!({"description": "Core switch", "idle": true, "id": 4, "node_id": 1});
    assert_eq!(patch(sent).await.status, 204);
    whole["description"] = json!("Core switch");
    assert_eq!(caller.json("/networks/0").await, whole, "only what may be");
    assert_eq!(patch(json!({"name": "Core"})).await.status, 204);
    assert_eq!(
        caller.json("/networks/0").await,
        network("Core", json!("Core switch"))
    );
    let audit_note = json!({"user": "full_write", "operation": "Modify network", "details": "network 0: Core", "component": "REST API"});
    assert_eq!(twin.full_system().last_audit_note().await, audit_note);
    assert_eq!(
        patch(json!({"name": ""})).await.refusal(400),
        "`name` must be a text that is not empty"
    );
    assert_eq!(
        patch(json!({"name": null})).await.refusal(400),
        "`name` must be a string, not null"
    );
}

#[tokio::test]
async fn a_command_appliance_has_one_network_for_each_node() {
    let twin = Twin::start(TWO).await;
    let networks = twin.read_only().json("/networks").await;
    let (east, west) = (&networks[0], &networks[1]);
    assert_eq!(networks.as_array().unwrap().len(), 2);
    assert_eq!(
        (&east["id"], &east["node_id"]),
        (&json!(1i64 << 32), &json!(1))
    );
    assert_eq!(
        (&west["id"], &west["node_id"]),
        (&json!(2i64 << 32), &json!(2))
    );
    assert_eq!(east["name"], "Capture 00:50:56:77:00:01");
    assert_eq!(west["name"], "Capture 00:50:56:77:00:02");
    assert_eq!(twin.read_only().get("/networks/0").await.status, 404);
}

/// Two alerts or pages that apply to what they are assigned to, and one that applies to all.
async fn three(caller: &Caller, path: &str) {
    let alert = json!({"stat_name": "extrahop.capture.net", "field_name": "bytes", "operator": ">", "operand": "5"});
    for (name, apply_all) in [("a", false), ("b", false), ("all", true)] {
        let mut new = alert.clone();
        (new["name"], new["apply_all"]) = (name.into(), apply_all.into());
        caller.created(path, new).await;
    }
}

/// Assignments of a kind with alerts and pages are seen from both ends; `whole` says of which
/// paths an unknown id refuses the whole call.
pub(super) async fn seen_from_both_ends(path: &str, id: i64, whole: &[&str]) {
    let fixture = "clock: 2015-11-19T23:20:07Z\nsequences: {}\n";
    let twin = Twin::start(fixture).await;
    let caller = twin.full_write();
    for of in ["alerts", "pages"] {
        three(&caller, &format!("/{of}")).await;
        let (here, there) = (format!("/{path}/{id}/{of}"), format!("/{of}/1/{path}"));
        let direct = format!("{here}?direct_assignments_only=true");
        assert_eq!(listed(&caller, &here).await, [3]);
        assert_eq!(listed(&caller, &direct).await, [] as [i64; 0]);
        assert_eq!(
            caller.post(&here, json!({"assign": [1, 2]})).await.status,
            204
        );
        assert_eq!(listed(&caller, &here).await, [1, 2, 3]);
        assert_eq!(listed(&caller, &direct).await, [1, 2]);
        let ours = json!([caller.json(&format!("/{path}/{id}")).await]);
        assert_eq!(caller.json(&there).await, ours, "whole objects");
        let all = caller.json(&format!("/{of}")).await;
        assert_eq!(caller.json(&here).await, all, "whole objects");
        let not = format!("/{of}/3/{path}");
        assert_eq!(caller.json(&not).await, json!([]), "only direct ones");
        assert_eq!(
            caller.post(&there, json!({"unassign": [id]})).await.status,
            204
        );
        assert_eq!(caller.delete(&format!("{here}/2")).await.status, 204);
        assert_eq!(listed(&caller, &direct).await, [] as [i64; 0]);
        for pair in [format!("{here}/2"), format!("{there}/{id}")] {
            assert_eq!(caller.post(&pair, json!({})).await.status, 204, "{pair}");
        }
        assert_eq!(listed(&caller, &direct).await, [1, 2]);
        for (path, known) in [(&here, 2), (&there, id)] {
            let batch = json!({"unassign": [known], "assign": [77]});
            let answer = caller.post(path, batch).await;
            match whole.contains(&path.split('/').nth(1).unwrap()) && !path.starts_with("/alerts") {
                true => assert!(answer.refusal(404).ends_with("with the id 77.")),
                false => {
                    assert_eq!(answer.status, 207, "{path}");
                    assert_eq!(answer.json()["failures"][0]["id"], "77");
                    let again = caller.post(path, json!({"assign": [known]})).await;
                    assert_eq!(again.status, 204);
                }
            }
            assert_eq!(listed(&caller, &direct).await, [1, 2], "{path}");
            assert_eq!(
                caller.post(&format!("{path}/77"), json!({})).await.status,
                404
            );
        }
        assert_eq!(caller.get(&format!("/{path}/88/{of}")).await.status, 404);
        let wrong = format!("{here}?direct_assignments_only=perhaps");
        caller.get(&wrong).await.refusal(400);
        assert_eq!(caller.delete(&format!("/{of}/1")).await.status, 204);
        assert_eq!(listed(&caller, &direct).await, [2]);
    }
}

#[tokio::test]
async fn alerts_and_pages_of_a_network() {
    seen_from_both_ends("networks", 0, &["networks", "pages"]).await;
}

#[tokio::test]
async fn an_unknown_alert_refuses_the_whole_batch_in_early_firmware_only() {
    let twin = Twin::start_with("guide", &["--firmware", "8.0"]).await;
    let caller = twin.full_write();
    let answer = caller
        .post("/networks/0/alerts", json!({"assign": [1, 77]}))
        .await;
    assert_eq!(answer.status, 207);
    assert_eq!(listed(&caller, "/networks/0/alerts").await, [1]);
    caller.get("/networks/0/pages").await.refusal(404);
}
