//! A query with what its names stand for: the network, the category and its metrics.
use super::{budget::Budget, query::Query, shared_counts::SharedCounts};
use crate::network::{
    catalog::{Category, Metric},
    model::{time_range::TimeRange, view::ConversationView},
    world::{
        applications, custom_devices::CustomDeviceRules, ids::node_of, network::Network,
        scope::Scope,
    },
};
use std::borrow::Cow;

/// What every row has values of.
pub struct ResolvedQuery<'a> {
    pub network: &'a Network,
    pub customs: &'a [CustomDeviceRules],
    pub query: &'a Query,
    pub category: &'static Category,
    pub metrics: &'a [&'static Metric],
    pub shared: &'a SharedCounts,
    pub budget: &'a Budget,
}

impl ResolvedQuery<'_> {
    /// A device is a host or a custom device.
    pub fn device(&self, id: i64) -> Option<Scope> {
        let custom = || self.customs.iter().position(|one| one.device == id);
        let place = self.network.place(id).map(Scope::Device);
        place.or_else(|| custom().map(|at| Scope::Custom(at as u32)))
    }
    pub fn oid(&self, scope: Scope) -> i64 {
        match scope {
            Scope::Custom(at) => self.customs[at as usize].device,
            other => other.oid(self.network),
        }
    }
    /// A custom device is as many scopes as there are hosts that it has a part of.
    pub fn parts(&self, scopes: &[Scope]) -> Vec<Scope> {
        let mut parts = Vec::with_capacity(scopes.len());
        for scope in scopes {
            match *scope {
                Scope::Custom(at) => {
                    let places = self.customs[at as usize].places(self.network).into_iter();
                    parts.extend(places.map(|place| Scope::CustomPart(at, place)));
                }
                other => parts.push(other),
            }
        }
        parts
    }
    /// Every conversation that a scope sees, in a fixed order.
    pub fn each_view(&self, scope: Scope, see: impl FnMut(ConversationView)) {
        match scope {
            Scope::Application(place) => {
                applications::each_view(self.network, &self.query.subjects[place], see);
            }
            Scope::CustomPart(at, place) => {
                self.customs[at as usize].each_view(self.network, place, see);
            }
            other => other.each_view(self.network, see),
        }
    }
    /// The spans as far as the node of a scope reports.
    pub fn reported<'a>(&self, scope: Scope, spans: &'a [TimeRange]) -> Cow<'a, [TimeRange]> {
        let node = match scope {
            Scope::Device(place) | Scope::CustomPart(_, place) => {
                node_of(self.network.host_at(place).id)
            }
            Scope::Custom(at) => node_of(self.customs[at as usize].device),
            Scope::Vlan(oid) => node_of(oid),
            Scope::Application(place) => node_of(self.query.subjects[place].oid),
            Scope::Node(node) => node,
            Scope::Network | Scope::System => 0,
        };
        let mut silent = self.query.silent.iter();
        match silent.find(|(one, _)| *one == node) {
            None => Cow::Borrowed(spans),
            Some((_, since)) => {
                let cut = |span: &TimeRange| TimeRange {
                    from: span.from,
                    until: span.until.min(*since),
                };
                spans.iter().map(cut).collect()
            }
        }
    }
}
