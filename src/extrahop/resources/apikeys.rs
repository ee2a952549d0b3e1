//! API keys: each acts with the permission level that its owner has at the time of the request.
use crate::{
    api::{Operation, Part, View, get, read_only},
    base::{clock::Millis, problem::Result, secret::Digest},
    store::{Kind, Resource, State, Unique},
    twin::access::{Level::*, Permit},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"id": 3, "key": "9207", "description": "backup script", "time_added": 1447878253953i64, "username": "alice", "user_id": 2}]))]
pub struct ApiKey {
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The last four characters of the key; the whole key is shown once, when it is generated.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub key: String,
    /// The text that was typed when the key was generated.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub description: Option<String>,
    /// When the key was generated, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub time_added: Option<Millis>,
    /// The key's owner.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub username: Option<String>,
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub user_id: Option<i64>,
    /// The SHA-256 of the key; the key itself is kept nowhere.
    #[schemars(skip)]
    pub sha256: Digest,
    /// Whether it is one of the keys that come with every twin.
    #[serde(default)]
    #[schemars(skip)]
    pub bootstrap: bool,
}

impl Resource for ApiKey {
    const KIND: &str = "api_key";
    const PATH: &str = "apikeys";
    const TITLE: &str = "API key";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "key",
        key: |key| key.sha256.hex().into(),
    });
    const PUBLISH_AT_ONCE: bool = true;

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.id = id;
        self.time_added.get_or_insert(at);
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(format!("…{}", self.key).into())
    }
    fn is_built_in(&self) -> bool {
        self.bootstrap
    }
}

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<ApiKey>()],
    ..Part::NONE
};

fn operations() -> Vec<Operation> {
    vec![get(
        "/apikeys",
        ReadOnly,
        list,
        "Retrieve the caller's API keys; with full system privileges those of all users.",
    )]
}

async fn list(permit: Permit) -> Result<View<Vec<ApiKey>>> {
    let state = permit.store.state();
    let all = permit.user.level == FullSystem;
    let keys = state
        .objects(ApiKey::KIND)
        .filter(|key| all || key.get::<ApiKey>().user_id == Some(permit.user.id));
    Ok(permit.views(keys))
}

impl ApiKey {
    /// The stored form of a key.
    pub fn new(key: &str, username: &str, user_id: i64, description: Option<String>) -> Self {
        let tail = key
            .char_indices()
            .rev()
            .nth(3)
            .map_or(key, |(at, _)| &key[at..]);
        Self {
            id: 0,
            key: tail.to_owned(),
            description,
            time_added: None,
            username: Some(username.to_owned()),
            user_id: Some(user_id),
            sha256: Digest::of(key),
            bootstrap: false,
        }
    }
    pub fn of_user(state: &State, user: i64) -> impl Iterator<Item = &ApiKey> {
        state
            .all::<ApiKey>()
            .filter(move |key| key.user_id == Some(user))
    }
}
