//! What a newcomer meets: nothing happens in silence, and what is asked for in the usual ways works.
use crate::{
    durability::Process,
    program::{refused, run},
};
use serde_json::Value;
use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const PORTS: [&str; 4] = ["--listen", "0", "--http-listen", "0"];

/// Starts `serve`, ends it by SIGTERM once it is ready, and gives what it printed and logged. `calls`
/// are made in between, with the ready file.
fn served(
    folder: &Path,
    environment: &[(&str, &str)],
    arguments: &[&str],
    calls: fn(&Value),
) -> String {
    let ready = folder.join("ready.json");
    let child = Command::new(env!("CARGO_BIN_EXE_wiretwin"))
        .arg("serve")
        .args(["--ready-file", "ready.json"])
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let began = Instant::now();
    while !ready.exists() {
        assert!(began.elapsed() < Duration::from_secs(60), "{arguments:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
    calls(&serde_json::from_slice(&fs::read(&ready).unwrap()).unwrap());
    Command::new("kill")
        .arg(child.id().to_string())
        .status()
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{arguments:?}");
    assert!(!ready.exists(), "the ready file stayed");
    let texts = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    texts.concat()
}

fn on_free_ports<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&PORTS[..], more].concat()
}

fn quietly(_: &Value) {}

#[test]
fn a_kept_database_is_told_and_another_fixture_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mine = folder.path().join("mine.yaml");
    fs::write(&mine, "tags:\n  - {name: first}\n").unwrap();
    let start = |more: &[&str]| served(folder.path(), &[], &on_free_ports(more), quietly);
    let refuse = |more: &[&str]| {
        refused(
            folder.path(),
            &[&["serve"], &on_free_ports(more)[..]].concat(),
        )
    };
    assert!(!start(&["--fixture", "mine.yaml"]).contains("kept:"));
    for more in [&[][..], &["--fixture", "mine.yaml"]] {
        let said = start(more);
        assert!(
            said.contains("kept: wiretwin.db, made from `mine.yaml` on 20"),
            "{said}"
        );
    }
    let told = refuse(&["--fixture", "demo"]);
    assert!(
        told.contains("made from `mine.yaml`") && told.contains("`demo` was not loaded"),
        "{told}"
    );
    assert!(
        told.contains("--reset") && told.contains("--ephemeral"),
        "{told}"
    );
    fs::write(&mine, "tags:\n  - {name: second}\n").unwrap();
    assert!(refuse(&["--fixture", "mine.yaml"]).contains("which has changed since"));
    assert!(refuse(&["--firmware", "9"]).contains("--reset"));
    assert!(!start(&["--fixture", "mine.yaml", "--reset", "--firmware", "9"]).contains("kept:"));
    let kept = run(folder.path(), &["fixture", "export"]).stdout;
    let kept = String::from_utf8(kept).unwrap();
    assert!(kept.contains("name: second") && !kept.contains("name: first"));
    assert!(kept.contains("9.9"));
    // A fixture that cannot be loaded leaves what is there.
    fs::write(&mine, "tags: 5").unwrap();
    refuse(&["--fixture", "mine.yaml", "--reset"]);
    assert!(start(&[]).contains("kept: wiretwin.db"));
}

#[test]
fn an_option_beats_the_environment() {
    let folder = tempfile::tempdir().unwrap();
    let database = ("WIRETWIN_DATABASE", "sqlite://kept.db");
    let kept = folder.path().join("kept.db");
    let start = |environment: &[(&str, &str)], more: &[&str]| {
        let arguments = [&PORTS[..], &["--fixture", "empty"], more].concat();
        served(folder.path(), environment, &arguments, quietly)
    };
    assert!(!start(&[database], &["--ephemeral"]).contains("note:"));
    for on in ["1", "yes", "on", "true"] {
        let said = start(&[database, ("WIRETWIN_EPHEMERAL", on)], &[]);
        assert!(
            said.contains("note: WIRETWIN_EPHEMERAL and WIRETWIN_DATABASE"),
            "{said}"
        );
    }
    let both = ["--ephemeral", "--database", "sqlite://kept.db"];
    assert!(start(&[], &both).contains("note: --ephemeral and --database"));
    assert!(!kept.exists());
    start(&[("WIRETWIN_EPHEMERAL", "yes")], &both[1..]);
    assert!(kept.exists());
    // A variable that is empty is none.
    start(
        &[database, ("WIRETWIN_EPHEMERAL", ""), ("WIRETWIN_SEED", "")],
        &[],
    );
}

#[test]
fn a_ready_file_is_of_a_server_that_runs() {
    let folder = tempfile::tempdir().unwrap();
    let stale = folder.path().join("ready.json");
    let mistakes: [&[&str]; 3] = [
        &["--fixture", "none.yaml", "--ephemeral"],
        &["--firmware", "4.2"],
        &["--seed=many"],
    ];
    for mistake in mistakes {
        fs::write(&stale, "{}").unwrap();
        let start = [
            &["serve", "--ready-file", "ready.json"],
            &PORTS[..],
            mistake,
        ]
        .concat();
        refused(folder.path(), &start);
        assert!(!stale.exists(), "{mistake:?}");
    }
    let process = Process::start(folder.path(), &["--ephemeral", "--firmware", "6"]);
    let base = format!("{}/api/v1", process.ready["https"].as_str().unwrap());
    assert_eq!(process.ready["base_url"], base);
    assert_eq!(process.ready["pid"], process.id());
    assert_eq!(process.ready["firmware"], "6.3");
}

#[test]
fn help_is_near() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&[][..], &["help"], &["--help"]] {
        let output = run(folder.path(), arguments);
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(
            text.contains("Examples:") && text.contains("wiretwin serve"),
            "{text}"
        );
    }
    let help = run(folder.path(), &["serve", "--help"]).stdout;
    let help = String::from_utf8(help).unwrap();
    for heading in ["Addresses:", "State:", "Keys:", "Certificate:", "Examples:"] {
        assert!(help.contains(heading), "{heading}");
    }
    for (mistake, call) in [
        (&["fly"][..], "(wiretwin --help "),
        (&["serve", "--firmwar", "9"], "(wiretwin serve --help "),
        (
            &["fixture", "generate"],
            "(wiretwin fixture generate --help ",
        ),
    ] {
        assert!(
            refused(folder.path(), mistake).contains(call),
            "{mistake:?}"
        );
    }
}

#[test]
fn each_level_has_a_key_of_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    let keys = [
        "--api-key",
        "mine",
        "--api-key",
        "read_only=reader",
        "--ephemeral",
    ];
    let process = Process::start(folder.path(), &keys);
    assert_eq!(process.ready["api_keys"]["full_system"], "mine");
    assert_eq!(process.ready["api_keys"]["read_only"], "reader");
    drop(process);
    for keys in [["a", "full_system=b"], ["a", "read_only=a"]] {
        let start = [
            "serve",
            "--ephemeral",
            "--api-key",
            keys[0],
            "--api-key",
            keys[1],
        ];
        assert!(refused(folder.path(), &start).contains("--api-key"));
    }
    assert!(
        refused(folder.path(), &["serve", "--api-key", "readonly=a"])
            .contains("did you mean read_only")
    );
}

/// Asks without a key, and with a secret where none belongs.
fn call(ready: &Value) {
    let http = ready["http"].as_str().unwrap();
    let key = ready["api_keys"]["full_write"].as_str().unwrap();
    let header = format!("Authorization: ExtraHop apikey={key}");
    let ask = |arguments: &[&str]| {
        let asked = Command::new("curl").arg("-s").args(arguments).output();
        assert!(asked.unwrap().status.success());
    };
    let tags = format!("{http}/api/v1/tags");
    ask(&[&tags]);
    ask(&["-H", &header, &tags, "-d", r#"{"name": 5}"#]);
    ask(&[
        "-H",
        &header,
        &format!("{tags}?limit=hunter2"),
        "-d",
        r#"{"name": {"hunter2": "hunter2"}}"#,
    ]);
}

#[test]
fn a_line_of_the_log_says_who_and_why() {
    let folder = tempfile::tempdir().unwrap();
    let start = [
        &PORTS[..],
        &["--ephemeral", "--fixture", "empty", "--log", "info"],
    ]
    .concat();
    let text = served(folder.path(), &[], &start, call);
    for words in [
        "status=401",
        "reason=\"The API key is missing",
        "user=\"full_write\" level=\"full_write\"",
        "(`name`)",
        "duration_ms=",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let json = served(
        folder.path(),
        &[],
        &[&start[..], &["--log-format", "json"]].concat(),
        call,
    );
    let lines = json
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let requests: Vec<_> = lines
        .filter(|line| line["fields"]["message"] == "request")
        .collect();
    assert_eq!(requests.len(), 3, "{json}");
    assert_eq!(requests[0]["fields"]["status"], 401);
    assert_eq!(requests[1]["fields"]["user"], "full_write");
    assert!(!text.contains("hunter2") && !json.contains("hunter2"));
}

#[test]
fn both_ports_say_that_they_are_ready() {
    let folder = tempfile::tempdir().unwrap();
    served(
        folder.path(),
        &[],
        &[&PORTS[..], &["--ephemeral"]].concat(),
        |ready| {
            let ca = ready["ca_file"].as_str().unwrap();
            let (https, http) = (
                ready["https"].as_str().unwrap(),
                ready["http"].as_str().unwrap(),
            );
            for base in [https, http] {
                for path in ["/health", "/_wiretwin/health"] {
                    let url = format!("{base}{path}");
                    let asked = Command::new("curl")
                        .args(["-sf", "--cacert", ca, &url])
                        .output();
                    assert_eq!(asked.unwrap().stdout, br#"{"status":"ready"}"#, "{url}");
                }
            }
            let port = https.rsplit(':').next().unwrap();
            for name in ["wiretwin", "host.docker.internal", "localhost"] {
                let (url, at) = (
                    format!("https://{name}:{port}/health"),
                    format!("{name}:{port}:127.0.0.1"),
                );
                let asked = Command::new("curl")
                    .args(["-sf", "--cacert", ca, "--resolve", &at, &url])
                    .status();
                assert!(asked.unwrap().success(), "{name}");
            }
        },
    );
}
