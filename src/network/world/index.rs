//! Which conversations a host takes part in, as ranges of lists.
use super::host::Host;
use crate::network::model::conversation::Conversation;
use std::{collections::HashMap, ops::Range};

#[derive(Clone, Debug)]
pub struct ConversationIndex {
    /// Where the conversations of each client begin.
    clients: Vec<u32>,
    servers: Lists,
    forwarded: Lists,
}

/// A list of conversations for each host, one after the other.
#[derive(Clone, Debug)]
struct Lists {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl ConversationIndex {
    /// The conversations must be sorted by client.
    pub fn of(hosts: &[Host], conversations: &[Conversation]) -> ConversationIndex {
        let clients = starts(hosts.len(), conversations.iter().map(|one| one.client));
        let numbered = || (0u32..).zip(conversations);
        let servers = Lists::of(hosts.len(), || numbered().map(|(at, one)| (one.server, at)));
        let parents = parents(hosts);
        let forwarded = Lists::of(hosts.len(), || {
            numbered().flat_map(|(at, one)| {
                let parent = |place: u32| parents.get(place as usize).copied().flatten();
                let (near, far) = (parent(one.client), parent(one.server));
                // An end does not forward its own words.
                let passes =
                    move |host: &u32| near != far && *host != one.client && *host != one.server;
                [near, far]
                    .into_iter()
                    .flatten()
                    .filter(passes)
                    .map(move |host| (host, at))
            })
        });
        ConversationIndex {
            clients,
            servers,
            forwarded,
        }
    }
    pub fn as_client(&self, place: u32) -> Range<usize> {
        self.clients[place as usize] as usize..self.clients[place as usize + 1] as usize
    }
    pub fn as_server(&self, place: u32) -> &[u32] {
        self.servers.get(place)
    }
    /// What an L2 device passes on between its children and others.
    pub fn forwarded(&self, place: u32) -> &[u32] {
        self.forwarded.get(place)
    }
}

impl Lists {
    fn of<I: Iterator<Item = (u32, u32)>>(hosts: usize, pairs: impl Fn() -> I) -> Lists {
        let starts = starts(hosts, pairs().map(|(host, _)| host));
        let mut next = starts.clone();
        let mut items = vec![0; starts[hosts] as usize];
        for (host, item) in pairs() {
            let slot = &mut next[host as usize];
            items[*slot as usize] = item;
            *slot += 1;
        }
        Lists { starts, items }
    }
    fn get(&self, place: u32) -> &[u32] {
        &self.items[self.starts[place as usize] as usize..self.starts[place as usize + 1] as usize]
    }
}

fn starts(hosts: usize, owners: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut starts = vec![0; hosts + 1];
    for owner in owners {
        starts[owner as usize + 1] += 1;
    }
    for at in 0..hosts {
        starts[at + 1] += starts[at];
    }
    starts
}

/// The place of each host's parent, when that is a host of its own.
pub fn parents(hosts: &[Host]) -> Vec<Option<u32>> {
    let places: HashMap<i64, u32> = hosts
        .iter()
        .zip(0u32..)
        .map(|(host, place)| (host.id, place))
        .collect();
    let parent = |host: &Host| {
        host.parent
            .filter(|id| *id != host.id)
            .and_then(|id| places.get(&id).copied())
    };
    hosts.iter().map(parent).collect()
}
