//! Times grow with the load of the hour, and add up all the same.
use super::prelude::*;
use crate::network::{
    distributions::series::Cursor,
    model::{
        busy_hours::{HourEdges, SlowSamples},
        conversation::Conversation,
        view::End,
    },
};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The mean of a dataset, of many spans together.
fn mean(network: &Network, one: &TestQuery, hour: i64) -> f64 {
    let midnight = NOW - NOW.rem_euclid(DAY);
    let (mut count, mut sum) = (0.0, 0.0);
    for day in 1..40 {
        let start = midnight - day * DAY + hour * HOUR;
        let Value::Frequencies(list) = one.between(start, start + HOUR).value(network) else {
            panic!("tprocess is a dataset");
        };
        count += list.iter().map(|one| one.freq as f64).sum::<f64>();
        sum += list
            .iter()
            .map(|one| one.value * one.freq as f64)
            .sum::<f64>();
    }
    assert!(count > 0.0);
    sum / count
}

/// At servers that are asked a lot, an hour of the day is slower than one of the night.
#[test]
fn busy_hours_are_slow_hours() {
    let mut tried = 0;
    for network in NETWORKS.iter() {
        for category in ["http_server", "dns_server", "ldap_server", "db_server"] {
            let protocol = Activity::parse(category).unwrap();
            let is_loaded = |one: &&Conversation| {
                Activity::at_end(one.protocol, End::Server) == Some(protocol)
                    && one.traits.busy_steps >= 5
            };
            let loaded = network.all_conversations().iter().filter(is_loaded);
            let servers: BTreeSet<u32> = loaded.map(|one| one.server).collect();
            for server in servers {
                let one = ask(network, category, "tprocess").of(network.host_at(server).id);
                let (night, day) = (mean(network, &one, 2), mean(network, &one, 9));
                assert!(day > 1.05 * night, "{category} {night} {day}");
                tried += 1;
            }
        }
    }
    assert!(tried >= 5, "only {tried} servers");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    /// Of the samples between any two moments no more are slow than there are.
    #[test]
    fn slow_samples_are_some_of_the_samples(
        nth in any::<prop::sample::Index>(), start in -40_000_000i64..0, lengths in prop::collection::vec(0i64..7200, 1..40),
    ) {
        let all = NETWORKS[0].all_conversations();
        let one = &all[nth.index(all.len())];
        let mut cursor = Cursor::idle();
        cursor.over(one.series());
        let mut moments = vec![NOW + start * 1000];
        for length in lengths {
            moments.push(moments[moments.len() - 1] + length * 1000);
        }
        let hours = HourEdges::of(&mut cursor, moments.iter().copied());
        let mut slow = SlowSamples::of(one, &hours, |n| one.responses(n));
        let mut before = None;
        for at in moments {
            let count = one.responses(cursor.count(at));
            let now = (count, slow.at(at, count));
            if let Some((count, slow)) = before.replace(now) {
                prop_assert!(slow <= now.1 && now.1 - slow <= now.0 - count, "{:?} {:?}", (count, slow), now);
            }
        }
    }
}
