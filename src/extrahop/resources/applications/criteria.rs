//! What an application is made of: the traffic of devices and groups, by protocol and role.
use super::{
    Application,
    criterion::{ApplicationCriterion, ApplicationSource, ProtocolDefault, Role, SourceKind},
};
use crate::{
    base::problem::{Problem, Result},
    extrahop::resources::devicegroups,
    network::{EndProtocols, Protocol, Subject},
    store::State,
    twin::access::Permit,
};
use std::collections::BTreeMap;

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
                ProtocolDefault::Any => Role::Any,
                ProtocolDefault::None => Role::None,
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
