//! Users of the company.
mod accounts;
mod sent;

pub use accounts::{ADMINISTRATOR, MEMBER, accounts};

use super::{
    company,
    create_answer::{CreateAnswer, create_answer},
    tenants::TenantUser,
    tokens::Token,
    types::{IsoTime, Number, Quoted},
};
use crate::{
    api::{
        Id, NoContent, Operation, Unwrapped, UnwrappedPart, View, delete, get, post, put, read_only,
    },
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    store::{Resource, State, Unique},
    twin::access::{Level, Permit},
};
use schemars::JsonSchema;
use sent::UserWrite;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The id of who made an object. What a fixture gives no author is the first administrator's.
pub fn author(state: &State, given: Option<Number>) -> i64 {
    let first = || {
        let mut users = state.all::<User>();
        let user = users.find(|user| user.role.level() == super::levels::ADMINISTRATOR);
        user.map_or(0, |user| user.id)
    };
    given.map_or_else(first, |Number(id)| id)
}

/// What an e-mail address looks like.
pub const ADDRESS: &str = r"^[^\s@]+@[^\s@]+$";

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
            Self::Member => super::levels::MEMBER,
            Self::Administrator | Self::SuperAdministrator => super::levels::ADMINISTRATOR,
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

    const PUBLISH_AT_ONCE: bool = true;

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.created_date.set_once(at);
        (self.id, self.updated_date) = (id, IsoTime(at));
    }
    fn check_in(&self, state: &State) -> Result<()> {
        let email = self.user_email.to_lowercase();
        if state.id_of_key(TenantUser::KIND, &email).is_some() {
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

/// A user as clients see it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "User", extend("examples" = [example()]))]
pub struct UserView {
    /// The unique identifier of the user.
    #[schemars(transform = read_only)]
    id: Quoted,
    /// The unique name of the user.
    #[schemars(transform = read_only)]
    username: String,
    user_full_name: String,
    /// The address that the user calls with.
    user_email: String,
    role: Role,
    /// Whether the user gets mails about the service.
    email_service: bool,
    /// Whether the user gets mails about the product.
    email_product: bool,
    /// When the user last logged in to the portal; null: never.
    #[schemars(transform = read_only)]
    last_login: Option<IsoTime>,
    #[schemars(transform = read_only)]
    created_date: IsoTime,
    #[schemars(transform = read_only)]
    updated_date: IsoTime,
    /// The company that the user belongs to.
    #[schemars(transform = read_only)]
    company_id: Quoted,
    /// Always null: tokens are kept nowhere.
    #[schemars(transform = read_only)]
    user_api_token: Option<String>,
    /// The portal's own.
    #[schemars(transform = read_only)]
    filters: Map<String, Value>,
    /// The portal's own.
    #[schemars(transform = read_only)]
    saved_filters: Vec<Map<String, Value>>,
}

/// One user.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"user": example()}]))]
pub struct UserEnvelope {
    #[schemars(transform = read_only)]
    user: UserView,
}

/// All users.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"users": [example()]}]))]
pub struct UserList {
    #[schemars(transform = read_only)]
    users: Vec<UserView>,
}

fn example() -> Value {
    json!({
        "id": "145999", "username": "test@user.example", "user_full_name": "Test User",
        "user_email": "test@user.example", "role": "Member", "email_service": true,
        "email_product": true, "last_login": null, "created_date": "2020-12-09T14:48:42.187Z",
        "updated_date": "2020-12-09T14:48:43.243Z", "company_id": "74333", "user_api_token": null,
        "filters": {}, "saved_filters": [],
    })
}

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    vec![
        get   ("/users",     super::levels::MEMBER,        list,   "Retrieve all users."),
        get   ("/user/{id}", super::levels::MEMBER,        read,   "Retrieve a user."),
        post  ("/user",      super::levels::ADMINISTRATOR, create, "Create a user."),
        put   ("/user/{id}", super::levels::ADMINISTRATOR, update, "Change a user."),
        delete("/user/{id}", super::levels::ADMINISTRATOR, remove, "Delete a user with the user's API tokens."),
    ]
}

async fn list(permit: Permit) -> Result<View<UserList>> {
    let state = permit.store.state();
    let users = state.all::<User>().map(|user| user.view(&state));
    permit.answer(&UserList {
        users: users.collect(),
    })
}

async fn read(permit: Permit, Id(id): Id) -> Result<View<UserEnvelope>> {
    let state = permit.store.state();
    let user = state.get::<User>(id)?.view(&state);
    permit.answer(&UserEnvelope { user })
}

async fn create(
    permit: Permit,
    Unwrapped(sent): Unwrapped<UserWrite>,
) -> Result<CreateAnswer<UserEnvelope>> {
    let user = permit
        .write(|draft| {
            let id = draft.insert(sent.made()?)?;
            Ok(draft.get::<User>(id)?.view(draft))
        })
        .await?;
    create_answer(&permit, &UserEnvelope { user })
}

async fn update(
    permit: Permit,
    Id(id): Id,
    UnwrappedPart(sent): UnwrappedPart<UserWrite>,
) -> Result<View<UserEnvelope>> {
    let user = permit
        .write(move |draft| {
            draft.update(id, |user| sent.onto(user))?;
            need_administrator(draft)?;
            Ok(draft.get::<User>(id)?.view(draft))
        })
        .await?;
    permit.answer(&UserEnvelope { user })
}

async fn remove(permit: Permit, Id(id): Id) -> Result<NoContent> {
    let caller = permit.user.id;
    permit
        .write(move |draft| {
            draft.object::<User>(id)?;
            if id == caller {
                return Err(refused("A user cannot delete itself."));
            }
            draft.remove::<User>(id)?;
            draft.discard_all(|token: &Token| token.user_id == id);
            need_administrator(draft)
        })
        .await?;
    Ok(NoContent)
}

fn need_administrator(state: &State) -> Result<()> {
    let mut users = state.all::<User>();
    match users.any(|user| user.role.level() == super::levels::ADMINISTRATOR) {
        true => Ok(()),
        false => Err(refused(
            "`role`: The last administrator must stay, and stay one.",
        )),
    }
}

impl User {
    fn view(&self, state: &State) -> UserView {
        UserView {
            id: Quoted(self.id),
            username: self.username.clone(),
            user_full_name: self.user_full_name.clone(),
            user_email: self.user_email.clone(),
            role: self.role,
            email_service: self.email_service,
            email_product: self.email_product,
            last_login: self.last_login,
            created_date: self.created_date,
            updated_date: self.updated_date,
            company_id: Quoted(company::id(state)),
            user_api_token: None,
            filters: Map::new(),
            saved_filters: vec![],
        }
    }
}
