//! What an application sees: the traffic of some devices, in some protocols and roles.
use super::conversation::Conversation;
use super::host::at_node;
use super::measure::{End, View};
use super::network::{Network, Scope, whole};
use super::protocol::Protocol;
use super::query::Subject;
use crate::clock::Millis;
use std::collections::BTreeMap;

/// As which ends, in which protocols, the traffic of a device counts: a bit for each protocol.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    clients: u8,
    servers: u8,
}

impl Ends {
    pub fn add_client(&mut self, protocol: Protocol) {
        self.clients |= 1 << protocol as u8;
    }
    pub fn add_server(&mut self, protocol: Protocol) {
        self.servers |= 1 << protocol as u8;
    }
    fn counts_client(self, protocol: Protocol) -> bool {
        self.clients & (1 << protocol as u8) != 0
    }
    fn counts_server(self, protocol: Protocol) -> bool {
        self.servers & (1 << protocol as u8) != 0
    }
}

impl Network {
    /// The categories in which an application has traffic, and since when.
    pub fn application_activities(&self, application: &Subject) -> Vec<(&'static str, Millis)> {
        let mut seen = BTreeMap::new();
        self.each_shared(application, |view| {
            for name in ["net", view.of.protocol.as_str()] {
                let since = seen.entry(name).or_insert(view.since);
                *since = view.since.min(*since);
            }
        });
        seen.into_iter().collect()
    }
    /// Every conversation that an application sees, each once, in a fixed order.
    pub(super) fn each_shared(&self, application: &Subject, mut see: impl FnMut(View)) {
        let whole_of_node = Scope::whole_of(application.oid);
        if application.oid == at_node(super::node_of(application.oid), 0) {
            return self.each_view(whole_of_node, see);
        }
        let ends = |place: u32| application.ends.get(&self.host_at(place).id);
        let by_client = |of: &Conversation| {
            ends(of.client).is_some_and(|client| client.counts_client(of.protocol))
        };
        for (device, own) in &application.ends {
            let Some(place) = self.place(*device) else {
                continue;
            };
            self.each_view_of(place, |view| {
                let counts = match view.end {
                    End::Client => own.counts_client(view.of.protocol),
                    // What counts by its client was seen there.
                    End::Server => own.counts_server(view.of.protocol) && !by_client(view.of),
                    _ => false,
                };
                if counts {
                    see(whole(view.of));
                }
            });
        }
    }
}
