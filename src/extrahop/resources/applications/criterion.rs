//! Some sources of an application, and which of their traffic counts.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Some sources, and which of their traffic counts.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplicationCriterion {
    /// Whether the traffic in a protocol that is not listed counts.
    pub protocol_default: ProtocolDefault,
    /// In which role a source must be for its traffic in a protocol to count.
    #[serde(default)]
    pub protocols: BTreeMap<String, Role>,
    pub sources: Vec<ApplicationSource>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
#[serde(rename_all = "snake_case")]
pub enum ProtocolDefault {
    Any,
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Client,
    Server,
    Any,
    None,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplicationSource {
    #[serde(rename = "type")]
    pub kind: SourceKind,
    /// The id of the device or of the device group.
    pub id: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    Device,
    DeviceGroup,
}
