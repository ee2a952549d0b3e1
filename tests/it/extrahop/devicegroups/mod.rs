mod built_in;
mod dynamic;
mod members;

use super::lists::{listed, with_query};
use crate::client::Twin;
use serde_json::{Value, json};

/// When the guide's clock stands still.
const NOW: i64 = 1447975207000;

/// A group as it is made when nothing but the name is said.
fn plain(id: i64, name: &str) -> Value {
    json!({
        "id": id,
        "mod_time": NOW,
        "name": name,
        "description": "",
        "dynamic": false,
        "field": null,
        "value": null,
        "include_custom_devices": true
    })
}

/// The guide's examples of POST, PATCH and DELETE.
#[tokio::test]
async fn the_ftp_group_of_the_guide() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let body = json!({
        "description": "FTP Example",
        "dynamic": true,
        "field": "type",
        "include_custom_devices": true,
        "name": "",
        "value": "/^extrahop.device.ftp_server$/"
    });
    let answer = caller.post("/devicegroups", body.clone()).await;
    assert_eq!((answer.status, answer.text()), (201, String::new()));
    assert_eq!(answer.header("location"), Some("/api/v1/devicegroups/151"));
    assert_eq!(
        answer.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    let mut group = body;
    group["id"] = json!(151);
    group["mod_time"] = json!(NOW);
    assert_eq!(caller.json("/devicegroups/151").await, group);

    let answer = caller
        .patch("/devicegroups/151", json!({"name": "FTP Servers"}))
        .await;
    assert_eq!((answer.status, answer.text()), (204, String::new()));
    group["name"] = json!("FTP Servers");
    assert_eq!(caller.json("/devicegroups").await, json!([group]));
    let servers = "/devices?search_type=activity&value=extrahop.device.ftp_server";
    let members = listed(&caller, "/devicegroups/151/devices").await;
    assert!(!members.is_empty());
    assert_eq!(members, listed(&caller, servers).await);

    let answer = caller.delete("/devicegroups/151").await;
    assert_eq!((answer.status, answer.text()), (204, String::new()));
    let told = caller.get("/devicegroups/151").await.refusal(404);
    assert_eq!(told, "There is no device group with the id 151.");
    let next = caller.created("/devicegroups", json!({"name": "x"})).await;
    assert_eq!(next, 152, "an id is never used twice");
}

#[tokio::test]
async fn a_group_is_static_when_nothing_else_is_said() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let sent = json!({"name": "a", "id": 7, "mod_time": 7, "built_in": true, "colour": "red"});
    assert_eq!(caller.created("/devicegroups", sent).await, 151);
    let ruled = json!({"name": "a", "field": "vendor", "value": "Cisco", "description": null});
    assert_eq!(caller.created("/devicegroups", ruled).await, 152);
    let mut second = plain(152, "a");
    second["description"] = json!(null);
    assert_eq!(
        caller.json("/devicegroups").await,
        json!([plain(151, "a"), second]),
        "names may be the same, and a static group has no rule"
    );
    for id in [151, 152] {
        let members = caller.json(&format!("/devicegroups/{id}/devices")).await;
        assert_eq!(members, json!([]));
    }
}

#[tokio::test]
async fn a_patch_leaves_the_rest_and_sets_mod_time() {
    let twin = Twin::start(
        r#"
clock: 2015-11-19T23:20:07Z
devicegroups:
  - {name: a, description: b, dynamic: true, field: vendor, value: Cisco, include_custom_devices: false, mod_time: 1447000000000}
  - {name: c, mod_time: 1447000000000}
"#,
    )
    .await;
    let caller = twin.full_write();
    let mut group = json!({
        "id": 1, "mod_time": 1447000000000i64, "name": "a", "description": "b", "dynamic": true,
        "field": "vendor", "value": "Cisco", "include_custom_devices": false
    });
    assert_eq!(caller.json("/devicegroups/1").await, group);
    let path = "/devicegroups/1";
    let patch = json!({"value": "VMware", "id": 9, "mod_time": 9});
    assert_eq!(caller.patch(path, patch).await.status, 204);
    group["value"] = json!("VMware");
    group["mod_time"] = json!(NOW);
    assert_eq!(caller.json(path).await, group);
    let patch = json!({"dynamic": false, "description": null});
    assert_eq!(caller.patch(path, patch).await.status, 204);
    group["description"] = json!(null);
    assert_eq!(
        caller.json(path).await,
        group,
        "`dynamic` is settable on a create only"
    );
    let patch = json!({"dynamic": true, "field": "vendor", "value": "x"});
    caller.patch("/devicegroups/2", patch).await;
    assert_eq!(
        caller.json("/devicegroups/2").await,
        plain(2, "c"),
        "a static group stays one"
    );
}

#[tokio::test]
async fn a_group_that_cannot_be_is_refused() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let of = |field: Value, value: Value| json!({"name": "a", "dynamic": true, "field": field, "value": value});
    for (status, body, told) in [
        (422, json!({}), "`name` is required: a string"),
        (
            400,
            json!({"name": 5}),
            "`name` must be a string, not a number",
        ),
        (
            400,
            json!({"name": "a", "dynamic": "yes"}),
            "`dynamic` must be a boolean, not a string",
        ),
        (
            422,
            json!({"name": "a", "dynamic": true, "value": "x"}),
            "`field` is required for a dynamic device group",
        ),
        (
            422,
            json!({"name": "a", "dynamic": true, "field": "vendor"}),
            "`value` is required for a dynamic device group",
        ),
        (
            422,
            of(json!("vendor"), json!(null)),
            "`value` is required for a dynamic device group",
        ),
        (
            422,
            of(json!("colour"), json!("x")),
            "`field` must be one of ",
        ),
        (
            422,
            of(json!("discovery_id"), json!("x")),
            "`field` must be one of ",
        ),
        (400, of(json!(5), json!("x")), "`field` must be one of "),
    ] {
        let refused = caller.post("/devicegroups", body).await.refusal(status);
        assert!(refused.starts_with(told), "{refused}");
    }
    assert_eq!(caller.json("/devicegroups").await, json!([]));
}

/// The body can be read and the value is not allowed.
#[tokio::test]
async fn a_rule_that_cannot_be_read_is_a_value_that_is_not_allowed() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let of = |field: &str, value: &str| json!({"name": "a", "dynamic": true, "field": field, "value": value});
    let id = caller.created("/devicegroups", of("vendor", "Cisco")).await;
    for (field, value) in [
        ("vendor", "/(/"),
        ("ip address", "10.20.(0"),
        ("discover time", "yesterday"),
    ] {
        let answer = caller.post("/devicegroups", of(field, value)).await;
        assert!(answer.refusal(422).contains("`value`"));
        let path = format!("/devicegroups/{id}");
        let answer = caller.patch(&path, of(field, value)).await;
        assert!(answer.refusal(422).contains("`value`"));
    }
    assert_eq!(listed(&caller, "/devicegroups").await, [id]);
}

#[tokio::test]
async fn a_list_is_of_some_groups() {
    let twin = Twin::start(
        r#"
clock: 2015-11-19T23:20:07Z
devicegroups:
  - {name: Web servers, mod_time: 1447000000000}
  - {name: Web clients, mod_time: 1447973407000}
  - {name: Everything, built_in: true, mod_time: 1447973407001}
  - {name: web cache, mod_time: 1447975200000}
"#,
    )
    .await;
    let caller = twin.read_only();
    let list = async |name: &str, value: &str| {
        listed(&caller, &with_query("/devicegroups", &[(name, value)])).await
    };
    assert_eq!(listed(&caller, "/devicegroups").await, [1, 2, 4]);
    assert_eq!(list("all", "true").await, [1, 2, 3, 4]);
    assert_eq!(list("all", "false").await, [1, 2, 4]);
    assert_eq!(list("since", "1447000000000").await, [2, 4], "after it");
    assert_eq!(list("since", "1446999999999").await, [1, 2, 4]);
    assert_eq!(list("since", "-1800000").await, [4]);
    assert_eq!(list("since", "-1h").await, [2, 4]);
    assert_eq!(list("since", "0").await, [] as [i64; 0]);
    assert_eq!(list("name", "^Web").await, [1, 2]);
    assert_eq!(list("name", "e[rs]").await, [1]);
    assert_eq!(list("name", "cache$").await, [4]);
    let both = "/devicegroups?all=true&name=.&since=-30m";
    assert_eq!(listed(&caller, both).await, [3, 4]);
    for path in [
        "/devicegroups?name=(",
        "/devicegroups?all=perhaps",
        "/devicegroups?since=monday",
    ] {
        let told = caller.get(path).await.refusal(400);
        let name = path.split(['?', '=']).nth(1).unwrap();
        assert!(told.starts_with(&format!("`{name}`")), "{told}");
    }
}

#[tokio::test]
async fn a_built_in_group_cannot_be_changed_or_deleted() {
    let text = "devicegroups: [{name: Everything, built_in: true}, {name: Mine}]";
    let twin = Twin::start(text).await;
    let caller = twin.full_system();
    let answer = caller.patch("/devicegroups/1", json!({"name": "x"})).await;
    let told = answer.refusal(403);
    assert!(told.contains("built-in"), "{told}");
    caller.delete("/devicegroups/1").await.refusal(403);
    assert_eq!(caller.json("/devicegroups/1").await["name"], "Everything");
    let twin = Twin::start_with(text, &["--firmware", "8.6"]).await;
    let groups = twin.read_only().json("/devicegroups?all=true").await;
    let built_in = |at: usize| groups[at]["built_in"].as_bool();
    assert_eq!((built_in(0), built_in(1)), (Some(true), Some(false)));
}
