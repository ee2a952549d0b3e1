//! Traffic as one device saw it, and the values of its fields.
use super::{
    customs::Custom,
    fields::{
        End::{self, Destination, Source},
        Field, NONE,
    },
    routers::{Port, Router},
};
use crate::{
    extrahop::devices::Device,
    network::{Flow, Host, Role},
    store::State,
};
use ipnet::IpNet;
use std::{net::IpAddr, sync::Arc};

/// One direction of a conversation, as one device saw it.
#[derive(Clone, Copy)]
pub struct Sight<'a> {
    pub flow: Flow<'a>,
    pub router: &'a Router,
    pub source: Side<'a>,
    pub destination: Side<'a>,
}

/// One end of what was seen.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    pub host: &'a Host,
    pub port: u16,
    /// Whether it is behind the device.
    pub is_behind: bool,
    /// The interface that it is behind.
    pub interface: Option<&'a Port>,
}

/// What the values of fields depend on besides the traffic.
#[derive(Default)]
pub struct Lookup {
    /// Where MAC addresses are.
    pub state: Arc<State>,
    /// Custom dimensions.
    pub customs: Vec<Custom>,
    /// Addresses are taken together by networks of this length; absent: each is its own.
    pub cidr: Option<u8>,
    pub cidr6: Option<u8>,
}

impl Lookup {
    /// The custom dimension of this name.
    pub fn custom(&self, name: &str) -> Option<Field> {
        let place = self.customs.iter().position(|custom| custom.name == name);
        place.map(Field::Custom)
    }
    /// What a field says of traffic.
    pub fn value(&self, sight: &Sight, field: Field) -> String {
        sight.value(field, self)
    }
    /// The MAC address of a simulated device.
    fn mac(&self, device: i64) -> Option<&str> {
        self.state.get::<Device>(device).ok()?.macaddr.as_deref()
    }
}

impl<'a> Sight<'a> {
    pub fn side(&self, end: End) -> &Side<'a> {
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
    fn protocol_name(&self) -> &'static str {
        match self.protocol() {
            6 => "TCP",
            17 => "UDP",
            _ => "ICMP",
        }
    }
    fn value(&self, field: Field, lookup: &Lookup) -> String {
        let text = |text: Option<&str>| text.unwrap_or(NONE).to_owned();
        let at = |end| self.side(end);
        match field {
            Field::Address(end) => at(end).network(lookup),
            Field::Port(end) => at(end).port.to_string(),
            Field::Protocol => self.protocol_name().to_owned(),
            Field::ProtocolPort(end) => format!("{}:{}", self.protocol_name(), at(end).port),
            Field::Interface(end) => {
                let label = at(end).interface.map(Port::label);
                label.unwrap_or_else(|| "unknown : (0)".into())
            }
            Field::InterfaceName(end) => {
                let name = at(end).interface.map(|port| port.name.as_str());
                name.unwrap_or("unknown").to_owned()
            }
            Field::InterfaceSpeed(end) => {
                let speed = at(end).interface.map_or(0, |port| port.speed);
                speed.to_string()
            }
            Field::Vlan(end) => at(end).host.vlan.to_string(),
            Field::Mac(end) => text(lookup.mac(at(end).host.id)),
            Field::Boundary(end) => at(end).either("external", "internal"),
            Field::Whereabouts(end) => at(end).either("outside", "inside"),
            Field::DeviceId => self.router.id.to_string(),
            Field::DeviceName => self.router.name.clone(),
            Field::SiteName => text(self.router.site.as_deref()),
            Field::Family if self.source.address().is_ipv6() => "IPv6".into(),
            Field::Family => "IPv4".into(),
            Field::Unknown(_, value) => value.to_owned(),
            Field::Custom(place) => text(lookup.customs[place].value(self)),
        }
    }
}

impl Side<'_> {
    /// Its address; 0.0.0.0 where the host has none.
    pub fn address(&self) -> IpAddr {
        self.host.addr.unwrap_or(IpAddr::from([0; 4]))
    }
    fn either(&self, remote: &str, own: &str) -> String {
        match self.host.role == Role::Remote {
            true => remote.to_owned(),
            false => own.to_owned(),
        }
    }
    /// The network of the asked length that it is in; the address alone where that is all of it.
    fn network(&self, lookup: &Lookup) -> String {
        let address = self.address();
        let length = match address {
            IpAddr::V4(_) => lookup.cidr,
            IpAddr::V6(_) => lookup.cidr6,
        };
        let network = length.and_then(|length| IpNet::new(address, length).ok());
        match network.filter(|network| network.prefix_len() < network.max_prefix_len()) {
            Some(network) => network.trunc().to_string(),
            None => address.to_string(),
        }
    }
}
