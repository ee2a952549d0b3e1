//! All of a configuration that has every kind of object is saved, and comes back as it was.
use super::taken;
use crate::client::{Caller, Twin};
use serde_json::{Value, json};
use wiretwin::extrahop;

/// What a customization saves, as lists.
const LISTS: [&str; 17] = [
    "/devices?limit=-1",
    "/tags",
    "/devicegroups?all=true",
    "/alerts",
    "/pages",
    "/triggers",
    "/geomaps",
    "/flexgrids",
    "/dashboards",
    "/emailgroups",
    "/exclusionintervals",
    "/applications",
    "/customdevices",
    "/whitelist/devices",
    "/networks",
    "/vlans",
    "/bundles",
];

/// The lists, what each of their objects is assigned to, and the parts of each.
async fn all(caller: &Caller) -> Vec<(String, Value)> {
    let operations = extrahop::operations();
    let mut all = vec![];
    for list in LISTS {
        let objects = caller.json(list).await;
        let plain = list.split('?').next().unwrap();
        let parts = operations.iter().filter_map(|op| {
            let part = op.path.strip_prefix(plain)?.strip_prefix("/{id}/")?;
            let fixed = op.method == "GET" && !part.contains('/');
            // What is worked out of the traffic at the moment of the question.
            let asked = ["stats", "activity"].contains(&part);
            (fixed && !asked).then(|| part.to_owned())
        });
        let parts: Vec<String> = parts.collect();
        for object in objects.as_array().unwrap() {
            // Plain devices are at the other end of the assignments of the rest.
            if plain == "/devices" && object["device_class"] != "custom" {
                continue;
            }
            for part in &parts {
                let path = format!(
                    "{plain}/{}/{part}?direct_assignments_only=true",
                    object["id"]
                );
                let listed = caller.json(&path).await;
                all.push((path, listed));
            }
        }
        all.push((list.to_owned(), objects));
    }
    all
}

async fn ids(caller: &Caller, list: &str) -> Vec<i64> {
    super::super::lists::listed(caller, list).await
}

async fn done(caller: &Caller, method: &str, path: &str, body: Value) {
    let answer = caller
        .send(method, path, &[], body.to_string().as_bytes())
        .await;
    assert!(
        [200, 201, 204].contains(&answer.status),
        "{method} {path}: {}",
        answer.text()
    );
}

/// Takes away all that can be deleted.
async fn clear(caller: &Caller) {
    for list in [
        "/alerts",
        "/bundles",
        "/customdevices",
        "/dashboards",
        "/devicegroups",
        "/emailgroups",
        "/exclusionintervals",
        "/geomaps",
        "/pages",
        "/tags",
        "/triggers",
    ] {
        for one in caller.json(list).await.as_array().unwrap() {
            let path = format!("{list}/{}", one["id"]);
            let system = list == "/dashboards" && one["owner"].is_null();
            if !system && path != "/emailgroups/1" {
                done(caller, "DELETE", &path, Value::Null).await;
            }
        }
    }
    for id in ids(caller, "/whitelist/devices").await {
        done(
            caller,
            "DELETE",
            &format!("/whitelist/device/{id}"),
            Value::Null,
        )
        .await;
    }
}

/// Changes what there is, and lets its assignments go.
async fn change(caller: &Caller) {
    let text = [
        ("/alerts", "name"),
        ("/applications", "description"),
        ("/customdevices", "name"),
        ("/devicegroups", "name"),
        ("/emailgroups", "group_name"),
        ("/exclusionintervals", "name"),
        ("/geomaps", "name"),
        ("/networks", "name"),
        ("/pages", "name"),
        ("/tags", "name"),
        ("/triggers", "name"),
        ("/vlans", "name"),
    ];
    for (list, field) in text {
        for id in ids(caller, list).await {
            let body = json!({field: format!("changed {id}")});
            done(caller, "PATCH", &format!("{list}/{id}"), body).await;
        }
    }
    for (path, part) in [
        ("/alerts", "devices"),
        ("/alerts", "emailgroups"),
        ("/flexgrids", "devicegroups"),
        ("/tags", "devices"),
        ("/triggers", "devicegroups"),
    ] {
        for id in ids(caller, path).await {
            let list = format!("{path}/{id}/{part}");
            let body = json!({"unassign": ids(caller, &list).await});
            done(caller, "POST", &list, body).await;
        }
    }
    for id in ids(caller, "/customdevices").await {
        let list = format!("/customdevices/{id}/criteria");
        for criterion in ids(caller, &list).await {
            done(
                caller,
                "DELETE",
                &format!("{list}/{criterion}"),
                Value::Null,
            )
            .await;
        }
        done(caller, "POST", &list, json!({"ipaddr": "10.9.0.0/16"})).await;
    }
    let devices = ids(caller, "/devices?limit=5").await;
    for id in &devices {
        let body = json!({"custom_name": format!("changed {id}"), "description": "Changed", "vendor": "Other", "custom_type": "printer"});
        done(caller, "PATCH", &format!("/devices/{id}"), body).await;
    }
    done(
        caller,
        "POST",
        "/whitelist/devices",
        json!({"assign": devices}),
    )
    .await;
}

/// Makes more of all that can be made.
async fn add(caller: &Caller) {
    let first = ids(caller, "/devices?limit=1").await[0];
    let made = [
        (
            "/alerts",
            json!({"name": "later", "stat_name": "extrahop.device.http_server", "field_name": "rsp_error", "operator": ">", "operand": "5"}),
        ),
        ("/bundles", json!({".meta": {"name": "later"}})),
        ("/devicegroups", json!({"name": "later"})),
        (
            "/emailgroups",
            json!({"group_name": "later", "email_addresses": []}),
        ),
        (
            "/exclusionintervals",
            json!({"name": "later", "interval_type": "daily", "start": 0, "end": 5}),
        ),
        (
            "/geomaps",
            json!({"name": "later", "stat_name": "extrahop.device.http_server_detail", "field_name": "req"}),
        ),
        ("/pages", json!({"name": "later"})),
        ("/tags", json!({"name": "later"})),
        (
            "/triggers",
            json!({"name": "later", "event": "HTTP_RESPONSE", "hints": {"packetCapture": true}}),
        ),
        ("/customdevices", json!({"name": "later"})),
    ];
    for (list, body) in made {
        let id = caller.created(list, body).await;
        match list {
            "/tags" | "/alerts" | "/triggers" | "/devicegroups" => {
                let path = format!("{list}/{id}/devices/{first}");
                done(caller, "POST", &path, Value::Null).await;
            }
            "/customdevices" => {
                let path = format!("{list}/{id}/criteria");
                done(caller, "POST", &path, json!({"ipaddr": "10.20.0.0/24"})).await;
            }
            _ => {}
        }
    }
    done(
        caller,
        "POST",
        &format!("/whitelist/device/{first}"),
        Value::Null,
    )
    .await;
}

async fn comes_back(platform: &str) {
    let twin = Twin::start_with("demo", &["--platform", platform]).await;
    let caller = twin.full_system();
    let before = all(&caller).await;
    let custom: Vec<_> = before
        .iter()
        .filter(|(path, _)| path.contains("/criteria"))
        .collect();
    assert!(custom.len() >= 2 && custom.iter().all(|(_, list)| *list != json!([])));
    let id = taken(&caller, "before").await;
    for round in ["changed", "cleared", "added to", "upset"] {
        match round {
            "changed" => change(&caller).await,
            "cleared" => clear(&caller).await,
            "added to" => add(&caller).await,
            _ => {
                change(&caller).await;
                clear(&caller).await;
                add(&caller).await;
            }
        }
        assert_ne!(all(&caller).await, before, "{round}");
        let path = format!("/customizations/{id}/apply");
        done(&caller, "POST", &path, json!({})).await;
        let after = all(&caller).await;
        for ((path, before), (also, after)) in before.iter().zip(&after) {
            assert_eq!((also, after), (path, before), "{platform}, {round}");
        }
        assert_eq!(after.len(), before.len());
        let audit_note = caller.last_audit_note().await;
        assert_eq!(audit_note["details"], format!("customization {id}: before"));
    }
}

#[tokio::test]
async fn every_kind_comes_back_as_it_was() {
    comes_back("discover").await;
}

#[tokio::test]
async fn every_kind_comes_back_on_a_command_appliance() {
    comes_back("command").await;
}

/// The names that people gave to what is seen in the traffic, with nothing else to remind of them.
#[tokio::test]
async fn names_of_networks_and_vlans_are_saved() {
    let twin = Twin::start("demo").await;
    let caller = twin.full_system();
    taken(&caller, "before").await;
    let document = caller.get("/customizations/2").await.json();
    let names = |kind: &str| -> Vec<Value> {
        let records = document[kind].as_array().unwrap().iter();
        records.map(|record| record["name"].clone()).collect()
    };
    assert_eq!(names("Network"), ["Capture 00:50:56:83:40:D5"]);
    let vlans = names("Vlan");
    for name in ["Servers", "Office", "Branch office"] {
        assert!(vlans.contains(&json!(name)), "{vlans:?}");
    }
    let whitelisted = document["WhitelistedDevice"].as_array().unwrap();
    assert_eq!(whitelisted.len(), 1);
}

/// Under the id of the custom device's device the other twin has found one.
#[tokio::test]
async fn a_custom_device_gets_another_device_on_another_twin() {
    let device = |id: i64| format!("  - {{id: {id}, macaddr: \"00:50:56:AA:10:0{id}\"}}\n");
    let fixture = format!(
        "devices:\n{}{}{}{}",
        device(1),
        device(2),
        device(3),
        r#"
customizations:
  - name: elsewhere
    document:
      .meta: {name: elsewhere}
      Device: [{id: 2, extrahop_id: tills, device_class: custom, custom_name: Tills}]
      CustomDevice: [{id: 1, name: Tills, extrahop_id: tills, device_id: 2, mod_time: 5}]
      CustomDeviceCriterion: [{id: 4, custom_device_id: 1, vlan_min: 3}]
"#
    );
    let twin = Twin::start(&fixture).await;
    let caller = twin.full_system();
    let found = caller.json("/devices/2").await;
    done(&caller, "POST", "/customizations/1/apply", json!({})).await;
    assert_eq!(caller.json("/devices/2").await, found);
    let device = caller.json("/devices/4").await;
    assert_eq!(
        [
            &device["device_class"],
            &device["extrahop_id"],
            &device["custom_name"]
        ],
        ["custom", "tills", "Tills"]
    );
    let customs = caller.json("/customdevices").await;
    assert_eq!(customs[0]["name"], "Tills");
    assert_eq!(customs.as_array().unwrap().len(), 1);
    assert_eq!(ids(&caller, "/customdevices/1/criteria").await, [4]);
}

/// The same shop has another id there, and a device that is not there is on no list.
#[tokio::test]
async fn the_whitelist_of_another_twin_names_its_own_devices() {
    let seen = r#"
devices:
  - {id: 1, extrahop_id: till, macaddr: "00:50:56:AA:10:01"}
  - {id: 2, extrahop_id: shop, macaddr: "00:50:56:AA:10:02"}
"#;
    let twin = Twin::start(seen).await;
    let caller = twin.full_system();
    done(
        &caller,
        "POST",
        "/whitelist/devices",
        json!({"assign": [2, 1]}),
    )
    .await;
    taken(&caller, "here").await;
    let document = caller.get("/customizations/1").await.text();
    let there = format!(
        r#"
devices:
  - {{id: 1, extrahop_id: printer, macaddr: "00:50:56:AA:10:03"}}
  - {{id: 7, extrahop_id: shop, macaddr: "00:50:56:AA:10:02"}}
whitelist: [{{device_id: 1}}]
customizations: [{{name: here, document: {document}}}]
"#
    );
    let twin = Twin::start(&there).await;
    let caller = twin.full_system();
    done(&caller, "POST", "/customizations/1/apply", json!({})).await;
    assert_eq!(ids(&caller, "/whitelist/devices").await, [7]);
    let audit_note = caller.last_audit_note().await;
    let left_out = "customization 1: here; left out: whitelist entry: there is no device [[\"extrahop_id\",\"till\"],[\"id\",1]] here";
    assert_eq!(audit_note["details"], left_out);
}
