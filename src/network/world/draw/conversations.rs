//! The conversations of a network: those that a fixture states, those that clients have of their
//! own accord, those that declared activities need.
use super::{declared, drawing::Drawing, explicit, generated};
use crate::{
    base::seed::Seed,
    network::{
        distributions::series::Series,
        model::conversation::Conversation,
        world::{host::Host, inputs::ExplicitConversation},
    },
};

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
        generated::add(&draw, client, &taken, &mut all);
    }
    declared::add(&draw, &taken, &mut all);
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
