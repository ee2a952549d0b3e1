//! Every packet of captures, taken apart again by a parser.
use super::*;
use crate::network::{
    ExplicitConversation, KeyFilter, Role, Spec, Value,
    properties::{self, NETWORKS, NOW, ask},
};
mod read;

use crate::base::clock::{DAY, HOUR};
use read::{MACS, check_streams, hellos, messages, read, sorted, tallied};
use std::net::IpAddr;

/// Those whose messages can be read.
const SCRIPTED: [Protocol; 4] = [Protocol::Http, Protocol::Dns, Protocol::Ftp, Protocol::Ssl];

/// The busiest conversation of a protocol in a network, and a span of some of its transactions.
fn some(network: &Network, protocol: Protocol) -> (Flow<'_>, Millis) {
    let flow = network.busiest(protocol, NOW).unwrap();
    let spans = [300_000, HOUR, 6 * HOUR, DAY, 4 * DAY];
    let enough = |span: &Millis| flow.transactions(NOW - span, NOW) > 60;
    (flow, NOW - spans.into_iter().find(enough).unwrap())
}

/// What the metrics say of a flow's client in this span, towards its server.
fn metric(
    network: &Network,
    flow: &Flow,
    category: &str,
    name: &str,
    from: Millis,
) -> Vec<(String, i64)> {
    let mut asked = ask(network, category, name)
        .of(flow.client().id)
        .between(from, NOW);
    let keyed = category.ends_with("_detail");
    if keyed {
        let server = flow.server().addr.unwrap().to_string();
        asked.spec = Spec {
            key1: Some(KeyFilter::Exact(server)),
            ..asked.spec
        };
    }
    match asked.value(network) {
        Value::Count(count) => vec![(String::new(), count)],
        Value::Detail(list) => {
            let entry =
                |entry: crate::network::Entry| (entry.key.text(), properties::number(&entry.value));
            list.into_iter().map(entry).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// A network of one client and one server, so that all that the client does is one flow.
fn pair(protocol: Protocol, vlans: [i64; 2], v6: bool) -> Network {
    let host = |id: i64, vlan: i64| Host {
        id,
        addr: Some(match v6 && id == 2 {
            true => "2001:db8::2".parse().unwrap(),
            false => IpAddr::from([10, 0, 0, id as u8]),
        }),
        name: format!("host{id}.example.com"),
        role: Role::Firewall,
        parent: None,
        vlan,
        discovered: NOW - 30 * DAY,
        activity: vec![],
    };
    let talk = ExplicitConversation {
        client: 1,
        server: 2,
        protocol,
        per_minute: 40.0,
        port: None,
        request_bytes: None,
        response_bytes: None,
    };
    let hosts = vec![host(1, vlans[0]), host(2, vlans[1])];
    Network::build(crate::base::seed::Seed(6), hosts, vec![talk], vec![]).unwrap()
}

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
fn http_says_what_the_metrics_say() {
    let network = pair(Protocol::Http, [0, 7], false);
    let (flow, from) = (network.flow(1, 2, Protocol::Http).unwrap(), NOW - 2 * HOUR);
    let said = messages(&read(&flow, &flow.capture(from, NOW, MACS)));
    let heads = |side: Endpoint| {
        let own = said.iter().filter(move |(from, _)| *from == side);
        own.map(|(_, bytes)| std::str::from_utf8(bytes).unwrap())
    };
    let word =
        |text: &'static str| move |head: &str| head.split(' ').nth(text.len()).unwrap().to_owned();
    let methods: Vec<String> = heads(Endpoint::Client).map(word("")).collect();
    let statuses: Vec<String> = heads(Endpoint::Server).map(word(" ")).collect();
    let tally = |list: &[String]| tallied(list.iter().map(String::as_str));
    let said_of =
        |category: &str, name: &str| sorted(metric(&network, &flow, category, name, from));
    assert_eq!(tally(&methods), said_of("http_client", "method"));
    assert_eq!(tally(&statuses), said_of("http_client", "status_code"));
    assert_eq!(statuses.len() as i64, said_of("http_client", "rsp")[0].1);
    let errors = statuses
        .iter()
        .filter(|status| status.starts_with(['4', '5']))
        .count();
    assert_eq!(errors as i64, said_of("http_client", "rsp_error")[0].1);
    assert!(errors > 0 && statuses.len() < methods.len());
    let uris: Vec<String> = heads(Endpoint::Client)
        .map(|head| {
            let host = head.lines().nth(1).unwrap().strip_prefix("Host: ").unwrap();
            format!("{host}{}", head.split(' ').nth(1).unwrap())
        })
        .collect();
    let server = ask(&network, "uri_http_server_detail", "req")
        .of(2)
        .between(from, NOW);
    let entries = server.detail(&network).into_iter();
    let entries = entries.map(|entry| (entry.key.text(), properties::number(&entry.value)));
    assert_eq!(tally(&uris), sorted(entries.collect()));
    // Bodies are as long as they say, but for those that were broken off.
    let mut broken = 0;
    for head in heads(Endpoint::Server) {
        let (head, body) = head.split_once("\r\n\r\n").unwrap();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("Content-Length: "));
        let length: usize = length.map_or(0, |length| length.parse().unwrap());
        broken += i64::from(body.len() != length);
    }
    assert_eq!(broken, said_of("http_client", "rsp_abort")[0].1);
    let sent: usize = heads(Endpoint::Client)
        .filter(|head| head.contains("\r\n\r\n"))
        .map(str::len)
        .sum();
    let counted = said_of("http_client", "req_bytes")[0].1;
    let off = counted.abs_diff(sent as i64);
    assert!(off < counted as u64 / 100, "{sent} of {counted}");
}

#[test]
fn dns_says_what_the_metrics_say() {
    let network = pair(Protocol::Dns, [20, 0], false);
    let (flow, from) = (network.flow(1, 2, Protocol::Dns).unwrap(), NOW - 2 * HOUR);
    let said = messages(&read(&flow, &flow.capture(from, NOW, MACS)));
    let name = |bytes: &[u8]| {
        let (mut at, mut labels) = (12, Vec::new());
        while bytes[at] > 0 {
            let end = at + 1 + bytes[at] as usize;
            labels.push(std::str::from_utf8(&bytes[at + 1..end]).unwrap().to_owned());
            at = end;
        }
        (
            labels.join("."),
            u16::from_be_bytes([bytes[at + 1], bytes[at + 2]]),
        )
    };
    let of = |side: Endpoint| {
        said.iter()
            .filter(move |(from, _)| *from == side)
            .map(|(_, bytes)| bytes)
    };
    let asked: Vec<(String, u16)> = of(Endpoint::Client).map(|bytes| name(bytes)).collect();
    let said_of = |name: &str| sorted(metric(&network, &flow, "dns_client", name, from));
    assert_eq!(
        tallied(asked.iter().map(|(name, _)| name.as_str())),
        said_of("host_query")
    );
    let kind = |number: &u16| match number {
        1 => "A",
        28 => "AAAA",
        12 => "PTR",
        33 => "SRV",
        _ => "?",
    };
    assert_eq!(
        tallied(asked.iter().map(|(_, number)| kind(number))),
        said_of("record_type")
    );
    let codes = of(Endpoint::Server).map(|bytes| match bytes[3] & 15 {
        0 => "NOERROR",
        2 => "SERVFAIL",
        3 => "NXDOMAIN",
        _ => "?",
    });
    assert_eq!(tallied(codes), said_of("rsp_rcode"));
    let silent = of(Endpoint::Client).count() - of(Endpoint::Server).count();
    assert_eq!(silent as i64, said_of("req_timeout")[0].1);
    let cut = of(Endpoint::Server)
        .filter(|bytes| bytes[2] & 2 != 0)
        .count();
    assert_eq!(cut as i64, said_of("trunc")[0].1);
    for pair in said.windows(2).filter(|pair| pair[1].0 == Endpoint::Server) {
        assert_eq!(
            (pair[0].0, &pair[0].1[..2]),
            (Endpoint::Client, &pair[1].1[..2])
        );
    }
}

#[test]
fn ftp_and_tls_say_what_the_metrics_say() {
    let network = pair(Protocol::Ftp, [0, 0], false);
    let (flow, from) = (network.flow(1, 2, Protocol::Ftp).unwrap(), NOW - 2 * HOUR);
    let said = messages(&read(&flow, &flow.capture(from, NOW, MACS)));
    let lines = |side: Endpoint| {
        let own = said.iter().filter(move |(from, _)| *from == side);
        own.flat_map(|(_, bytes)| std::str::from_utf8(bytes).unwrap().lines())
    };
    let server = ask(&network, "ftp_client_detail", "method")
        .of(1)
        .between(from, NOW);
    let methods = server.detail(&network).into_iter();
    let methods = methods.map(|entry| (entry.key.text(), properties::number(&entry.value)));
    let commands = lines(Endpoint::Client).map(|line| line.split(' ').next().unwrap());
    assert_eq!(tallied(commands), sorted(methods.collect()));
    let said_of = |name: &str| metric(&network, &flow, "ftp_client", name, from)[0].1;
    let answers = |wanted: fn(&str) -> bool| {
        lines(Endpoint::Server).filter(|line| wanted(line)).count() as i64
    };
    assert_eq!(answers(|line| !line.starts_with("220 ")), said_of("rsp"));
    assert_eq!(answers(|line| line.starts_with('5')), said_of("rsp_error"));
    assert_eq!(
        answers(|line| line.starts_with("120")),
        said_of("rsp_warning")
    );

    let network = pair(Protocol::Ssl, [0, 0], true);
    let flow = network.flow(1, 2, Protocol::Ssl).unwrap();
    let said = messages(&read(&flow, &flow.capture(from, NOW, MACS)));
    let said_of = |name: &str| metric(&network, &flow, "ssl_client", name, from)[0].1;
    assert_eq!(hellos(&said) as i64, said_of("connected"));
    let alert = |bytes: &[u8]| bytes[0] == 21 && bytes[5..7] == [2, 40];
    let failed = said.iter().filter(|(_, bytes)| alert(bytes)).count();
    assert_eq!(failed as i64, said_of("client_handshake_failure"));
    assert!(failed > 0);
    // Every record but those of a session that was broken off is whole.
    for (_, bytes) in &said {
        assert!((20..=23).contains(&bytes[0]) && bytes[1] == 3);
    }
}

#[test]
fn other_protocols_have_as_many_bytes_as_the_metrics_say() {
    let from = NOW - 5 * 60_000;
    for protocol in Protocol::all().filter(|one| !SCRIPTED.contains(one)) {
        for v6 in [false, true] {
            let network = pair(protocol, [0, 9], v6);
            let flow = network.flow(1, 2, protocol).unwrap();
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
            let of = flow.of;
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
    let (flow, from) = (network.flow(1, 2, Protocol::Icmp).unwrap(), NOW - 6 * HOUR);
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
    let flow = network.flow(1, 2, Protocol::Http).unwrap();
    for (from, until) in [
        (NOW, NOW),
        (NOW, NOW - HOUR),
        (NOW - 40 * DAY, NOW - 31 * DAY),
    ] {
        assert_eq!(flow.capture(from, until, MACS), Capture::default());
        assert_eq!(flow.transactions(from, until), 0);
    }
    assert_eq!(Capture::default().bytes.len(), 24);
    assert!(network.flow(2, 1, Protocol::Http).is_none());
    assert!(network.flow(1, 3, Protocol::Http).is_none());
    assert!(network.flow(1, 2, Protocol::Ftp).is_none());
    assert!(network.busiest(Protocol::Ftp, NOW).is_none());
}
