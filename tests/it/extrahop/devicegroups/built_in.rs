//! The groups that come with the appliance.
use crate::client::{Caller, Twin};
use serde_json::{Value, json};

const EARLY: [&str; 6] = [
    "New Devices (Last 24 Hours)",
    "New Devices (Last 7 Days)",
    "Vulnerability Scanners",
    "VMware",
    "Domain Controllers",
    "Mobile Devices",
];

async fn groups(caller: &Caller, query: &str) -> Vec<Value> {
    let groups = caller.json(&format!("/devicegroups{query}")).await;
    groups.as_array().unwrap().clone()
}

fn names(groups: &[Value]) -> Vec<&str> {
    groups
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn they_come_with_their_firmware() {
    for (firmware, early, tls) in [
        ("5.1", 0, 0),
        ("8.0", 0, 0),
        ("8.1", 6, 0),
        ("26.2", 6, 0),
        ("26.3", 6, 2),
    ] {
        let twin = Twin::start_with("empty", &["--firmware", firmware]).await;
        let caller = twin.full_write();
        assert_eq!(groups(&caller, "").await, [] as [Value; 0], "{firmware}");
        let all = groups(&caller, "?all=true").await;
        let names = names(&all);
        assert_eq!(names.len(), early + tls, "{firmware}");
        let there = |name: &&&str| names.contains(*name);
        assert_eq!(EARLY.iter().filter(there).count(), early, "{firmware}");
        for (id, name) in [(53, "TLS Client Activity"), (54, "TLS Server Activity")] {
            let answer = caller.get(&format!("/devicegroups/{id}")).await;
            match tls {
                0 => drop(answer.refusal(404)),
                _ => assert_eq!(answer.json()["name"], name),
            }
        }
    }
}

#[tokio::test]
async fn type_says_which_are_listed() {
    let text = "devicegroups: [{name: Mine}]";
    let twin = Twin::start_with(text, &["--firmware", "8.6"]).await;
    let caller = twin.full_write();
    for (query, number) in [
        ("", 1),
        ("?type=user_created", 1),
        ("?type=built_in", 6),
        ("?type=all", 7),
        ("?all=true", 7),
        ("?all=true&type=user_created", 1),
    ] {
        assert_eq!(groups(&caller, query).await.len(), number, "{query}");
    }
    caller.get("/devicegroups?type=mine").await.refusal(400);
    let built_in = groups(&caller, "?type=built_in").await;
    assert!(
        built_in
            .iter()
            .all(|one| one["built_in"] == true && one["dynamic"] == true)
    );
}

#[tokio::test]
async fn they_have_members_and_stay() {
    let text = "clock: 2015-11-19T23:20:07Z\ndevices:\n  - {ipaddr4: 10.0.0.1, is_l3: true, auto_role: scanner, vendor: VMware, discover_time: 1447970000000}\n  - {ipaddr4: 10.0.0.2, is_l3: true, auto_role: mobile_device, discover_time: 1447700000000}\n  - {ipaddr4: 10.0.0.3, is_l3: true, auto_role: pc, discover_time: 1440000000000}\n";
    let twin = Twin::start_with(text, &["--firmware", "8.6"]).await;
    let caller = twin.full_write();
    let all = groups(&caller, "?all=true").await;
    let members = async |name: &str| {
        let group = all.iter().find(|one| one["name"] == name).unwrap();
        let path = format!("/devicegroups/{}/devices", group["id"]);
        let devices = caller.json(&path).await;
        let devices = devices.as_array().unwrap().iter();
        devices
            .map(|one| one["ipaddr4"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    for (name, wanted) in [
        (EARLY[0], vec!["10.0.0.1"]),
        (EARLY[1], vec!["10.0.0.1", "10.0.0.2"]),
        ("Vulnerability Scanners", vec!["10.0.0.1"]),
        ("VMware", vec!["10.0.0.1"]),
        ("Domain Controllers", vec![]),
        ("Mobile Devices", vec!["10.0.0.2"]),
    ] {
        assert_eq!(members(name).await, wanted, "{name}");
    }
    for group in &all {
        let path = format!("/devicegroups/{}", group["id"]);
        let renamed = caller.patch(&path, json!({"name": "x"})).await;
        let told = renamed.refusal(403);
        assert!(told.contains("built-in"), "{told}");
        assert_eq!(caller.delete(&path).await.refusal(403), told);
        let assigned = format!("{path}/devices/1");
        assert!(caller.post(&assigned, Value::Null).await.status >= 400);
    }
    assert_eq!(groups(&caller, "?all=true").await, all);
}

#[tokio::test]
async fn an_exported_twin_has_each_once() {
    let twin = Twin::start_with("empty", &["--firmware", "26.3"]).await;
    let all = groups(&twin.full_write(), "?type=all").await;
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
    assert_eq!(groups(&other.full_write(), "?type=all").await, all);
}
