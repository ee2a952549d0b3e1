//! Devices that users make up: the ends of conversations that match their rules.
use super::{
    activities::{self, Activities, note, note_view},
    host::Host,
    network::Network,
};
use crate::network::model::view::{ConversationView, End};
use ipnet::IpNet;
use std::ops::RangeInclusive;

/// A device that a user made up. What any of its rules matches is its traffic.
#[derive(Clone, Debug, Default)]
pub struct CustomDeviceRules {
    /// The id under which queries ask for it.
    pub device: i64,
    pub rules: Vec<EndRule>,
}

/// Which ends of conversations are a custom device's own. All of it must hold.
#[derive(Clone, Debug)]
pub struct EndRule {
    /// Where the address of the end lies.
    pub address: Option<IpNet>,
    /// The VLAN of the end.
    pub vlans: RangeInclusive<i64>,
    /// The client's port, whichever end it is.
    pub source_ports: RangeInclusive<u16>,
    /// The server's port.
    pub destination_ports: RangeInclusive<u16>,
    pub side: Side,
    /// Where the address of the other end lies.
    pub peer: Option<IpNet>,
}

/// Which end of a conversation a rule means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    #[default]
    Any,
    Client,
    Server,
}

impl EndRule {
    /// A rule that every end matches.
    pub const ANY: EndRule = EndRule {
        address: None,
        vlans: i64::MIN..=i64::MAX,
        source_ports: 0..=u16::MAX,
        destination_ports: 0..=u16::MAX,
        side: Side::Any,
        peer: None,
    };

    fn admits(&self, host: &Host) -> bool {
        lies_in(self.address, host) && self.vlans.contains(&host.vlan)
    }
    /// Whether it looks at nothing but the host.
    fn takes_all(&self) -> bool {
        let ports = [&self.source_ports, &self.destination_ports];
        ports
            .into_iter()
            .all(|ports| *ports == Self::ANY.source_ports)
            && self.side == Side::Any
            && self.peer.is_none()
    }
    fn passes(&self, network: &Network, view: &ConversationView) -> bool {
        let of = view.conversation;
        let (own, other, side) = match view.end {
            End::Client => (of.client, of.server, Side::Client),
            End::Server => (of.server, of.client, Side::Server),
            _ => return false,
        };
        self.admits(network.host_at(own))
            && [Side::Any, side].contains(&self.side)
            && self.source_ports.contains(&of.client_port())
            && self.destination_ports.contains(&of.port)
            && lies_in(self.peer, network.host_at(other))
    }
}

fn lies_in(block: Option<IpNet>, host: &Host) -> bool {
    block.is_none_or(|block| host.addr.is_some_and(|addr| block.contains(&addr)))
}

impl CustomDeviceRules {
    fn passes(&self, network: &Network, view: &ConversationView) -> bool {
        self.rules.iter().any(|rule| rule.passes(network, view))
    }
    /// Whether all that a host says and hears is the custom device's.
    pub(in crate::network) fn covers(&self, host: &Host) -> bool {
        let mut rules = self.rules.iter();
        rules.any(|rule| rule.takes_all() && rule.admits(host))
    }
    /// What it does, and since when; sorted.
    pub fn activities(&self, network: &Network) -> Activities {
        let mut seen = Vec::new();
        for place in self.places(network) {
            self.each_view(network, place, |view| note_view(&mut seen, &view));
            let host = network.host_at(place);
            if self.covers(host) {
                for (activity, since) in activities::recorded(network, host.id) {
                    note(&mut seen, activity, since);
                }
            }
        }
        seen.sort_unstable();
        seen
    }
    /// The hosts that may be ends of its conversations, each once, in order.
    pub(in crate::network) fn places(&self, network: &Network) -> Vec<u32> {
        let mut places = Vec::new();
        for rule in &self.rules {
            let admitted = |place: &u32| rule.admits(network.host_at(*place));
            match rule.address {
                None => places.extend((0..network.hosts().len() as u32).filter(admitted)),
                Some(block) => places.extend(places_in(network, block).filter(admitted)),
            }
        }
        places.sort_unstable();
        places.dedup();
        places
    }
    /// The conversations of a host that are its own.
    pub(in crate::network) fn each_view(
        &self,
        network: &Network,
        place: u32,
        mut see: impl FnMut(ConversationView),
    ) {
        network.each_view_at_end(place, |view| {
            if self.passes(network, &view) {
                see(view);
            }
        });
    }
}

/// The hosts whose addresses lie in a block.
fn places_in(network: &Network, block: IpNet) -> impl Iterator<Item = u32> {
    let all = network.by_address();
    let first = all.partition_point(|(addr, _)| *addr < block.network());
    let end = all.partition_point(|(addr, _)| *addr <= block.broadcast());
    all[first..end].iter().map(|(_, place)| *place)
}
