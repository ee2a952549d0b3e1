//! What earlier versions left behind opens in this one, and means the same.
use crate::client::{Caller, options};
use flate2::read::GzDecoder;
use serde_json::Value;
use std::{
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
};
use wiretwin::{
    families::CONTENTS,
    server::{Server, launch::load},
    store::{State, Synchronous, open_database},
    twin::{
        access::{Credentials, Level},
        fixture::{Fixture, write::export},
        fleet::Fleet,
    },
};

/// The folder of each version.
fn versions() -> Vec<PathBuf> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let entries = fs::read_dir(golden).unwrap().map(|one| one.unwrap().path());
    let folders: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    assert!(!folders.is_empty());
    folders
}

fn unzipped(path: &Path) -> Vec<u8> {
    let mut bytes = vec![];
    let file = File::open(path).unwrap();
    GzDecoder::new(file).read_to_end(&mut bytes).unwrap();
    bytes
}

/// What the version itself said that its database holds.
fn fixture(version: &Path) -> String {
    String::from_utf8(unzipped(&version.join("fixture.yaml.gz"))).unwrap()
}

fn exported(state: &State, fixture: &Fixture) -> Value {
    let firmware = fixture.firmware.unwrap();
    let (platform, seed) = (fixture.platform.unwrap(), fixture.seed.unwrap());
    let seed = wiretwin::base::seed::Seed(seed);
    let mut found = export(CONTENTS, state, firmware, platform, seed, fixture.clock);
    // Every twin has this account now, and had it not then.
    let users = found["users"].as_array_mut().unwrap();
    users.retain(|user| user["username"] != "shell");
    found
}

/// Fails at the first section that differs.
fn assert_same(version: &Path, found: &Value, expected: &Value) {
    for (section, expected) in expected.as_object().unwrap() {
        assert_eq!(
            &found[section],
            expected,
            "{}: {section}",
            version.display()
        );
    }
    assert_eq!(found, expected, "{}", version.display());
}

#[tokio::test]
async fn every_database_opens() {
    for version in versions() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("twins.db");
        fs::write(&database, unzipped(&version.join("twins.db.gz"))).unwrap();
        let url = format!("sqlite://{}", database.display());
        let text = fixture(&version);
        let fixture = Fixture::parse(&text, CONTENTS).unwrap();
        let expected: Value = serde_saphyr::from_str(&text).unwrap();
        let mut opened = open_database(&url, Synchronous::Normal).await.unwrap();
        let state = load(&mut *opened, Fleet::DEFAULT).await.unwrap();
        opened.close().await;
        assert_same(&version, &exported(&state, &fixture), &expected);
        let start = options(&["--database", &url, "--api-key", "a-key-of-now"]);
        let server = Server::start(&start).await.unwrap();
        let twin = server.launched.fleet.twin(Fleet::DEFAULT).unwrap();
        assert_eq!(twin.clock.held(), fixture.clock);
        // And it goes on: a write is kept, and under the next id.
        let address = server.http.unwrap().to_string();
        let caller = Caller::to(&address, server.key(Level::FullSystem));
        let tag = serde_json::json!({"name": "of now"});
        assert_eq!(caller.created("/tags", tag.clone()).await, 6);
        drop(twin);
        server.stop().await;
        let server = Server::start(&start).await.unwrap();
        let address = server.http.unwrap().to_string();
        let caller = Caller::to(&address, server.key(Level::FullSystem));
        assert_eq!(caller.json("/tags/6").await["name"], tag["name"]);
        server.stop().await;
    }
}

#[test]
fn every_fixture_loads() {
    for version in versions() {
        let text = fixture(&version);
        let fixture = Fixture::parse(&text, CONTENTS).unwrap();
        let draft = fixture
            .draft(
                CONTENTS,
                fixture.platform.unwrap(),
                fixture.clock.unwrap(),
                wiretwin::base::seed::Seed(fixture.seed.unwrap()),
                &Credentials::default(),
            )
            .unwrap();
        let expected: Value = serde_saphyr::from_str(&text).unwrap();
        assert_same(&version, &exported(&draft, &fixture), &expected);
    }
}
