//! What clients ask of their own accord, by their profiles.
use super::{
    client_profiles,
    drawing::{ConversationKey, Drawing},
};
use crate::{
    base::seed::Seed,
    network::{catalog::Role, model::conversation::Conversation},
};
use std::collections::BTreeSet;

/// Adds the conversations of one client, but for those that are taken.
pub fn add(
    draw: &Drawing,
    client: u32,
    taken: &BTreeSet<ConversationKey>,
    all: &mut Vec<Conversation>,
) {
    if !draw.is_reachable(client) {
        return;
    }
    let host = &draw.hosts[client as usize];
    let first = all.len();
    for (protocol, profile) in client_profiles::of(host.role) {
        let seed = draw.seed.of(("habit", host.id)).at(profile.number);
        if seed.at(100).below(profile.one_in) > 0 {
            continue;
        }
        let (least, most) = (*profile.peers.start(), *profile.peers.end());
        for peer in 0..least + seed.below(most - least + 1) {
            let Some(server) = server_for(draw, profile.servers, seed.at(peer)) else {
                break;
            };
            let key = (client, server, *protocol);
            let known = all[first..]
                .iter()
                .any(|one| one.server == server && one.protocol == *protocol);
            if server != client && !known && !taken.contains(&key) {
                let rate = profile.per_minute * (0.3 + 1.4 * seed.at(peer).at(1).unit())
                    / (peer + 1) as f64;
                all.push(draw.conversation(key, rate, profile.pattern));
            }
        }
    }
}

/// One of the servers; the first ones far oftener than the last, much as in Zipf's law.
fn server_for(draw: &Drawing, roles: &[Role], seed: Seed) -> Option<u32> {
    let pool = draw.first_pool(roles)?;
    let octaves = u64::from((pool.len() as u64 + 1).ilog2()) + 1;
    let octave = 1u64 << seed.at(2).below(octaves);
    let rank = octave - 1 + seed.at(3).below(octave);
    Some(pool[rank as usize % pool.len()])
}
