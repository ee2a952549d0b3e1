//! What is kept of a key, and what never is.
use super::{EC, EC_ID, EC_KEY, RSA, RSA_ID, RSA_KEY, body, with_key};
use crate::{client::Twin, durability::Process};
use serde_json::json;
use std::path::Path;
use wiretwin::{base::clock::Clock, twin::fixture};

/// A line of the key, as no answer and no file may hold it.
fn secret() -> &'static str {
    RSA_KEY.lines().nth(10).unwrap()
}

#[tokio::test]
async fn the_private_key_is_kept_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let process = Process::start(folder.path(), &["--fixture", "guide"]);
    let caller = process.caller();
    let path = with_key(&caller).await;
    for path in ["/ssldecryptkeys", &path, "/auditlog"] {
        assert!(!caller.get(path).await.text().contains(secret()), "{path}");
    }
    let keys = caller.json("/ssldecryptkeys").await;
    drop(process);
    let files = files(folder.path());
    let holding = |text: &str| {
        let text = text.as_bytes();
        let found = files
            .iter()
            .filter(|file| file.windows(text.len()).any(|w| w == text));
        found.count()
    };
    assert!(holding(RSA_ID) > 0, "the search finds what is kept");
    assert_eq!(holding(secret()), 0);
    let process = Process::start(folder.path(), &[]);
    assert_eq!(process.caller().json("/ssldecryptkeys").await, keys);
}

/// What the files of a folder hold, and of the folders in it.
fn files(folder: &Path) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| match path.is_dir() {
            true => files(&path),
            false => vec![std::fs::read(path).unwrap()],
        })
        .collect()
}

#[tokio::test]
async fn an_export_holds_the_keys_by_their_certificates() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    caller
        .post("/ssldecryptkeys", body("first", EC, EC_KEY))
        .await;
    let path = with_key(&caller).await;
    let protocol = json!({"protocol": "imap", "port": 993});
    caller.post(&format!("{path}/protocols"), protocol).await;
    caller.delete(&format!("/ssldecryptkeys/{EC_ID}")).await;
    let held = twin.server.launched.fleet.twin("default").unwrap();
    let state = held.store.state();
    let exported = || {
        let now = Some(Clock::real().now());
        let exported = wiretwin::twin::fixture::write::export(
            wiretwin::families::CONTENTS,
            &state,
            held.firmware,
            held.platform,
            held.seed,
            now,
        );
        serde_saphyr::to_string(&exported).unwrap()
    };
    let other = Twin::start(&exported()).await;
    let again = other.full_system();
    for path in ["/ssldecryptkeys", &path, &format!("{path}/protocols")] {
        assert_eq!(again.get(path).await.text(), caller.get(path).await.text());
    }
}

#[tokio::test]
async fn a_fixture_names_the_certificate_alone() {
    let indented = RSA.replace('\n', "\n      ");
    let fixture = |more: &str| {
        format!("ssldecryptkeys:\n  - name: a\n    cert_pem: |\n      {indented}\n{more}")
    };
    let twin = Twin::start(&fixture("    protocols: [{protocol: http, port: 443}]\n")).await;
    let caller = twin.full_system();
    let keys = caller.json("/ssldecryptkeys").await;
    assert_eq!(
        (&keys[0]["id"], &keys[0]["name"]),
        (&json!(RSA_ID), &json!("a"))
    );
    let path = format!("/ssldecryptkeys/{RSA_ID}/protocols");
    let protocols = json!([{"protocol": "http", "port": 443}]);
    assert_eq!(caller.json(&path).await, protocols);

    let load = |text: &str| -> String {
        let fixture = fixture::Fixture::parse(text, wiretwin::families::CONTENTS).unwrap();
        let (platform, seed) = (Default::default(), wiretwin::base::seed::Seed(1));
        let refused = fixture.draft(
            wiretwin::families::CONTENTS,
            platform,
            0,
            seed,
            &wiretwin::twin::access::Credentials::default(),
        );
        refused.err().expect("the fixture was loaded")
    };
    for (text, expected) in [
        (
            fixture(&format!("    id: {EC_ID}\n")),
            "`id` must be 55eef4fb",
        ),
        (
            fixture("    protocols: [{protocol: chess, port: 443}]\n"),
            "`protocols[0]` must be a known",
        ),
        (
            fixture("    protocols: [{protocol: http, port: 70000}]\n"),
            "70000",
        ),
        (
            "ssldecryptkeys: [{name: a, cert_pem: none}]".into(),
            "`cert_pem`: there is no certificate in PEM form",
        ),
        (
            "ssldecryptkeys: [{name: a, private_key: x, cert_pem: none}]".into(),
            "there is no `private_key`",
        ),
    ] {
        let told = load(&text);
        assert!(told.contains(expected), "{told}");
    }
}
