//! A user as it is stored.
use crate::{
    api::read_only,
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    kentik::{
        email,
        levels::{ADMINISTRATOR, MEMBER},
        types::IsoTime,
    },
    store::{Resource, State, Unique},
    twin::access::Level,
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
    pub last_login: Option<IsoTime>,
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub created_date: IsoTime,
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub updated_date: IsoTime,
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
            Self::Member => MEMBER,
            Self::Administrator | Self::SuperAdministrator => ADMINISTRATOR,
        }
    }
}

impl Resource for User {
    const KIND: &str = email::COMPANY_USER;
    const PATH: &str = "kentik/users";
    const TITLE: &str = "user";
    const CHANGED: &str = "updated_date";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "user_email",
        key: |user| email::key(&user.user_email).into(),
    });

    const PUBLISH_AT_ONCE: bool = true;

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.created_date.set_once(at);
        (self.id, self.updated_date) = (id, IsoTime(at));
    }
    fn check_in(&self, state: &State) -> Result<()> {
        if email::is_taken(state, email::TENANT_USER, &self.user_email) {
            return Err(refused(self.duplicate_message()));
        }
        let name = self.username.to_lowercase();
        let mut others = state.all::<User>().filter(|user| user.id != self.id);
        match others.any(|user| user.username.to_lowercase() == name) {
            true => Err(refused(format!(
                "User name ({}) Already Exists",
                self.username
            ))),
            false => Ok(()),
        }
    }
    fn duplicate_message(&self) -> String {
        format!("User email ({}) Already Exists", self.user_email)
    }
}

impl User {
    pub fn is_administrator(&self) -> bool {
        self.role.level() == ADMINISTRATOR
    }
    pub(super) fn new(email: &str, name: &str, role: Role) -> Self {
        Self {
            id: 0,
            username: email.into(),
            user_full_name: name.into(),
            user_email: email.into(),
            role,
            email_service: false,
            email_product: false,
            last_login: None,
            created_date: IsoTime(0),
            updated_date: IsoTime(0),
        }
    }
}
