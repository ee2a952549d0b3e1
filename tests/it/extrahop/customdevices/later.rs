use super::device_of;
use crate::client::Twin;
use serde_json::{Value, json};

#[tokio::test]
async fn later_firmware_shows_and_takes_criteria_with_the_device() {
    let twin = Twin::start_with("guide", &["--firmware", "8.0"]).await;
    let caller = twin.full_write();
    let sent = json!({"name": "a", "criteria": [{"ipaddr": "10.10.10.0/24", "ipaddr_direction": "dst"}, {"vlan_min": 3}]});
    caller.created("/customdevices", sent).await;
    let whole = |criteria: Value| {
        criteria
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                let mut all = json!({"ipaddr": null, "vlan_min": null, "vlan_max": null, "src_port_min": null, "src_port_max": null, "dst_port_min": null, "dst_port_max": null, "ipaddr_direction": "any", "ipaddr_peer": null});
                all.as_object_mut().unwrap().extend(one.as_object().unwrap().clone());
                all
            })
            .collect::<Value>()
    };
    let shown = |criteria: Value| json!({"id": 1, "mod_time": 1447975207000i64, "name": "a", "author": null, "description": null, "disabled": false, "extrahop_id": "a", "criteria": whole(criteria)});
    let both =
        shown(json!([{"ipaddr": "10.10.10.0/24", "ipaddr_direction": "dst"}, {"vlan_min": 3}]));
    for query in ["true", "True", "1"] {
        let path = format!("/customdevices/1?include_criteria={query}");
        assert_eq!(caller.json(&path).await, both);
        let path = format!("/customdevices?include_criteria={query}");
        assert_eq!(caller.json(&path).await, json!([both]));
    }
    for query in ["", "?include_criteria=False", "?include_criteria=false"] {
        let one = caller.json(&format!("/customdevices/1{query}")).await;
        assert_eq!(one.get("criteria"), None);
    }
    caller
        .get("/customdevices?include_criteria=maybe")
        .await
        .refusal(400);
    assert_eq!(
        caller
            .json("/customdevices/1/criteria")
            .await
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let patch = json!({"criteria": [{"dst_port_min": 80}]});
    assert_eq!(caller.patch("/customdevices/1", patch).await.status, 204);
    let path = "/customdevices/1?include_criteria=true";
    assert_eq!(
        caller.json(path).await,
        shown(json!([{"dst_port_min": 80}]))
    );
    let told = caller
        .patch(
            "/customdevices/1",
            json!({"criteria": [{"vlan_min": 1}, {}]}),
        )
        .await
        .refusal(422);
    assert!(
        told.starts_with("`criteria[1]`: a criterion needs `ipaddr`"),
        "{told}"
    );
    caller
        .patch(
            "/customdevices/1",
            json!({"criteria": [{"dst_port_min": 0}]}),
        )
        .await
        .refusal(422);
    assert_eq!(
        caller.json(path).await,
        shown(json!([{"dst_port_min": 80}]))
    );
    caller.patch("/customdevices/1", json!({"name": "a"})).await;
    assert_eq!(
        caller.json(path).await,
        shown(json!([{"dst_port_min": 80}]))
    );
    caller
        .patch("/customdevices/1", json!({"criteria": []}))
        .await;
    assert_eq!(caller.json(path).await, shown(json!([])));

    let latest = Twin::start_with("guide", &["--firmware", "8.6"]).await;
    let caller = latest.full_write();
    caller.created("/customdevices", json!({"name": "a"})).await;
    caller.get("/customdevices/1/criteria").await.refusal(404);
}

#[tokio::test]
async fn a_fixture_makes_them_whole() {
    let text = "clock: 2020-01-01T00:00:00Z\ndevices:\n  - {ipaddr4: 10.0.0.1, is_l3: true}\n  - {ipaddr4: 10.0.0.2, is_l3: true}\nconversations:\n  - {client: 10.0.0.1, server: 10.0.0.2, protocol: http, per_minute: 9}\ncustomdevices:\n  - {name: Web tier, criteria: [{dst_port_min: 80, dst_port_max: 80}, {ipaddr: 10.0.0.1}]}\ntags:\n  - {name: t}\nassignments:\n  tags/devices:\n    - {parent: t, children: [Web tier]}\n";
    let twin = Twin::start(text).await;
    let caller = twin.full_write();
    let device = device_of(&caller, "Web tier").await;
    assert_eq!(caller.json("/tags/1/devices").await, json!([device]));
    let criteria = caller.json("/customdevices/1/criteria").await;
    assert_eq!(criteria[1]["ipaddr"], "10.0.0.1");
    let wrong = "customdevice_criteria:\n  - {custom_device_id: 3, vlan_min: 1}\n";
    let loaded = wiretwin::twin::fixture::Fixture::parse(wrong, wiretwin::families::CONTENTS)
        .unwrap()
        .draft(
            wiretwin::families::CONTENTS,
            Default::default(),
            0,
            wiretwin::base::seed::Seed(1),
            &Default::default(),
        );
    assert_eq!(
        loaded.err().unwrap(),
        "customdevice_criteria: There is no custom device with the id 3."
    );
}
