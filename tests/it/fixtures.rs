//! The file format: what is exported loads as the same state, and mistakes are told by line and
//! field.
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
fn mistakes_are_told_by_line_and_field() {
    let said = [
        (
            "tags:\n  - {name: a}\n  - {nmae: b}\n",
            "line 3: tags[1]: there is no `nmae`, and `name` is required: a string",
        ),
        (
            "tags:\n  - {name: a, colour: red}\n",
            "line 2: tags[0]: there is no `colour`; it must be one of",
        ),
        (
            "tags:\n  - {name: a}\n  - {name: a}\n",
            "line 3: tags[1]: `name`: The specified tag name already exists.",
        ),
        (
            "tags:\n  - {id: 1, name: a}\n  - {id: 1, name: b}\n",
            "line 3: tags[1]: the id 1 is given twice",
        ),
        (
            "tags:\n  - {id: x, name: a}\n",
            "line 2: tags[0]: `id` must be an integer",
        ),
        (
            "alerts:\n  - {name: a, severity: 9}\n",
            "line 2: alerts[0]: `severity` must be an integer or null from 0 to 7",
        ),
        (
            "alerts:\n  - {name: a}\n",
            "line 2: alerts[0]: `stat_name` is required for a threshold alert",
        ),
        (
            "devicegroups:\n  - {name: a, dynamic: true, field: vlan}\n",
            "line 2: devicegroups[0]: `value` is required for a dynamic device group",
        ),
        (
            "users:\n  - {username: a b, name: A}\n",
            "line 2: users[0]: `username` must be a text without spaces",
        ),
        (
            "users:\n  - {username: a, name: A, level: boss}\n",
            "line 2: users[0].level: `boss` is not known; it must be one of",
        ),
        (
            "users:\n  - {username: a, name: A, password: x}\n",
            "line 2: users[0].`password` must be at least 5",
        ),
        (
            "users:\n  - {username: a, name: A, api_keys: [{}]}\n",
            "line 2: users[0].api_keys: `key` is required",
        ),
        (
            "users:\n  - {username: a, name: A, api_keys: [{key: 39284639207}]}\n",
            "line 2: users[0].api_keys: `key` must be a text: put it in quotes",
        ),
        ("seed: 1\nseed: 2\n", "line 2: `seed` is given twice"),
        (
            "seed: one\n",
            "line 1: `seed`: it must be an integer from 0",
        ),
        (
            "seed: 1\n---\nseed: 2\n",
            "line 3: there is a second document; a file holds one",
        ),
        (
            "tag:\n  - {name: a}\n",
            "line 1: there is no section `tag` (nearest: `tags`)",
        ),
        (
            "unknown_fields: perhaps\n",
            "line 1: `unknown_fields`: give ignore or refuse",
        ),
        (
            "devices:\n  - {id: 5, auto_role: king}\n",
            "line 2: devices[0]: `auto_role` must be one of",
        ),
        (
            "conversations:\n  - {client: 1, server: 2, protocol: http, per_minute: 1}\n",
            "conversations[0]",
        ),
        (
            "conversations:\n  - {client: nobody, server: 2, protocol: http, per_minute: 1}\n",
            "line 2: conversations[0].client: there is no device named `nobody`",
        ),
        (
            "conversations:\n  - {client: 1, server: 2, protocol: http, per_minute: 1, speed: 2}\n",
            "line 2: conversations[0]: unknown field `speed`",
        ),
        (
            "network:\n  subnets:\n    - {cidr: 10.0.0.0/33, devices: {pc: 1}}\n",
            "line 3: ",
        ),
        (
            "network:\n  subnets:\n    - {cidr: 10.0.0.0/30, devices: {pc: 9}}\n",
            "network.subnets",
        ),
        (
            "network:\n  subnets:\n    - {cidr: 10.0.0.0/24, devices: {king: 1}}\n",
            "line 3: ",
        ),
        (
            "assignments:\n  tags/devices:\n    - {parent: a, children: []}\n",
            "line 3: assignments.tags/devices: there is no tag named `a`",
        ),
        (
            "assignments:\n  tags/people:\n    - {parent: a, children: []}\n",
            "line 3: assignments.tags/people: there is no such relation, only tags/devices",
        ),
        (
            "sequences: {tag: 5}\n",
            "line 1: `sequences`: there is no section `tag`",
        ),
        (
            "firmware: \"4.0\"\n",
            "line 1: `firmware`: `4.0` is no known firmware; give one from 5.1",
        ),
        (
            "clock: yesterday\n",
            "line 1: `clock`: `yesterday` is no time",
        ),
        ("tgas: []\n", "line 1: there is no section `tgas`"),
        ("tags: {}\n", "line 1: "),
        ("tags:\n  - {name: \"a\n", "line "),
        ("[1, 2]\n", "line 1: "),
    ];
    for (text, expected) in said {
        let loaded = load(text).map(|state| {
            wiretwin::extrahop::resources::simulation::network(&state, Seed(1)).map(drop)
        });
        let told = match loaded {
            Err(why) | Ok(Err(why)) => why,
            Ok(Ok(())) => panic!("{text} was taken"),
        };
        assert!(told.starts_with(expected), "{text}: {told}");
        assert!(!told.contains('\n'), "{told}");
    }
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
fn the_shipped_fixtures_fit_the_schema() {
    let schema = wiretwin::twin::fixture::schema::schema(wiretwin::families::CONTENTS);
    let sections = schema["properties"].as_object().unwrap();
    for name in ["demo", "guide", "empty"] {
        let path = format!("{}/fixtures/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
        let file: Value = serde_saphyr::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        for (section, entries) in file.as_object().unwrap() {
            let known = sections
                .get(section)
                .unwrap_or_else(|| panic!("{name}: {section}"));
            for entry in entries.as_array().into_iter().flatten() {
                let fields = known["items"]["properties"].as_object().unwrap();
                let unknown: Vec<_> = entry
                    .as_object()
                    .unwrap()
                    .keys()
                    .filter(|key| !fields.contains_key(*key))
                    .collect();
                // What a device's traffic must show and a dashboard is about is known to fixtures only.
                assert!(
                    unknown.iter().all(|key| *key == "activity"),
                    "{name}: {section}: {unknown:?}"
                );
            }
        }
    }
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
