//! The operations on users.
use super::{
    accounts::complete,
    keys,
    object::{User, any},
    password::hashed,
};
use crate::{
    api::{
        Body, Created, Name, NoContent, Operation, Part, Patch, Query, Unprocessable, View, delete,
        get, patch, post,
    },
    base::problem::{Problem, Result, refused},
    extrahop::resources::{apikeys::ApiKey, dashboards},
    schema::marks::since,
    store::{Kind, Resource, State},
    twin::access::{Level::*, Permit},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<User>()],
    complete,
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    let operations = vec![
        get   ("/users",            FullSystem, list,        "Retrieve all users."),
        post  ("/users",            FullSystem, create_user, "Create a user.").refusing(&[409]),
        get   ("/users/{username}", FullSystem, read_user,   "Retrieve a user.").self_service(),
        patch ("/users/{username}", FullSystem, update_user, "Change a user.").self_service().refusing(&[409]),
        delete("/users/{username}", FullSystem, remove_user, "Delete a user with the user's API keys and dashboards.").refusing(&[405]),
        get   ("/users/{username}/apikeys",         FullSystem, keys::keys, "Retrieve the API keys of a user.").self_service(),
        get   ("/users/{username}/apikeys/{keyid}", FullSystem, keys::key,  "Retrieve an API key of a user.").self_service(),
    ];
    let policies = |op: Operation| op.unprocessable(Unprocessable::Policies);
    operations.into_iter().map(policies).collect()
}

async fn list(permit: Permit) -> Result<View<Vec<User>>> {
    let state = permit.store.state();
    let mut users: Vec<_> = state.objects(User::KIND).collect();
    users.sort_by_key(|user| &user.get::<User>().username);
    Ok(permit.views(users))
}

async fn create_user(permit: Permit, Body(mut user): Body<User>) -> Result<Created> {
    user.check()?;
    user.password_hash = match user.password.take() {
        Some(password) => Some(hashed(&permit, password).await?),
        // What knows a remote user knows its password.
        None if user.kind == "remote" => None,
        None => {
            return Err(refused(
                "`password` is required of a local user: at least 5 characters long",
            ));
        }
    };
    let location = permit.location(User::PATH, in_path(&user.username));
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
    Ok(permit.view(any(&permit.store.state(), &name)?))
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
            let id = any(draft, &name)?.id;
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
    #[schemars(transform = since::<5, 2>)]
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
            let user = any(draft, &name)?.get::<User>();
            let (id, username) = (user.id, user.username.clone());
            if id == caller {
                return Err(Problem::MethodNotAllowed(
                    "A user cannot delete itself.".into(),
                ));
            }
            if user.is_fixed() {
                let why = format!("The user {username} is built in and cannot be deleted.");
                return Err(Problem::MethodNotAllowed(why));
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

/// A name as a segment of a path.
fn in_path(name: &str) -> impl std::fmt::Display {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'~');
    utf8_percent_encode(name, KEPT)
}
