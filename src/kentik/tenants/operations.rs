//! What clients do with tenants and their users.
use super::{
    object::{Tenant, TenantUser},
    query::TenantUserEmail,
    seed::complete,
    view::{TenantUserView, TenantView},
};
use crate::{
    api::{Id, NoContent, Operation, Pair, Part, Unwrapped, View, delete, get, post},
    base::problem::{Problem, Result},
    kentik::{
        create_answer::{CreateAnswer, create_answer},
        levels::{ADMINISTRATOR, MEMBER},
    },
    store::{Kind, Resource},
    twin::access::Permit,
};

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<Tenant>(), Kind::of::<TenantUser>()],
    complete: |draft, _| complete(draft),
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
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
    let user = permit
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
    create_answer(&permit, &user)
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
