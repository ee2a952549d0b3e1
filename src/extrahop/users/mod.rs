//! Users have access to the appliance; their granted roles are their permission level.
mod accounts;
mod keys;
pub mod password;
pub mod roles;

pub use accounts::accounts;

use super::{apikeys::ApiKey, dashboards};
use crate::{
    api::{
        Body, Created, Name, NoContent, Operation, Patch, Query, Unprocessable, View, delete,
        fields::write_only, get, patch, post, read_only,
    },
    base::{
        clock::Millis,
        problem::{Problem, Result, refused},
    },
    store::{Object, Resource, State, Unique},
    twin::access::{
        Level::{self, *},
        Permit,
    },
};
use password::hashed;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use roles::Roles;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"username": "alice", "name": "Alice Example", "enabled": true, "type": "local", "date_joined": 1447878253953i64, "last_ui_login_time": null, "granted_roles": {"write": "full"}, "password": "correct horse"}]))]
pub struct User {
    #[serde(default)]
    #[schemars(skip)]
    pub id: i64,
    /// The login name, without spaces; unique whatever the case. It is set on a create only.
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
    pub granted_roles: Roles,
    /// At least five characters, or what a strict password policy asks for; a create needs it, and no
    /// answer shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(transform = write_only)]
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
    const PUBLISH_AT_ONCE: bool = true;

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.id = id;
        if self.date_joined == 0 {
            self.date_joined = at;
        }
    }
    fn check(&self) -> Result<()> {
        let broken = self.username.is_empty() || self.username.contains(char::is_whitespace);
        match broken {
            true => Err(Problem::Policy(
                "`username` must be a text without spaces".into(),
            )),
            false => roles::check(&self.granted_roles),
        }
    }
}

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    let operations = vec![
        get   ("/users",            FullSystem, list,        "Retrieve all users."),
        post  ("/users",            FullSystem, create_user, "Create a user.").refusing(&[409]),
        get   ("/users/{username}", FullSystem, read_user,   "Retrieve a user.").own(),
        patch ("/users/{username}", FullSystem, update_user, "Change a user.").own().refusing(&[409]),
        delete("/users/{username}", FullSystem, remove_user, "Delete a user with the user's API keys and dashboards.").refusing(&[405]),
        get   ("/users/{username}/apikeys",         FullSystem, keys::keys, "Retrieve the API keys of a user.").own(),
        get   ("/users/{username}/apikeys/{keyid}", FullSystem, keys::key,  "Retrieve an API key of a user.").own(),
    ];
    let policies = |op: Operation| op.unprocessable(Unprocessable::Policies);
    operations.into_iter().map(policies).collect()
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
    user.check()?;
    let password = user
        .password
        .take()
        .ok_or_else(|| refused("`password` is required: at least 5 characters long"))?;
    user.password_hash = Some(hashed(&permit, password).await?);
    let location = format!("/api/v1/users/{}", in_path(&user.username));
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
    Ok(permit.view(visible(&permit.store.state(), &name)?))
}

async fn update_user(permit: Permit, Name(name): Name, patch: Patch<User>) -> Result<NoContent> {
    let patch = patch.without("username").without("type");
    if permit.user.level < FullSystem {
        may_change(&permit, &patch)?;
    }
    let hash = match patch.get("password").and_then(Value::as_str) {
        Some(password) => Some(hashed(&permit, password.to_owned()).await?),
        None => None,
    };
    permit
        .write(move |draft| {
            let id = visible(draft, &name)?.id;
            draft.update(id, |user: &User| user.with(&patch, hash))?;
            need_administrator(draft).map_err(Problem::Conflict)
        })
        .await?;
    Ok(NoContent)
}

/// What a user without full system privileges may change: its own password.
fn may_change(permit: &Permit, patch: &Patch<User>) -> Result<()> {
    match patch.names().find(|field| *field != "password") {
        None => Ok(()),
        Some("granted_roles") => permit.need(FullSystem),
        Some(field) => Err(Problem::Conflict(format!(
            "`{field}` cannot be changed by the user itself, only `password` can"
        ))),
    }
}

/// What becomes of the dashboards of a user who is deleted.
#[derive(Deserialize, JsonSchema)]
struct DeleteUserQuery {
    /// Who gets the user's dashboards; absent: they are deleted with the user.
    #[schemars(extend("x-since" = "5.2"))]
    dest_user: Option<String>,
}

async fn remove_user(
    permit: Permit,
    Name(name): Name,
    Query(heir): Query<DeleteUserQuery>,
) -> Result<NoContent> {
    let caller = permit.user.id;
    permit
        .write(move |draft| {
            let user = visible(draft, &name)?.get::<User>();
            let (id, username) = (user.id, user.username.clone());
            if id == caller {
                return Err(Problem::MethodNotAllowed(
                    "A user cannot delete itself.".into(),
                ));
            }
            draft.note("Delete user", format!("user {id}: {username}"));
            draft.discard_all(|key: &ApiKey| key.user_id == Some(id));
            draft.remove::<User>(id)?;
            need_administrator(draft).map_err(Problem::MethodNotAllowed)?;
            dashboards::inherit(draft, &username, heir.dest_user.as_deref())
        })
        .await?;
    Ok(NoContent)
}

/// Somebody who may log in must have full system privileges.
fn need_administrator(state: &State) -> Result<(), String> {
    let mut users = state.all::<User>();
    match users.any(|user| user.enabled && user.level() == FullSystem) {
        true => Ok(()),
        false => Err(format!(
            "The last user with {FullSystem} privileges must stay."
        )),
    }
}

/// The user of this name, whatever its case; an account that comes with the twin too.
pub fn any<'a>(state: &'a State, name: &str) -> Result<&'a Arc<Object>> {
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
        roles::level(&self.granted_roles)
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
            granted_roles: roles::of(level),
            password: None,
            password_hash: None,
            built_in: true,
        }
    }
    fn with(&self, patch: &Patch<User>, password_hash: Option<String>) -> Result<User> {
        let mut user = patch.onto(self)?;
        if user.password.take().is_some() {
            if user.kind == "remote" {
                let why = "`password`: a remote user has no password here";
                return Err(Problem::Policy(why.into()));
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
    fn limited() -> Roles {
        roles::of(LimitedWrite)
    }
}

/// A name as a segment of a path.
fn in_path(name: &str) -> impl std::fmt::Display {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'~');
    utf8_percent_encode(name, KEPT)
}
