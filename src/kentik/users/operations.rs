//! What clients do with users.
use super::{
    object::User,
    query::UserWrite,
    rules::check_has_administrator,
    view::{UserEnvelope, UserList},
};
use crate::{
    api::{Id, NoContent, Operation, Part, Unwrapped, UnwrappedPart, View, delete, get, post, put},
    base::problem::{Result, refused},
    kentik::{
        create_answer::{CreateAnswer, create_answer},
        levels::{ADMINISTRATOR, MEMBER},
        tokens::Token,
    },
    store::Kind,
    twin::access::Permit,
};

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<User>()],
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    vec![
        get   ("/users",     MEMBER,        list,   "Retrieve all users."),
        get   ("/user/{id}", MEMBER,        read,   "Retrieve a user."),
        post  ("/user",      ADMINISTRATOR, create, "Create a user."),
        put   ("/user/{id}", ADMINISTRATOR, update, "Change a user."),
        delete("/user/{id}", ADMINISTRATOR, remove, "Delete a user with the user's API tokens."),
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
    Unwrapped(body): Unwrapped<UserWrite>,
) -> Result<CreateAnswer<UserEnvelope>> {
    let user = permit
        .write(|draft| {
            let id = draft.insert(body.into_user()?)?;
            Ok(draft.get::<User>(id)?.view(draft))
        })
        .await?;
    create_answer(&permit, &UserEnvelope { user })
}

async fn update(
    permit: Permit,
    Id(id): Id,
    UnwrappedPart(body): UnwrappedPart<UserWrite>,
) -> Result<View<UserEnvelope>> {
    let user = permit
        .write(move |draft| {
            draft.update(id, |user| body.onto(user))?;
            check_has_administrator(draft)?;
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
            check_has_administrator(draft)
        })
        .await?;
    Ok(NoContent)
}
