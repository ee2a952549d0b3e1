//! Activities that a fixture declares: conversations for those that the draw left out.
use super::drawing::{ConversationKey, Drawing};
use crate::network::{
    catalog::{ANY_CLIENTS, INTERNET, Protocol},
    distributions::{pattern::TrafficPattern, series::Series},
    model::{activity::Activity, conversation::Conversation, view::End},
};
use std::collections::{BTreeMap, BTreeSet};

/// Adds a conversation for every declared activity that its device does not show yet.
pub fn add(draw: &Drawing, taken: &BTreeSet<ConversationKey>, all: &mut Vec<Conversation>) {
    if draw.hosts.iter().all(|host| host.activity.is_empty()) {
        return;
    }
    let mut shown: BTreeSet<(u32, Activity)> = BTreeSet::new();
    for one in all.iter().filter(|one| Series::per_era(one.per_minute) > 0) {
        shown.extend(both_ends(one));
    }
    let mut pools = BTreeMap::new();
    for (host, place) in draw.hosts.iter().zip(0u32..) {
        // The particular comes first: any of it is also `tcp` or `udp`, and `net`.
        let declared: BTreeSet<Activity> = host.activity.iter().copied().collect();
        for wanted in declared.iter().rev() {
            if shown.contains(&(place, *wanted)) {
                continue;
            }
            let candidates = pools
                .entry(*wanted)
                .or_insert_with(|| candidates(draw, *wanted));
            if let Some(pair) = pick(draw, place, *wanted, candidates, taken) {
                let rate = 1.0 + 4.0 * draw.seed.of(("wish", host.id, wanted.as_str())).unit();
                let one = draw.conversation(pair, rate, TrafficPattern::Steady);
                shown.extend(both_ends(&one));
                all.push(one);
            }
        }
    }
}

fn both_ends(one: &Conversation) -> impl Iterator<Item = (u32, Activity)> {
    let shown = |place: u32, end: End| {
        let common = [Some(Activity::Net), Activity::of_transport(one.protocol)];
        let all = common
            .into_iter()
            .chain([Activity::at_end(one.protocol, end)]);
        all.flatten().map(move |activity| (place, activity))
    };
    shown(one.client, End::Client).chain(shown(one.server, End::Server))
}

/// The hosts that fit the other end, in groups: those that declare it, those whose role it is,
/// hosts on the internet, anybody with an address, anybody.
fn candidates(draw: &Drawing, wanted: Activity) -> Vec<Vec<u32>> {
    let (opposite, protocol, wants_server) = opposite(wanted);
    let places = || 0..draw.hosts.len() as u32;
    let declared =
        places().filter(|place| draw.hosts[*place as usize].activity.contains(&opposite));
    let roles = if wants_server {
        protocol.definition().servers
    } else {
        ANY_CLIENTS
    };
    vec![
        declared.collect(),
        draw.first_pool(roles).cloned().unwrap_or_default(),
        draw.first_pool(INTERNET).cloned().unwrap_or_default(),
        places().filter(|place| draw.is_reachable(*place)).collect(),
        places().collect(),
    ]
}

fn pick(
    draw: &Drawing,
    place: u32,
    wanted: Activity,
    groups: &[Vec<u32>],
    taken: &BTreeSet<ConversationKey>,
) -> Option<ConversationKey> {
    let (_, protocol, wants_server) = opposite(wanted);
    let seed = draw
        .seed
        .of(("peer", draw.hosts[place as usize].id, wanted.as_str()));
    let pair = |peer: u32| {
        if wants_server {
            (place, peer, protocol)
        } else {
            (peer, place, protocol)
        }
    };
    groups
        .iter()
        .filter(|group| !group.is_empty())
        .find_map(|group| {
            let first = seed.below(group.len() as u64) as usize;
            // Of two in a row one is somebody else, unless a fixture silenced it.
            let ring = group[first..]
                .iter()
                .chain(&group[..first])
                .copied()
                .take(64);
            ring.filter(|peer| *peer != place)
                .map(pair)
                .find(|pair| !taken.contains(pair))
        })
}

/// The other side of an activity, the protocol, and whether that side is the server.
fn opposite(activity: Activity) -> (Activity, Protocol, bool) {
    match activity {
        Activity::Client(protocol) => (Activity::Server(protocol), protocol, true),
        Activity::Of(protocol) => (activity, protocol, true),
        Activity::Server(protocol) => (Activity::Client(protocol), protocol, false),
        Activity::Tcp => (Activity::Server(Protocol::Http), Protocol::Http, true),
        Activity::Udp | Activity::Net => (Activity::Server(Protocol::Dns), Protocol::Dns, true),
    }
}
