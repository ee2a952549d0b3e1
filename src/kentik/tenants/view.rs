//! Tenants and their users as clients see them.
use super::object::{Tenant, TenantUser};
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
use serde_json::{Value, json};

/// A tenant with its users as clients see it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Tenant", extend("examples" = [tenant_example()]))]
pub struct TenantView {
    /// The unique identifier of the tenant.
    #[schemars(transform = read_only)]
    id: i64,
    #[schemars(transform = read_only)]
    name: String,
    #[schemars(transform = read_only)]
    description: String,
    #[schemars(transform = read_only)]
    users: Vec<TenantUserView>,
    /// The company that the tenant belongs to.
    #[schemars(transform = read_only)]
    company_id: Quoted,
    #[schemars(transform = read_only)]
    created_date: IsoTime,
    #[schemars(transform = read_only)]
    updated_date: IsoTime,
}

/// A user of a tenant as clients see it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TenantUser", extend("examples" = [user_example()]))]
pub struct TenantUserView {
    /// The unique identifier of the user.
    #[schemars(transform = read_only)]
    id: Quoted,
    user_email: String,
    /// When the user last logged in; null: never.
    #[schemars(transform = read_only)]
    last_login: Option<IsoTime>,
    #[schemars(transform = read_only)]
    tenant_id: Quoted,
    /// The company that the tenant belongs to.
    #[schemars(transform = read_only)]
    company_id: Quoted,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = read_only)]
    user_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = read_only)]
    user_full_name: Option<String>,
}

fn user_example() -> Value {
    json!({"id": "148099", "user_email": "test@tenant.user", "last_login": null, "tenant_id": "577", "company_id": "74333"})
}
fn tenant_example() -> Value {
    json!({
        "id": 577, "name": "test_tenant", "description": "A customer", "users": [user_example()], "company_id": "74333",
        "created_date": "2020-12-21T10:55:52.449Z", "updated_date": "2020-12-21T10:55:52.449Z",
    })
}

impl Tenant {
    pub fn view(&self, state: &State) -> TenantView {
        let users = state.all::<TenantUser>();
        let own = users.filter(|user| user.tenant_id == self.id);
        TenantView {
            id: self.id,
            name: self.name.clone(),
            description: self.description.clone(),
            users: own.map(|user| user.view(state)).collect(),
            company_id: Quoted(company::id(state)),
            created_date: self.created_date,
            updated_date: self.updated_date,
        }
    }
}

impl TenantUser {
    pub fn view(&self, state: &State) -> TenantUserView {
        TenantUserView {
            id: Quoted(self.id),
            user_email: self.user_email.clone(),
            last_login: self.last_login,
            tenant_id: Quoted(self.tenant_id),
            company_id: Quoted(company::id(state)),
            user_name: self.user_name.clone(),
            user_full_name: self.user_full_name.clone(),
        }
    }
}
