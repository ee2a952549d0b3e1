//! Tenants of the My Kentik portal, and their users.
use super::{
    company,
    create_answer::{CreateAnswer, create_answer},
    levels::{ADMINISTRATOR, MEMBER},
    types::{IsoTime, Quoted},
    users::{ADDRESS, User},
};
use crate::{
    api::{
        Enveloped, Id, NoContent, Operation, Pair, Unwrapped, View, delete, get, post, read_only,
    },
    base::{
        clock::Millis,
        problem::{Problem, Result, refused},
    },
    store::{Draft, Object, Resource, State, Unique},
    twin::access::Permit,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

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
    const KIND: &str = "kentik_tenant_user";
    const PATH: &str = "kentik/tenantUsers";
    const TITLE: &str = "tenant user";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "user_email",
        key: |user| user.user_email.to_lowercase().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, _: Millis) {
        self.id = id;
    }
    fn check_in(&self, state: &State) -> Result<()> {
        if state
            .id_of_key(User::KIND, &self.user_email.to_lowercase())
            .is_some()
        {
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

/// Who is to be a user of a tenant.
#[derive(Deserialize, JsonSchema)]
#[schemars(extend("examples" = [{"user_email": "user2@testtenant.com"}]))]
pub struct TenantUserEmail {
    #[schemars(extend("pattern" = ADDRESS))]
    user_email: String,
}
impl Enveloped for TenantUserEmail {
    const KEYS: &[&str] = &["user"];
}

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

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    vec![
        get   ("/mykentik/tenants",                    MEMBER,        list,        "Retrieve all tenants."),
        get   ("/mykentik/tenant/{id}",                MEMBER,        read,        "Retrieve a tenant."),
        post  ("/mykentik/tenant/{id}/user",           ADMINISTRATOR, create_user, "Create a user of a tenant."),
        delete("/mykentik/tenant/{id}/user/{user_id}", ADMINISTRATOR, remove_user, "Delete a user of a tenant."),
    ]
}

async fn list(permit: Permit) -> Result<View<Vec<TenantView>>> {
    let state = permit.store.state();
    permit.answers(state.all::<Tenant>().map(|tenant| tenant.view(&state)))
}

async fn read(permit: Permit, Id(id): Id) -> Result<View<TenantView>> {
    let state = permit.store.state();
    permit.answer(&state.get::<Tenant>(id)?.view(&state))
}

async fn create_user(
    permit: Permit,
    Id(tenant_id): Id,
    Unwrapped(new): Unwrapped<TenantUserEmail>,
) -> Result<CreateAnswer<TenantUserView>> {
    let made = permit
        .write(move |draft| {
            draft.object::<Tenant>(tenant_id)?;
            let id = draft.insert(TenantUser {
                id: 0,
                tenant_id,
                user_email: new.user_email,
                last_login: None,
                user_name: None,
                user_full_name: None,
            })?;
            Ok(draft.get::<TenantUser>(id)?.view(draft))
        })
        .await?;
    create_answer(&permit, &made)
}

async fn remove_user(permit: Permit, Pair(tenant, user): Pair) -> Result<NoContent> {
    permit
        .write(move |draft| {
            draft.object::<Tenant>(tenant)?;
            if draft.get::<TenantUser>(user)?.tenant_id != tenant {
                return Err(Problem::no_such(TenantUser::TITLE, user));
            }
            draft.remove::<TenantUser>(user)
        })
        .await?;
    Ok(NoContent)
}

/// The tenant of a twin whose fixture names none.
const ID: i64 = 577;

pub fn complete(draft: &mut Draft) -> Result<()> {
    if draft.count(Tenant::KIND) > 0 {
        return Ok(());
    }
    let at = draft.stamp.at;
    draft.place(Object::new(Tenant {
        id: ID,
        name: "example_tenant".into(),
        description: "Example tenant".into(),
        created_date: IsoTime(at),
        updated_date: IsoTime(at),
    }))
}

impl Tenant {
    fn view(&self, state: &State) -> TenantView {
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
    fn view(&self, state: &State) -> TenantUserView {
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
