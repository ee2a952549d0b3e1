//! The running config holds the settings of the appliance, in sections: one copy is in effect, and
//! one is saved for the next start.
mod settings;

use crate::{
    api::{Body, NoContent, Operation, Query, View, get, post, put},
    base::{
        clock::Millis,
        problem::{Problem, Result, refused},
    },
    store::{Draft, Kind, Object, Resource, State, Unique},
    twin::access::{Level::*, Permit},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use settings::hide_secrets;

/// One JSON object; each of its fields is a section, and each section is an object. Sections that
/// are not known are kept and given back as they were sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend(
    "properties" = {
        "net": {"type": "object", "description": "The network interfaces with their mode, address and mask; the gateway; the host name."},
        "dns": {"type": "object", "description": "The addresses of the name servers."},
        "ntp": {"type": "object", "description": "The time servers."},
        "email_notification": {"type": "object", "description": "The mail server, and who mails come from."},
        "password": {"type": "object", "description": "What the passwords of users must be (`strict`), and after how many seconds they expire."},
        "capture": {"type": "object", "description": "How devices are discovered, and protocols by their ports."},
        "ui": {"type": "object", "description": "How the Web UI names devices."},
    },
    "additionalProperties" = {"type": "object"},
    "examples" = [{"net": {"interfaces": {"1": {"mode": "management", "addr": "10.10.10.205", "mask": "255.255.255.0"}, "2": {"mode": "monitor"}}, "gateway": "10.10.10.1", "hostname": "extrahop"}, "dns": {"dns": "10.10.10.2", "dns2": "10.10.10.3"}, "password": {"strict": false, "expiration_time": 0}}],
))]
pub struct RunningConfig(Map<String, Value>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Copy {
    Running,
    Saved,
}

/// One of the two copies.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfigCopy {
    #[serde(default)]
    #[schemars(skip)]
    pub id: i64,
    /// Whether it is in effect, or what the appliance starts with.
    pub copy: Copy,
    pub sections: RunningConfig,
}

impl Resource for ConfigCopy {
    const KIND: &str = "running_config";
    const PATH: &str = "runningconfig";
    const TITLE: &str = "running config";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "copy",
        key: |config| config.copy.name().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, _: Millis) {
        self.id = id;
        self.sections.0.values_mut().for_each(hide_secrets);
    }
    /// Beside the sections being objects, what the twin itself goes by has its type.
    fn check(&self) -> Result<()> {
        let sections = &self.sections;
        if let Some((name, _)) = sections.0.iter().find(|(_, section)| !section.is_object()) {
            return Err(refused(format!("`{name}` must be an object: a section")));
        }
        let wrong = |place: &str, what: &str| Err(refused(format!("`{place}` must be {what}")));
        let is_text = |value: &Value| value.is_null() || value.is_string();
        if !sections
            .at("/password/strict")
            .is_none_or(Value::is_boolean)
        {
            return wrong("password.strict", "a boolean");
        }
        if !sections.at("/net/hostname").is_none_or(is_text) {
            return wrong("net.hostname", "a string or null");
        }
        Ok(())
    }
}

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    let operations = vec![
        get ("/runningconfig",       FullSystem, running, "Retrieve the running config, or one section of it.").refusing(&[404]),
        put ("/runningconfig",       FullSystem, replace, "Replace the running config."),
        post("/runningconfig/save",  FullSystem, save,    "Save the running config for the next start."),
        get ("/runningconfig/saved", FullSystem, saved,   "Retrieve the saved config.").refusing(&[404]),
    ];
    operations.into_iter().map(Operation::without_422).collect()
}

#[derive(Deserialize, JsonSchema)]
struct Wanted {
    /// The name of one section, whose contents alone are answered.
    section: Option<String>,
}

async fn running(permit: Permit, Query(wanted): Query<Wanted>) -> Result<View<RunningConfig>> {
    let config = RunningConfig::of(&permit.store.state(), Copy::Running);
    match wanted.section {
        None => View::json(&config),
        Some(name) => View::json(config.section(&name)?),
    }
}

async fn replace(permit: Permit, Body(new): Body<RunningConfig>) -> Result<NoContent> {
    permit
        .write(move |draft| {
            let before = RunningConfig::of(draft, Copy::Running);
            draft.note("Modify running config", before.difference(&new));
            put_copy(draft, Copy::Running, new)
        })
        .await?;
    Ok(NoContent)
}

async fn save(permit: Permit) -> Result<NoContent> {
    permit
        .write(|draft| {
            draft.note("Save running config", "running config");
            let running = RunningConfig::of(draft, Copy::Running);
            put_copy(draft, Copy::Saved, running)
        })
        .await?;
    Ok(NoContent)
}

async fn saved(permit: Permit) -> Result<View<RunningConfig>> {
    View::json(&RunningConfig::of(&permit.store.state(), Copy::Saved))
}

/// Both copies are stored from the first change on, as they are the same up to then.
fn put_copy(draft: &mut Draft, copy: Copy, sections: RunningConfig) -> Result<()> {
    for missing in [Copy::Running, Copy::Saved] {
        if missing.find(draft).is_none() {
            let id = draft.next_id(Kind::of::<ConfigCopy>());
            let sections = RunningConfig::of(draft, missing);
            let first = ConfigCopy {
                id,
                copy: missing,
                sections,
            };
            draft.place(Object::new(first))?;
        }
    }
    let held = copy.find(draft).map(|held| held.id).unwrap_or_default();
    draft.update(held, |config: &ConfigCopy| {
        Ok(ConfigCopy {
            sections,
            ..config.clone()
        })
    })
}

/// A restart puts the saved copy into effect.
pub fn restart(draft: &mut Draft) -> Result<()> {
    let saved = RunningConfig::of(draft, Copy::Saved);
    match Copy::Running.find(draft) {
        Some(running) if running.sections != saved => {
            let restored = ConfigCopy {
                sections: saved,
                ..running.clone()
            };
            draft.place(Object::new(restored))
        }
        _ => Ok(()),
    }
}

impl Copy {
    fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Saved => "saved",
        }
    }
    fn other(self) -> Self {
        match self {
            Self::Running => Self::Saved,
            Self::Saved => Self::Running,
        }
    }
    fn find(self, state: &State) -> Option<&ConfigCopy> {
        let object = state.by_key::<ConfigCopy>(self.name())?;
        Some(object.get())
    }
}

impl RunningConfig {
    /// The settings that are in effect.
    pub fn in_effect(state: &State) -> Self {
        Self::of(state, Copy::Running)
    }
    /// A copy; what no one has changed is the same as the other, or what comes with every appliance.
    fn of(state: &State, copy: Copy) -> Self {
        let held = copy.find(state).or_else(|| copy.other().find(state));
        held.map_or_else(Self::shipped, |config| config.sections.clone())
    }
    fn section(&self, name: &str) -> Result<&Value> {
        self.0.get(name).ok_or_else(|| {
            let names: Vec<&str> = self.0.keys().map(String::as_str).collect();
            let names = names.join(", ");
            Problem::NotFound(format!("There is no section `{name}`; there are: {names}."))
        })
    }
    /// The names of the sections that another config changes, adds or leaves out.
    fn difference(&self, other: &Self) -> String {
        let both = self
            .0
            .keys()
            .chain(other.0.keys().filter(|name| !self.0.contains_key(*name)));
        let changed = both.filter(|name| self.0.get(*name) != other.0.get(*name));
        let names: Vec<&str> = changed.map(String::as_str).collect();
        match names.as_slice() {
            [] => "running config: nothing changed".into(),
            names => format!("running config: {}", names.join(", ")),
        }
    }
}
