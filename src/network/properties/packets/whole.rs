//! Captures are whole in every protocol, and as large as the metrics say.
use super::{
    read::{MACS, check_streams, hellos, messages, read, sorted, tallied},
    samples::{SCRIPTED, metric, pair, some},
};
use crate::network::{packets::dialogue::Endpoint, properties::prelude::*};

#[test]
fn captures_are_whole_in_every_protocol_that_can_be_read() {
    for network in NETWORKS.iter() {
        for protocol in SCRIPTED {
            let (flow, from) = some(network, protocol);
            let file = flow.capture(from, NOW, MACS);
            assert_eq!(file, flow.capture(from, NOW, MACS));
            let seen = read(&flow, &file);
            let (first, last) = (seen.first().unwrap().at, seen.last().unwrap().at);
            assert!(from * 1000 <= first && last < NOW * 1000);
            if !protocol.is_udp() {
                let (opened, _) = check_streams(&seen);
                assert!(opened > 0);
            }
            let said = messages(&seen);
            let requests = said
                .iter()
                .filter(|(from, _)| *from == Endpoint::Client)
                .count();
            let count = flow.transactions(from, NOW);
            let category = format!("{}_client_detail", protocol.as_str());
            let name = if protocol == Protocol::Ssl {
                "connected"
            } else {
                "req"
            };
            assert_eq!(
                metric(network, &flow, &category, name, from)[0].1,
                count as i64
            );
            match protocol {
                Protocol::Ssl => assert_eq!(hellos(&said), count as usize),
                _ => assert_eq!(requests as u64, count, "{protocol:?}"),
            }
        }
    }
}

#[test]
fn other_protocols_have_as_many_bytes_as_the_metrics_say() {
    let from = NOW - 5 * 60_000;
    for protocol in Protocol::all().filter(|one| !SCRIPTED.contains(one)) {
        for v6 in [false, true] {
            let network = pair(protocol, [0, 9], v6);
            let flow = flows::between(&network, 1, 2, protocol).unwrap();
            // A session of a desktop is long.
            let from = if flow.size(from, NOW) > 4 << 20 {
                NOW - 15_000
            } else {
                from
            };
            let file = flow.capture(from, NOW, MACS);
            let seen = read(&flow, &file);
            let payload = |side: Endpoint| {
                let own = seen.iter().filter(|packet| packet.from == side);
                own.map(|packet| packet.payload.len() as u64).sum::<u64>()
            };
            let (before, after) = flow.counts(from, NOW);
            assert!(after > before, "{protocol:?}");
            let of = &network.all_conversations()[0];
            let sent = of
                .request_bytes(after)
                .wrapping_sub(of.request_bytes(before));
            assert_eq!(payload(Endpoint::Client), sent, "{protocol:?}");
            let sent = of
                .response_bytes(after)
                .wrapping_sub(of.response_bytes(before));
            match protocol {
                // Who is not there quotes no more than was asked.
                Protocol::Icmp => assert!((1..=sent).contains(&payload(Endpoint::Server))),
                _ => assert_eq!(payload(Endpoint::Server), sent, "{protocol:?}"),
            }
            if protocol.is_tcp() {
                check_streams(&seen);
            }
            let asked = ask(&network, "net", "bytes_out").of(1).between(from, NOW);
            assert!(payload(Endpoint::Client) < asked.count(&network) as u64);
        }
    }
}

#[test]
fn echoes_come_back_as_the_metrics_say() {
    let network = pair(Protocol::Icmp, [0, 0], false);
    let (flow, from) = (
        flows::between(&network, 1, 2, Protocol::Icmp).unwrap(),
        NOW - 6 * HOUR,
    );
    let seen = read(&flow, &flow.capture(from, NOW, MACS));
    let kinds = |side: Endpoint| {
        let own = seen.iter().filter(move |packet| packet.from == side);
        own.map(|packet| match packet.icmp.unwrap() {
            8 => "Echo Request",
            0 => "Echo Reply",
            3 => "Destination Unreachable",
            other => panic!("{other}"),
        })
    };
    for (side, name) in [
        (Endpoint::Client, "msg_type_out"),
        (Endpoint::Server, "msg_type_in"),
    ] {
        let counted = sorted(metric(&network, &flow, "icmp", name, from));
        assert_eq!(tallied(kinds(side)), counted);
        assert_eq!(counted.len(), 1 + side as usize);
    }
}

#[test]
fn a_span_without_transactions_is_an_empty_file() {
    let network = pair(Protocol::Http, [0, 0], false);
    let flow = flows::between(&network, 1, 2, Protocol::Http).unwrap();
    for (from, until) in [
        (NOW, NOW),
        (NOW, NOW - HOUR),
        (NOW - 40 * DAY, NOW - 31 * DAY),
    ] {
        assert_eq!(flow.capture(from, until, MACS), Capture::default());
        assert_eq!(flow.transactions(from, until), 0);
    }
    assert_eq!(Capture::default().bytes.len(), 24);
    assert!(flows::between(&network, 2, 1, Protocol::Http).is_none());
    assert!(flows::between(&network, 1, 3, Protocol::Http).is_none());
    assert!(flows::between(&network, 1, 2, Protocol::Ftp).is_none());
    assert!(flows::busiest(&network, Protocol::Ftp, NOW).is_none());
}
