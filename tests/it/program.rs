//! The command line: bad flags, files and databases get one line on standard error and exit code
//! 2, nothing is started and nothing is overwritten.
use crate::durability::Process;
use serde_json::{Value, json};
use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wiretwin"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

/// The one line that a refusal is.
pub fn refused(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
    assert_eq!(
        (told.lines().count(), output.stdout.len()),
        (1, 0),
        "{arguments:?}: {told}"
    );
    told
}

#[test]
fn bad_flags() {
    let folder = tempfile::tempdir().unwrap();
    let said: [(&[&str], &str); 14] = [
        (
            &["serve", "--listen", "here"],
            "invalid value 'here' for '--listen",
        ),
        (
            &["serve", "--http-listen", "here"],
            "127.0.0.1:8080, a port alone, or off",
        ),
        (
            &["serve", "--firmware", "4.2"],
            "`4.2` is no known firmware; give one from 5.1 to 26.3",
        ),
        (
            &["serve", "--platform", "laptop"],
            "[possible values: discover, command]",
        ),
        (
            &["serve", "--clock", "noon"],
            "a time is written like 2017-09-01T00:00:00Z",
        ),
        (&["serve", "--seed", "many"], "--seed"),
        (
            &["serve", "--api-key", "two words"],
            "visible ASCII characters",
        ),
        (&["serve", "--tls-cert", "a.pem"], "--tls-key"),
        (&["serve", "--colour"], "unexpected argument '--colour'"),
        (
            &["serve", "--kentik", "rate-limits=5/day"],
            "such as rate-limits=5/min",
        ),
        (
            &["serve", "--database", "postgres://x"],
            "give an address such as sqlite://wiretwin.db",
        ),
        (&["serve", "--ephemeral", "--log", "=="], "--log `==`"),
        (
            &["fixture", "generate", "--devices", "0"],
            "0 is not in 1..=1000000",
        ),
        (
            &["openapi", "--api", "other"],
            "[possible values: extrahop, kentik, control]",
        ),
    ];
    for (arguments, expected) in said {
        let told = refused(folder.path(), arguments);
        assert!(
            told.starts_with("error: ") && told.contains(expected),
            "{told}"
        );
    }
    assert!(refused(folder.path(), &["fly"]).contains("unrecognized subcommand 'fly'"));
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        0,
        "something was left behind"
    );
}

#[test]
fn bad_fixtures_certificates_and_databases() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("bad.yaml"), "tags:\n  - {name: a, colour: red}\n").unwrap();
    fs::write(
        path("traffic.yaml"),
        "metrics:\n  - {object_id: 5, category: http_client, name: req, points: []}\n",
    )
    .unwrap();
    fs::write(path("text.pem"), "no certificate").unwrap();
    fs::write(path("text.db"), "x".repeat(5000)).unwrap();
    let before = fs::read_dir(folder.path()).unwrap().count();
    let listen = ["--listen", "127.0.0.1:0", "--http-listen", "off"];
    let serve = |arguments: &[&str]| {
        refused(
            folder.path(),
            &[&["serve"], &listen[..], arguments].concat(),
        )
    };

    assert!(
        serve(&["--fixture", "bad.yaml"])
            .starts_with("error: fixture bad.yaml: line 2: tags[0]: there is no `colour`")
    );
    assert!(
        refused(folder.path(), &["fixture", "check", "bad.yaml"])
            .contains("line 2: tags[0]: there is no `colour`")
    );
    assert!(
        serve(&["--fixture", "traffic.yaml"]).contains("fixture traffic.yaml: line 2: metrics[0]")
    );
    assert!(serve(&["--fixture", "none.yaml"]).contains("fixture `none.yaml` cannot be read"));
    assert!(
        serve(&["--tls-cert", "none.pem", "--tls-key", "text.pem"])
            .contains("`none.pem` cannot be read")
    );
    assert!(
        serve(&["--tls-cert", "text.pem", "--tls-key", "text.pem"])
            .contains("there is no certificate in PEM form")
    );
    assert!(serve(&["--database", "sqlite://text.db"]).contains("file is not a database"));
    assert!(
        serve(&["--database", "sqlite://none/x.db"])
            .starts_with("error: database sqlite://none/x.db: ")
    );
    assert!(serve(&["--hostname", "two words\u{e4}"]).contains("certificate"));
    assert!(
        refused(
            folder.path(),
            &["fixture", "export", "--database", "sqlite://none.db"]
        )
        .contains("no such file")
    );
    assert_eq!(
        fs::read(path("text.db")).unwrap(),
        b"x".repeat(5000),
        "the file was overwritten"
    );
    let left: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), before, "something was left behind: {left:?}");
}

#[test]
fn an_address_that_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let told = refused(
        folder.path(),
        &[
            "serve",
            "--ephemeral",
            "--listen",
            &address,
            "--http-listen",
            "off",
        ],
    );
    assert!(
        told.starts_with(&format!("error: cannot listen on {address}: ")),
        "{told}"
    );
}

#[tokio::test]
async fn another_database_and_one_in_use() {
    let folder = tempfile::tempdir().unwrap();
    let listen = ["--listen", "127.0.0.1:0", "--http-listen", "off"];
    let process = Process::start(folder.path(), &["--fixture", "guide"]);
    let told = refused(folder.path(), &[&["serve"], &listen[..]].concat());
    assert!(
        told.contains("database sqlite://wiretwin.db: ") && told.contains("locked"),
        "{told}"
    );
    assert_eq!(
        process.caller().get("/extrahop").await.status,
        200,
        "the first one goes on"
    );
    drop(process);
    for (flag, other) in [
        ("--firmware", "6.0"),
        ("--platform", "command"),
        ("--seed", "9"),
    ] {
        let told = refused(
            folder.path(),
            &[&["serve"], &listen[..], &[flag, other]].concat(),
        );
        assert!(
            told.contains(&format!("{flag} {other} needs another database")),
            "{told}"
        );
    }
}

#[tokio::test]
async fn options_come_from_the_environment_too() {
    let folder = tempfile::tempdir().unwrap();
    let told = Command::new(env!("CARGO_BIN_EXE_wiretwin"))
        .arg("serve")
        .env("WIRETWIN_FIRMWARE", "4.2")
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(
        String::from_utf8(told.stderr)
            .unwrap()
            .contains("`4.2` is no known firmware")
    );
    let process = Process::start(
        folder.path(),
        &[
            "--api-key",
            "a-fixed-key",
            "--fixture",
            "empty",
            "--clock",
            "2017-09-01T00:00:00Z",
            "--firmware",
            "7.5",
        ],
    );
    assert_eq!(process.ready["api_keys"]["full_system"], "a-fixed-key");
    let caller = process.caller();
    assert_eq!(caller.json("/extrahop").await["version"], "7.5.2.1345");
    caller.created("/tags", json!({"name": "a"})).await;
    assert_eq!(caller.json("/tags/1").await["mod_time"], 1504224000000i64);
    drop(process);
    // Another key takes the place of the first.
    let process = Process::start(folder.path(), &["--api-key", "another-key"]);
    assert_eq!(
        process
            .caller()
            .json("/tags")
            .await
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let address = process.ready["http"]
        .as_str()
        .unwrap()
        .strip_prefix("http://")
        .unwrap();
    assert_eq!(
        crate::client::Caller::to(address, "a-fixed-key")
            .get("/tags")
            .await
            .status,
        401
    );
}

#[tokio::test]
async fn the_ready_file_and_what_it_names() {
    let folder = tempfile::tempdir().unwrap();
    let process = Process::start(
        folder.path(),
        &[
            "--ephemeral",
            "--fixture",
            "empty",
            "--hostname",
            "twin.example.com",
        ],
    );
    let names: Vec<_> = process
        .ready
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        names,
        [
            "https", "http", "base_url", "ca_file", "pid", "firmware", "api_keys", "kentik"
        ]
    );
    let levels: Vec<_> = process.ready["api_keys"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        levels,
        ["read_only", "limited_write", "full_write", "full_system"]
    );
    let kentik = process.ready["kentik"].as_object().unwrap();
    let fields: Vec<_> = kentik.keys().map(String::as_str).collect();
    assert_eq!(
        fields,
        [
            "email",
            "administrator_token",
            "member_email",
            "member_token"
        ]
    );
    let trusted = fs::read(process.ready["ca_file"].as_str().unwrap()).unwrap();
    let address = process.ready["https"]
        .as_str()
        .unwrap()
        .strip_prefix("https://")
        .unwrap();
    let mut connection = crate::client::secure(address, &trusted).await;
    assert_eq!(
        connection
            .send("GET", "//_wiretwin/health", &[], b"")
            .await
            .json(),
        json!({"status": "ready"})
    );
    let url = process.ready["http"].as_str().unwrap();
    assert!(
        run(folder.path(), &["health", "--url", url])
            .status
            .success()
    );
    assert_eq!(
        refused(folder.path(), &["health", "--url", "http://127.0.0.1:1"])
            .split(':')
            .next(),
        Some("error")
    );
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "only the ready file"
    );
}

#[test]
fn documents() {
    let folder = tempfile::tempdir().unwrap();
    let json = |arguments: &[&str]| -> Value {
        serde_json::from_slice(&run(folder.path(), arguments).stdout).unwrap()
    };
    assert_eq!(json(&["openapi"])["info"]["version"], "5.1.2.1345");
    assert_eq!(
        json(&["openapi", "--api", "extrahop", "--firmware", "8.6"])["info"]["version"],
        "8.6.2.1345"
    );
    assert_eq!(json(&["fixture", "schema"])["title"], "wiretwin fixture");
    let checked =
        String::from_utf8(run(folder.path(), &["fixture", "check", "guide"]).stdout).unwrap();
    assert!(
        checked.starts_with("guide can be loaded: 221 devices (218 generated), 2 users, "),
        "{checked}"
    );
    let help = String::from_utf8(run(folder.path(), &["serve", "--help"]).stdout).unwrap();
    assert!(help.contains("--ready-file <FILE>") && help.contains("WIRETWIN_READY_FILE"));
}

#[tokio::test]
async fn a_fixture_is_exported_from_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let process = Process::start(folder.path(), &["--fixture", "guide"]);
    process
        .caller()
        .created("/tags", json!({"name": "kept"}))
        .await;
    drop(process);
    let export = |arguments: &[&str]| {
        run(folder.path(), &[&["fixture", "export"], arguments].concat()).stdout
    };
    let first = export(&[]);
    assert!(String::from_utf8_lossy(&first).contains("name: kept"));
    fs::write(folder.path().join("export.yaml"), &first).unwrap();
    drop(Process::start(
        folder.path(),
        &[
            "--database",
            "sqlite://other.db",
            "--fixture",
            "export.yaml",
        ],
    ));
    assert_eq!(
        String::from_utf8(export(&["--database", "sqlite://other.db"])).unwrap(),
        String::from_utf8(first).unwrap()
    );
}
