//! Records of each kind that a bundle can bring, in the form that public bundles have.
use super::{
    super::{devices::FIVE, lists::listed},
    apply::{applied, bundle},
};
use crate::client::{Caller, Twin};
use serde_json::{Value, json};

const SCRIPT: &str = "if (HTTP.statusCode === 500) { Flow.captureStart('errors'); }";

fn shop() -> Value {
    let tills = json!([[["name", "Tills"]]]);
    let front = json!([[["extrahop_id", "shop-front"]]]);
    let board = json!([
        ["owner", null],
        ["object_type", "any"],
        ["type", "summary_dashboard"],
        ["name", "Shop floor"]
    ]);
    bundle(json!({
        "Trigger": [
            {"apply_all": false, "author": "A colleague", "comment": "Counts errors", "debug": true, "disabled": false, "events": "[\"HTTP_RESPONSE\", \"HTTP_REQUEST\"]", "hints": "{\"payloadBytes\": 2048, \"snaplen\": null}", "name": "Errors", "script": SCRIPT, "device_set": front, "device_group_set": tills},
        ],
        "Dashboard": [{"author": "A colleague", "description": "At a glance", "name": "Shop floor", "object_type": "any", "shortcut": null, "theme": "light", "type": "summary_dashboard", "username": null, "device_set": front, "device_group_set": tills}],
        "Region": [{"dashboard": board, "name": "Top", "uuid": "r-1"}],
        "RegionDimension": [{"grid": board, "region": "r-1", "x": 0, "y": 0, "w": 12, "h": 6}],
        "Widget": [{"name": "Chart", "options": "{\"a\": 1.50}", "region": "r-1", "uuid": "w-1"}, {"name": "Text", "region": "r-1", "uuid": "w-2"}],
        "FlexGrid": [{"name": "Tills", "author": "A colleague", "description": "What tills do", "apply_all": true, "built_in": true, "device_group_set": tills}],
        "GeoMap": [{"name": "Visitors", "author": "A colleague", "description": null, "apply_all": false, "disabled": false, "stat_name": "extrahop.device.http_server_detail", "field_name": "req", "device_set": front}],
        "DeviceGroup": [{"comment": "All tills", "dynamic": false, "field": null, "include_custom_devices": true, "member_set": front, "name": "Tills", "value": null, "tag_set": [[["name", "cash"]]]}],
        "EmailGroup": [{"group_name": "Web team", "email_addresses": ["web@example.com"], "system_notifications": true}],
        "ExclusionInterval": [{"name": "Nights", "author": "A colleague", "interval_type": "daily", "start": 0, "end": 3600}],
        "Application": [{"extrahop_id": "shop", "display_name": "Shop", "description": "The shop"}],
        "Tag": [{"name": "cash", "device_set": front}],
        "Alert": [{
            "name": "Errors", "author": "A colleague", "apply_all": false, "severity": 2,
            "stat_name": "extrahop.device.http_server", "field_name": "rsp_error", "operator": ">", "operand": "5",
            "device_set": front, "device_group_set": tills,
            "email_group_set": [[["group_name", "Web team"]]],
            "exclusion_interval_set": [[["name", "Nights"]]],
            "application_set": [[["extrahop_id", "shop"]]],
        }],
    }))
}

/// Kind, name, list, and the number of the object that a bundle made: the twin has one email
/// group, two dashboards and one application of its own.
const MADE: [(&str, &str, &str, i64); 9] = [
    ("Alert", "Errors", "/alerts", 1),
    ("Application", "shop", "/applications", 1),
    ("Dashboard", "Shop floor", "/dashboards", 3),
    ("EmailGroup", "Web team", "/emailgroups", 2),
    ("ExclusionInterval", "Nights", "/exclusionintervals", 1),
    ("FlexGrid", "Tills", "/flexgrids", 1),
    ("GeoMap", "Visitors", "/geomaps", 1),
    ("Trigger", "Errors", "/triggers", 1),
    ("DeviceGroup", "Tills", "/devicegroups", 1),
];

/// Each assignment, and what is at its other end.
const JOINED: [(&str, i64); 14] = [
    ("/triggers/1/devices", 2),
    ("/triggers/1/devicegroups", 1),
    ("/flexgrids/1/devicegroups", 1),
    ("/geomaps/1/devices", 2),
    ("/devicegroups/1/devices", 2),
    ("/devicegroups/1/tags", 1),
    ("/devicegroups/1/dashboards", 3),
    ("/devices/2/dashboards", 3),
    ("/tags/1/devices", 2),
    ("/alerts/1/devices", 2),
    ("/alerts/1/devicegroups", 1),
    ("/alerts/1/emailgroups", 2),
    ("/alerts/1/exclusionintervals", 1),
    ("/alerts/1/applications", 1),
];

/// A shop front that was seen, and no tags.
fn five() -> &'static str {
    FIVE.split_once("tags:").unwrap().0
}

async fn one(caller: &Caller, list: &str, id: i64) -> Value {
    let all = caller.json(list).await;
    let mut all = all.as_array().unwrap().iter();
    all.find(|one| one["id"] == id).unwrap().clone()
}

#[tokio::test]
async fn an_object_of_each_kind_is_made() {
    let twin = Twin::start(five()).await;
    let caller = twin.full_write();
    let told = applied(&caller, shop(), "skip", true).await;
    let created = told["created"].as_array().unwrap();
    for (kind, name, _, id) in MADE {
        let item = json!({"type": kind, "name": name, "id": id, "node_id": null});
        assert!(created.contains(&item), "{item} in {told}");
    }
    assert_eq!(created.len(), MADE.len() + 1, "and a tag");
    let ignored = told["ignored"].as_array().unwrap().iter();
    let ignored: Vec<_> = ignored.map(|one| one["type"].as_str().unwrap()).collect();
    assert_eq!(ignored, ["Region", "RegionDimension", "Widget"]);

    let at = 1447975207000i64;
    let expected = [
        json!({"id": 1, "mod_time": at, "name": "Errors", "description": "Counts errors", "author": "A colleague", "script": SCRIPT, "event": "HTTP_RESPONSE", "events": ["HTTP_RESPONSE", "HTTP_REQUEST"], "priority": null, "disabled": false, "debug": true, "apply_all": false, "hints": {"payloadBytes": 2048}}),
        json!({"id": 3, "mod_time": at, "name": "Shop floor", "comment": "At a glance", "author": "A colleague", "owner": "full_write", "short_code": one(&caller, "/dashboards", 3).await["short_code"], "type": "summary_dashboard"}),
        json!({"id": 1, "mod_time": at, "name": "Tills", "author": "A colleague", "description": "What tills do", "apply_all": true, "built_in": false}),
        json!({"id": 1, "mod_time": at, "name": "Visitors", "author": "A colleague", "description": null, "apply_all": false, "disabled": false, "stat_name": "extrahop.device.http_server_detail", "field_name": "req", "built_in": false}),
        json!({"id": 2, "group_name": "Web team", "email_addresses": ["web@example.com"], "system_notifications": true}),
        json!({"id": 1, "node_id": null, "extrahop_id": "shop", "mod_time": at, "user_mod_time": at, "display_name": "Shop", "description": "The shop"}),
    ];
    let lists = [
        "/triggers",
        "/dashboards",
        "/flexgrids",
        "/geomaps",
        "/emailgroups",
        "/applications",
    ];
    for (list, expected) in lists.into_iter().zip(expected) {
        let id = expected["id"].as_i64().unwrap();
        assert_eq!(one(&caller, list, id).await, expected, "{list}");
    }
    for (path, id) in JOINED {
        let direct = format!("{path}?direct_assignments_only=true");
        assert_eq!(listed(&caller, &direct).await, [id], "{path}");
    }
    let audit_note = twin.full_system().last_audit_note().await;
    assert_eq!(
        audit_note["details"],
        "bundle 1: b; 10 created, 0 overwritten, 0 skipped"
    );
}

#[tokio::test]
async fn assignments_of_each_kind_come_when_they_are_asked_for() {
    let twin = Twin::start(five()).await;
    let caller = twin.full_write();
    applied(&caller, shop(), "skip", false).await;
    for (path, _) in JOINED {
        let direct = format!("{path}?direct_assignments_only=true");
        assert_eq!(listed(&caller, &direct).await, [0; 0], "{path}");
    }
    for (assignments, expected) in [(false, vec![]), (true, vec![1])] {
        let how = json!({"policy": "overwrite", "include_assignments": assignments});
        let told = caller.post("/bundles/1/apply", how).await.json();
        assert_eq!(told["overwritten"].as_array().unwrap().len(), 10, "{told}");
        assert_eq!(listed(&caller, "/triggers/1/devicegroups").await, expected);
    }
    for (path, id) in JOINED {
        let direct = format!("{path}?direct_assignments_only=true");
        assert_eq!(listed(&caller, &direct).await, [id], "{path}");
    }
}

#[tokio::test]
async fn each_kind_is_kept_or_overwritten() {
    let twin = Twin::start(five()).await;
    let caller = twin.full_write();
    applied(&caller, shop(), "skip", true).await;
    let mut changed = shop();
    let fields = [
        ("Trigger", "comment", "description"),
        ("Dashboard", "description", "comment"),
        ("FlexGrid", "description", "description"),
        ("GeoMap", "description", "description"),
        ("DeviceGroup", "comment", "description"),
        ("ExclusionInterval", "author", "author"),
        ("Application", "description", "description"),
        ("Alert", "description", "description"),
    ];
    for (kind, field, _) in fields {
        changed[kind][0][field] = json!("Changed");
    }
    changed["EmailGroup"][0]["email_addresses"] = json!(["changed@example.com"]);
    changed["Trigger"][0]["hints"] = json!("{\"snaplen\": 96}");
    for (policy, expected) in [("skip", false), ("overwrite", true)] {
        let told = applied(&caller, changed.clone(), policy, false).await;
        let lists = ["created", "skipped", "overwritten"];
        let counts = lists.map(|list| told[list].as_array().unwrap().len());
        assert_eq!(
            counts,
            if expected { [0, 0, 10] } else { [0, 10, 0] },
            "{told}"
        );
        for (kind, _, field) in fields {
            let (_, _, list, id) = MADE.into_iter().find(|made| made.0 == kind).unwrap();
            let now = one(&caller, list, id).await;
            assert_eq!(now[field] == "Changed", expected, "{now}");
        }
        let group = one(&caller, "/emailgroups", 2).await;
        assert_eq!(
            group["email_addresses"] == json!(["changed@example.com"]),
            expected
        );
        let trigger = one(&caller, "/triggers", 1).await;
        assert_eq!(trigger["hints"] == json!({"snaplen": 96}), expected);
    }
    for (path, id) in JOINED {
        let direct = format!("{path}?direct_assignments_only=true");
        assert_eq!(listed(&caller, &direct).await, [id], "{path}: as they were");
    }
}

#[tokio::test]
async fn a_broken_trigger_stops_the_whole_bundle() {
    let twin = Twin::start(five()).await;
    let caller = twin.full_write();
    let broken = [
        (
            "script",
            json!("if (true) {\n  let = ;\n}"),
            "`Trigger[0]`: `script`: line 2, column ",
        ),
        (
            "events",
            json!("[\"HTTP_RESPONSE\""),
            "`Trigger[0]`: `events` must be JSON in a string",
        ),
        (
            "events",
            json!("[\"http response\"]"),
            "`Trigger[0]`: `events[0]` must",
        ),
        (
            "hints",
            json!("{\"cycle\": \"1min\"}"),
            "`Trigger[0]`: `hints.cycle` must be one of",
        ),
        ("name", json!(null), "`Trigger[0]`: `name` "),
    ];
    let mut before = vec![];
    for (_, _, list, _) in MADE {
        before.push(caller.json(list).await);
    }
    for (field, value, expected) in broken {
        let mut sent = shop();
        sent["Trigger"][0][field] = value;
        let id = caller.created("/bundles", sent).await;
        let how = json!({"policy": "overwrite", "include_assignments": true});
        let answer = caller.post(&format!("/bundles/{id}/apply"), how).await;
        let told = answer.refusal(400);
        assert!(told.starts_with(expected), "{told}");
        for ((_, _, list, _), before) in MADE.iter().zip(&before) {
            assert_eq!(caller.json(list).await, *before, "{list}");
        }
        let audit_note = twin.full_system().last_audit_note().await;
        assert_eq!(audit_note["operation"], "Create bundle");
    }
}

/// Who owns the dashboard here owns it still; of another appliance's user nobody knows.
#[tokio::test]
async fn a_dashboard_is_its_owners_or_the_callers() {
    let twin = Twin::start(&format!(
        "users:\n  - {{username: lin, name: Lin, level: limited_write}}\n{}",
        five()
    ))
    .await;
    let caller = twin.full_system();
    let board = |name: &str, owner: Value| json!({"name": name, "type": "summary_dashboard", "username": owner});
    let sent = bundle(json!({"Dashboard": [
        board("a", json!("lin")), board("b", json!("stranger")), board("b", json!("lin")), board("Activity", json!(null)),
    ]}));
    for policy in ["skip", "overwrite"] {
        applied(&caller, sent.clone(), policy, true).await;
        let boards = caller.json("/dashboards").await;
        let boards = boards.as_array().unwrap().iter().skip(2);
        let owned: Vec<_> = boards.map(|one| [&one["name"], &one["owner"]]).collect();
        let made = [
            ["a", "lin"],
            ["b", "setup"],
            ["b", "lin"],
            ["Activity", "setup"],
        ];
        assert_eq!(json!(owned), json!(made), "{policy}");
    }
    assert_eq!(
        caller.json("/dashboards/1").await["owner"],
        json!(null),
        "the system's own stays"
    );
}
