//! What one end of a conversation says, the other says too.
use super::prelude::*;

/// Pairs of what clients and servers have: the same metric, or what comes in for what goes out.
fn pairs() -> impl Iterator<Item = (Pick, Pick)> {
    picks().filter_map(|client| {
        let category = client.category.replace("_client", "_server");
        let name = match client.name.rsplit_once('_') {
            Some((stem, "in")) => format!("{stem}_out"),
            Some((stem, "out")) => format!("{stem}_in"),
            _ => client.name.to_owned(),
        };
        let is_other = |other: &Pick| {
            other.object_type == client.object_type
                && (other.category, other.name) == (&*category, &*name)
        };
        let asks = client.category.contains("_client") && !client.category.contains("_addr_");
        Some((client, picks().filter(|_| asks).find(is_other)?))
    })
}

#[test]
fn what_clients_ask_servers_are_asked() {
    assert!(pairs().count() > 200);
    for (client, server) in pairs() {
        let all = |pick: Pick| {
            let network = &NETWORKS[2];
            let devices = ask(network, pick.category, pick.name);
            let lately = devices.between(NOW - 3 * HOUR, NOW);
            lately.value(network)
        };
        // Keys that are addresses are those of the other end.
        if !client.name.contains("kex_algorithm") && !has_addresses(client) {
            assert_eq!(all(client), all(server), "{client:?}");
        }
    }
    let opened = ask(&NETWORKS[2], "tcp", "connected").count(&NETWORKS[2]);
    assert_eq!(
        opened,
        ask(&NETWORKS[2], "tcp", "accepted").count(&NETWORKS[2])
    );
}

fn has_addresses(pick: Pick) -> bool {
    let metric =
        catalog::find(pick.object_type, pick.category).and_then(|one| one.metric(pick.name));
    metric.unwrap().keys().any(|key| key == "addr")
}

#[test]
fn both_ends_say_the_same_of_each_other() {
    let network = &NETWORKS[0];
    let by_address = pairs().filter(|(client, _)| {
        let metric = catalog::find(client.object_type, client.category)
            .unwrap()
            .metric(client.name);
        metric.unwrap().keys().eq(["addr"])
    });
    let others = [
        ("net_detail", "bytes_out", "bytes_in"),
        ("tcp_detail", "established", "established"),
    ];
    let of = |category: &str, name: &str| {
        picks()
            .find(|pick| (pick.category, pick.name) == (category, name))
            .unwrap()
    };
    let others = others.map(|(category, out, back)| (of(category, out), of(category, back)));
    for (out, back) in by_address.chain(others) {
        agree(network, out, back);
    }
}

fn agree(network: &Network, out: Pick, back: Pick) {
    let side = |pick: Pick, device| {
        let hour = pick.of(network, device).between(NOW - HOUR, NOW);
        hour.detail(network)
    };
    // A gateway's keys are the ends of what it forwards, which do not see it.
    let ends = network
        .hosts()
        .iter()
        .filter(|host| host.role != Role::Gateway);
    let mut seen = 0;
    for host in ends {
        for entry in side(out, host.id) {
            let Key::Ipaddr {
                device_oid: peer, ..
            } = entry.key
            else {
                panic!("{entry:?}")
            };
            let is_host = |other: &Entry| matches!(other.key, Key::Ipaddr { device_oid, .. } if device_oid == host.id);
            let found = side(back, peer).into_iter().find(is_host);
            let found = found.map(|other| other.value);
            assert_eq!(found, Some(entry.value), "{out:?} of {} to {peer}", host.id);
            seen += 1;
        }
    }
    assert!(seen > 0 || out.name == "rsp_error", "{out:?}");
}
