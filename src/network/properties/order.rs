//! An answer depends on the question alone: not on what was asked before, or is asked beside it.
use super::prelude::*;

fn answer(network: &Network, pick: Pick) -> String {
    let day = TestQuery {
        devices: if pick.object_type == ObjectType::Device {
            (1..40).collect()
        } else {
            pick.of(network, 0).devices
        },
        ..pick.of(network, 0)
    };
    let rows = day
        .between(NOW - HOUR / 4, NOW)
        .series(network, Cycle::Min5);
    serde_json::to_string(&rows).unwrap()
}

#[test]
fn any_order_and_any_company_give_the_same_bytes() {
    let (one, same) = (network(Seed(77)), network(Seed(77)));
    let all: Vec<Pick> = picks().collect();
    let first: Vec<String> = all.iter().map(|pick| answer(&one, *pick)).collect();
    std::thread::scope(|scope| {
        for turn in 0..4 {
            let (all, first, same) = (&all, &first, &same);
            scope.spawn(move || {
                for at in 0..all.len() {
                    // Another order for each thread; 157 and the number of metrics share no factor.
                    let at = (at * 157 + turn * 40) % all.len();
                    assert_eq!(answer(same, all[at]), first[at], "{:?}", all[at]);
                }
            });
        }
    });
}

/// Four clients that ask a server a hundred million times a minute each, for a year: six
/// terabytes in a minute.
#[test]
fn a_year_of_the_busiest_object_fits() {
    let stated = |client| ExplicitConversation {
        client,
        server: 5,
        protocol: Protocol::Http,
        per_minute: 1e8,
        port: None,
        request_bytes: Some(5000),
        response_bytes: Some(10_000),
    };
    let busy = Network::build(
        Seed(1),
        hosts(Seed(1), 40),
        (8..12).map(stated).collect(),
        vec![],
    );
    let busy = busy.unwrap().with_packetstore(true);
    for pick in picks().filter(|pick| pick.is_count()) {
        let year = pick.of(&busy, 5).between(NOW - 365 * DAY, NOW);
        let whole = number(&year.value(&busy));
        let months = (0..5).map(|nth| {
            let from = NOW - 365 * DAY + nth * 73 * DAY;
            number(&year.between(from, from + 73 * DAY).value(&busy))
        });
        assert!((0..i64::MAX / 2).contains(&whole), "{pick:?}: {whole}");
        assert_eq!(months.sum::<i64>(), whole, "{pick:?}");
    }
}
