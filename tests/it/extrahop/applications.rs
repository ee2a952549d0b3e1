use super::{
    command::TWO,
    lists::{listed, with_query},
    networks::seen_from_both_ends,
};
use crate::client::{Caller, Twin};
use serde_json::{Value, json};

const NOW: i64 = 1447975207000;
const SINCE: i64 = 1447938000000;

/// Four devices that talk as is written here only, and applications made of some of it.
const SHOP: &str = r#"
clock: 2015-11-19T23:20:07Z
devices:
  - {id: 1, ipaddr4: 10.1.0.1, is_l3: true, auto_role: gateway, device_class: node, discover_time: 1447938000000}
  - {id: 2, ipaddr4: 10.1.0.2, is_l3: true, auto_role: gateway, device_class: node, discover_time: 1447938000000}
  - {id: 3, ipaddr4: 10.1.0.3, is_l3: true, auto_role: gateway, device_class: node, discover_time: 1447938000000}
  - {id: 4, ipaddr4: 10.1.0.4, is_l3: true, auto_role: gateway, device_class: node, discover_time: 1447960000000}
devicegroups:
  - {name: back}
  - {name: front, dynamic: true, field: ip address, value: 10.1.0.2}
conversations:
  - {client: 1, server: 2, protocol: http, per_minute: 60}
  - {client: 2, server: 3, protocol: http, per_minute: 20}
  - {client: 2, server: 3, protocol: dns, per_minute: 10}
  - {client: 1, server: 4, protocol: ftp, per_minute: 5}
applications:
  - {display_name: Shop, extrahop_id: shop, user_mod_time: 5, description: The web shop., criteria: [{protocol_default: none, protocols: {http: server}, sources: [{type: device, id: 10.1.0.2}]}]}
  - {display_name: Middle, criteria: [{protocol_default: any, sources: [{type: device, id: 2}, {type: device_group, id: back}, {type: device, id: 3}]}]}
  - {display_name: Calls, criteria: [{protocol_default: any, protocols: {dns: none, http: client}, sources: [{type: device_group, id: front}]}]}
  - {display_name: Files, extrahop_id: files, criteria: [{protocol_default: any, sources: [{type: device, id: 4}]}]}
  - {display_name: Nothing}
assignments:
  devicegroups/devices: [{parent: back, children: [3]}]
"#;

fn all_activity() -> Value {
    json!({
        "id": 0,
        "node_id": null,
        "extrahop_id": "_default",
        "mod_time": NOW,
        "user_mod_time": NOW,
        "display_name": "All Activity",
        "description": "Everything that the appliance sees."
    })
}

#[tokio::test]
async fn the_application_of_all_activity_is_always_there() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    assert_eq!(caller.json("/applications").await, json!([all_activity()]));
    assert_eq!(caller.json("/applications/0").await, all_activity());
    let told = caller.get("/applications/9").await.refusal(404);
    assert_eq!(told, "There is no application with the id 9.");
    let renamed = caller
        .patch("/applications/0", json!({"display_name": "Mine"}))
        .await;
    assert_eq!(
        renamed.refusal(422),
        "`display_name` of the built-in application cannot be changed"
    );
    let mut sent = all_activity();
    sent["description"] = json!("All of it");
    assert_eq!(
        caller.patch("/applications/0", sent.clone()).await.status,
        204
    );
    assert_eq!(caller.json("/applications/0").await, sent);
    assert_eq!(
        caller
            .post("/applications", json!({"display_name": "a"}))
            .await
            .status,
        404,
        "an operation of later firmware"
    );
    assert_eq!(caller.delete("/applications/0").await.status, 405);
    let later = Twin::start_with("guide", &["--firmware", "7.2"]).await;
    let application = later.read_only().json("/applications/0").await;
    assert_eq!(application["discovery_id"], "_default");
}

#[tokio::test]
async fn display_name_and_description_can_be_changed() {
    let twin = Twin::start(SHOP).await;
    let caller = twin.full_write();
    let mut shop = json!({"id": 1, "node_id": null, "extrahop_id": "shop", "mod_time": NOW, "user_mod_time": 5, "display_name": "Shop", "description": "The web shop."});
    assert_eq!(caller.json("/applications/1").await, shop);
    assert_eq!(
        caller.json("/applications/2").await["extrahop_id"],
        "Middle",
        "the name that it was made under"
    );
    let sent = json!({"display_name": "Store", "extrahop_id": "store", "id": 9, "criteria": []});
    assert_eq!(caller.patch("/applications/1", sent).await.status, 204);
    (shop["display_name"], shop["user_mod_time"]) = (json!("Store"), json!(NOW));
    assert_eq!(caller.json("/applications/1").await, shop);
    let audit_note = json!({"user": "full_write", "operation": "Modify application", "details": "application 1: Store", "component": "REST API"});
    assert_eq!(twin.full_system().last_audit_note().await, audit_note);
    let patch = async |body: Value| caller.patch("/applications/1", body).await;
    assert_eq!(patch(json!({"description": null})).await.status, 204);
    assert_eq!(
        caller.json("/applications/1").await["description"],
        Value::Null
    );
    assert_eq!(
        patch(json!({"display_name": ""})).await.refusal(422),
        "`display_name` must be a text that is not empty"
    );
    assert_eq!(
        patch(json!({"display_name": null})).await.refusal(400),
        "`display_name` must be a string, not null"
    );
    assert_eq!(caller.patch("/applications/9", json!({})).await.status, 404);
    let total = total(&caller, "http", "req", 1).await;
    assert!(total > 0, "criteria cannot be changed in this firmware");
}

#[tokio::test]
async fn applications_are_searched() {
    let twin = Twin::start(SHOP).await;
    let caller = twin.read_only();
    let found = async |parameters: &[(&str, &str)]| {
        listed(&caller, &with_query("/applications", parameters)).await
    };
    let by =
        async |field: &str, value: &str| found(&[("search_type", field), ("value", value)]).await;
    assert_eq!(found(&[]).await, [0, 1, 2, 3, 4, 5]);
    assert_eq!(found(&[("limit", "2"), ("offset", "1")]).await, [1, 2]);
    assert_eq!(found(&[("limit", "-1"), ("offset", "4")]).await, [4, 5]);
    assert_eq!(by("name", "all").await, [0, 3], "a part, whatever the case");
    assert_eq!(by("name", "/^All/").await, [0]);
    assert_eq!(by("name", "_default").await, [] as [i64; 0]);
    for field in ["discovery_id", "extrahop-id", "extrahop_id", "any"] {
        assert_eq!(by(field, "_default").await, [0], "{field}");
        assert_eq!(by(field, "/^(shop|files)$/").await, [1, 4], "{field}");
    }
    assert_eq!(by("node", "1").await, [] as [i64; 0]);
    assert_eq!(by("name", "").await.len(), 6, "no restriction");
    assert_eq!(
        found(&[("value", "middle")]).await,
        [2],
        "any is the default"
    );
    // Files began at 19:06:40, the others at 13:00:00; one never did.
    assert_eq!(
        found(&[("active_until", "1447950000000")]).await,
        [0, 1, 2, 3]
    );
    assert_eq!(found(&[("active_from", "-30m")]).await, [0, 1, 2, 3, 4]);
    for (query, told) in [
        ("search_type=author", "`search_type` must be one of"),
        ("limit=-2", "`limit` must be"),
        (
            "value=%2F%5B%2F",
            "`value`: `[` is not a valid regular expression",
        ),
        ("active_from=soon", "`soon` is no time"),
    ] {
        let refused = caller
            .get(&format!("/applications?{query}"))
            .await
            .refusal(400);
        assert!(refused.contains(told), "{query}: {refused}");
    }
}

fn about(object_type: &str, category: &str, metric: &str, ids: Value) -> Value {
    json!({
        "cycle": "5min",
        "from": -1800000,
        "until": 0,
        "object_type": object_type,
        "object_ids": ids,
        "metric_category": category,
        "metric_specs": [{"name": metric}]
    })
}
async fn sum(caller: &Caller, query: Value) -> i64 {
    let answer = caller.post("/metrics/total", query).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["stats"][0]["values"][0].as_i64().unwrap()
}
async fn total(caller: &Caller, category: &str, metric: &str, id: i64) -> i64 {
    sum(caller, about("application", category, metric, json!([id]))).await
}

#[tokio::test]
async fn an_application_has_the_metrics_of_its_sources() {
    let twin = Twin::start(SHOP).await;
    let caller = twin.read_only();
    let device = async |category: &str, metric: &str, id: i64| {
        sum(&caller, about("device", category, metric, json!([id]))).await
    };
    let served = device("http_server", "req", 2).await;
    let called = device("http_client", "req", 2).await;
    let asked = device("dns_client", "req", 2).await;
    assert!(served > 0 && called > 0 && asked > 0);
    // All activity, Shop, Middle, Calls, Files, Nothing.
    for (id, http, dns) in [
        (0, served + called, asked),
        (1, served, 0),
        (2, served + called, asked),
        (3, called, 0),
        (4, 0, 0),
        (5, 0, 0),
    ] {
        assert_eq!(total(&caller, "http", "req", id).await, http, "http {id}");
        assert_eq!(total(&caller, "dns", "req", id).await, dns, "dns {id}");
    }
    let of_device = device("net", "bytes", 2).await;
    assert_eq!(total(&caller, "net", "bytes", 2).await, of_device);
    let query = about("application", "http", "req", json!([1, 3, 1, 99]));
    assert_eq!(
        sum(&caller, query.clone()).await,
        served + called,
        "each once"
    );
    let answer = caller.post("/metrics", query).await.json();
    let oids = super::lists::each(&answer["stats"], "oid");
    assert_eq!(oids, [vec![1; 6], vec![3; 6]].concat());
    let unknown = about("application", "http", "req", json!([99]));
    let answer = caller.post("/metrics", unknown).await.json();
    assert_eq!(answer["stats"], json!([]));
}

#[tokio::test]
async fn activity_follows_from_the_traffic() {
    let twin = Twin::start(SHOP).await;
    let caller = twin.read_only();
    let clock = 1447975200000i64;
    let shop = json!([
        {"id": 101, "application_id": 1, "from_time": SINCE, "until_time": clock, "mod_time": clock, "stat_name": "extrahop.application.http"},
        {"id": 102, "application_id": 1, "from_time": SINCE, "until_time": clock, "mod_time": clock, "stat_name": "extrahop.application.net"},
    ]);
    assert_eq!(caller.json("/applications/1/activity").await, shop);
    let names = async |id: i64| -> Vec<String> {
        let seen = caller.json(&format!("/applications/{id}/activity")).await;
        let names = seen.as_array().unwrap().iter();
        names
            .map(|one| {
                one["stat_name"]
                    .as_str()
                    .unwrap()
                    .trim_start_matches("extrahop.application.")
                    .to_owned()
            })
            .collect()
    };
    assert_eq!(
        names(0).await,
        ["dns", "http", "net", "ftp"],
        "by their beginning"
    );
    assert_eq!(names(2).await, ["dns", "http", "net"]);
    assert_eq!(names(3).await, ["http", "net"]);
    assert_eq!(names(4).await, ["ftp", "net"]);
    assert_eq!(names(5).await, [] as [&str; 0]);
    let ftp = &caller.json("/applications/4/activity").await[0];
    assert_eq!(ftp["from_time"], 1447960000000i64);
    assert_eq!(caller.get("/applications/9/activity").await.status, 404);
}

#[tokio::test]
async fn criteria_are_shown_and_changed_in_later_firmware() {
    let twin = Twin::start_with(SHOP, &["--firmware", "8.6"]).await;
    let caller = twin.full_write();
    for path in ["/applications/1", "/applications/1?include_criteria=false"] {
        assert_eq!(caller.json(path).await.get("criteria"), None);
    }
    assert_eq!(caller.json("/applications").await[1].get("criteria"), None);
    let with = "/applications/1?include_criteria=true";
    let shop = json!([{"protocol_default": "none", "protocols": {"http": "server"}, "sources": [{"type": "device", "id": 2}]}]);
    assert_eq!(caller.json(with).await["criteria"], shop);
    assert_eq!(
        caller.json("/applications/5?include_criteria=true").await["criteria"],
        json!([])
    );
    let back = caller.json("/applications/2?include_criteria=true").await;
    assert_eq!(
        back["criteria"][0]["sources"][1],
        json!({"type": "device_group", "id": 1})
    );
    let dns = json!([{"protocol_default": "none", "protocols": {"dns": "any"}, "sources": [{"type": "device", "id": 3}]}]);
    let patched = caller
        .patch("/applications/1", json!({"criteria": dns}))
        .await;
    assert_eq!(patched.status, 204);
    assert_eq!(caller.json(with).await["criteria"], dns);
    assert_eq!(total(&caller, "http", "req", 1).await, 0);
    assert!(total(&caller, "dns", "req", 1).await > 0);
    let wrong = json!({"criteria": [{"protocol_default": "some", "sources": []}]});
    let told = caller.patch("/applications/1", wrong).await;
    assert!(told.refusal(422).contains("protocol_default"));
    let early = Twin::start(SHOP).await;
    assert_eq!(early.read_only().json(with).await.get("criteria"), None);
}

#[tokio::test]
async fn alerts_and_pages_of_an_application() {
    seen_from_both_ends("applications", 0, &["pages"]).await;
}

#[tokio::test]
async fn on_a_command_appliance_each_node_has_its_own() {
    let more = format!(
        "{TWO}\napplications:\n  - {{display_name: Shop, node_id: 2, criteria: [{{protocol_default: any, sources: [{{type: device, id: 10.2.0.9}}]}}]}}\n"
    );
    let twin = Twin::start(&more).await;
    let caller = twin.read_only();
    let (east, west) = (1i64 << 32, 2i64 << 32);
    let applications = caller.json("/applications").await;
    let seen: Vec<_> = applications
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["id"].clone(),
                one["node_id"].clone(),
                one["extrahop_id"].clone(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (json!(east), json!(1), json!("_default")),
            (json!(west), json!(2), json!("_default")),
            (json!(west + 1), json!(2), json!("Shop")),
        ]
    );
    let by_node = async |value: &str| {
        listed(
            &caller,
            &with_query(
                "/applications",
                &[("search_type", "node"), ("value", value)],
            ),
        )
        .await
    };
    assert_eq!(by_node("East").await, [east]);
    assert_eq!(by_node("2").await, [west, west + 1]);
    assert_eq!(
        total(&caller, "dns", "req", west + 1).await,
        total(&caller, "dns", "req", west).await
    );
    assert_eq!(total(&caller, "http", "req", west).await, 0);
    assert!(total(&caller, "http", "req", east).await > 0);
}
