mod command;
mod criteria;
mod later;
mod traffic;

use crate::client::{Caller, Twin};
use serde_json::{Value, json};

/// The device of a custom device.
pub(super) async fn device_of(caller: &Caller, name: &str) -> Value {
    let found = caller
        .json("/devices?search_type=type&value=custom&limit=-1")
        .await;
    let mut found = found.as_array().unwrap().iter();
    let device = found.find(|device| device["custom_name"] == name);
    device.unwrap_or(&Value::Null).clone()
}

#[tokio::test]
async fn a_custom_device_from_birth_to_death() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    assert_eq!(caller.json("/customdevices").await, json!([]));
    let sent = json!({"id": 77, "mod_time": 5, "name": "Partner net", "author": "api script", "description": "All of it", "colour": "red"});
    let answer = caller.post("/customdevices", sent).await;
    assert_eq!((answer.status, answer.text().as_str()), (201, ""));
    assert_eq!(answer.header("location"), Some("/api/v1/customdevices/1"));
    let made = json!({"id": 1, "mod_time": 1447975207000i64, "name": "Partner net", "author": "api script", "description": "All of it", "disabled": false, "extrahop_id": "Partner_net"});
    assert_eq!(caller.json("/customdevices/1").await, made);
    assert_eq!(caller.json("/customdevices").await, json!([made]));
    let changed = json!({"name": "Partner", "author": null, "disabled": true, "id": 9});
    assert_eq!(caller.patch("/customdevices/1", changed).await.status, 204);
    let mut wanted = made;
    wanted["name"] = json!("Partner");
    wanted["author"] = json!(null);
    wanted["disabled"] = json!(true);
    assert_eq!(caller.json("/customdevices/1").await, wanted);
    assert_eq!(caller.delete("/customdevices/1").await.status, 204);
    for answer in [
        caller.get("/customdevices/1").await,
        caller.patch("/customdevices/1", json!({})).await,
        caller.delete("/customdevices/1").await,
        caller.get("/customdevices/1/criteria").await,
    ] {
        assert_eq!(
            answer.refusal(404),
            "There is no custom device with the id 1."
        );
    }
    assert_eq!(
        caller.created("/customdevices", json!({"name": "a"})).await,
        2,
        "an id is never used twice"
    );
}

#[tokio::test]
async fn what_is_not_allowed_changes_nothing() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    caller
        .created("/customdevices", json!({"name": "a", "extrahop_id": "own"}))
        .await;
    let said = [
        (json!({}), 422, "`name` is required: a string"),
        (
            json!({"name": ""}),
            422,
            "`name` must be a text that is not empty",
        ),
        (
            json!({"name": null}),
            400,
            "`name` must be a string, not null",
        ),
        (
            json!({"name": "a"}),
            422,
            "A custom device with the name a already exists.",
        ),
        (
            json!({"name": "b", "disabled": "no"}),
            400,
            "`disabled` must be a boolean, not a string",
        ),
        (
            json!({"name": "b", "author": 1}),
            400,
            "`author` must be a string or null, not a number",
        ),
        (
            json!({"name": "b", "extrahop_id": "a b"}),
            422,
            r"`extrahop_id` must be a text that matches ^\S*$",
        ),
        (
            json!({"name": "b", "extrahop_id": "own"}),
            422,
            "`extrahop_id`: A device with the extrahop_id own already exists.",
        ),
        (
            json!({"name": "b", "extrahop_id": "test0001"}),
            422,
            "`extrahop_id`: A device with the extrahop_id test0001 already exists.",
        ),
    ];
    let before = caller.get("/devices?limit=-1").await.text();
    for (body, status, why) in said {
        let told = caller.post("/customdevices", body).await.refusal(status);
        assert_eq!(told, why);
    }
    assert_eq!(
        caller
            .json("/customdevices")
            .await
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(caller.get("/devices?limit=-1").await.text(), before);
    caller.created("/customdevices", json!({"name": "b"})).await;
    let told = caller
        .patch("/customdevices/2", json!({"name": "a", "disabled": true}))
        .await
        .refusal(422);
    assert_eq!(told, "A custom device with the name a already exists.");
    assert_eq!(caller.json("/customdevices/2").await["disabled"], false);
    assert_eq!(
        caller
            .patch("/customdevices/2", json!({"name": "b"}))
            .await
            .status,
        204,
        "its own name"
    );
}

#[tokio::test]
async fn the_extrahop_id_is_sent_or_made_of_the_name_and_stays() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let bodies = [
        (json!({"name": "a", "extrahop_id": "sent-1"}), "sent-1"),
        (json!({"name": "two words"}), "two_words"),
        (json!({"name": "two_words"}), "two_words_2"),
        (json!({"name": "c", "extrahop_id": ""}), "c"),
        (json!({"name": "d", "extrahop_id": null}), "d"),
    ];
    for (body, made) in bodies {
        let id = caller.created("/customdevices", body).await;
        let path = format!("/customdevices/{id}");
        assert_eq!(caller.json(&path).await["extrahop_id"], made);
        let patch = json!({"extrahop_id": "other", "name": format!("renamed {id}")});
        assert_eq!(caller.patch(&path, patch).await.status, 204);
        assert_eq!(caller.json(&path).await["extrahop_id"], made);
        let device = device_of(&caller, &format!("renamed {id}")).await;
        assert_eq!(device["extrahop_id"], made);
    }
}

#[tokio::test]
async fn its_device_appears_at_once_and_goes_with_it() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    caller
        .created("/customdevices", json!({"name": "Web tier"}))
        .await;
    let device = device_of(&caller, "Web tier").await;
    let id = device["id"].as_i64().unwrap();
    assert_ne!(id, 1);
    assert_eq!(
        device,
        json!({
            "mod_time": 1447975207000i64, "node_id": null, "id": id, "extrahop_id": "Web_tier",
            "description": null, "user_mod_time": 1447975200000i64, "discover_time": 1447975200000i64,
            "vlanid": 0, "parent_id": null, "macaddr": null, "vendor": null, "is_l3": true,
            "ipaddr4": null, "ipaddr6": null, "device_class": "custom",
            "default_name": "Device Web_tier", "custom_name": "Web tier", "cdp_name": "",
            "dhcp_name": "", "netbios_name": "", "dns_name": "", "custom_type": "", "analysis_level": 1
        })
    );
    assert_eq!(caller.json(&format!("/devices/{id}")).await, device);
    caller.created("/tags", json!({"name": "t"})).await;
    caller.created("/devicegroups", json!({"name": "g"})).await;
    for path in ["/tags/1/devices", "/devicegroups/151/devices"] {
        caller.post(path, json!({"assign": [id]})).await;
        assert_eq!(caller.json(path).await[0]["id"], id);
    }
    caller
        .patch("/customdevices/1", json!({"name": "Shops"}))
        .await;
    let renamed = caller.json(&format!("/devices/{id}")).await;
    assert_eq!(
        (&renamed["custom_name"], &renamed["extrahop_id"]),
        (&json!("Shops"), &json!("Web_tier"))
    );
    caller
        .patch("/customdevices/1", json!({"disabled": true}))
        .await;
    assert_eq!(caller.get(&format!("/devices/{id}")).await.status, 200);
    caller.delete("/customdevices/1").await;
    caller.get(&format!("/devices/{id}")).await.refusal(404);
    for path in ["/tags/1/devices", "/devicegroups/151/devices"] {
        assert_eq!(caller.json(path).await, json!([]));
    }
}

#[tokio::test]
async fn dynamic_groups_take_custom_devices_or_not() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    caller
        .created("/customdevices", json!({"name": "Web tier"}))
        .await;
    caller
        .created(
            "/customdevices/1/criteria",
            json!({"dst_port_min": 80, "dst_port_max": 80}),
        )
        .await;
    let id = device_of(&caller, "Web tier").await["id"].clone();
    for (field, value) in [
        ("name", "tier"),
        ("activity", "http_server"),
        ("type", "custom"),
    ] {
        let group = |custom: bool| json!({"name": "", "dynamic": true, "field": field, "value": value, "include_custom_devices": custom});
        for (custom, wanted) in [(true, 1), (false, 0)] {
            let group = caller.created("/devicegroups", group(custom)).await;
            let members = caller
                .json(&format!(
                    "/devicegroups/{group}/devices?limit=-1&active_from=-30m"
                ))
                .await;
            let members = members.as_array().unwrap();
            assert_eq!(
                members.iter().filter(|one| one["id"] == id).count(),
                wanted,
                "{field} {custom}"
            );
            let holding = caller.json(&format!("/devices/{id}/devicegroups")).await;
            let mut holding = holding.as_array().unwrap().iter();
            assert_eq!(holding.any(|one| one["id"] == group), custom);
        }
    }
}

#[tokio::test]
async fn every_write_is_in_the_audit_log() {
    let twin = Twin::start("guide").await;
    let (caller, admin) = (twin.full_write(), twin.full_system());
    let audit_note = |operation: &str, details: &str| json!({"user": "full_write", "operation": operation, "details": details, "component": "REST API"});
    caller.created("/customdevices", json!({"name": "a"})).await;
    assert_eq!(
        admin.last_audit_note().await,
        audit_note("Create custom device", "custom device 1: a")
    );
    caller.patch("/customdevices/1", json!({"name": "b"})).await;
    assert_eq!(
        admin.last_audit_note().await,
        audit_note("Modify custom device", "custom device 1: b")
    );
    caller
        .created("/customdevices/1/criteria", json!({"vlan_min": 1}))
        .await;
    let details = "custom device criterion 1: custom device 1";
    assert_eq!(
        admin.last_audit_note().await,
        audit_note("Create custom device criterion", details)
    );
    caller.delete("/customdevices/1/criteria/1").await;
    assert_eq!(
        admin.last_audit_note().await,
        audit_note("Delete custom device criterion", details)
    );
    caller
        .created("/customdevices/1/criteria", json!({"vlan_min": 1}))
        .await;
    caller.delete("/customdevices/1").await;
    assert_eq!(
        admin.last_audit_note().await,
        audit_note("Delete custom device", "custom device 1: b")
    );
    assert_eq!(admin.json("/auditlog").await.as_array().unwrap().len(), 6);
}
