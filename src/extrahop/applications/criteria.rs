//! What an application is made of: the traffic of devices and groups, by protocol and role.
use super::Application;
use crate::{
    base::problem::{Problem, Result},
    extrahop::devicegroups,
    network::{EndProtocols, Protocol, Subject},
    store::State,
    twin::access::Permit,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Some sources, and which of their traffic counts.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplicationCriterion {
    /// Whether the traffic in a protocol that is not listed counts.
    pub protocol_default: Listed,
    /// In which role a source must be for its traffic in a protocol to count.
    #[serde(default)]
    pub protocols: BTreeMap<String, Role>,
    pub sources: Vec<ApplicationSource>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
#[serde(rename_all = "snake_case")]
pub enum Listed {
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

impl Application {
    /// What a metric query about the application looks at.
    pub fn subject(&self, permit: &Permit, state: &State) -> Result<Subject> {
        let mut ends: BTreeMap<i64, EndProtocols> = BTreeMap::new();
        for criterion in self.criteria.iter().flatten() {
            for source in &criterion.sources {
                for device in source.devices(permit, state)? {
                    criterion.count(ends.entry(device).or_default());
                }
            }
        }
        Ok(Subject {
            oid: self.id,
            ends,
            ..Subject::default()
        })
    }
}

impl ApplicationCriterion {
    /// Adds what counts of the traffic of a source.
    fn count(&self, ends: &mut EndProtocols) {
        for protocol in Protocol::all() {
            let unlisted = match self.protocol_default {
                Listed::Any => Role::Any,
                Listed::None => Role::None,
            };
            let role = self.protocols.get(protocol.as_str());
            let role = role.copied().unwrap_or(unlisted);
            if matches!(role, Role::Client | Role::Any) {
                ends.add_client(protocol);
            }
            if matches!(role, Role::Server | Role::Any) {
                ends.add_server(protocol);
            }
        }
    }
}

impl ApplicationSource {
    /// The devices of a source; none where it is gone.
    fn devices(&self, permit: &Permit, state: &State) -> Result<Vec<i64>> {
        if self.kind == SourceKind::Device {
            return Ok(vec![self.id]);
        }
        match devicegroups::devices_of(permit, state, self.id) {
            Ok(devices) => Ok(devices.into_iter().map(|device| device.id).collect()),
            Err(Problem::NotFound(_)) => Ok(vec![]),
            Err(problem) => Err(problem),
        }
    }
}
