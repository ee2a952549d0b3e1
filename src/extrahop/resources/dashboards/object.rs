//! A dashboard as it is stored, what it is about, and who it is shared with.
use crate::{
    api::{Relation, read_only},
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    extrahop::resources::{
        activitygroups::ActivityGroup,
        applications::Application,
        devicegroups::DeviceGroup,
        devices::Device,
        users::{self, User},
    },
    schema::marks::since,
    store::{Ends, Resource, State, Unique},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

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
    #[schemars(transform = read_only, transform = since::<7, 9>)]
    pub rights: Option<Vec<Right>>,
    /// The activities that it shows, such as `http_server`; it is about their activity groups.
    #[schemars(skip)]
    pub activity: Vec<String>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Right {
    View,
    Edit,
    Transfer,
    Delete,
    Share,
}

impl Right {
    pub const ALL: [Right; 5] = [
        Right::View,
        Right::Edit,
        Right::Transfer,
        Right::Delete,
        Right::Share,
    ];
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

impl Dashboard {
    pub fn summary() -> Option<String> {
        Some("summary_dashboard".into())
    }
}

/// Five letters and digits, other ones for each id. The factor has no divisor in common with 62,
/// so no two ids come to the same code.
pub fn short_code(id: i64) -> String {
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
pub fn stat_name(activity: &str) -> String {
    const PREFIX: &str = "extrahop.device.";
    let short = activity.strip_prefix(PREFIX).unwrap_or(activity);
    format!("{PREFIX}{short}")
}
