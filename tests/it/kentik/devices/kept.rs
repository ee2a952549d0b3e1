//! What is kept of a device, and what is shown of it.
use super::{START, router, with};
use crate::client::Twin;
use serde_json::json;
use wiretwin::kentik::devices::Device;

#[tokio::test]
async fn secrets_are_masked_and_a_mask_sent_back_leaves_them() {
    let twin = Twin::start(START).await;
    let caller = twin.administrator();
    let conf = json!({"UserName": "John", "AuthenticationProtocol": "MD5", "AuthenticationPassphrase": "john_md5_pass", "PrivacyProtocol": "AES-128", "PrivacyPassphrase": "john_aes_pass"});
    let more = json!({"device_bgp_type": "device", "device_bgp_neighbor_ip": "192.0.2.9", "device_bgp_neighbor_asn": 77, "device_bgp_password": "bgp-optional-password", "device_snmp_v3_conf": conf});
    let made = caller
        .post("/device", with(router("edge_1", "192.0.2.1"), more))
        .await;
    assert_eq!(made.status, 201, "{}", made.text());
    let shown = json!({"UserName": "John", "AuthenticationProtocol": "MD5", "AuthenticationPassphrase": "john_md5_pass", "PrivacyProtocol": "AES-128", "PrivacyPassphrase": "**********ass"});
    let made = made.json();
    assert_eq!(
        made["device"]["device_bgp_password"],
        "******************ord"
    );
    assert_eq!(made["device"]["device_snmp_v3_conf"], shown);
    assert_eq!(made["device"]["device_bgp_neighbor_asn"], "77");
    assert_eq!(made["device"]["bgpPeerIP4"], "208.76.14.223");
    assert_eq!(made["device"]["bgpPeerIP6"], "2620:129:1:2::1");
    let kept = || {
        let state = twin
            .server
            .launched
            .fleet
            .twin("default")
            .unwrap()
            .store
            .state();
        let device = state.all::<Device>().next().unwrap().clone();
        let conf = device.device_snmp_v3_conf.unwrap();
        [
            device.device_bgp_password.unwrap(),
            conf.privacy_passphrase.unwrap(),
        ]
    };
    // A client sends back all that it was shown.
    let back = caller.put("/device/1", made.clone()).await;
    assert_eq!((back.status, back.json()), (200, made));
    assert_eq!(kept(), ["bgp-optional-password", "john_aes_pass"]);
    let conf = with(
        json!({"device": shown}),
        json!({"PrivacyPassphrase": "another"}),
    );
    let changed =
        json!({"device": {"device_bgp_password": "secret", "device_snmp_v3_conf": conf["device"]}});
    let changed = caller.put("/device/1", changed).await.json();
    assert_eq!(kept(), ["secret", "another"]);
    assert_eq!(changed["device"]["device_bgp_password"], "***ret");
    let off = caller
        .put(
            "/device/1",
            json!({"device": {"device_snmp_v3_conf": {"UserName": "John"}}}),
        )
        .await;
    assert_eq!(
        off.json()["device"]["device_snmp_v3_conf"],
        json!({"UserName": "John", "AuthenticationProtocol": "NoAuth", "AuthenticationPassphrase": null, "PrivacyProtocol": "NoPriv", "PrivacyPassphrase": null})
    );
    let log = twin.full_system().get("/auditlog?limit=9").await.text();
    assert!(
        log.contains("device 1: edge_1") && !log.contains("pass"),
        "{log}"
    );
}

#[tokio::test]
async fn an_export_has_everything_of_a_device() {
    let twin = Twin::start(START).await;
    let caller = twin.administrator();
    let more = json!({"device_bgp_type": "device", "device_bgp_neighbor_ip6": "2001:db8::9", "device_bgp_neighbor_asn": "77", "device_bgp_password": "a-long-password"});
    caller
        .post("/device", with(router("edge_1", "192.0.2.1"), more))
        .await;
    let shares = json!({"device_bgp_type": "other_device", "use_bgp_device_id": "1", "device_description": "shares"});
    caller
        .post("/device", with(router("edge_2", "192.0.2.2"), shares))
        .await;
    caller.post("/device/2/interface", json!({"snmp_id": 1, "snmp_speed": 10, "interface_description": "eth0", "vrf": {"name": "a", "route_target": "1:2", "route_distinguisher": "3:4"}})).await;
    caller
        .post("/deviceLabels", json!({"name": "edge", "color": "#102030"}))
        .await;
    caller
        .put("/devices/2/labels", json!({"labels": [{"id": 1}]}))
        .await;
    assert_eq!(caller.delete("/device/1").await.status, 204);
    // Who shared its routes keeps its number, and may be changed.
    let left = caller
        .put(
            "/device/2",
            json!({"device": {"device_description": "left"}}),
        )
        .await;
    assert_eq!(left.json()["device"]["use_bgp_device_id"], 1);

    let own = twin.server.launched.fleet.twin("default").unwrap();
    let exported = wiretwin::twin::fixture::write::export(
        wiretwin::families::CONTENTS,
        &own.store.state(),
        own.firmware,
        own.platform,
        own.seed,
        Some(own.clock.now()),
    );
    let other = Twin::start(&serde_saphyr::to_string(&exported).unwrap()).await;
    let again = other.administrator();
    for path in [
        "/devices",
        "/device/2",
        "/device/2/interfaces",
        "/deviceLabels",
        "/plans",
    ] {
        assert_eq!(again.json(path).await, caller.json(path).await, "{path}");
    }
    // What was deleted once is remembered.
    for status in [204, 404] {
        assert_eq!(again.delete("/device/1").await.status, status);
    }
    let made = again
        .post("/device", router("edge_3", "192.0.2.3"))
        .await
        .json();
    assert_eq!(made["device"]["id"], "3");
}
