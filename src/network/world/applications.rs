//! What an application sees: the traffic of some devices, in some protocols and roles.
use super::network::{Network, Scope, whole};
use crate::{
    base::clock::Millis,
    network::{
        catalog::{self, MetricLevel, Sees, protocol::Protocol},
        metrics::query::{ObjectType, Subject},
        model::{
            conversation::Conversation,
            measure::{ConversationView, End},
        },
    },
};
use std::collections::BTreeMap;

/// As which ends, in which protocols, the traffic of a device counts: a bit for each protocol.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    clients: u64,
    servers: u64,
}

impl Ends {
    pub fn add_client(&mut self, protocol: Protocol) {
        self.clients |= 1 << protocol as u64;
    }
    pub fn add_server(&mut self, protocol: Protocol) {
        self.servers |= 1 << protocol as u64;
    }
    fn counts_client(self, protocol: Protocol) -> bool {
        self.clients & (1 << protocol as u64) != 0
    }
    fn counts_server(self, protocol: Protocol) -> bool {
        self.servers & (1 << protocol as u64) != 0
    }
}

impl Network {
    /// The categories in which an application has traffic, and since when.
    pub fn application_activities(&self, application: &Subject) -> Vec<(&'static str, Millis)> {
        let mut seen = BTreeMap::new();
        self.each_shared(application, |view| {
            let protocol = view.conversation.protocol;
            // What no device shows, no application shows either.
            let own = protocol.shown(End::Client).map(|_| protocol.as_str());
            for name in own.into_iter().chain(["net"]) {
                let since = seen.entry(name).or_insert(view.since);
                *since = view.since.min(*since);
            }
        });
        let recorded = self
            .recorded
            .first_of((MetricLevel::Application, application.oid));
        for (category, first) in recorded {
            if let Some(name) = shown_by(category) {
                let since = seen.entry(name).or_insert(first);
                *since = first.min(*since);
            }
        }
        seen.into_iter().collect()
    }
    /// Every conversation that an application sees, each once, in a fixed order.
    pub(in crate::network) fn each_shared(
        &self,
        application: &Subject,
        mut see: impl FnMut(ConversationView),
    ) {
        if application.is_whole() {
            return self.each_view(Scope::whole_of(application.oid), see);
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
                    End::Client => own.counts_client(view.conversation.protocol),
                    // What counts by its client was seen there.
                    End::Server => {
                        own.counts_server(view.conversation.protocol)
                            && !by_client(view.conversation)
                    }
                    _ => false,
                };
                if counts {
                    see(whole(view.conversation));
                }
            });
        }
    }
}

/// The activity that shows a category of application metrics.
fn shown_by(category: &str) -> Option<&'static str> {
    match catalog::find(ObjectType::Application, category)?.sees {
        Sees::All => Some("net"),
        Sees::Of(protocol) => Some(protocol.as_str()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_application_shows_what_devices_show() {
        let network = &crate::network::properties::NETWORKS[0];
        let seen = network.application_activities(&Subject::default());
        let names: Vec<&str> = seen.iter().map(|(name, _)| *name).collect();
        for protocol in Protocol::all() {
            let is_spoken = network.all().iter().any(|one| one.protocol == protocol);
            let is_shown = is_spoken && ![Protocol::Ntp, Protocol::Snmp].contains(&protocol);
            assert_eq!(names.contains(&protocol.as_str()), is_shown, "{protocol:?}");
        }
        assert!(names.contains(&"net") && names.len() > 40);
    }

    #[test]
    fn each_protocol_counts_for_itself() {
        for protocol in Protocol::all() {
            let mut ends = Ends::default();
            ends.add_client(protocol);
            let counted = Protocol::all().filter(|one| ends.counts_client(*one));
            assert!(counted.eq([protocol]));
            assert!(!Protocol::all().any(|one| ends.counts_server(one)));
        }
    }
}
