use super::{command::TWO, devices::FIVE, lists::listed};
use crate::{client::Twin, durability::Process};
use serde_json::{Value, json};

fn vlan(id: i64, name: Value, description: Value) -> Value {
    json!({
        "id": id,
        "mod_time": 1447975207000i64,
        "vlanid": id,
        "network_id": 0,
        "node_id": null,
        "name": name,
        "description": description
    })
}

#[tokio::test]
async fn vlans_come_from_the_devices() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.read_only();
    let all = [0, 2, 20].map(|id| vlan(id, Value::Null, Value::Null));
    assert_eq!(caller.json("/vlans").await, json!(all));
    assert_eq!(caller.json("/vlans/20").await, all[2]);
    assert_eq!(caller.json("/networks/0/vlans").await, json!(all));
    assert_eq!(
        caller.get("/vlans/3").await.refusal(404),
        "There is no VLAN with the id 3."
    );
    assert_eq!(
        twin.full_write().post("/vlans", json!({})).await.status,
        405
    );
    assert_eq!(twin.full_write().delete("/vlans/2").await.status, 405);
}

#[tokio::test]
async fn name_and_description_can_be_changed() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_write();
    let patch = async |body: Value| {
        assert_eq!(caller.patch("/vlans/20", body).await.status, 204);
        caller.json("/vlans/20").await
    };
    let sent = json!({"name": "Shop", "vlanid": 7, "id": 7, "network_id": 3});
    assert_eq!(patch(sent).await, vlan(20, json!("Shop"), Value::Null));
    assert_eq!(
        patch(json!({"description": "Tills"})).await,
        vlan(20, json!("Shop"), json!("Tills"))
    );
    assert_eq!(
        patch(json!({"name": "", "description": null})).await,
        vlan(20, Value::Null, Value::Null)
    );
    let audit_note = twin.full_system().last_audit_note().await;
    assert_eq!(audit_note["operation"], "Modify VLAN");
    let told = caller.patch("/vlans/20", json!({"name": 5})).await;
    assert_eq!(
        told.refusal(400),
        "`name` must be a string or null, not a number"
    );
    assert_eq!(caller.patch("/vlans/5", json!({})).await.status, 404);
}

#[tokio::test]
async fn what_a_fixture_says_of_a_vlan_stays() {
    let fixture = format!(
        "{FIVE}\nvlans:\n  - {{vlanid: 20, name: Shop, mod_time: 5}}\n  - {{vlanid: 99, name: Spare}}\n"
    );
    let twin = Twin::start(&fixture).await;
    let caller = twin.read_only();
    assert_eq!(listed(&caller, "/vlans").await, [0, 2, 20, 99]);
    let mut shop = vlan(20, json!("Shop"), Value::Null);
    shop["mod_time"] = json!(5);
    assert_eq!(caller.json("/vlans/20").await, shop);
}

#[tokio::test]
async fn a_restart_keeps_the_names() {
    let folder = tempfile::tempdir().unwrap();
    let process = Process::start(folder.path(), &["--fixture", "guide"]);
    let caller = process.caller();
    caller.patch("/vlans/20", json!({"name": "Office"})).await;
    caller.patch("/networks/0", json!({"name": "Core"})).await;
    let before = [caller.json("/vlans").await, caller.json("/networks").await];
    drop(process);
    let process = Process::start(folder.path(), &[]);
    let caller = process.caller();
    let after = [caller.json("/vlans").await, caller.json("/networks").await];
    assert_eq!(after, before);
    assert_eq!(after[0][1]["name"], "Office");
    assert_eq!(after[1][0]["name"], "Core");
}

#[tokio::test]
async fn on_a_command_appliance_each_node_has_its_own() {
    let twin = Twin::start(TWO).await;
    let caller = twin.full_write();
    let (east, west) = ((1i64 << 32) + 20, (2i64 << 32) + 20);
    let vlans = caller.json("/vlans").await;
    assert_eq!(
        vlans,
        json!([
            {"id": east, "mod_time": 1447975207000i64, "vlanid": 20, "network_id": 1i64 << 32, "node_id": 1, "name": null, "description": null},
            {"id": west, "mod_time": 1447975207000i64, "vlanid": 20, "network_id": 2i64 << 32, "node_id": 2, "name": null, "description": null},
        ])
    );
    let path = format!("/vlans/{west}");
    assert_eq!(caller.patch(&path, json!({"name": "a"})).await.status, 204);
    assert_eq!(caller.json(&path).await["name"], "a");
    assert_eq!(caller.get("/vlans/20").await.status, 404);
    let of_west = format!("/networks/{}/vlans", 2i64 << 32);
    assert_eq!(listed(&caller, &of_west).await, [west]);
}
