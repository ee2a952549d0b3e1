//! Tenants and their users as they are stored.
use crate::{
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    kentik::{email, types::IsoTime},
    store::{Resource, State, Unique},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// No call makes a tenant: they come with the twin or its fixture.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tenant {
    #[serde(default)]
    pub id: i64,
    pub name: String,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub created_date: IsoTime,
    #[serde(default)]
    pub updated_date: IsoTime,
}

impl Resource for Tenant {
    const KIND: &str = "kentik_tenant";
    const PATH: &str = "kentik/tenants";
    const TITLE: &str = "tenant";
    const CHANGED: &str = "updated_date";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "name",
        key: |tenant| tenant.name.as_str().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.created_date.set_once(at);
        (self.id, self.updated_date) = (id, IsoTime(at));
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TenantUser {
    #[serde(default)]
    pub id: i64,
    pub tenant_id: i64,
    pub user_email: String,
    #[serde(default)]
    pub last_login: Option<IsoTime>,
    #[serde(default)]
    pub user_name: Option<String>,
    #[serde(default)]
    pub user_full_name: Option<String>,
}

impl Resource for TenantUser {
    const KIND: &str = email::TENANT_USER;
    const PATH: &str = "kentik/tenantUsers";
    const TITLE: &str = "tenant user";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "user_email",
        key: |user| email::key(&user.user_email).into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, _: Millis) {
        self.id = id;
    }
    fn check_in(&self, state: &State) -> Result<()> {
        if email::is_taken(state, email::COMPANY_USER, &self.user_email) {
            return Err(refused(self.duplicate_message()));
        }
        match state.has(Tenant::KIND, self.tenant_id) {
            true => Ok(()),
            false => Err(refused(format!(
                "`tenant_id`: there is no tenant with the id {}",
                self.tenant_id
            ))),
        }
    }
    fn duplicate_message(&self) -> String {
        format!("User email ({}) Already Exists", self.user_email)
    }
}
