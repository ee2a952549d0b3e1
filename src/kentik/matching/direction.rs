//! Which end of a flow must meet the keys.
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use std::borrow::Cow;

/// Which end of a flow must meet the keys, in the case in which it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Direction(String);

impl Default for Direction {
    fn default() -> Self {
        Self("either".into())
    }
}
impl<'de> Deserialize<'de> for Direction {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let sent = Self(String::deserialize(from)?);
        let known = ["src", "dst", "either"].iter().any(|name| sent.is(name));
        known.then_some(sent).ok_or_else(|| {
            D::Error::custom("a direction is \"src\", \"dst\" or \"either\", in any case")
        })
    }
}
impl JsonSchema for Direction {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Direction".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "examples": ["src", "dst", "either", "SRC", "DST", "EITHER"]})
    }
}
impl Direction {
    pub fn is(&self, name: &str) -> bool {
        self.0.eq_ignore_ascii_case(name)
    }
    /// The name without regard to the case in which it was sent.
    pub fn lowercase(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}
