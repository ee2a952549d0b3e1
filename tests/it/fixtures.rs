//! The file format: what is exported loads as the same state, and mistakes are told by line and
//! field.
mod command_line;
mod mistakes;
mod schema_check;

use crate::client::Twin;
use serde_json::{Value, json};
use std::process::Command;
use wiretwin::{
    base::{firmware::Firmware, platform::Platform, seed::Seed},
    store::State,
    twin::{access::Credentials, fixture::Fixture},
};

const BEGAN: i64 = 1_500_000_000_000;

fn load(text: &str) -> Result<State, String> {
    let fixture = Fixture::parse(text, wiretwin::families::CONTENTS)?;
    let draft = fixture.draft(
        wiretwin::families::CONTENTS,
        Platform::Discover,
        BEGAN,
        Seed(fixture.seed.unwrap_or(1)),
        &Credentials::default(),
    )?;
    Ok(draft.done().0)
}

fn export(state: &State) -> Value {
    wiretwin::twin::fixture::write::export(
        wiretwin::families::CONTENTS,
        state,
        Firmware::FIRST,
        Platform::Discover,
        Seed(7),
        None,
    )
}

#[test]
fn what_is_exported_loads_as_the_same_state() {
    for name in ["demo", "guide", "empty"] {
        let fixture = Fixture::open(name, wiretwin::families::CONTENTS).unwrap();
        let state = fixture
            .draft(
                wiretwin::families::CONTENTS,
                Platform::Discover,
                BEGAN,
                Seed(fixture.seed.unwrap_or(1)),
                &Credentials::default(),
            )
            .unwrap()
            .done()
            .0;
        let first = export(&state);
        for text in [first.to_string(), serde_saphyr::to_string(&first).unwrap()] {
            let again = Fixture::parse(&text, wiretwin::families::CONTENTS)
                .unwrap()
                .draft(
                    wiretwin::families::CONTENTS,
                    Platform::Discover,
                    BEGAN + 5,
                    Seed(7),
                    &Credentials::default(),
                )
                .unwrap()
                .done()
                .0;
            assert_eq!(export(&again), first, "{name}");
        }
    }
}

/// What clients changed is in the export, and a server that starts from it answers the same.
#[tokio::test]
async fn a_server_that_starts_from_an_export_answers_the_same() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    caller.created("/tags", json!({"name": "b"})).await;
    caller.created("/tags", json!({"name": "a"})).await;
    caller.delete("/tags/2").await;
    caller
        .post("/tags/1/devices", json!({"assign": [10212, 9363]}))
        .await;
    caller
        .created(
            "/devicegroups",
            json!({"name": "g", "dynamic": true, "field": "tag", "value": "b"}),
        )
        .await;
    caller.post("/users", json!({"username": "u", "name": "U", "password": "secret", "granted_roles": {"write": null}})).await;
    caller
        .patch("/devices/9363", json!({"custom_name": "c"}))
        .await;
    let held = twin.server.launched.fleet.twin("default").unwrap();
    let exported = wiretwin::twin::fixture::write::export(
        wiretwin::families::CONTENTS,
        &held.store.state(),
        held.firmware,
        held.platform,
        held.seed,
        held.clock.held(),
    );

    let other = Twin::start(&serde_saphyr::to_string(&exported).unwrap()).await;
    let again = other.full_system();
    let metrics = json!({"object_type": "device_group", "object_ids": [151], "metric_category": "net", "metric_specs": [{"name": "bytes"}]});
    assert_eq!(
        caller.post("/metrics", metrics.clone()).await.text(),
        again.post("/metrics", metrics).await.text()
    );
    for path in [
        "/tags",
        "/devices?limit=-1",
        "/devicegroups",
        "/devicegroups/151/devices",
        "/users",
        "/alerts",
        "/pages",
        "/auditlog",
        "/extrahop",
        "/license",
    ] {
        assert_eq!(
            caller.get(path).await.text(),
            again.get(path).await.text(),
            "{path}"
        );
    }
    assert_eq!(
        again.created("/tags", json!({"name": "a"})).await,
        3,
        "an id is never used twice"
    );
}

#[test]
fn things_may_be_referred_to_by_name() {
    let text = "
devices:
  - {macaddr: '00:1B:54:0A:10:01', device_class: gateway}
  - {ipaddr4: 10.0.0.1, is_l3: true, parent_id: '00:1B:54:0A:10:01'}
  - {ipaddr4: 10.0.0.2, is_l3: true}
tags: [{name: a}]
devicegroups: [{name: g}]
conversations: [{client: 10.0.0.1, server: 10.0.0.2, protocol: dns, per_minute: 5}]
assignments:
  tags/devices: [{parent: a, children: [10.0.0.1, 3]}]
  devicegroups/devices: [{parent: g, children: [10.0.0.2]}]
";
    let exported = export(&load(text).unwrap());
    assert_eq!(exported["devices"][1]["parent_id"], 1);
    assert_eq!(
        exported["conversations"],
        json!([{"id": 1, "client": 2, "server": 3, "protocol": "dns", "per_minute": 5.0}])
    );
    assert_eq!(
        exported["assignments"],
        json!({"tags/devices": [{"parent": 1, "children": [2, 3]}], "devicegroups/devices": [{"parent": 1, "children": [3]}]})
    );
}

#[test]
fn a_large_network_is_made_in_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_wiretwin"))
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap()
    };
    let made = run(&["fixture", "generate", "--devices", "20000", "--seed", "1"]);
    assert!(made.status.success());
    assert_eq!(
        made.stdout,
        run(&["fixture", "generate", "--devices", "20000", "--seed", "1"]).stdout
    );
    assert_ne!(
        made.stdout,
        run(&["fixture", "generate", "--devices", "20000", "--seed", "2"]).stdout
    );
    let state = load(&String::from_utf8(made.stdout).unwrap()).unwrap();
    assert_eq!(state.count("device"), 20_000);
}
