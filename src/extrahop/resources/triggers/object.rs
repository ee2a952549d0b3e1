//! A trigger as it is stored, and what it can be assigned to.
use super::{events, hints::TriggerHints, script};
use crate::{
    api::{Relation, read_only},
    base::{clock::Millis, problem::Result},
    extrahop::{
        assignable::Assignable,
        resources::{devicegroups::DeviceGroup, devices::Device},
    },
    schema::marks::until,
    store::{Ends, Resource},
    twin::access::Permit,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"id": 42, "mod_time": 1448474346504i64, "name": "HTTP 500 by URI", "description": null, "author": "api script", "script": "if (HTTP.statusCode === 500) { Application('Web').metricAddCount('http_500', 1); }", "event": "HTTP_RESPONSE", "events": ["HTTP_RESPONSE"], "priority": null, "disabled": false, "debug": false, "apply_all": false, "hints": {}}]))]
pub struct Trigger {
    /// The unique identifier of the trigger.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// When the trigger was last changed, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub mod_time: Millis,
    /// The name of the trigger.
    #[schemars(length(min = 1))]
    pub name: String,
    #[serde(default)]
    pub description: Option<String>,
    /// Who made the trigger; absent on a create: the caller.
    #[serde(default)]
    pub author: Option<String>,
    /// The JavaScript that runs: the body of a function, of at most 131072 bytes. It is kept as it
    /// is sent, and one that cannot be read is refused with line and column.
    #[serde(default)]
    pub script: String,
    /// The event that the trigger runs on, in capitals: the first of `events`.
    #[serde(default)]
    #[schemars(regex(pattern = "^[A-Z][A-Z0-9_]*$"))]
    pub event: Option<String>,
    /// The events that the trigger runs on, in capitals. Clients of later firmware read this in
    /// place of `event`; it is given from the start.
    #[serde(default)]
    #[schemars(inner(regex(pattern = "^[A-Z][A-Z0-9_]*$")))]
    pub events: Vec<String>,
    #[serde(default)]
    #[schemars(transform = until::<7, 4>)]
    pub priority: Option<i64>,
    #[serde(default)]
    pub disabled: bool,
    /// Whether `debug()` in the script prints to the debug log.
    #[serde(default)]
    pub debug: bool,
    /// Whether the trigger runs on every source.
    #[serde(default)]
    pub apply_all: bool,
    /// Options that depend on the events; a change replaces them all.
    #[serde(default)]
    pub hints: TriggerHints,
}

impl Resource for Trigger {
    const KIND: &str = "trigger";
    const PATH: &str = "triggers";
    const TITLE: &str = "trigger";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        (self.id, self.mod_time) = (id, at);
        if self.events.is_empty() {
            self.events.extend(self.event.take());
        }
        self.event = self.events.first().cloned();
    }
    fn check(&self) -> Result<()> {
        self.hints.check()?;
        script::check(&self.script)
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(self.name.as_str().into())
    }
}

impl Assignable for Trigger {
    fn applies_to_all(&self) -> bool {
        self.apply_all
    }
}

pub const ON_DEVICES: Relation<Trigger, Device> = Relation::new(&Ends {
    name: "triggers/devices",
    parent: Trigger::KIND,
    child: Device::KIND,
});

pub const ON_GROUPS: Relation<Trigger, DeviceGroup> = Relation::new(&Ends {
    name: "triggers/devicegroups",
    parent: Trigger::KIND,
    child: DeviceGroup::KIND,
});

impl Trigger {
    /// The trigger as a caller makes it.
    pub fn made(mut self, by: &Permit) -> Result<Self> {
        self.author.get_or_insert_with(|| by.user.name.to_string());
        self.known_to(by)
    }
    /// The caller's firmware has the events.
    pub fn known_to(self, by: &Permit) -> Result<Self> {
        let mut events = self.events.iter().chain(&self.event);
        events.try_for_each(|event| events::check(event, by.firmware))?;
        Ok(self)
    }
    /// `event` and `events` say the same; the one that was changed says what. Clients send whole
    /// fetched objects back with one of the two changed.
    pub fn following(mut self, before: &Self) -> Self {
        if self.events != before.events {
            self.event = None;
        } else if self.event != before.event {
            self.events = self.event.take().into_iter().collect();
        }
        self
    }
}
