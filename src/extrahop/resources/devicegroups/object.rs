//! A device group as it is stored.
use crate::{
    api::{Relation, read_only},
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    extrahop::resources::{
        devices::{
            Device,
            filter::DeviceFilter,
            search_fields::{DeviceField, Test},
        },
        tags::Tag,
    },
    network::Role,
    schema::marks::since,
    store::{Ends, Resource, State},
    twin::access::Permit,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-elsewhere" = {"filter": "8.6"}), extend("examples" = [{"id": 151, "mod_time": 1448910028000i64, "name": "FTP Servers", "description": "FTP Example", "dynamic": true, "field": "type", "value": "/^extrahop.device.ftp_server$/", "include_custom_devices": true}]))]
pub struct DeviceGroup {
    /// The unique identifier of the device group.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// When the group was last changed, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub mod_time: Millis,
    /// The guide's own example leaves it empty.
    pub name: String,
    #[serde(default = "DeviceGroup::empty")]
    pub description: Option<String>,
    /// Whether the rule decides who is a member. It is set on a create only.
    #[serde(default)]
    pub dynamic: bool,
    /// What the rule of a dynamic group looks at.
    #[serde(default)]
    #[schemars(extend("enum" = ["any", "name", "ip address", "mac address", "vendor", "type", "tag", "vlan", "activity", "node", "discover time", null]))]
    pub field: Option<DeviceField>,
    /// What the field must match; between slashes, a regular expression.
    #[serde(default)]
    pub value: Option<String>,
    /// Whether custom devices can be members of a dynamic group.
    #[serde(default = "DeviceGroup::yes")]
    pub include_custom_devices: bool,
    /// Whether the group came with the appliance; such a group cannot be changed.
    #[serde(default)]
    #[schemars(transform = read_only, transform = since::<8, 6>)]
    pub built_in: bool,
    /// What a built-in group looks at that no field has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(skip)]
    pub rule_of_system: Option<SystemRule>,
}

/// The rule of a group that came with the appliance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum SystemRule {
    /// Devices that were first seen within so many hours.
    NewWithinHours(u16),
    /// Devices with this role.
    Role(Role),
}

impl Resource for DeviceGroup {
    const KIND: &str = "device_group";
    const PATH: &str = "devicegroups";
    const TITLE: &str = "device group";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        (self.id, self.mod_time) = (id, at);
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(self.name.as_str().into())
    }
    /// A dynamic group needs a rule that can be read.
    fn check(&self) -> Result<()> {
        for (name, missing) in [
            ("field", self.field.is_none()),
            ("value", self.value.is_none()),
        ] {
            if self.dynamic && missing && self.rule_of_system.is_none() {
                return Err(refused(format!(
                    "`{name}` is required for a dynamic device group"
                )));
            }
        }
        let rule = self.rule(&State::default(), 0);
        rule.map(drop).map_err(refused)
    }
}

pub const MEMBERS: Relation<DeviceGroup, Device> = Relation::new(&Ends {
    name: "devicegroups/devices",
    parent: DeviceGroup::KIND,
    child: Device::KIND,
})
.guarded(|state, link| state.get::<DeviceGroup>(link.parent)?.takes_members());

pub const TAGS: Relation<DeviceGroup, Tag> = Relation::new(&Ends {
    name: "devicegroups/tags",
    parent: DeviceGroup::KIND,
    child: Tag::KIND,
});

impl DeviceGroup {
    /// The search that a dynamic group is; a static group has none.
    pub fn rule(&self, state: &State, now: Millis) -> Result<Option<DeviceFilter>> {
        let mut rule = match (self.dynamic, self.rule_of_system, self.field) {
            (true, Some(rule), _) => DeviceFilter::testing(rule.test(now), state),
            (true, None, Some(field)) => {
                DeviceFilter::new(field, self.value.as_deref(), state, now)?
            }
            _ => return Ok(None),
        };
        rule.without_custom = !self.include_custom_devices;
        Ok(Some(rule))
    }
    /// The group as a caller makes it.
    pub fn made(self, _: &Permit) -> Result<Self> {
        Ok(self.in_order())
    }
    /// A static group has no rule.
    pub fn in_order(mut self) -> Self {
        if !self.dynamic {
            (self.field, self.value) = (None, None);
        }
        self
    }
    fn takes_members(&self) -> Result<()> {
        match self.dynamic {
            true => Err(refused(format!(
                "The device group {} is dynamic: its rule decides who is a member.",
                self.id
            ))),
            false => Ok(()),
        }
    }
    pub fn changeable(&self) -> Result<()> {
        match self.built_in {
            true => Err(crate::base::problem::Problem::Forbidden(
                "A built-in device group cannot be changed or deleted.".into(),
            )),
            false => Ok(()),
        }
    }
    pub fn empty() -> Option<String> {
        Some(String::new())
    }
    fn yes() -> bool {
        true
    }
}

impl SystemRule {
    fn test(self, now: Millis) -> Test {
        const HOUR: Millis = 3_600_000;
        match self {
            Self::NewWithinHours(hours) => {
                let span = Millis::from(hours).saturating_mul(HOUR);
                Test::DiscoveredFrom(now.saturating_sub(span))
            }
            Self::Role(role) => Test::Role(role),
        }
    }
}
