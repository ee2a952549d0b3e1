//! Conversations to capture, and what the metrics say of them.
use crate::network::properties::prelude::*;
use std::net::IpAddr;

/// Those whose messages can be read.
pub const SCRIPTED: [Protocol; 4] = [Protocol::Http, Protocol::Dns, Protocol::Ftp, Protocol::Ssl];

/// The busiest conversation of a protocol in a network, and a span of some of its transactions.
pub fn some(network: &Network, protocol: Protocol) -> (Flow<'_>, Millis) {
    let flow = flows::busiest(network, protocol, NOW).unwrap();
    let spans = [300_000, HOUR, 6 * HOUR, DAY, 4 * DAY];
    let enough = |span: &Millis| flow.transactions(NOW - span, NOW) > 60;
    (flow, NOW - spans.into_iter().find(enough).unwrap())
}

/// What the metrics say of a flow's client in this span, towards its server.
pub fn metric(
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
            let entry = |entry: Entry| (entry.key.text(), number(&entry.value));
            list.into_iter().map(entry).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// A network of one client and one server, so that all that the client does is one flow.
pub fn pair(protocol: Protocol, vlans: [i64; 2], v6: bool) -> Network {
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
    Network::build(Seed(6), hosts, vec![talk], vec![]).unwrap()
}
