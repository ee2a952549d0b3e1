//! An object that a query asks about.
use super::ids::{at_node, node_of};
use crate::network::catalog::{Protocol, ProtocolSet};
use std::collections::BTreeMap;

/// An object that a query asks about, and the devices it stands for: itself for a device, the
/// members for a group. Other objects need no members.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Subject {
    pub oid: i64,
    pub members: Vec<i64>,
    /// The devices that an application looks at. The application of all activity needs none.
    pub ends: BTreeMap<i64, EndProtocols>,
}

impl Subject {
    /// Whether it is the application of all activity.
    pub(in crate::network) fn is_whole(&self) -> bool {
        self.oid == at_node(node_of(self.oid), 0)
    }
}

/// The protocols in which the traffic of a device counts as a client, and as a server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EndProtocols {
    pub(in crate::network) client: ProtocolSet,
    pub(in crate::network) server: ProtocolSet,
}

impl EndProtocols {
    pub fn add_client(&mut self, protocol: Protocol) {
        self.client.add(protocol);
    }
    pub fn add_server(&mut self, protocol: Protocol) {
        self.server.add(protocol);
    }
}
