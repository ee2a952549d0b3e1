//! The values of the fields of traffic, and what they are looked up in.
use super::{
    custom_dimensions::CustomDimensions,
    fields::{Field, UNKNOWN_TEXT},
    observed_flow::{ObservedEnd, ObservedFlow},
    routers::RouterInterface,
};
use crate::{
    store::State,
    twin::{access::Permit, appliance::Appliance},
};
use ipnet::IpNet;
use std::{net::IpAddr, sync::Arc};

/// What the values of fields depend on besides the traffic.
pub struct Lookup {
    state: Arc<State>,
    mac_address: fn(&State, i64) -> Option<&str>,
    pub custom_dimensions: CustomDimensions,
    /// Addresses are taken together by networks of this length; absent: each is its own.
    pub cidr: Option<u8>,
    pub cidr6: Option<u8>,
}

impl Lookup {
    /// Without custom dimensions, and each address its own network.
    pub fn new(permit: &Permit, state: Arc<State>) -> Self {
        Self {
            state,
            mac_address: permit.part::<Appliance>().mac_address,
            custom_dimensions: CustomDimensions::default(),
            cidr: None,
            cidr6: None,
        }
    }
    /// What a field says of traffic.
    pub fn value(&self, observed: &ObservedFlow, field: Field) -> String {
        let text = |text: Option<&str>| text.unwrap_or(UNKNOWN_TEXT).to_owned();
        let at = |end| observed.end(end);
        match field {
            Field::Address(end) => self.network(at(end)),
            Field::Port(end) => at(end).port.to_string(),
            Field::Protocol => observed.protocol_name().to_owned(),
            Field::ProtocolPort(end) => format!("{}:{}", observed.protocol_name(), at(end).port),
            Field::Interface(end) => {
                let label = at(end).interface.map(RouterInterface::label);
                label.unwrap_or_else(|| "unknown : (0)".into())
            }
            Field::InterfaceName(end) => {
                let name = at(end).interface.map(|interface| interface.name.as_str());
                name.unwrap_or("unknown").to_owned()
            }
            Field::InterfaceSpeed(end) => {
                let speed = at(end).interface.map_or(0, |interface| interface.speed);
                speed.to_string()
            }
            Field::Vlan(end) => at(end).host.vlan.to_string(),
            Field::Mac(end) => text((self.mac_address)(&self.state, at(end).host.id)),
            Field::Boundary(end) => at(end).by_location("external", "internal"),
            Field::InsideOutside(end) => at(end).by_location("outside", "inside"),
            Field::DeviceId => observed.router.id.to_string(),
            Field::DeviceName => observed.router.name.clone(),
            Field::SiteName => text(observed.router.site.as_deref()),
            Field::IpVersion if observed.source.address().is_ipv6() => "IPv6".into(),
            Field::IpVersion => "IPv4".into(),
            Field::Unknown(_, value) => value.to_owned(),
            Field::Custom(place) => text(self.custom_dimensions.0[place].value(observed)),
        }
    }
    /// The network of the asked length that it is in; the address alone where that is all of it.
    fn network(&self, end: &ObservedEnd) -> String {
        let address = end.address();
        let length = match address {
            IpAddr::V4(_) => self.cidr,
            IpAddr::V6(_) => self.cidr6,
        };
        let network = length.and_then(|length| IpNet::new(address, length).ok());
        match network.filter(|network| network.prefix_len() < network.max_prefix_len()) {
            Some(network) => network.trunc().to_string(),
            None => address.to_string(),
        }
    }
}
