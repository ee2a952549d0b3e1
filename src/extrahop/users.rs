//! Users have access to the appliance; their granted roles are their permission level.
use super::apikeys::ApiKey;
use crate::{
    access::{Level, Level::*, Permit},
    api::{
        Body, Created, Name, NoContent, Operation, Patch, View, delete, fields::write_only, get,
        patch, post, read_only,
    },
    clock::Millis,
    fleet,
    problem::{Problem, Result, refused},
    store::{Object, Resource, State, Unique},
};
use axum::extract::{FromRequestParts, Path};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::{num::NonZeroU32, sync::Arc};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"username": "alice", "name": "Alice Example", "enabled": true, "type": "local", "date_joined": 1447878253953i64, "last_ui_login_time": null, "granted_roles": {"write": "full"}}]))]
pub struct User {
    #[serde(default)]
    #[schemars(skip)]
    pub id: i64,
    /// The login name, without spaces; unique whatever the case. It is set on a create only.
    #[schemars(regex(pattern = r"^\S+$"))]
    pub username: String,
    /// The friendly name.
    #[schemars(length(min = 1))]
    pub name: String,
    /// Whether the user may log in and the user's API keys work.
    #[serde(default = "User::yes")]
    pub enabled: bool,
    /// It is set on a create only.
    #[serde(rename = "type", default = "User::local")]
    #[schemars(extend("enum" = ["local", "remote"]))]
    pub kind: String,
    /// When the user was made, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub date_joined: Millis,
    /// When the user last logged in to the Web UI, in ms since the epoch; null: never.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub last_ui_login_time: Option<Millis>,
    /// The permission level: `{"system": "full"}`, or `write` as full, limited or null.
    #[serde(default = "User::limited")]
    pub granted_roles: Map<String, Value>,
    /// At least five characters; a create needs it, and no answer shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(transform = write_only, length(min = 5))]
    pub password: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(skip)]
    pub password_hash: Option<String>,
    /// The accounts that come with the appliance are not listed and cannot be changed.
    #[serde(default)]
    #[schemars(skip)]
    pub built_in: bool,
}

impl Resource for User {
    const KIND: &str = "user";
    const PATH: &str = "users";
    const TITLE: &str = "user";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "username",
        key: |user| user.username.to_lowercase().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn stamp(&mut self, id: i64, at: Millis) {
        self.id = id;
        if self.date_joined == 0 {
            self.date_joined = at;
        }
    }
}

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    vec![
        get   ("/users",            FullSystem, list,        "Retrieve all users."),
        post  ("/users",            FullSystem, create_user, "Create a user."),
        get   ("/users/{username}", FullSystem, read_user,   "Retrieve a user.").own(),
        patch ("/users/{username}", FullSystem, update_user, "Change a user.").own(),
        delete("/users/{username}", FullSystem, remove_user, "Delete a user and the user's API keys."),
        get   ("/users/{username}/apikeys",         FullSystem, keys, "Retrieve the API keys of a user.").own(),
        get   ("/users/{username}/apikeys/{keyid}", FullSystem, key,  "Retrieve an API key of a user.").own(),
    ]
}

async fn list(permit: Permit) -> Result<View<Vec<User>>> {
    let state = permit.store.state();
    let mut users: Vec<_> = state
        .objects(User::KIND)
        .filter(|u| !u.get::<User>().built_in)
        .collect();
    users.sort_by_key(|user| &user.get::<User>().username);
    Ok(permit.views(users))
}

async fn create_user(permit: Permit, Body(mut user): Body<User>) -> Result<Created> {
    check_roles(&user.granted_roles)?;
    let password = user
        .password
        .take()
        .ok_or_else(|| refused("`password` is required: at least 5 characters long"))?;
    user.password_hash = Some(hashed(password).await?);
    let location = format!("/api/v1/users/{}", user.username);
    permit
        .write(
            move |draft| match draft.by_key::<User>(&user.username.to_lowercase()) {
                Some(_) => Err(Problem::Conflict(format!(
                    "`username`: The user {} already exists.",
                    user.username
                ))),
                None => draft.insert(user),
            },
        )
        .await?;
    Ok(Created(location))
}

async fn read_user(permit: Permit, Name(name): Name) -> Result<View<User>> {
    permit.own_or(FullSystem, name == permit.user.name)?;
    Ok(permit.view(visible(&permit.store.state(), &name)?))
}

async fn update_user(permit: Permit, Name(name): Name, patch: Patch<User>) -> Result<NoContent> {
    if permit.user.level < FullSystem {
        may_change(&permit, &name, &patch)?;
    }
    let patch = patch.without("username").without("type");
    let hash = match patch.get("password").and_then(Value::as_str) {
        Some(password) => Some(hashed(password.to_owned()).await?),
        None => None,
    };
    permit
        .write(move |draft| {
            let id = visible(draft, &name)?.id;
            draft.update(id, |user: &User| user.with(&patch, hash))
        })
        .await?;
    Ok(NoContent)
}

/// What a user without full system privileges may change: its own password.
fn may_change(permit: &Permit, name: &str, patch: &Patch<User>) -> Result<()> {
    permit.own_or(FullSystem, name == permit.user.name)?;
    match patch.names().find(|field| *field != "password") {
        None => Ok(()),
        Some("granted_roles") => permit.need(FullSystem),
        Some(field) => Err(Problem::Conflict(format!(
            "`{field}` cannot be changed by the user itself, only `password` can"
        ))),
    }
}

async fn remove_user(permit: Permit, Name(name): Name) -> Result<NoContent> {
    let caller = permit.user.id;
    permit
        .write(move |draft| {
            let id = visible(draft, &name)?.id;
            if id == caller {
                return Err(Problem::MethodNotAllowed(
                    "A user cannot delete itself.".into(),
                ));
            }
            draft.note("Delete user", format!("user {id}: {name}"));
            let keys: Vec<i64> = ApiKey::of_user(draft, id).map(|key| key.id).collect();
            keys.into_iter()
                .try_for_each(|key| draft.remove::<ApiKey>(key))?;
            draft.remove::<User>(id)
        })
        .await?;
    Ok(NoContent)
}

async fn keys(permit: Permit, Name(name): Name) -> Result<View<Vec<ApiKey>>> {
    permit.own_or(FullSystem, name == permit.user.name)?;
    let state = permit.store.state();
    let user = any(&state, &name)?.id;
    let keys = state
        .objects(ApiKey::KIND)
        .filter(|key| key.get::<ApiKey>().user_id == Some(user));
    Ok(permit.views(keys))
}

async fn key(permit: Permit, KeyOf(name, key): KeyOf) -> Result<View<ApiKey>> {
    permit.own_or(FullSystem, name == permit.user.name)?;
    let state = permit.store.state();
    let user = any(&state, &name)?.id;
    let object = state.object::<ApiKey>(key)?;
    match object.get::<ApiKey>().user_id == Some(user) {
        true => Ok(permit.view(object)),
        false => Err(Problem::no_such(ApiKey::TITLE, key)),
    }
}

/// The `{username}` and `{keyid}` of the path.
struct KeyOf(String, i64);

impl<S: Send + Sync> FromRequestParts<S> for KeyOf {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut http::request::Parts, state: &S) -> Result<Self> {
        let names = Path::<(String, String)>::from_request_parts(parts, state).await;
        let Path((name, key)) = names.map_err(|e| Problem::NotFound(e.body_text()))?;
        let key = key
            .parse()
            .map_err(|_| Problem::NotFound(format!("`keyid` must be an integer, not `{key}`.")))?;
        Ok(Self(name, key))
    }
}
impl crate::api::Describe for KeyOf {
    fn describe(_: &mut crate::api::Doc) {}
}

fn any<'a>(state: &'a State, name: &str) -> Result<&'a Arc<Object>> {
    let user = state.by_key::<User>(&name.to_lowercase());
    user.ok_or_else(|| Problem::NotFound(format!("There is no user named {name}.")))
}
/// A user that clients can see.
fn visible<'a>(state: &'a State, name: &str) -> Result<&'a Arc<Object>> {
    let user = any(state, name)?;
    match user.get::<User>().built_in {
        true => Err(Problem::NotFound(format!("There is no user named {name}."))),
        false => Ok(user),
    }
}

impl User {
    /// The permission level that the granted roles come to.
    pub fn level(&self) -> Level {
        let role = |name: &str| self.granted_roles.get(name).and_then(Value::as_str);
        match (role("system"), role("write")) {
            (Some("full"), _) => FullSystem,
            (_, Some("full")) => FullWrite,
            (_, Some("limited" | "personal")) => LimitedWrite,
            _ => ReadOnly,
        }
    }
    /// The granted roles of a level.
    pub fn roles(level: Level) -> Map<String, Value> {
        let (role, value) = match level {
            FullSystem => ("system", json!("full")),
            FullWrite => ("write", json!("full")),
            LimitedWrite => ("write", json!("limited")),
            ReadOnly => ("write", Value::Null),
        };
        Map::from_iter([(role.to_owned(), value)])
    }
    /// An account that comes with every twin.
    pub fn built_in(username: &str, level: Level) -> Self {
        Self {
            id: 0,
            username: username.to_owned(),
            name: username.to_owned(),
            enabled: true,
            kind: Self::local(),
            date_joined: 0,
            last_ui_login_time: None,
            granted_roles: Self::roles(level),
            password: None,
            password_hash: None,
            built_in: true,
        }
    }
    fn with(&self, patch: &Patch<User>, password_hash: Option<String>) -> Result<User> {
        let mut user = patch.onto(self)?;
        check_roles(&user.granted_roles)?;
        if user.password.take().is_some() {
            if user.kind == "remote" {
                return Err(refused("`password`: a remote user has no password here"));
            }
            user.password_hash = password_hash;
        }
        Ok(user)
    }
    fn yes() -> bool {
        true
    }
    fn local() -> String {
        "local".into()
    }
    fn limited() -> Map<String, Value> {
        Self::roles(LimitedWrite)
    }
}

/// Roles that are not known are kept as they are; those that are known have known values.
pub fn check_roles(roles: &Map<String, Value>) -> Result<()> {
    let allowed: [(&str, &[&str]); 2] = [
        ("system", &["full"]),
        ("write", &["full", "limited", "personal"]),
    ];
    for (role, values) in allowed {
        match roles.get(role) {
            None | Some(Value::Null) => {}
            Some(Value::String(given)) if values.contains(&given.as_str()) => {}
            Some(_) => {
                return Err(refused(format!(
                    "`granted_roles.{role}` must be null or one of {}",
                    values.join(", ")
                )));
            }
        }
    }
    Ok(())
}

/// PBKDF2 with a random salt, as `salt:hash`. The rounds are few: the passwords are a test's.
pub fn password_hash(password: &str) -> String {
    const ROUNDS: NonZeroU32 = NonZeroU32::new(20_000).unwrap();
    let salt = uuid::Uuid::new_v4().simple().to_string();
    let mut hash = [0; 32];
    let method = ring::pbkdf2::PBKDF2_HMAC_SHA256;
    ring::pbkdf2::derive(
        method,
        ROUNDS,
        salt.as_bytes(),
        password.as_bytes(),
        &mut hash,
    );
    format!("{salt}:{}", fleet::hex(&hash))
}

/// The same, where other requests must not wait for it.
async fn hashed(password: String) -> Result<String> {
    let hash = tokio::task::spawn_blocking(move || password_hash(&password));
    Ok(hash.await.map_err(anyhow::Error::from)?)
}
