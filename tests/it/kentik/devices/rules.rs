//! What a device may be: every rule, on create and on change.
use super::{START, router, with};
use crate::client::Twin;
use serde_json::{Value, json};

fn peer(ip: &str) -> Value {
    json!({"device_bgp_type": "device", "device_bgp_neighbor_ip": ip, "device_bgp_neighbor_asn": "77"})
}

/// A request without one of its fields.
fn without(name: &str) -> Value {
    let mut request = router("edge_9", "192.0.2.9");
    let fields = request["device"].as_object_mut().unwrap();
    fields.shift_remove(name);
    request
}

fn changed(more: Value) -> Value {
    with(router("edge_9", "192.0.2.9"), more)
}

fn wrong_fields() -> Vec<(Value, &'static str)> {
    let name = "`device_name` must consist of letters, digits and underscores";
    vec![
        (
            without("device_name"),
            "`device_name` is required: a string",
        ),
        (
            without("device_subtype"),
            "`device_subtype` is required: a string",
        ),
        (
            without("plan_id"),
            "`plan_id` is required: an integer or a string",
        ),
        (
            without("device_sample_rate"),
            "`device_sample_rate` is required: an integer or a string",
        ),
        (
            without("sending_ips"),
            "`sending_ips` is required: the addresses that flow is sent from",
        ),
        (
            without("minimize_snmp"),
            "`minimize_snmp` is required for a router",
        ),
        (
            without("device_bgp_type"),
            "`device_bgp_type` is required: \"none\" or \"device\" or \"other_device\"",
        ),
        (
            changed(json!({"sending_ips": []})),
            "`sending_ips` is required: the addresses that flow is sent from",
        ),
        (
            changed(json!({"device_name": "abc"})),
            "`device_name` must be at least 4 characters long",
        ),
        (
            changed(json!({"device_name": "a".repeat(61)})),
            "`device_name` must be at most 60 characters long",
        ),
        (changed(json!({"device_name": "edge.1"})), name),
        (changed(json!({"device_name": "edge 1"})), name),
        (changed(json!({"device_name": "<id: 1>"})), name),
        (changed(json!({"device_name": "äääää"})), name),
        (
            changed(json!({"device_name": "edge-1"})),
            "Device name (edge_1) Already Exists",
        ),
        (
            changed(json!({"device_description": "a".repeat(129)})),
            "`device_description` must be at most 128 characters long",
        ),
        (
            changed(json!({"plan_id": 7})),
            "`plan_id`: there is no plan with the id 7",
        ),
        (
            changed(json!({"site_id": 7})),
            "`site_id`: there is no site with the id 7",
        ),
        (
            changed(json!({"device_sample_rate": "often"})),
            "`device_sample_rate` must be a text that matches ^-?[0-9]{1,18}$",
        ),
        (
            changed(json!({"device_sample_rate": -1})),
            "`device_sample_rate` must be a number of at least 0",
        ),
        (
            changed(json!({"sending_ips": ["192.0.2.300"]})),
            "`sending_ips[0]` must be an IP address",
        ),
        (
            changed(json!({"sending_ips": ["192.0.2.8", "2001:DB8:0::1"]})),
            "`sending_ips`: Internal IP (2001:DB8:0::1) Already Exists",
        ),
        (
            changed(json!({"device_snmp_ip": "router"})),
            "`device_snmp_ip` must be an IP address",
        ),
        (
            changed(json!({"device_type": "switch"})),
            "`device_type` must be one of \"router\", \"host-nprobe-dns-www\", null",
        ),
    ]
}

fn wrong_routes() -> Vec<(Value, &'static str)> {
    let range = "`device_bgp_neighbor_asn` must be a number from 1 to 4294967295";
    vec![
        (
            json!({"device_bgp_type": "peer"}),
            "`device_bgp_type` must be \"none\" or \"device\" or \"other_device\"",
        ),
        (
            json!({"device_bgp_type": "device", "device_bgp_neighbor_ip": "192.0.2.8"}),
            "`device_bgp_neighbor_asn` is required where `device_bgp_type` is device",
        ),
        (
            json!({"device_bgp_type": "device", "device_bgp_neighbor_asn": "1"}),
            "`device_bgp_neighbor_ip` or `device_bgp_neighbor_ip6` is required where `device_bgp_type` is device",
        ),
        (json!({"device_bgp_neighbor_asn": 0}), range),
        (json!({"device_bgp_neighbor_asn": "4294967296"}), range),
        (
            json!({"device_bgp_neighbor_ip": "2001:db8::1"}),
            "`device_bgp_neighbor_ip` must be an IPv4 address",
        ),
        (
            json!({"device_bgp_neighbor_ip6": "192.0.2.1"}),
            "`device_bgp_neighbor_ip6` must be an IPv6 address",
        ),
        (
            json!({"device_bgp_password": "a".repeat(33)}),
            "`device_bgp_password` must be at most 32 characters long",
        ),
        (
            peer("192.0.2.77"),
            "`device_bgp_neighbor_ip`: BGP neighbor IP (192.0.2.77) Already Exists",
        ),
        (
            json!({"device_bgp_type": "other_device"}),
            "`use_bgp_device_id` is required where `device_bgp_type` is other_device",
        ),
        (
            json!({"device_bgp_type": "other_device", "use_bgp_device_id": 7}),
            "`use_bgp_device_id`: there is no device with the id 7",
        ),
        (
            json!({"device_bgp_type": "other_device", "use_bgp_device_id": 2}),
            "`use_bgp_device_id`: the device 2 does not peer",
        ),
    ]
}

fn wrong_polling() -> Vec<(Value, &'static str)> {
    let user = "`device_snmp_v3_conf.UserName` is required with authentication or privacy";
    let cases = [
        (
            json!({"AuthenticationProtocol": "MD5", "AuthenticationPassphrase": "secret"}),
            user,
        ),
        (
            json!({"PrivacyProtocol": "DES", "PrivacyPassphrase": "secret", "UserName": ""}),
            user,
        ),
        (
            json!({"UserName": "a", "AuthenticationProtocol": "SHA"}),
            "`device_snmp_v3_conf.AuthenticationPassphrase` is required with authentication",
        ),
        (
            json!({"UserName": "a", "PrivacyProtocol": "AES"}),
            "`device_snmp_v3_conf.PrivacyPassphrase` is required with privacy",
        ),
        (
            json!({"UserName": "a", "PrivacyProtocol": "AES-128", "PrivacyPassphrase": ""}),
            "`device_snmp_v3_conf.PrivacyPassphrase` is required with privacy",
        ),
        (
            json!({"UserName": "a", "AuthenticationProtocol": "MD4"}),
            "`device_snmp_v3_conf.AuthenticationProtocol` must be one of \"NoAuth\", \"MD5\", \"SHA\", null",
        ),
    ];
    let cases = cases.into_iter();
    cases
        .map(|(conf, told)| (json!({"device_snmp_v3_conf": conf}), told))
        .collect()
}

#[tokio::test]
async fn what_breaks_a_rule_changes_nothing() {
    let twin = Twin::start(START).await;
    let caller = twin.administrator();
    let first = with(router("edge_1", "2001:db8::1"), peer("192.0.2.77"));
    assert_eq!(caller.post("/device", first).await.status, 201);
    let second = router("edge_2", "192.0.2.2");
    assert_eq!(caller.post("/device", second).await.status, 201);
    let before = caller.json("/devices").await;
    for (body, told) in wrong_fields() {
        assert_eq!(caller.post("/device", body).await.refusal(400), told);
    }
    for (fields, told) in wrong_routes().into_iter().chain(wrong_polling()) {
        let new = changed(fields.clone());
        assert_eq!(caller.post("/device", new).await.refusal(400), told);
        // A change must leave a device that may be.
        let change = json!({"device": fields});
        assert_eq!(caller.put("/device/2", change).await.refusal(400), told);
    }
    for (fields, told) in [
        (
            json!({"sending_ips": ["2001:db8::1"]}),
            "`sending_ips`: Internal IP (2001:db8::1) Already Exists",
        ),
        (
            json!({"minimize_snmp": null}),
            "`minimize_snmp` is required for a router",
        ),
        (
            json!({"plan_id": "8"}),
            "`plan_id`: there is no plan with the id 8",
        ),
        (
            json!({"device_bgp_flowspec": "yes"}),
            "`device_bgp_flowspec` must be a boolean, not a string",
        ),
    ] {
        let change = json!({"device": fields});
        assert_eq!(caller.put("/device/2", change).await.refusal(400), told);
    }
    assert_eq!(
        caller.post("/device", json!({})).await.refusal(400),
        "`device` is required: an object"
    );
    assert_eq!(
        caller.put("/device/9", json!({"device": {}})).await.status,
        404
    );
    assert_eq!(caller.json("/devices").await, before);
}

#[tokio::test]
async fn what_no_rule_forbids_is_kept_as_sent() {
    let twin = Twin::start(START).await;
    let caller = twin.administrator();
    // A subtype that nobody knows is a router's, one address may be sent twice, and peering fields
    // stay where nobody peers.
    let more = json!({
        "device_subtype": "arista",
        "sending_ips": ["192.0.2.1", "2001:db8::1", "2001:DB8:0::1"],
        "device_bgp_neighbor_ip": "192.0.2.77",
        "device_bgp_neighbor_asn": 4294967295i64,
        "device_snmp_v3_conf": {"UserName": "", "AuthenticationProtocol": "NoAuth", "PrivacyProtocol": "NoPriv"},
    });
    let made = caller
        .post("/device", with(router("edge-1", "192.0.2.1"), more))
        .await;
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json()["device"].clone();
    let shown = [
        "device_name",
        "device_type",
        "sending_ips",
        "device_bgp_neighbor_ip",
        "device_bgp_neighbor_asn",
    ];
    assert_eq!(
        shown.map(|name| made[name].clone()),
        [
            json!("edge_1"),
            json!("router"),
            json!(["192.0.2.1", "2001:db8::1"]),
            json!("192.0.2.77"),
            json!("4294967295")
        ]
    );
    // Nobody peers there yet, so another may.
    let second = with(router("edge_2", "192.0.2.2"), peer("192.0.2.77"));
    assert_eq!(caller.post("/device", second).await.status, 201);
    let shares = json!({"device": {"device_bgp_type": "other_device", "use_bgp_device_id": "2"}});
    let shares = caller.put("/device/1", shares).await;
    assert_eq!(
        (shares.status, &shares.json()["device"]["use_bgp_device_id"]),
        (200, &json!(2))
    );
}

#[tokio::test]
async fn a_dash_is_a_mistake_where_names_are_strict() {
    let twin = Twin::start_with(START, &["--kentik", "strict-names"]).await;
    let caller = twin.administrator();
    let told = caller.post("/device", router("edge-1", "192.0.2.1")).await;
    assert_eq!(
        told.refusal(400),
        "`device_name` must consist of letters, digits and underscores, without a dash"
    );
    assert_eq!(
        caller
            .post("/device", router("edge_1", "192.0.2.1"))
            .await
            .status,
        201
    );
}
