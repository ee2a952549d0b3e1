//! Whose traffic is looked at: a host, a VLAN, a node, the whole network.
use super::{
    ids::{at_node, node_of},
    network::Network,
};
use crate::network::model::{
    conversation::Conversation,
    view::{ConversationView, End},
};

/// What a query looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// A host, by its place.
    Device(u32),
    /// A VLAN, by its id.
    Vlan(i64),
    /// An application, by its place among the subjects of the query.
    Application(usize),
    /// What one node sees.
    Node(i64),
    /// What a Discover appliance sees.
    Network,
    /// The whole network and the appliance that watches it.
    System,
    /// A custom device, by its place in the list that came with the query.
    Custom(u32),
    /// What a custom device has of a host.
    CustomPart(u32, u32),
}

impl Scope {
    /// Everything that the node of this id sees.
    pub fn whole_of(oid: i64) -> Scope {
        match node_of(oid) {
            0 => Scope::Network,
            node => Scope::Node(node),
        }
    }
    /// The device's id; 0 for a scope that is no device.
    pub fn oid(self, network: &Network) -> i64 {
        match self {
            Scope::Device(place) | Scope::CustomPart(_, place) => network.host_at(place).id,
            _ => 0,
        }
    }
    /// Every conversation that a scope sees, in a fixed order. What an application sees is known to
    /// `applications`, and what a custom device sees to who knows its rules.
    pub fn each_view(self, network: &Network, mut see: impl FnMut(ConversationView)) {
        let all = network.all_conversations().iter();
        let whole = |of| ConversationView::of(of, End::Network);
        match self {
            Scope::Device(place) => network.each_view_of(place, see),
            Scope::Network => all.for_each(|of| see(whole(of))),
            Scope::System => {
                all.for_each(|of| see(whole(of)));
                see(ConversationView::of(network.appliance(), End::Appliance));
            }
            Scope::Vlan(vlan) => {
                let lies_in = |place| {
                    let host = network.host_at(place);
                    at_node(node_of(host.id), host.vlan) == vlan
                };
                all.filter(either_end(lies_in))
                    .for_each(|of| see(whole(of)));
            }
            Scope::Node(node) => {
                let sees = |place| node_of(network.host_at(place).id) == node;
                all.filter(either_end(sees)).for_each(|of| see(whole(of)));
            }
            Scope::Application(_) | Scope::Custom(_) | Scope::CustomPart(..) => {}
        }
    }
}

/// Whether it holds for an end of a conversation.
fn either_end(holds: impl Fn(u32) -> bool) -> impl Fn(&&Conversation) -> bool {
    move |of| holds(of.client) || holds(of.server)
}
