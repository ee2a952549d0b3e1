//! Who talks to whom, drawn from the roles of the hosts.
//!
//! Nothing here depends on an order: hosts come sorted by id, and what a client draws depends on
//! the seed, its id and the hosts of each role.
use super::{
    client_profiles::{self, ClientProfile},
    declared, explicit,
};
use crate::{
    base::{clock::Millis, seed::Seed},
    network::{
        catalog::{protocol::Protocol, role::Role},
        distributions::series::{Series, TrafficPattern},
        model::{
            activity::Activity,
            conversation::{Conversation, ServerTraits},
        },
        world::{
            host::{ExplicitConversation, Host},
            index,
        },
    },
};
use std::collections::BTreeSet;

/// Client and server by place.
pub type ConversationKey = (u32, u32, Protocol);

/// Everything that drawing looks at.
pub struct Drawing<'a> {
    pub seed: Seed,
    pub hosts: &'a [Host],
    /// Hosts that others may talk to: those with an address that are no L2 parents.
    pub by_role: Vec<Vec<u32>>,
    traits: Vec<ServerTraits>,
    is_parent: Vec<bool>,
}

/// The conversations of hosts that are sorted by id, themselves sorted.
pub fn conversations(
    seed: Seed,
    hosts: &[Host],
    explicit: &[ExplicitConversation],
) -> Result<Vec<Conversation>, String> {
    let draw = Drawing::of(seed, hosts);
    let (mut all, taken) = explicit::conversations(&draw, explicit)?;
    all.reserve(hosts.len() * 10);
    for client in 0..hosts.len() as u32 {
        draw.habits_of(client, &taken, &mut all);
    }
    declared::fulfil(&draw, &taken, &mut all);
    all.retain(|one| Series::per_era(one.per_minute) > 0);
    all.sort_unstable_by_key(|one| (one.client, one.server, one.protocol));
    slow_down(&mut all, hosts.len());
    Ok(all)
}

/// A server is the slower the more it is asked: half as slow again when it is asked a thousand
/// times in a minute, and in the hours in which it is asked most once more by as much.
fn slow_down(all: &mut [Conversation], hosts: usize) {
    let mut asked = vec![0.0; hosts];
    for one in all.iter() {
        asked[one.server as usize] += one.per_minute;
    }
    for one in all {
        let doublings = (asked[one.server as usize] as u64 + 1).ilog2() as i8;
        one.traits.latency_steps += doublings * 3 / 2 - 4;
        one.traits.busy_steps = doublings as u8;
    }
}

/// The first whole second that is not before `at`: counts are kept by the second.
pub fn whole_second(at: Millis) -> Millis {
    (at + 999).div_euclid(1000) * 1000
}

impl Drawing<'_> {
    fn of(seed: Seed, hosts: &[Host]) -> Drawing<'_> {
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
    fn habits_of(
        &self,
        client: u32,
        taken: &BTreeSet<ConversationKey>,
        all: &mut Vec<Conversation>,
    ) {
        let host = &self.hosts[client as usize];
        if host.addr.is_none() || self.is_parent[client as usize] {
            return;
        }
        let first = all.len();
        for (habit, nth) in client_profiles::of(host.role).iter().zip(0u64..) {
            let seed = self.seed.of(("habit", host.id)).at(nth);
            if seed.at(100).below(habit.one_in) > 0 {
                continue;
            }
            let peers = habit.peers.0 + seed.below(habit.peers.1 - habit.peers.0 + 1);
            for peer in 0..peers {
                let Some(server) = self.server_for(habit, seed.at(peer)) else {
                    break;
                };
                let pair = (client, server, habit.protocol);
                let known = all[first..]
                    .iter()
                    .any(|one| one.server == server && one.protocol == habit.protocol);
                if server != client && !known && !taken.contains(&pair) {
                    let rate = habit.per_minute * (0.3 + 1.4 * seed.at(peer).at(1).unit())
                        / (peer + 1) as f64;
                    all.push(self.conversation(pair, rate, habit.pattern));
                }
            }
        }
    }
    /// One of the servers; the first ones far oftener than the last, much as in Zipf's law.
    fn server_for(&self, habit: &ClientProfile, seed: Seed) -> Option<u32> {
        let pool = self.first_pool(habit.servers)?;
        let octaves = u64::from((pool.len() as u64 + 1).ilog2()) + 1;
        let octave = 1u64 << seed.at(2).below(octaves);
        let rank = octave - 1 + seed.at(3).below(octave);
        Some(pool[rank as usize % pool.len()])
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
        let row = protocol.row();
        let varied =
            |mean: u32, which: u64| ((f64::from(mean)) * (0.5 + id.at(which).unit())) as u32;
        Conversation {
            client,
            server,
            id,
            since: whole_second(from.discovered.max(to.discovered)),
            per_minute,
            request: varied(row.request, 11),
            response: varied(row.response, 12),
            port: row.port,
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
    /// The other side of an activity.
    pub fn opposite(activity: Activity) -> (Activity, Protocol, bool) {
        match activity {
            Activity::Client(protocol) => (Activity::Server(protocol), protocol, true),
            Activity::Of(protocol) => (activity, protocol, true),
            Activity::Server(protocol) => (Activity::Client(protocol), protocol, false),
            Activity::Tcp => (Activity::Server(Protocol::Http), Protocol::Http, true),
            Activity::Udp | Activity::Net => (Activity::Server(Protocol::Dns), Protocol::Dns, true),
        }
    }
}
