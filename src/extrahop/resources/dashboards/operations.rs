//! The operations on dashboards.
use super::{
    object::{ABOUT_APPLICATIONS, ABOUT_DEVICES, ABOUT_GROUPS, Dashboard, SHARED, stat_name},
    system::built_in,
};
use crate::{
    api::{Id, Name, NoContent, Operation, Part, Patch, Relation, View, delete, get, patch},
    base::problem::{Problem, Result, refused},
    extrahop::resources::{
        activitygroups::ActivityGroup,
        users::{self, User},
    },
    store::{Draft, Kind, Object, Resource, State},
    twin::access::{Level::*, Permit},
};
use std::sync::Arc;

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<Dashboard>()],
    relations: || {
        vec![
            ABOUT_APPLICATIONS.ends(),
            ABOUT_DEVICES.ends(),
            ABOUT_GROUPS.ends(),
            SHARED.ends(),
        ]
    },
    built_in,
    ..Part::NONE
};

/// `{id}` is the number, or a tilde and the short code.
#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    vec![
        get   ("/dashboards",      ReadOnly,     list,         "Retrieve the dashboards that the caller may view."),
        get   ("/dashboards/{id}", ReadOnly,     read,         "Retrieve a dashboard by its id or ~short_code."),
        patch ("/dashboards/{id}", LimitedWrite, update_board, "Hand a dashboard over to another user."),
        delete("/dashboards/{id}", LimitedWrite, remove_board, "Delete a dashboard."),
        about ("/applications/{id}/dashboards", ABOUT_APPLICATIONS),
        about ("/devices/{id}/dashboards",      ABOUT_DEVICES),
        about ("/devicegroups/{id}/dashboards", ABOUT_GROUPS),
        // Clients of 8.4 still call this; the documentation of 9.8 has it no more.
        get   ("/activitygroups/{id}/dashboards", ReadOnly, about_activity, "Retrieve the dashboards about an activity group.").until(8, 4),
    ]
}

/// The operation that lists the dashboards about an object.
fn about<T: Resource>(path: &'static str, about: Relation<Dashboard, T>) -> Operation {
    let summary = format!("Retrieve the dashboards about a {}.", T::TITLE);
    let handler = move |permit: Permit, Id(id): Id| async move {
        let state = permit.store.state();
        state.object::<T>(id)?;
        let boards = about.inverse().of(&state, id);
        Ok::<_, Problem>(shown(&permit, &state, boards))
    };
    get(path, ReadOnly, handler, summary)
}

async fn about_activity(permit: Permit, Id(id): Id) -> Result<View<Vec<Dashboard>>> {
    let group = ActivityGroup::find(id);
    let group = group.ok_or_else(|| Problem::no_such("activity group", id))?;
    let state = permit.store.state();
    let boards = state.objects(Dashboard::KIND).filter(|board| {
        let mut activities = board.get::<Dashboard>().activity.iter();
        activities.any(|name| stat_name(name) == group.kind)
    });
    Ok(shown(&permit, &state, boards))
}

async fn list(permit: Permit) -> Result<View<Vec<Dashboard>>> {
    let state = permit.store.state();
    Ok(shown(&permit, &state, state.objects(Dashboard::KIND)))
}

async fn read(permit: Permit, Name(name): Name) -> Result<View<Dashboard>> {
    let state = permit.store.state();
    let board = find(&state, &name)?;
    match board.visible_to(&permit.user, &state) {
        true => Ok(permit.view(&Object::new(board.seen_by(&permit.user)))),
        false => Err(Problem::no_such(Dashboard::TITLE, name)),
    }
}

async fn update_board(
    permit: Permit,
    Name(name): Name,
    patch: Patch<Dashboard>,
) -> Result<NoContent> {
    let caller = permit.user.clone();
    permit
        .write(move |draft| {
            let board = find(draft, &name)?;
            board.changeable_by(&caller)?;
            let mut changed = patch.onto(board)?;
            let owner = changed
                .owner
                .ok_or_else(|| refused("`owner` must be the name of a user, not null"))?;
            // The name as the user has it, whatever its case in the request.
            let user = users::any(draft, &owner).map(|user| user.get::<User>());
            changed.owner = Some(user.map_or(owner, |user| user.username.clone()));
            draft.update(board.id, |_: &Dashboard| Ok(changed))
        })
        .await?;
    Ok(NoContent)
}

async fn remove_board(permit: Permit, Name(name): Name) -> Result<NoContent> {
    let caller = permit.user.clone();
    permit
        .write(move |draft| {
            let board = find(draft, &name)?;
            board.changeable_by(&caller)?;
            draft.remove::<Dashboard>(board.id)
        })
        .await?;
    Ok(NoContent)
}

/// The dashboard of the path, whoever may view it.
fn find<'a>(state: &'a State, name: &str) -> Result<&'a Dashboard> {
    if let Some(code) = name.strip_prefix('~') {
        let board = state.by_key::<Dashboard>(code);
        let board = board.ok_or_else(|| Problem::no_such(Dashboard::TITLE, name))?;
        return Ok(board.get());
    }
    let id = name.parse().map_err(|_| {
        Problem::NotFound(format!(
            "`id` must be an integer or a short code with a tilde in front, not `{name}`."
        ))
    })?;
    state.get(id)
}

/// What the caller sees of these dashboards.
fn shown<'a>(
    permit: &Permit,
    state: &State,
    boards: impl IntoIterator<Item = &'a Arc<Object>>,
) -> View<Vec<Dashboard>> {
    let boards = boards.into_iter().map(|board| board.get::<Dashboard>());
    let seen = boards
        .filter(|board| board.visible_to(&permit.user, state))
        .map(|board| Arc::new(Object::new(board.seen_by(&permit.user))));
    permit.views(&seen.collect::<Vec<_>>())
}

/// The dashboards of a user who is gone go to the heir, or with the user.
pub fn inherit(draft: &mut Draft, username: &str, heir: Option<&str>) -> Result<()> {
    let heir = heir.map(|name| users::any(draft, name)).transpose()?;
    let owner = heir.map(|heir| heir.get::<User>().username.clone());
    let boards = draft.all::<Dashboard>();
    let left: Vec<Dashboard> = boards.filter(|b| b.is_of(username)).cloned().collect();
    left.into_iter().try_for_each(|board| match &owner {
        None => draft.remove::<Dashboard>(board.id),
        Some(_) => draft.update(board.id, |board: &Dashboard| {
            let owner = owner.clone();
            Ok(Dashboard {
                owner,
                ..board.clone()
            })
        }),
    })
}
