//! What every drawing of conversations looks at: the hosts, by their roles.
use crate::{
    base::seed::Seed,
    network::{
        catalog::{Protocol, Role},
        distributions::pattern::TrafficPattern,
        model::{
            conversation::{Conversation, whole_second},
            server_traits::ServerTraits,
        },
        world::{host::Host, index},
    },
};

/// Client and server by place.
pub type ConversationKey = (u32, u32, Protocol);

/// Everything that drawing looks at.
pub struct Drawing<'a> {
    pub seed: Seed,
    pub hosts: &'a [Host],
    /// Hosts that others may talk to: those with an address that are no L2 parents.
    by_role: Vec<Vec<u32>>,
    traits: Vec<ServerTraits>,
    is_parent: Vec<bool>,
}

impl Drawing<'_> {
    pub fn of(seed: Seed, hosts: &[Host]) -> Drawing<'_> {
        let mut is_parent = vec![false; hosts.len()];
        for parent in index::parents(hosts).into_iter().flatten() {
            is_parent[parent as usize] = true;
        }
        let mut by_role = vec![Vec::new(); Role::COUNT];
        for (host, place) in hosts.iter().zip(0u32..) {
            if host.addr.is_some() && !is_parent[place as usize] {
                by_role[host.role as usize].push(place);
            }
        }
        let traits = hosts
            .iter()
            .map(|host| ServerTraits::of(seed, host.id))
            .collect();
        Drawing {
            seed,
            hosts,
            by_role,
            traits,
            is_parent,
        }
    }
    /// The hosts of the first of these roles that any host has.
    pub fn first_pool(&self, roles: &[Role]) -> Option<&Vec<u32>> {
        roles
            .iter()
            .map(|role| &self.by_role[*role as usize])
            .find(|pool| !pool.is_empty())
    }
    pub fn conversation(
        &self,
        (client, server, protocol): ConversationKey,
        per_minute: f64,
        pattern: TrafficPattern,
    ) -> Conversation {
        let (from, to) = (&self.hosts[client as usize], &self.hosts[server as usize]);
        let id = self
            .seed
            .of(("conversation", from.id, to.id, protocol.as_str()));
        let definition = protocol.definition();
        let varied =
            |mean: u32, which: u64| ((f64::from(mean)) * (0.5 + id.at(which).unit())) as u32;
        Conversation {
            client,
            server,
            id,
            since: whole_second(from.discovered.max(to.discovered)),
            per_minute,
            request: varied(definition.request, 11),
            response: varied(definition.response, 12),
            port: definition.port,
            protocol,
            pattern,
            traits: self.traits[server as usize],
            client_remote: from.role == Role::Remote,
            server_remote: to.role == Role::Remote,
        }
    }
    /// Whether a host is more than a box that forwards.
    pub fn is_reachable(&self, place: u32) -> bool {
        self.hosts[place as usize].addr.is_some() && !self.is_parent[place as usize]
    }
}
