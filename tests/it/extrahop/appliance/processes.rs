use crate::client::{Caller, Twin};
use crate::durability::Process;
use serde_json::{Value, json};

const NAMES: [&str; 16] = [
    "exadmin",
    "exalerts",
    "examf",
    "exapi",
    "exbridge",
    "excap",
    "exconfig",
    "exflowlogs",
    "exsnmpq",
    "exnotify",
    "exportal",
    "exremote",
    "exsearch",
    "exstatmirror",
    "extrend",
    "webserver",
];

async fn process(caller: &Caller, name: &str) -> Value {
    let all = caller.json("/extrahop/processes").await;
    let found = all
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["process"] == name);
    found.unwrap().clone()
}

fn names(list: &Value) -> Vec<&str> {
    let all = list.as_array().unwrap().iter();
    all.map(|p| p["process"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_processes_of_a_discover_appliance() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let first = caller.get("/extrahop/processes").await.text();
    let all: Value = serde_json::from_str(&first).unwrap();
    assert_eq!(names(&all), NAMES);
    let now = 1447975207000i64;
    let mut memory = 0.0;
    for one in all.as_array().unwrap() {
        let number = |field: &str| one[field].as_f64().unwrap();
        assert_eq!(one.as_object().unwrap().len(), 8, "{one}");
        let uptime = now - one["start_time"].as_i64().unwrap();
        assert!((86_400_000..90 * 86_400_000).contains(&uptime), "{one}");
        assert!(number("cpu") > 0.0 && number("cpu") < 30.0, "{one}");
        let share = number("cpu_time") * 1000.0 / uptime as f64;
        assert!(share > 0.0 && share < 0.3, "{one}");
        let percent = 100.0 * number("mem_res") / (8.0 * 1024.0 * 1024.0);
        assert!((number("mem_percent") - percent).abs() < 0.06, "{one}");
        assert!(number("mem_virt") > number("mem_res"), "{one}");
        assert_eq!(one["can_restart"], json!(one["process"] != "exconfig"));
        memory += percent;
    }
    assert!(memory < 100.0);
    assert_eq!(caller.get("/extrahop/processes").await.text(), first);
    let same = Twin::start("guide").await;
    let same = same.full_system().get("/extrahop/processes").await;
    assert_eq!(same.text(), first, "the same on every twin of the fixture");
    let other = Twin::start_with("guide", &["--seed", "77"]).await;
    let other = other.full_system().get("/extrahop/processes").await;
    assert_ne!(other.text(), first, "the seed counts");
}

#[tokio::test]
async fn what_is_used_changes_by_the_second() {
    let at = |time: &'static str| async move {
        let fixture = "processes:\n  - {process: excap, start_time: 1447974000000}\n";
        let twin = Twin::start_with(fixture, &["--clock", time]).await;
        process(&twin.full_system(), "excap").await
    };
    let first = at("2015-11-19T23:20:07Z").await;
    assert_eq!(at("2015-11-19T23:20:07.9Z").await, first);
    let later = at("2015-11-19T23:36:47Z").await;
    assert_eq!(later["start_time"], first["start_time"]);
    assert_ne!(later["cpu"], first["cpu"]);
    let used = |of: &Value| of["cpu_time"].as_i64().unwrap();
    assert_eq!(used(&later) - used(&first), 125, "12.5 % of 1000 seconds");
}

#[tokio::test]
async fn a_command_appliance_captures_nothing() {
    let twin = Twin::start("platform: command").await;
    let caller = twin.full_system();
    let all = caller.json("/extrahop/processes").await;
    let expected: Vec<_> = NAMES
        .into_iter()
        .filter(|name| !["excap", "exflowlogs"].contains(name))
        .collect();
    assert_eq!(names(&all), expected);
    let told = caller
        .post("/extrahop/processes/excap/restart", json!({}))
        .await
        .refusal(404);
    assert_eq!(told, "There is no process named `excap`.");
}

#[tokio::test]
async fn a_process_is_restarted() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let before = caller.json("/extrahop/processes").await;
    let restart = "/extrahop/processes/excap/restart";
    let answer = caller.send("POST", restart, &[], b"").await;
    assert_eq!((answer.status, answer.text()), (201, String::new()));
    let after = process(&caller, "excap").await;
    assert_eq!(
        (&after["start_time"], &after["cpu_time"]),
        (&json!(1447975207000i64), &json!(0))
    );
    let all = caller.json("/extrahop/processes").await;
    let others = |list: &Value| -> Vec<Value> {
        let mut list = list.as_array().unwrap().clone();
        list.retain(|one| one["process"] != "excap");
        list
    };
    assert_eq!(others(&all), others(&before), "the others run on");
    assert_eq!(names(&all), NAMES);
    let audit_note = json!({"user": "setup", "operation": "Restart process", "details": "process excap", "component": "REST API"});
    assert_eq!(caller.last_audit_note().await, audit_note);
}

#[tokio::test]
async fn what_cannot_be_restarted() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let before = caller.json("/extrahop/processes").await;
    for (status, name, expected) in [
        (422, "exconfig", "`exconfig` cannot be restarted"),
        (404, "init", "There is no process named `init`."),
        (404, "EXCAP", "There is no process named `EXCAP`."),
    ] {
        let path = format!("/extrahop/processes/{name}/restart");
        assert_eq!(
            caller.post(&path, json!({})).await.refusal(status),
            expected
        );
    }
    assert_eq!(caller.json("/extrahop/processes").await, before);
    assert_eq!(caller.json("/auditlog").await, json!([]));
}

#[tokio::test]
async fn a_restart_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let clock = ["--clock", "2017-09-01T00:00:00Z"];
    let start = Process::start(
        folder.path(),
        &[&["--fixture", "empty"], &clock[..]].concat(),
    );
    let restart = "/extrahop/processes/webserver/restart";
    assert_eq!(start.caller().post(restart, json!({})).await.status, 201);
    let before = start.caller().json("/extrahop/processes").await;
    drop(start);
    let again = Process::start(folder.path(), &clock);
    let caller = again.caller();
    assert_eq!(caller.json("/extrahop/processes").await, before);
    assert_eq!(
        process(&caller, "webserver").await["start_time"],
        1504224000000i64
    );
    let log = caller.json("/auditlog").await;
    assert_eq!(
        log.as_array().unwrap().len(),
        1,
        "a start is no write of a client"
    );
}
