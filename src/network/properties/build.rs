//! How a network comes to be: order, seeds, declared and stated traffic.
use super::prelude::*;

fn bytes(network: &Network) -> Vec<Stat> {
    ask(network, "net_detail", "bytes_in").series(network, Cycle::Min5)
}

#[test]
fn a_seed_makes_one_network_in_any_order() {
    let build = |seed, mut hosts: Vec<Host>, turn: usize| {
        hosts.rotate_left(turn);
        Network::build(Seed(seed), hosts, Vec::new(), Vec::new()).unwrap()
    };
    let hosts = hosts(Seed(8), 60);
    let (one, same, other) = (
        build(8, hosts.clone(), 0),
        build(8, hosts.clone(), 17),
        build(9, hosts, 0),
    );
    assert_eq!(bytes(&one), bytes(&same));
    let alone = ask(&one, "net_detail", "bytes_in")
        .of(30)
        .series(&one, Cycle::Min5);
    assert!(bytes(&same).windows(alone.len()).any(|rows| rows == alone));
    assert_ne!(bytes(&one), bytes(&other));
    assert_eq!(ask(&one, "net", "bytes").rows(&Network::empty()), []);
}

fn bare(id: i64, activity: &[Activity]) -> Host {
    Host {
        id,
        addr: Some(std::net::Ipv4Addr::from(0x0a00_0000 + id as u32).into()),
        name: String::new(),
        role: Role::Firewall,
        parent: None,
        vlan: 0,
        discovered: NOW - 30 * DAY,
        activity: activity.to_vec(),
    }
}

#[test]
fn declared_activities_are_shown() {
    for activity in Activity::all() {
        let hosts = vec![bare(1, &[activity]), bare(2, &[]), bare(3, &[])];
        let network = Network::build(Seed(1), hosts, Vec::new(), Vec::new()).unwrap();
        assert!(network.has_activity(1, activity), "{activity:?}");
        assert_eq!(network.conversations().len(), 1);
        let lonely =
            Network::build(Seed(1), vec![bare(1, &[activity])], Vec::new(), Vec::new()).unwrap();
        assert!(lonely.activities(1).is_empty());
    }
    let hosts = vec![
        bare(1, &Activity::all()),
        bare(2, &Activity::all()),
        bare(3, &[]),
    ];
    let network = Network::build(Seed(1), hosts, Vec::new(), Vec::new()).unwrap();
    assert!(
        network.activities(3).is_empty(),
        "those who declare it talk to each other"
    );
    let shown = |id| {
        network
            .activities(id)
            .iter()
            .map(|(one, _)| *one)
            .collect::<Vec<_>>()
    };
    assert_eq!((shown(1), shown(2)), (Activity::all(), Activity::all()));
}

fn stated(client: i64, server: i64, per_minute: f64) -> ExplicitConversation {
    let (port, request_bytes, response_bytes) = (Some(8080), Some(100), Some(1000));
    ExplicitConversation {
        client,
        server,
        protocol: Protocol::Http,
        per_minute,
        port,
        request_bytes,
        response_bytes,
    }
}

fn pair(traffic: Vec<ExplicitConversation>) -> Result<Network, String> {
    Network::build(
        Seed(4),
        vec![bare(1, &[]), bare(2, &[])],
        traffic,
        Vec::new(),
    )
}

#[test]
fn stated_traffic_has_its_rate() {
    let network = pair(vec![stated(1, 2, 100.0)]).unwrap();
    let talk = network.conversations().next().unwrap();
    assert_eq!((talk.client.id, talk.server.id, talk.port), (1, 2, 8080));
    let of = |name: &str| {
        ask(&network, "http_server", name)
            .of(2)
            .between(NOW - DAY, NOW)
            .count(&network)
    };
    assert!((110_000..190_000).contains(&of("req")), "{}", of("req"));
    assert!(of("rsp_bytes").abs_diff(1000 * of("rsp")) < 1000);
    assert!(
        pair(vec![stated(1, 2, 0.0)])
            .unwrap()
            .activities(1)
            .is_empty()
    );
}

#[test]
fn impossible_traffic_is_refused() {
    let refused = |traffic: Vec<ExplicitConversation>| pair(traffic).unwrap_err();
    assert_eq!(
        refused(vec![stated(1, 7, 1.0)]),
        "conversations[0].server: no device has the id 7"
    );
    assert_eq!(
        refused(vec![stated(2, 2, 1.0)]),
        "conversations[0].server: device 2 cannot talk to itself"
    );
    assert!(
        refused(vec![stated(1, 2, 1.0), stated(1, 2, 2.0)])
            .starts_with("conversations[1]: 1 and 2 already talk http")
    );
    for rate in [-1.0, f64::NAN, f64::INFINITY, 2e9] {
        assert!(refused(vec![stated(1, 2, rate)]).starts_with("conversations[0].per_minute: "));
    }
}

#[test]
fn stated_traffic_takes_the_place_of_the_drawn() {
    let hosts = hosts(Seed(2), 40);
    let drawn = Network::build(Seed(2), hosts.clone(), Vec::new(), Vec::new()).unwrap();
    let one = drawn
        .conversations()
        .find(|talk| talk.protocol == Protocol::Http)
        .unwrap();
    let silent = stated(one.client.id, one.server.id, 0.0);
    let network = Network::build(Seed(2), hosts, vec![silent], Vec::new()).unwrap();
    assert_eq!(
        network.conversations().len(),
        drawn.conversations().len() - 1
    );
}

#[test]
fn fixtures_read_what_they_write() {
    let text = r#"{"client":1,"server":2,"protocol":"dns","per_minute":2.5}"#;
    let read: ExplicitConversation = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
    assert!(
        serde_json::from_str::<ExplicitConversation>(
            r#"{"client":1,"server":2,"protocol":"dns","per_minute":1,"x":1}"#
        )
        .is_err()
    );
    let text = r#"{"cidr":"10.1.0.0/24","vlan":3,"devices":{"gateway":1,"pc":5}}"#;
    let read: Subnet = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
    assert!(
        serde_json::from_str::<Subnet>(r#"{"cidr":"10.1.0.0/24","devices":{"butler":1}}"#).is_err()
    );
    for schema in [
        schemars::schema_for!(Subnet),
        schemars::schema_for!(ExplicitConversation),
        schemars::schema_for!(RecordedMetric),
    ] {
        assert!(
            schema
                .get("additionalProperties")
                .is_some_and(|no| no == false)
        );
    }
}
