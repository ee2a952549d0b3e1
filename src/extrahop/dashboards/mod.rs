//! Dashboards are built-in or customized views of metrics. They are made in the Web UI or by a
//! bundle; here they are read, handed over and deleted.
mod rights;
mod system;

pub use rights::Right;
pub use system::complete;

use super::{
    activitygroups::ActivityGroup,
    applications::Application,
    devicegroups::DeviceGroup,
    devices::Device,
    users::{self, User},
};
use crate::{
    api::{Id, Name, NoContent, Operation, Patch, Relation, View, delete, get, patch, read_only},
    base::{
        clock::Millis,
        problem::{Problem, Result, refused},
    },
    store::{Draft, Ends, Object, Resource, State, Unique},
    twin::access::{Level::*, Permit},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, sync::Arc};

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("examples" = [{"id": 12, "mod_time": 1448474346504i64, "name": "Shop floor", "comment": null, "author": "Lin Analyst", "owner": "lin", "short_code": "kmC9Z", "type": "summary_dashboard"}]))]
pub struct Dashboard {
    /// The unique identifier of the dashboard.
    #[schemars(transform = read_only)]
    pub id: i64,
    /// When the dashboard was last changed, in ms since the epoch.
    #[schemars(transform = read_only)]
    pub mod_time: Millis,
    #[schemars(transform = read_only)]
    pub name: Option<String>,
    /// What the dashboard is for.
    #[schemars(transform = read_only)]
    pub comment: Option<String>,
    /// Who made the dashboard.
    #[schemars(transform = read_only)]
    pub author: Option<String>,
    /// The username of the one whose dashboard it is; null: it came with the system.
    pub owner: Option<String>,
    /// What the URL of the dashboard ends with; behind a tilde it stands for the id.
    #[schemars(transform = read_only, regex(pattern = "^[A-Za-z0-9]+$"))]
    pub short_code: Option<String>,
    #[serde(rename = "type", default = "Dashboard::summary")]
    #[schemars(transform = read_only)]
    pub kind: Option<String>,
    /// What the caller may do with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = read_only, extend("x-since" = "7.9"))]
    pub rights: Option<Vec<Right>>,
    /// The activities that it shows, such as `http_server`; it is about their activity groups.
    #[schemars(skip)]
    pub activity: Vec<String>,
}

impl Resource for Dashboard {
    const KIND: &str = "dashboard";
    const PATH: &str = "dashboards";
    const TITLE: &str = "dashboard";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "short_code",
        key: |board| board.short_code.as_deref().unwrap_or_default().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        (self.id, self.mod_time) = (id, at);
        self.short_code.get_or_insert_with(|| short_code(id));
    }
    fn check(&self) -> Result<()> {
        let known = |name: &&String| ActivityGroup::exists(&stat_name(name));
        match self.activity.iter().find(|name| !known(name)) {
            Some(name) => Err(refused(format!(
                "`activity`: there is no activity `{name}`"
            ))),
            None => Ok(()),
        }
    }
    fn check_in(&self, state: &State) -> Result<()> {
        match &self.owner {
            Some(owner) if users::any(state, owner).is_err() => {
                Err(refused(format!("`owner`: there is no user named {owner}")))
            }
            _ => Ok(()),
        }
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        self.name.as_deref().map(Cow::from)
    }
}

/// What a dashboard is about.
pub const ABOUT_APPLICATIONS: Relation<Dashboard, Application> = Relation::new(&Ends {
    name: "dashboards/applications",
    parent: Dashboard::KIND,
    child: Application::KIND,
});
pub const ABOUT_DEVICES: Relation<Dashboard, Device> = Relation::new(&Ends {
    name: "dashboards/devices",
    parent: Dashboard::KIND,
    child: Device::KIND,
});
pub const ABOUT_GROUPS: Relation<Dashboard, DeviceGroup> = Relation::new(&Ends {
    name: "dashboards/devicegroups",
    parent: Dashboard::KIND,
    child: DeviceGroup::KIND,
});
/// Who may view a dashboard beside its owner. Firmware 5.1 shares in the Web UI only.
pub const SHARED: Relation<Dashboard, User> = Relation::new(&Ends {
    name: "dashboards/users",
    parent: Dashboard::KIND,
    child: User::KIND,
});

/// `{id}` is the number, or a tilde and the short code.
#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    vec![
        get   ("/dashboards",      ReadOnly,     list,         "Retrieve the dashboards that the caller may view."),
        get   ("/dashboards/{id}", ReadOnly,     read,         "Retrieve a dashboard by its id or ~short_code."),
        patch ("/dashboards/{id}", LimitedWrite, update_board, "Hand a dashboard over to another user."),
        delete("/dashboards/{id}", LimitedWrite, remove_board, "Delete a dashboard."),
    ]
}

/// The operation that lists the dashboards about an object.
pub fn about<T: Resource>(path: &'static str, about: Relation<Dashboard, T>) -> Operation {
    let summary = format!("Retrieve the dashboards about a {}.", T::TITLE);
    let handler = move |permit: Permit, Id(id): Id| async move {
        let state = permit.store.state();
        state.object::<T>(id)?;
        let boards = about.inverse().of(&state, id);
        Ok::<_, Problem>(shown(&permit, &state, boards))
    };
    get(path, ReadOnly, handler, summary)
}

/// The dashboards about the activity group of this type.
pub fn about_activity(permit: &Permit, activity: &str) -> View<Vec<Dashboard>> {
    let state = permit.store.state();
    let boards = state.objects(Dashboard::KIND).filter(|board| {
        let mut activities = board.get::<Dashboard>().activity.iter();
        activities.any(|name| stat_name(name) == activity)
    });
    shown(permit, &state, boards)
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

impl Dashboard {
    fn summary() -> Option<String> {
        Some("summary_dashboard".into())
    }
}

/// Five letters and digits, other ones for each id. The factor has no divisor in common with 62,
/// so no two ids come to the same code.
fn short_code(id: i64) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut rest = (id.wrapping_mul(387_420_489)).rem_euclid(62i64.pow(5)) as usize;
    let mut next = || {
        let digit = DIGITS[rest % 62];
        rest /= 62;
        char::from(digit)
    };
    std::array::from_fn::<char, 5, _>(|_| next())
        .iter()
        .collect()
}

/// The full name of an activity that is given in the short or the full form.
fn stat_name(activity: &str) -> String {
    const PREFIX: &str = "extrahop.device.";
    let short = activity.strip_prefix(PREFIX).unwrap_or(activity);
    format!("{PREFIX}{short}")
}
