//! A user as it is stored.
use super::roles::{self, Roles};
use crate::{
    api::{Patch, read_only},
    base::{
        clock::Millis,
        problem::{Problem, Result},
    },
    schema::marks::write_only,
    store::{Object, Resource, State, Unique},
    twin::access::Level::{self, *},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The account of the console. It has no key, and so no more than the level that everybody has.
pub const SHELL: &str = "shell";

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
    /// At least five characters, or what a strict password policy asks for; a local user needs one, a
    /// remote one has none here, and no answer shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(transform = write_only)]
    pub password: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(skip)]
    pub password_hash: Option<String>,
    /// Whether it is one of the accounts that come with every twin.
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

impl User {
    /// The permission level that the granted roles come to.
    pub fn level(&self) -> Level {
        roles::level(&self.granted_roles)
    }
    /// Whether it is an account that every appliance has, and that nobody can delete or disable.
    pub fn is_fixed(&self) -> bool {
        ["setup", SHELL].contains(&self.username.to_lowercase().as_str())
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
    pub fn with(&self, patch: &Patch<User>, password_hash: Option<String>) -> Result<User> {
        let mut user = patch.onto(self)?;
        if self.is_fixed() && (!user.enabled || user.granted_roles != self.granted_roles) {
            return Err(Problem::Conflict(format!(
                "The user {} is built in: it cannot be disabled, and keeps its `granted_roles`.",
                self.username
            )));
        }
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

/// The user of this name, whatever its case.
pub fn any<'a>(state: &'a State, name: &str) -> Result<&'a Arc<Object>> {
    let user = state.by_key::<User>(&name.to_lowercase());
    user.ok_or_else(|| Problem::NotFound(format!("There is no user named {name}.")))
}
