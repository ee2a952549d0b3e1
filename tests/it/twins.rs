//! Two twins in one process: which is meant follows from the key, and nothing of one is seen at the other.
use crate::client::Twin;
use serde_json::json;
use std::sync::Arc;
use wiretwin::{
    base::{clock::parse_time, firmware::Firmware, platform::Platform, secret::Digest, seed::Seed},
    families::CONTENTS,
    store::{Store, TwinRow},
    twin::{
        access::{Credentials, Level},
        build::{Source, build},
        fixture::Fixture,
        parts::Parts,
    },
};

const KEY: &str = "the-key-of-the-other-twin";

/// Adds a twin of another firmware, with another time.
fn add_other(twin: &Twin, firmware: Firmware, clock: &str, source: Source) {
    let row = TwinRow {
        twin: "other".into(),
        firmware,
        platform: Platform::Discover,
        seed: Seed(1).0,
        clock: Some(parse_time(clock).unwrap()),
        fixture: "guide".into(),
        unknown_fields: Default::default(),
        fixture_digest: None,
        made_at: None,
    };
    let built = build(CONTENTS, row, source).unwrap();
    let state = built.state.clone();
    let store = Store::in_memory("other", state.clone());
    let keys = CONTENTS.keys(&state);
    let other = built.into_twin(store, CONTENTS, Parts::default());
    twin.server.launched.fleet.add(Arc::new(other), keys, None);
}

#[tokio::test]
async fn an_answer_is_dated_by_the_clock_of_the_callers_twin() {
    let twin = Twin::start_with("guide", &["--clock", "2015-11-19T23:20:07Z"]).await;
    let fixture = Fixture::open("guide", CONTENTS).unwrap();
    let mut given = Credentials::default();
    let keys = given.of_mut("api_keys");
    keys.insert(Level::FullWrite, KEY.into());
    let clock = "2017-09-01T12:00:00Z";
    add_other(
        &twin,
        Firmware(7, 2),
        clock,
        Source::Fixture(&fixture, &given),
    );
    let other = twin.with_key(KEY);
    for (caller, date) in [
        (twin.read_only(), "Thu, 19 Nov 2015 23:20:07 GMT"),
        (other.clone(), "Fri, 01 Sep 2017 12:00:00 GMT"),
        (twin.anonymous(), "Thu, 19 Nov 2015 23:20:07 GMT"),
    ] {
        for path in ["/devices/10212", "/nothing", "/tags/77"] {
            assert_eq!(caller.get(path).await.header("date"), Some(date), "{path}");
        }
    }
    // And they are two twins.
    other.created("/tags", json!({"name": "theirs"})).await;
    assert_eq!(twin.read_only().json("/tags").await, json!([]));
}

#[tokio::test]
async fn twins_that_share_an_object_see_it_in_their_own_firmware() {
    let twin = Twin::start("guide").await;
    let own = twin.read_only();
    let held = twin.server.launched.fleet.twin("default").unwrap();
    let state = wiretwin::store::State::clone(&held.store.state());
    let clock = "2015-11-19T23:20:07Z";
    // The keys of a forked twin are the same: it is reached as a twin of its own, by its firmware.
    let mut draft = wiretwin::store::Draft::new(
        state,
        wiretwin::store::Stamp {
            at: 0,
            by: "setup".into(),
            component: "test",
        },
    );
    let old = Digest::of(twin.server.key(Level::ReadOnly));
    let keys = CONTENTS.keys(&draft);
    let (_, id) = keys.into_iter().find(|(key, _)| *key == old).unwrap();
    draft
        .update(
            id,
            |key: &wiretwin::extrahop::resources::apikeys::ApiKey| {
                let sha256 = Digest::of(KEY);
                Ok(wiretwin::extrahop::resources::apikeys::ApiKey {
                    sha256,
                    ..key.clone()
                })
            },
        )
        .unwrap();
    let (state, _) = draft.done();
    add_other(&twin, Firmware(26, 3), clock, Source::State(state));
    let other = twin.with_key(KEY);
    for first in [&own, &other] {
        first.json("/devices/10212").await;
        first.json("/devices?limit=-1").await;
    }
    for (caller, knows) in [(&own, false), (&other, true), (&own, false)] {
        let device = caller.json("/devices/10212").await;
        assert_eq!(device.get("discovery_id").is_some(), knows, "{device}");
        let all = caller.json("/devices?limit=-1").await;
        let mut all = all.as_array().unwrap().iter();
        assert!(all.all(|device| device.get("discovery_id").is_some() == knows));
    }
}
