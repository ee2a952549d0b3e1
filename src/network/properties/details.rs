//! Detail metrics are sorted, filtered and named.
use super::prelude::*;

fn first_pc(network: &Network) -> i64 {
    let mut hosts = network.hosts().iter();
    hosts.find(|host| host.role == Role::Pc).unwrap().id
}

#[test]
fn details_are_sorted_filtered_and_named() {
    let network = &NETWORKS[0];
    let client = first_pc(network);
    let mut codes = ask(network, "http_client", "status_code").of(client);
    let keys = |ask: &TestQuery| -> Vec<String> {
        ask.detail(network)
            .iter()
            .map(|entry| entry.key.text())
            .collect()
    };
    assert_eq!(keys(&codes)[0], "200");
    let weights: Vec<i64> = codes
        .detail(network)
        .iter()
        .map(|entry| number(&entry.value))
        .collect();
    assert!(weights.is_sorted_by(|a, b| a >= b) && weights.iter().all(|weight| *weight > 0));
    codes.spec.key1 = Some(KeyFilter::parse("/^2/").unwrap());
    assert_eq!(keys(&codes), ["200"]);
    codes.spec.key1 = Some(KeyFilter::parse("20").unwrap());
    assert!(keys(&codes).is_empty());
}

#[test]
fn nested_details_are_filtered_on_both_keys() {
    let network = &NETWORKS[0];
    let client = first_pc(network);
    let mut nested = ask(network, "app_detail", "bytes_in").of(client);
    nested.spec.key1 = Some(KeyFilter::parse("DNS").unwrap());
    nested.spec.key2 = Some(KeyFilter::parse("/^10[.]/").unwrap());
    let entry = nested.detail(network).remove(0);
    assert_eq!((entry.key.text().as_str(), entry.vtype), ("DNS", "tset"));
    let Value::Detail(peers) = entry.value else {
        panic!()
    };
    let Key::Ipaddr { host, .. } = &peers[0].key else {
        panic!("{peers:?}")
    };
    assert!(host.ends_with(".corp.example.com") && peers[0].vtype == "count");
    let certificates = ask(network, "ssl_client_detail", "cert_expiration")
        .of(client)
        .detail(network);
    assert!(
        certificates
            .iter()
            .all(|entry| entry.vtype == "time" && number(&entry.value) > (NOW - 400 * DAY) / 1000)
    );
}
