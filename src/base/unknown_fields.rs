//! What a twin does with fields and parameters that its firmware does not have.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum,
)]
#[serde(rename_all = "snake_case")]
pub enum UnknownFields {
    /// They are ignored, and named in a header of the answer.
    #[default]
    Ignore,
    /// They are refused.
    Refuse,
}

impl UnknownFields {
    pub const ALL: [UnknownFields; 2] = [UnknownFields::Ignore, UnknownFields::Refuse];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ignore => "ignore",
            Self::Refuse => "refuse",
        }
    }
}

impl fmt::Display for UnknownFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for UnknownFields {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|known| known.as_str() == text);
        known.ok_or_else(|| "give ignore or refuse".into())
    }
}
