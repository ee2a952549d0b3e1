//! Every acknowledged write is there after the process was killed, and nothing is half-done.
use crate::client::Caller;
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// A server process; killed when the test ends.
pub struct Process {
    child: Child,
    pub ready: Value,
}

impl Drop for Process {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Process {
    pub fn start(folder: &Path, arguments: &[&str]) -> Self {
        let file = folder.join("ready.json");
        std::fs::remove_file(&file).ok();
        let listening = ["--listen", "--http-listen"]
            .into_iter()
            .filter(|option| !arguments.contains(option))
            .flat_map(|option| [option, "127.0.0.1:0"]);
        let mut child = Command::new(env!("CARGO_BIN_EXE_wiretwin"))
            .arg("serve")
            .args(listening)
            .arg("--ready-file")
            .arg(&file)
            .args(arguments)
            .current_dir(folder)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let began = Instant::now();
        while !file.exists() {
            assert!(
                began.elapsed() < Duration::from_secs(60) && child.try_wait().unwrap().is_none(),
                "the server did not start"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
        let ready = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        Self { child, ready }
    }
    pub fn caller(&self) -> Caller {
        let address = self.ready["http"]
            .as_str()
            .unwrap()
            .strip_prefix("http://")
            .unwrap();
        Caller::to(
            address,
            self.ready["api_keys"]["full_system"].as_str().unwrap(),
        )
    }
    pub fn id(&self) -> u32 {
        self.child.id()
    }
    /// How the process ended, once it has.
    pub fn ended(&mut self) -> std::process::ExitStatus {
        self.child.wait().unwrap()
    }
}

/// Creates tags, each assigned to two devices, until the server is gone; what was acknowledged.
async fn write_until_killed(caller: Caller, writer: usize) -> (Vec<(i64, String)>, BTreeSet<i64>) {
    let (mut created, mut assigned) = (vec![], BTreeSet::new());
    for i in 0.. {
        let name = format!("{writer}-{i}");
        let Some(answer) = caller.try_post("/tags", json!({"name": name})).await else {
            break;
        };
        let location = answer.header("location").unwrap();
        let id: i64 = location.rsplit('/').next().unwrap().parse().unwrap();
        created.push((id, name));
        let both = json!({"assign": [9363, 10212]});
        let Some(answer) = caller.try_post(&format!("/tags/{id}/devices"), both).await else {
            break;
        };
        assert_eq!(answer.status, 204);
        assigned.insert(id);
    }
    (created, assigned)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_under_load() {
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged: Vec<(i64, String)> = vec![];
    for round in 0..3 {
        let process = Process::start(folder.path(), &["--fixture", "guide"]);
        check(&process.caller(), &acknowledged).await;
        let writers: Vec<_> = (0..8)
            .map(|w| tokio::spawn(write_until_killed(process.caller(), round * 8 + w)))
            .collect();
        tokio::time::sleep(Duration::from_millis(150 + 130 * round as u64)).await;
        drop(process);
        let mut assigned = BTreeSet::new();
        for writer in writers {
            let (created, done) = writer.await.unwrap();
            acknowledged.extend(created);
            assigned.extend(done);
        }
        assert!(!assigned.is_empty(), "nothing was written before the kill");
        let process = Process::start(folder.path(), &[]);
        let caller = process.caller();
        check(&caller, &acknowledged).await;
        for id in assigned {
            let devices = caller.json(&format!("/tags/{id}/devices")).await;
            assert_eq!(devices.as_array().unwrap().len(), 2, "tag {id}");
        }
    }
}

/// Every acknowledged tag is there; of the others each is whole, with its entry in the audit log,
/// and assigned to two devices or to none.
async fn check(caller: &Caller, acknowledged: &[(i64, String)]) {
    let tags = caller.json("/tags").await;
    let tags: BTreeSet<(i64, String)> = tags
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| {
            (
                tag["id"].as_i64().unwrap(),
                tag["name"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    for tag in acknowledged {
        assert!(tags.contains(tag), "{tag:?} is lost");
    }
    let log = caller.json("/auditlog?limit=999999").await;
    let logged: BTreeSet<&str> = log
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["body"]["operation"] == "Create tag")
        .map(|entry| entry["body"]["details"].as_str().unwrap())
        .collect();
    let expected: BTreeSet<String> = tags
        .iter()
        .map(|(id, name)| format!("tag {id}: {name}"))
        .collect();
    assert_eq!(logged, expected.iter().map(String::as_str).collect());
    let unsure = tags.iter().filter(|tag| !acknowledged.contains(tag));
    for (id, _) in unsure {
        let devices = caller.json(&format!("/tags/{id}/devices")).await;
        assert!(
            [0, 2].contains(&devices.as_array().unwrap().len()),
            "tag {id} is half-assigned"
        );
    }
}

#[tokio::test]
async fn what_was_written_survives_a_graceful_end() {
    let folder = tempfile::tempdir().unwrap();
    let mut process = Process::start(
        folder.path(),
        &["--fixture", "guide", "--synchronous", "full"],
    );
    let caller = process.caller();
    caller.created("/tags", json!({"name": "kept"})).await;
    caller.created("/tags", json!({"name": "dropped"})).await;
    caller
        .post("/tags/1/devices", json!({"assign": [10212]}))
        .await;
    caller
        .patch("/devices/10212", json!({"custom_name": "renamed"}))
        .await;
    assert_eq!(caller.delete("/tags/2").await.status, 204);
    let before = (
        caller.json("/devices?limit=-1").await,
        caller.json("/auditlog").await,
    );
    let ready = process.ready.clone();
    Command::new("kill")
        .args(["-TERM", &process.id().to_string()])
        .status()
        .unwrap();
    assert_eq!(process.ended().code(), Some(0));

    // The fixture that nobody names is no other one.
    let process = Process::start(folder.path(), &[]);
    let caller = process.caller();
    assert_eq!(
        process.ready["api_keys"], ready["api_keys"],
        "the keys are kept"
    );
    assert_eq!(
        caller.json("/tags/1/devices").await[0]["custom_name"],
        "renamed"
    );
    assert_eq!(
        (
            caller.json("/devices?limit=-1").await,
            caller.json("/auditlog").await
        ),
        before
    );
    assert_eq!(
        caller.created("/tags", json!({"name": "next"})).await,
        3,
        "an id is never used twice"
    );
    assert_eq!(caller.created("/pages", json!({"name": "next"})).await, 221);
}
