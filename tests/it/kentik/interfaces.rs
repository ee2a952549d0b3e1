//! Interfaces of a device.
use super::devices::router;
use crate::client::{Caller, Twin};
use serde_json::{Value, json};
use wiretwin::{kentik::interfaces::Interface, store::Resource};

const START: &str = "clock: 2021-01-13T08:41:10.306Z\n";
const NONE: Value = Value::Null;

async fn device(twin: &Twin) -> Caller {
    let caller = twin.administrator();
    let made = caller.post("/device", router("edge_1", "192.0.2.1")).await;
    assert_eq!(made.status, 201, "{}", made.text());
    caller
}

fn sent() -> Value {
    json!({
        "snmp_id": "2",
        "interface_description": "testapi-interface-2",
        "snmp_alias": "interface-description-1",
        "snmp_speed": 15,
        "interface_ip": "127.0.0.1",
        "interface_ip_netmask": "255.255.255.0",
        "secondary_ips": [{"address": "198.186.193.51", "netmask": "255.255.255.240"}, {"address": "2001:db8::1"}],
        "vrf": {
            "name": "vrf-name",
            "description": "vrf-description",
            "route_target": "101:100",
            "route_distinguisher": "11.121.111.13:3254",
            "ext_route_distinguisher": 15,
        },
    })
}

#[tokio::test]
async fn numbers_are_in_quotes_where_clients_expect_it() {
    let twin = Twin::start(START).await;
    let caller = device(&twin).await;
    let made = caller.post("/device/1/interface", sent()).await;
    assert_eq!((made.status, made.header("location")), (201, None));
    let other = json!([{"address": "198.186.193.51", "netmask": "255.255.255.240"}, {"address": "2001:db8::1", "netmask": ""}]);
    assert_eq!(
        made.json(),
        json!({
            "snmp_id": "2",
            "snmp_alias": "interface-description-1",
            "snmp_speed": 15,
            "interface_description": "testapi-interface-2",
            "interface_ip": "127.0.0.1",
            "interface_ip_netmask": "255.255.255.0",
            "secondary_ips": other,
            "interface_kvs": "",
            "company_id": "74333",
            "device_id": "1",
            "vrf_id": 1,
            "cdate": "2021-01-13T08:41:10.306Z",
            "edate": "2021-01-13T08:41:10.306Z",
            "id": "1",
        })
    );
    let mut seen = json!({
        "id": "1",
        "company_id": "74333",
        "device_id": "1",
        "snmp_id": "2",
        "snmp_speed": "15",
        "snmp_type": null,
        "snmp_alias": "interface-description-1",
        "interface_ip": "127.0.0.1",
        "interface_description": "testapi-interface-2",
        "interface_kvs": "",
        "interface_tags": "",
        "interface_status": "V",
        "extra_info": {},
        "cdate": "2021-01-13T08:41:10.306Z",
        "edate": "2021-01-13T08:41:10.306Z",
        "initial_snmp_id": "",
        "initial_snmp_alias": null,
        "initial_interface_description": null,
        "initial_snmp_speed": null,
        "interface_ip_netmask": "255.255.255.0",
        "secondary_ips": other,
        "connectivity_type": "",
        "network_boundary": "",
        "initial_connectivity_type": "",
        "initial_network_boundary": "",
        "top_nexthop_asns": null,
        "provider": "",
        "initial_provider": "",
        "vrf_id": "1",
        "vrf": {
            "id": 1,
            "company_id": "74333",
            "device_id": "1",
            "name": "vrf-name",
            "description": "vrf-description",
            "route_target": "101:100",
            "route_distinguisher": "11.121.111.13:3254",
            "ext_route_distinguisher": 15,
        },
        "initial_interface_ip": null,
        "initial_interface_ip_netmask": null,
    });
    let path = "/device/1/interface/1";
    assert_eq!(twin.member().json(path).await, json!({"interface": seen}));
    assert_eq!(
        twin.member().json("/device/1/interfaces").await,
        json!([seen])
    );

    // After a change the speed is a number, and the VRF is left out.
    let changed = caller.put(path, json!({"snmp_speed": "75"})).await;
    assert_eq!(changed.status, 200);
    let vrf = seen.as_object_mut().unwrap().shift_remove("vrf").unwrap();
    seen["snmp_speed"] = json!(75);
    assert_eq!(changed.json(), seen);
    let renamed = json!({"vrf": {"id": "9", "name": "other", "route_target": "1:2", "route_distinguisher": "3:4", "ext_route_distinguisher": "5"}});
    seen["vrf_id"] = json!(1);
    assert_eq!(caller.put(path, renamed).await.json(), seen);
    let shown = caller.json(path).await["interface"]["vrf"].clone();
    assert_eq!(
        shown,
        json!({"id": 1, "company_id": "74333", "device_id": "1", "name": "other", "description": null, "route_target": "1:2", "route_distinguisher": "3:4"}),
        "{vrf}"
    );
    let without = caller.put(path, json!({"vrf": null})).await.json();
    assert_eq!(without["vrf_id"], NONE);
    assert_eq!(caller.json(path).await["interface"]["vrf"], NONE);
    let summary = json!([{"device_id": "1", "snmp_speed": "75", "interface_description": "testapi-interface-2", "initial_snmp_speed": null}]);
    let device = caller.json("/device/1").await;
    assert_eq!(device["device"]["all_interfaces"], summary);
    let devices = caller.json("/devices").await;
    assert_eq!(devices["devices"][0]["all_interfaces"], summary);

    let gone = caller.delete(path).await;
    assert_eq!((gone.status, gone.text().as_str()), (204, ""));
    assert_eq!(
        caller.json("/device/1").await["device"]["all_interfaces"],
        json!([])
    );
}

#[tokio::test]
async fn what_is_not_given_is_absent() {
    let twin = Twin::start(START).await;
    let caller = device(&twin).await;
    let bare = json!({"snmp_id": 3, "interface_description": "eth3", "snmp_speed": 0, "interface_ip": "2001:db8::2", "interface_ip_netmask": "255.0.0.0"});
    let made = caller.post("/device/1/interface", bare).await.json();
    assert_eq!(
        made,
        json!({
            "snmp_id": "3",
            "snmp_speed": 0,
            "interface_description": "eth3",
            // It has no mask.
            "interface_ip": "2001:db8::2",
            "interface_kvs": "",
            "company_id": "74333",
            "device_id": "1",
            "cdate": "2021-01-13T08:41:10.306Z",
            "edate": "2021-01-13T08:41:10.306Z",
            "id": "1",
        })
    );
    let seen = caller.json("/device/1/interface/1").await["interface"].clone();
    assert_eq!(
        [&seen["vrf"], &seen["vrf_id"], &seen["secondary_ips"]],
        [&NONE; 3]
    );
}

#[tokio::test]
async fn interfaces_of_a_device_may_share_a_vrf() {
    let twin = Twin::start(START).await;
    let caller = device(&twin).await;
    caller.post("/device", router("edge_2", "192.0.2.2")).await;
    caller.post("/device/1/interface", sent()).await;
    let with = |number: i64, vrf: &str| json!({"snmp_id": number, "interface_description": "eth", "snmp_speed": 1, "vrf_id": vrf});
    let beside = caller
        .post("/device/1/interface", with(3, "1"))
        .await
        .json();
    assert_eq!(beside["vrf_id"], 1);
    // Of another device, and of none.
    for (path, vrf) in [("/device/2/interface", "1"), ("/device/1/interface", "7")] {
        let made = caller.post(path, with(4, vrf)).await;
        assert_eq!((made.status, made.json().get("vrf_id")), (201, None));
    }
    let renamed =
        json!({"vrf": {"name": "both", "route_target": "1:2", "route_distinguisher": "3:4"}});
    caller.put("/device/1/interface/2", renamed).await;
    let first = caller.json("/device/1/interface/1").await;
    assert_eq!(first["interface"]["vrf"]["name"], "both");
    // A table of its own gets the next number.
    let own = caller
        .put("/device/2/interface/3", json!({"vrf": sent()["vrf"]}))
        .await;
    assert_eq!(own.json()["vrf_id"], 2);
    let held = caller
        .put("/device/1/interface/1", json!({"vrf_id": "1"}))
        .await;
    assert_eq!(held.json()["vrf_id"], "1");
}

#[tokio::test]
async fn what_breaks_a_rule_changes_nothing() {
    let twin = Twin::start(START).await;
    let caller = device(&twin).await;
    caller.post("/device/1/interface", sent()).await;
    let before = caller.json("/device/1/interfaces").await;
    let broken = |name: &str, value: Value| {
        let mut body = sent();
        body["snmp_id"] = json!("3");
        match value {
            Value::String(ref missing) if missing == "missing" => {
                body.as_object_mut().unwrap().shift_remove(name);
            }
            value => body[name] = value,
        }
        body
    };
    let ip = |address: &str, netmask: &str| json!([{"address": address, "netmask": netmask}]);
    let told = [
        (
            "snmp_id",
            json!("missing"),
            "`snmp_id` is required: an integer or a string",
        ),
        (
            "snmp_speed",
            json!("missing"),
            "`snmp_speed` is required: an integer or a string",
        ),
        (
            "interface_description",
            json!("missing"),
            "`interface_description` is required: a string",
        ),
        (
            "snmp_id",
            json!("2"),
            "Interface with snmp_id (2) Already Exists",
        ),
        (
            "snmp_id",
            json!("eth0"),
            "`snmp_id` must be a text that matches ^-?[0-9]{1,18}$",
        ),
        (
            "snmp_id",
            json!(-1),
            "`snmp_id` must be a number of at least 0",
        ),
        (
            "snmp_speed",
            json!(-1),
            "`snmp_speed` must be a number of at least 0",
        ),
        (
            "interface_ip",
            json!("127.0.0"),
            "`interface_ip` must be an IP address",
        ),
        (
            "interface_ip_netmask",
            json!("24"),
            "`interface_ip_netmask` must be an IPv4 address",
        ),
        (
            "secondary_ips",
            ip("here", "255.0.0.0"),
            "`secondary_ips[0].address` must be an IP address",
        ),
        (
            "secondary_ips",
            ip("192.0.2.1", ""),
            "`secondary_ips[0].netmask` must be an IPv4 address",
        ),
        (
            "secondary_ips",
            json!([{"netmask": ""}]),
            "`secondary_ips[0].address` is required: a string",
        ),
        (
            "vrf",
            json!({"name": "a", "route_target": "1:2"}),
            "`vrf.route_distinguisher` is required: a string",
        ),
        ("vrf", json!({}), "`vrf.name` is required: a string"),
    ];
    for (name, value, expected) in told {
        let answer = caller
            .post("/device/1/interface", broken(name, value.clone()))
            .await;
        assert_eq!(answer.refusal(400), expected, "{name} {value}");
    }
    let second = broken("vrf", NONE);
    assert_eq!(caller.post("/device/1/interface", second).await.status, 201);
    let taken = caller
        .put("/device/1/interface/2", json!({"snmp_id": 2}))
        .await;
    assert_eq!(
        taken.refusal(400),
        "Interface with snmp_id (2) Already Exists"
    );
    caller.delete("/device/1/interface/2").await;
    assert_eq!(caller.json("/device/1/interfaces").await, before);
}

#[tokio::test]
async fn an_interface_is_found_on_its_own_device_only() {
    let twin = Twin::start_with(START, &["--kentik", "interface-delete200"]).await;
    let caller = device(&twin).await;
    caller.post("/device", router("edge_2", "192.0.2.2")).await;
    caller.post("/device/1/interface", sent()).await;
    for path in [
        "/device/2/interface/1",
        "/device/1/interface/2",
        "/device/9/interface/1",
        "/device/1/interface/eth",
    ] {
        assert_eq!(caller.get(path).await.status, 404, "{path}");
        assert_eq!(caller.put(path, json!({})).await.status, 404, "{path}");
        assert_eq!(caller.delete(path).await.status, 404, "{path}");
    }
    for path in ["/device/9/interfaces", "/device/x/interfaces"] {
        assert_eq!(caller.get(path).await.status, 404, "{path}");
    }
    assert_eq!(caller.post("/device/9/interface", sent()).await.status, 404);
    // With this switch a body tells that it is gone.
    let gone = caller.delete("/device/1/interface/1").await;
    assert_eq!((gone.status, gone.json()), (200, json!({})));
    // Interfaces go with their device.
    caller.post("/device/1/interface", sent()).await;
    caller.delete("/device/1").await;
    let state = twin
        .server
        .launched
        .fleet
        .twin("default")
        .unwrap()
        .store
        .state();
    assert_eq!(state.count(Interface::KIND), 0);
}
