//! The sections of the configuration, and the copies that are kept of them.
use super::secrets::hide_secrets;
use crate::{
    base::{
        clock::Millis,
        exact_number::{is_held_number, with_numbers},
        problem::{Problem, Result, refused},
    },
    store::{Resource, State, Unique},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One JSON object; each of its fields is a section, and each section is an object. Sections that
/// are not known are kept and given back as they were sent, numbers with every digit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend(
    "properties" = {
        "net": {"type": "object", "description": "The network interfaces with their mode, address and mask; the gateway; the host name."},
        "dns": {"type": "object", "description": "The addresses of the name servers."},
        "ntp": {"type": "object", "description": "The time servers."},
        "email_notification": {"type": "object", "description": "The mail server, and who mails come from."},
        "password": {"type": "object", "description": "What the passwords of users must be (`strict`), and after how many seconds they expire."},
        "capture": {"type": "object", "description": "How devices are discovered, and protocols by their ports."},
        "cors": {"type": "object", "description": "The origins whose web pages may read answers of the API (`allowed_origins`), such as https://tool.example.com."},
        "ui": {"type": "object", "description": "How the Web UI names devices."},
    },
    "additionalProperties" = {"type": "object"},
    "examples" = [{"net": {"interfaces": {"1": {"mode": "management", "addr": "10.10.10.205", "mask": "255.255.255.0"}, "2": {"mode": "monitor"}}, "gateway": "10.10.10.1", "hostname": "extrahop"}, "dns": {"dns": "10.10.10.2", "dns2": "10.10.10.3"}, "password": {"strict": false, "expiration_time": 0}}],
))]
pub struct RunningConfig(pub Map<String, Value>);

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
    /// Each request asks which pages may read its answer.
    const PUBLISH_AT_ONCE: bool = true;
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
        if let Some((name, _)) = sections
            .0
            .iter()
            .find(|(_, one)| !one.is_object() || is_held_number(one))
        {
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
        sections.check_origins()
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
    pub fn find(self, state: &State) -> Option<&ConfigCopy> {
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
    pub fn of(state: &State, copy: Copy) -> Self {
        let held = copy.find(state).or_else(|| copy.other().find(state));
        held.map_or_else(Self::shipped, |config| config.sections.clone())
    }
    pub fn section(&self, name: &str) -> Result<&Value> {
        self.0.get(name).ok_or_else(|| {
            let names: Vec<&str> = self.0.keys().map(String::as_str).collect();
            let names = names.join(", ");
            Problem::NotFound(format!("There is no section `{name}`; there are: {names}."))
        })
    }
    /// The config as JSON text, as clients see it.
    pub fn text(self) -> String {
        with_numbers(&Value::Object(self.0))
    }
    /// The names of the sections that another config changes, adds or leaves out.
    pub fn difference(&self, other: &Self) -> String {
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
