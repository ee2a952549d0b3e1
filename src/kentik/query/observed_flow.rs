//! Traffic as one device saw it.
use super::{
    fields::FlowEnd::{self, Destination, Source},
    routers::{Router, RouterInterface},
};
use crate::network::{Flow, Host, Role};
use std::net::IpAddr;

/// One direction of a conversation, as one device saw it.
#[derive(Clone, Copy)]
pub struct ObservedFlow<'a> {
    pub flow: Flow<'a>,
    pub router: &'a Router,
    pub source: ObservedEnd<'a>,
    pub destination: ObservedEnd<'a>,
}

/// One end of what was seen.
#[derive(Clone, Copy)]
pub struct ObservedEnd<'a> {
    pub host: &'a Host,
    pub port: u16,
    /// Whether it is behind the device.
    pub is_behind_router: bool,
    /// The interface that it is behind.
    pub interface: Option<&'a RouterInterface>,
}

impl<'a> ObservedFlow<'a> {
    pub fn end(&self, end: FlowEnd) -> &ObservedEnd<'a> {
        match end {
            Source => &self.source,
            Destination => &self.destination,
        }
    }
    /// The number of the IP protocol.
    pub fn protocol(&self) -> u8 {
        let protocol = self.flow.protocol();
        match (protocol.is_tcp(), protocol.is_udp()) {
            (true, _) => 6,
            (_, true) => 17,
            _ => 1,
        }
    }
    pub fn protocol_name(&self) -> &'static str {
        match self.protocol() {
            6 => "TCP",
            17 => "UDP",
            _ => "ICMP",
        }
    }
}

impl ObservedEnd<'_> {
    /// Its address; 0.0.0.0 where the host has none.
    pub fn address(&self) -> IpAddr {
        self.host.addr.unwrap_or(IpAddr::from([0; 4]))
    }
    /// One text for hosts on the internet, another for those of the company.
    pub fn by_location(&self, remote: &str, own: &str) -> String {
        match self.host.role == Role::Remote {
            true => remote.to_owned(),
            false => own.to_owned(),
        }
    }
}
