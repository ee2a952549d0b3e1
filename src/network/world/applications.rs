//! What an application sees: the traffic of some devices, in some protocols and roles.
use super::{network::Network, scope::Scope, subject::Subject};
use crate::{
    base::clock::Millis,
    network::{
        catalog::{self, MetricLevel, ObjectType, Traffic},
        model::{
            activity::Activity,
            conversation::Conversation,
            view::{ConversationView, End},
        },
    },
};
use std::collections::BTreeMap;

/// The categories in which an application has traffic, and since when.
pub fn application_activities(
    network: &Network,
    application: &Subject,
) -> Vec<(&'static str, Millis)> {
    let mut seen = BTreeMap::new();
    let mut note = |name: &'static str, since: Millis| {
        let first = seen.entry(name).or_insert(since);
        *first = since.min(*first);
    };
    each_view(network, application, |view| {
        let protocol = view.conversation.protocol;
        // What no device shows, no application shows either.
        if Activity::at_end(protocol, End::Client).is_some() {
            note(protocol.as_str(), view.since);
        }
        note("net", view.since);
    });
    let owner = (MetricLevel::Application, application.oid);
    for (category, first) in network.recorded().categories_of(owner) {
        if let Some(name) = shown_by(category) {
            note(name, first);
        }
    }
    seen.into_iter().collect()
}

/// Every conversation that an application sees, each once, in a fixed order.
pub fn each_view(network: &Network, application: &Subject, mut see: impl FnMut(ConversationView)) {
    if application.is_whole() {
        return Scope::whole_of(application.oid).each_view(network, see);
    }
    let by_client = |of: &Conversation| {
        let client = application.ends.get(&network.host_at(of.client).id);
        client.is_some_and(|client| client.client.has(of.protocol))
    };
    for (device, own) in &application.ends {
        let Some(place) = network.place(*device) else {
            continue;
        };
        network.each_view_of(place, |view| {
            let of = view.conversation;
            let counts = match view.end {
                End::Client => own.client.has(of.protocol),
                // What counts by its client was seen there.
                End::Server => own.server.has(of.protocol) && !by_client(of),
                _ => false,
            };
            if counts {
                see(ConversationView::of(of, End::Network));
            }
        });
    }
}

/// The activity that shows a category of application metrics.
fn shown_by(category: &str) -> Option<&'static str> {
    match catalog::find(ObjectType::Application, category)?.traffic {
        Traffic::All => Some("net"),
        Traffic::Of(protocol) => Some(protocol.as_str()),
        _ => None,
    }
}
