//! A user as clients see it.
use super::object::{Role, User};
use crate::{
    api::read_only,
    kentik::{
        company,
        types::{IsoTime, Quoted},
    },
    store::State,
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, json};

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
    pub user: UserView,
}

/// All users.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"users": [example()]}]))]
pub struct UserList {
    #[schemars(transform = read_only)]
    pub users: Vec<UserView>,
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

impl User {
    pub fn view(&self, state: &State) -> UserView {
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
