//! What kind of appliance a twin is.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum,
)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// A Discover appliance: it sees traffic.
    #[default]
    Discover,
    /// A Command appliance: it has nodes.
    Command,
}

impl Platform {
    pub const ALL: [Platform; 2] = [Platform::Discover, Platform::Command];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Discover => "discover",
            Self::Command => "command",
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Platform {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|known| known.as_str() == text);
        known.ok_or_else(|| {
            let names = Self::ALL.map(Self::as_str).join(" and ");
            format!("`{text}` is no known platform; there are {names}")
        })
    }
}
