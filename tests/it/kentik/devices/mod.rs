//! Devices: what clients see of them, and how they come and go.
mod kept;
mod rules;

use crate::client::Twin;
use serde_json::{Value, json};

const START: &str = "clock: 2021-01-08T08:10:00Z\n";
const NONE: Value = Value::Null;

/// The request for a router with nothing but what it must have.
pub fn router(name: &str, ip: &str) -> Value {
    json!({"device": {
        "device_name": name,
        "device_subtype": "router",
        "plan_id": 11466,
        "device_sample_rate": 1,
        "sending_ips": [ip],
        "minimize_snmp": false,
        "device_bgp_type": "none",
    }})
}

/// A request with some fields more.
fn with(mut request: Value, more: Value) -> Value {
    let fields = request["device"].as_object_mut().unwrap();
    fields.extend(more.as_object().unwrap().clone());
    request
}

fn plan() -> Value {
    json!({
        "id": 11466,
        "company_id": 74333,
        "name": "Free Trial Plan",
        "description": "Six devices to begin with",
        "active": true,
        "max_devices": 6,
        "max_fps": 1000,
        "bgp_enabled": true,
        "fast_retention": 30,
        "full_retention": 30,
        "cdate": "2021-01-08T08:10:00.000Z",
        "edate": "2021-01-08T08:10:00.000Z",
        "max_bigdata_fps": 30,
        "deviceTypes": [],
        "devices": [],
        "metadata": {},
    })
}

/// The router of `router("edge_1", "192.0.2.1")` as clients see it.
fn seen() -> Value {
    let mut seen = json!({
        "id": "1",
        "company_id": "74333",
        "device_name": "edge_1",
        "device_type": "router",
        "device_subtype": "router",
        "device_status": "V",
        "device_description": "",
        "plan_id": 11466,
        "site_id": null,
        "plan": plan(),
        "site": {},
        "labels": [],
        "all_interfaces": [],
        "device_flow_type": "auto",
        "device_sample_rate": "1",
        "sending_ips": ["192.0.2.1"],
        "device_snmp_ip": null,
        "device_snmp_community": "",
        "minimize_snmp": false,
        "device_snmp_v3_conf": null,
        "device_bgp_type": "none",
    });
    let rest = json!({
        "device_bgp_neighbor_ip": null,
        "device_bgp_neighbor_ip6": null,
        "device_bgp_neighbor_asn": null,
        "device_bgp_password": null,
        "use_bgp_device_id": null,
        "device_bgp_flowspec": false,
        "custom_columns": "",
        "custom_column_data": [],
        "device_chf_client_port": null,
        "device_chf_client_protocol": null,
        "device_chf_interface": null,
        "device_agent_type": null,
        "max_flow_rate": 1000,
        "max_big_flow_rate": 30,
        "device_proxy_bgp": "",
        "device_proxy_bgp6": "",
        "created_date": "2021-01-08T08:10:00.000Z",
        "updated_date": "2021-01-08T08:10:00.000Z",
        "bgpPeerIP4": null,
        "bgpPeerIP6": null,
        "snmp_last_updated": null,
    });
    let fields = seen.as_object_mut().unwrap();
    fields.extend(rest.as_object().unwrap().clone());
    seen
}

#[tokio::test]
async fn a_router_is_made_read_changed_and_deleted() {
    let twin = Twin::start(START).await;
    let caller = twin.administrator();
    let ignored =
        json!({"id": 9, "company_id": "9", "labels": [], "device_status": "D", "colour": "red"});
    let sent = with(router("edge_1", "192.0.2.1"), ignored);
    let made = caller.post("/device", sent).await;
    assert_eq!((made.status, made.header("location")), (201, None));
    assert_eq!(made.json(), json!({"device": seen()}));
    let member = twin.member();
    // It is found by its id, its name and its address.
    for path in [
        "/device/1",
        "/devices/1",
        "/device/edge_1",
        "/device/192.0.2.1",
    ] {
        assert_eq!(member.json(path).await, json!({"device": seen()}), "{path}");
    }
    let mut listed = seen();
    listed["site"] =
        json!({"id": null, "site_name": null, "lat": null, "lon": null, "company_id": null});
    assert_eq!(
        member.json("/devices?subtypes[]=router").await,
        json!({"devices": [listed]})
    );

    let changed = json!({"device": {"device_description": "the way out", "device_name": "<id: 1>", "device_subtype": "kprobe", "device_sample_rate": "256"}});
    let answer = caller.put("/device/1", changed).await;
    let mut expected = seen();
    expected["device_description"] = json!("the way out");
    expected["device_sample_rate"] = json!("256");
    assert_eq!(
        (answer.status, answer.json()),
        (200, json!({"device": expected}))
    );
    let nothing = caller.put("/devices/1", json!({"device": {}})).await;
    assert_eq!(
        (nothing.status, nothing.json()),
        (200, json!({"device": expected}))
    );

    // Clients delete twice.
    for status in [204, 204, 404] {
        let gone = caller.delete("/device/1").await;
        assert_eq!(gone.status, status);
        assert_eq!(caller.get("/device/1").await.status, 404);
    }
    assert_eq!(caller.json("/devices").await, json!({"devices": []}));
    for path in [
        "/device/1",
        "/device/-1",
        "/device/edge_1",
        "/device/192.0.2.1",
    ] {
        assert_eq!(caller.get(path).await.status, 404, "{path}");
    }
    assert_eq!(caller.delete("/device/edge_1").await.status, 404);
    // Name and address are free, the id is not used again.
    let again = caller.post("/devices", router("edge_1", "192.0.2.1")).await;
    assert_eq!(
        (again.status, &again.json()["device"]["id"]),
        (201, &json!("2"))
    );
}

#[tokio::test]
async fn a_host_needs_no_addresses() {
    let twin = Twin::start(START).await;
    let caller = twin.administrator();
    let sent = json!({"device": {
        "device_name": "testapi_dns-aws_subnet",
        "device_type": "host-nprobe-dns-www",
        "device_subtype": "aws_subnet",
        "cdn_attr": "Y",
        "device_sample_rate": "1",
        "plan_id": 11466,
        "device_bgp_type": "none",
        "device_snmp_ip": "192.0.2.9",
        "device_snmp_community": "public",
    }});
    let made = caller.post("/device", sent).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json()["device"].clone();
    let shown = [
        "device_name",
        "device_type",
        "cdn_attr",
        "sending_ips",
        "minimize_snmp",
        "device_snmp_ip",
        "device_snmp_community",
    ];
    assert_eq!(
        shown.map(|name| made[name].clone()),
        [
            json!("testapi_dns_aws_subnet"),
            json!("host-nprobe-dns-www"),
            json!("Y"),
            json!([]),
            json!(false),
            // Only routers are polled.
            NONE,
            json!(""),
        ]
    );
    // Nobody says of a router whether it is in a delivery network.
    let router = caller
        .post("/device", with(router("edge_1", "192.0.2.1"), json!({"cdn_attr": "N", "device_subtype": "cisco_asa", "device_snmp_ip": "192.0.2.9"})))
        .await
        .json();
    assert_eq!(router["device"].get("cdn_attr"), None);
    assert_eq!(router["device"]["device_snmp_ip"], NONE);
}

#[tokio::test]
async fn a_device_stands_at_a_site_until_the_site_is_gone() {
    let twin = Twin::start(START).await;
    let caller = twin.administrator();
    for name in ["first", "second"] {
        let site = json!({"site": {"site_name": name, "lat": 54.3, "lon": 18.6}});
        assert_eq!(caller.post("/site", site).await.status, 201);
    }
    let site = |id: i64, name: &str| json!({"id": id, "site_name": name, "lat": 54.3, "lon": 18.6, "company_id": 74333});
    let sent = with(router("edge_1", "192.0.2.1"), json!({"site_id": "1"}));
    let made = caller.post("/device", sent).await.json();
    assert_eq!(
        [&made["device"]["site_id"], &made["device"]["site"]],
        [&json!(1), &site(1, "first")]
    );
    // Some clients send the site.
    let moved = caller
        .put("/device/1", json!({"device": {"site": {"id": 2}}}))
        .await
        .json();
    assert_eq!(
        [&moved["device"]["site_id"], &moved["device"]["site"]],
        [&json!(2), &site(2, "second")]
    );
    // Of both forms the id holds.
    let whole = with(moved, json!({"site_id": 1}));
    let moved = caller.put("/device/1", whole).await.json();
    assert_eq!(moved["device"]["site"], site(1, "first"));
    let away = caller
        .put("/device/1", json!({"device": {"site_id": null}}))
        .await
        .json();
    assert_eq!(
        [&away["device"]["site_id"], &away["device"]["site"]],
        [&NONE, &json!({})]
    );
    caller
        .put("/device/1", json!({"device": {"site_id": 2}}))
        .await;
    assert_eq!(caller.delete("/site/2").await.status, 204);
    let left = caller.json("/device/1").await;
    assert_eq!(
        [&left["device"]["site_id"], &left["device"]["site"]],
        [&NONE, &json!({})]
    );
    assert_eq!(
        twin.full_system().last_audit_note().await["operation"],
        "Delete site"
    );
}

#[tokio::test]
async fn a_device_is_archived_first_where_it_is_asked_for() {
    let twin = Twin::start_with(START, &["--kentik", "archive-devices"]).await;
    let caller = twin.administrator();
    caller.post("/device", router("edge_1", "192.0.2.1")).await;
    assert_eq!(caller.delete("/device/1").await.status, 204);
    let mut archived = seen();
    archived["device_status"] = json!("D");
    assert_eq!(caller.json("/device/1").await, json!({"device": archived}));
    assert_eq!(
        twin.full_system().last_audit_note().await["operation"],
        "Archive device"
    );
    let taken = caller.post("/device", router("edge_1", "192.0.2.2")).await;
    assert_eq!(taken.refusal(400), "Device name (edge_1) Already Exists");
    for status in [204, 404] {
        assert_eq!(caller.delete("/device/1").await.status, status);
    }
    assert_eq!(caller.json("/devices").await, json!({"devices": []}));
}
