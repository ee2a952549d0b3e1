//! A host: one device as the network sees it.
use crate::{
    base::clock::Millis,
    network::{catalog::Role, model::activity::Activity},
};
use std::net::IpAddr;

/// One device as the network sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Host {
    pub id: i64,
    pub addr: Option<IpAddr>,
    pub name: String,
    pub role: Role,
    /// The L2 device through which this one is reached.
    pub parent: Option<i64>,
    pub vlan: i64,
    pub discovered: Millis,
    /// Activities that it must show, whatever its role draws.
    pub activity: Vec<Activity>,
}

impl Host {
    /// The name in its certificate.
    pub(in crate::network) fn certificate_name(&self) -> String {
        match self.addr {
            Some(addr) if self.name.is_empty() => addr.to_string(),
            _ => self.name.clone(),
        }
    }
}
