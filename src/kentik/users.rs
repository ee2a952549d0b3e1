//! Users of the company.
use super::{
    tokens::{Token, digest},
    types::{Iso, Number},
};
use crate::{
    access::{Credentials, Level},
    api::read_only,
    clock::Millis,
    problem::Result,
    store::{Draft, Resource, State, Unique},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct User {
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    pub username: String,
    pub user_full_name: String,
    pub user_email: String,
    pub role: Role,
    #[serde(default)]
    pub email_service: bool,
    #[serde(default)]
    pub email_product: bool,
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub last_login: Option<Iso>,
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub created_date: Iso,
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub updated_date: Iso,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Role {
    Member,
    Administrator,
    #[serde(rename = "Super Administrator")]
    SuperAdministrator,
}

impl Role {
    pub fn level(self) -> Level {
        match self {
            Self::Member => super::MEMBER,
            Self::Administrator | Self::SuperAdministrator => super::ADMINISTRATOR,
        }
    }
}

impl Resource for User {
    const KIND: &str = "kentik_user";
    const PATH: &str = "kentik/users";
    const TITLE: &str = "user";
    const CHANGED: &str = "updated_date";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "user_email",
        key: |user| user.user_email.to_lowercase().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn stamp(&mut self, id: i64, at: Millis) {
        self.created_date.begin(at);
        (self.id, self.updated_date) = (id, Iso(at));
    }
    fn taken(&self) -> String {
        format!("User email ({}) Already Exists", self.user_email)
    }
}

/// The e-mail addresses of the accounts that come with every twin.
pub const ADMINISTRATOR: &str = "admin@example.com";
pub const MEMBER: &str = "member@example.com";

/// The id of who made an object. What a fixture gives no author is the first administrator's.
pub fn author(state: &State, given: Option<Number>) -> i64 {
    let first = || {
        let mut users = state.all::<User>();
        let user = users.find(|user| user.role.level() == super::ADMINISTRATOR);
        user.map_or(0, |user| user.id)
    };
    given.map_or_else(first, |Number(id)| id)
}

/// An administrator and a member, each with the token given for it.
pub fn accounts(draft: &mut Draft, given: &Credentials) -> Result<()> {
    for (level, token) in &given.kentik_tokens {
        let (email, name, role) = match level {
            Level::ReadOnly => (MEMBER, "Member", Role::Member),
            _ => (ADMINISTRATOR, "Administrator", Role::Administrator),
        };
        let user_id = match draft.id_of_key(User::KIND, email) {
            Some(user) => user,
            None => draft.insert(User::new(email, name, role))?,
        };
        let wanted = Token {
            id: 0,
            user_id,
            sha256: digest(token),
            given: true,
        };
        let held = draft
            .all::<Token>()
            .find(|held| held.given && held.user_id == user_id)
            .map(|held| (held.id, held.sha256));
        match held {
            Some((_, sha256)) if sha256 == wanted.sha256 => {}
            Some((id, _)) => draft.update(id, |_: &Token| Ok(wanted))?,
            None => draft.insert(wanted).map(drop)?,
        }
    }
    Ok(())
}

impl User {
    fn new(email: &str, name: &str, role: Role) -> Self {
        Self {
            id: 0,
            username: email.into(),
            user_full_name: name.into(),
            user_email: email.into(),
            role,
            email_service: false,
            email_product: false,
            last_login: None,
            created_date: Iso(0),
            updated_date: Iso(0),
        }
    }
}
