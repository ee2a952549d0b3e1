//! Flow tags, and the matching keys that they share with populators.
use crate::client::Twin;
use serde_json::{Value, json};

/// A twin whose time stands still.
const STILL: &str = "clock: 2018-05-16T20:21:10.406Z";
const THEN: &str = "2018-05-16T20:21:10.406000Z";

fn sent() -> Value {
    json!({
        "flow_tag": "APITEST-TAG-1", "device_name": "device1,192.168.5.100", "device_type": "router,switch",
        "site": "site1,site2", "interface_name": "interface1,interface2", "addr": "192.168.0.1,192.168.0.2/32",
        "port": "9000,9001", "tcp_flags": "7", "protocol": "6,17", "asn": "101,102-103", "lasthop_as_name": "as1,as2",
        "nexthop_asn": "51,52", "nexthop_as_name": "as51,as52", "nexthop": "192.168.7.1,2001:db8::1", "bgp_aspath": "201,202",
        "bgp_community": "301,302", "mac": "FF:FF:FF:FF:FF:FE,FF:FF:FF:FF:FF:FF", "country": "ES,IT", "vlans": "4001,4002",
        "id": 7, "company_id": "1", "user": "9", "edited_by": "nobody", "created_date": "", "addr_count": 99
    })
}

#[tokio::test]
async fn a_tag_is_tidied_and_told_whole() {
    let twin = Twin::start(STILL).await;
    let caller = twin.administrator();
    let made = caller.post("/tag", json!({"tag": sent()})).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let mut seen = sent();
    for (field, value) in [
        ("id", json!(1)),
        ("company_id", json!("74333")),
        ("device_name", json!("192.168.5.100,device1")),
        ("addr", json!("192.168.0.1/32,192.168.0.2/32")),
        ("nexthop", json!("192.168.7.1/32,2001:db8::1")),
        ("addr_count", json!(2)),
        ("mac_count", json!(2)),
        ("user", json!("2")),
        ("edited_by", json!("admin@example.com")),
        ("created_date", json!(THEN)),
        ("updated_date", json!(THEN)),
    ] {
        seen[field] = value;
    }
    assert_eq!(made.json(), json!({"tag": seen}));
    assert_eq!(caller.json("/tag/1").await, json!({"tag": seen}));
    assert_eq!(twin.member().json("/tags").await, json!({"tags": [seen]}));
}

#[tokio::test]
async fn a_key_that_is_emptied_is_gone() {
    let twin = Twin::start(STILL).await;
    let caller = twin.administrator();
    let body =
        json!({"flow_tag": "office", "port": "80", "addr": "10.0.0.0/8", "site": "", "mac": null});
    assert_eq!(caller.post("/tag", json!({"tag": body})).await.status, 201);
    let body = json!({"tag": {"port": "", "protocol": "6", "addr": null, "flow_tag": "office"}});
    let changed = caller.put("/tag/1", body).await;
    assert_eq!(changed.status, 200);
    let seen = json!({"tag": {
        "id": 1, "company_id": "74333", "flow_tag": "office", "protocol": "6", "addr_count": 0, "mac_count": 0,
        "user": "2", "edited_by": "admin@example.com", "created_date": THEN, "updated_date": THEN
    }});
    assert_eq!(changed.json(), seen);
    let emptied = caller.put("/tag/1", json!({"tag": {"protocol": ""}})).await;
    assert!(
        emptied
            .refusal(400)
            .contains("at least one of `device_name`")
    );
    assert_eq!(caller.json("/tag/1").await, seen);
    let gone = caller.delete("/tag/1").await;
    assert_eq!((gone.status, gone.text().as_str()), (204, ""));
    assert_eq!(caller.json("/tags").await, json!({"tags": []}));
    for id in ["1", "-1", "office"] {
        assert_eq!(caller.get(&format!("/tag/{id}")).await.status, 404, "{id}");
        let body = json!({"tag": {"port": "1"}});
        assert_eq!(caller.put(&format!("/tag/{id}"), body).await.status, 404);
        assert_eq!(caller.delete(&format!("/tag/{id}")).await.status, 404);
    }
}

#[tokio::test]
async fn what_breaks_a_rule_is_named_and_changes_nothing() {
    let twin = Twin::start("empty").await;
    let caller = twin.administrator();
    let told = async |tag: Value| caller.post("/tag", json!({"tag": tag})).await.refusal(400);
    for (name, value, why) in [
        (
            "addr",
            "10.0.0.1,10.0.0.300",
            "`10.0.0.300` is not an address or a CIDR block",
        ),
        (
            "nexthop",
            "gateway",
            "`gateway` is not an address or a CIDR block",
        ),
        (
            "port",
            "80,70000",
            "`70000` is not a number or a range of numbers from 0 to 65535",
        ),
        (
            "port",
            "90-80",
            "`90-80` is not a number or a range of numbers from 0 to 65535",
        ),
        ("tcp_flags", "256", "`256` is not a number from 0 to 255"),
        ("tcp_flags", "1,2", "`1,2` is not a number from 0 to 255"),
        ("protocol", "tcp", "`tcp` is not a number from 0 to 255"),
        (
            "asn",
            "+1",
            "`+1` is not a number or a range of numbers from 0 to 4294967295",
        ),
        (
            "nexthop_asn",
            "4294967296",
            "`4294967296` is not a number or a range of numbers from 0 to 4294967295",
        ),
        ("mac", "FF:FF", "`FF:FF` is not a MAC address"),
        (
            "country",
            "Austria",
            "`Austria` is not a country code of two letters",
        ),
        (
            "vlans",
            "4096",
            "`4096` is not a number or a range of numbers from 0 to 4095",
        ),
    ] {
        let tag = json!({"flow_tag": "office", name: value});
        assert_eq!(told(tag).await, format!("`{name}`: {why}"));
    }
    let addresses = |count: usize| vec!["10.0.0.1"; count].join(",");
    let many = json!({"flow_tag": "office", "addr": addresses(250)});
    assert_eq!(told(many).await, "`addr` must have at most 249 entries");
    assert_eq!(
        told(json!({"port": "80"})).await,
        "`flow_tag` is required: a string"
    );
    assert!(
        told(json!({"flow_tag": "office"}))
            .await
            .ends_with(" is required")
    );
    assert!(
        told(json!({"flow_tag": "office", "site": " , "}))
            .await
            .ends_with(" is required")
    );
    for (name, value) in [
        ("flow_tag", "a"),
        ("flow_tag", "a b"),
        ("flow_tag", "a23456789012345678901"),
    ] {
        let why = told(json!({name: value, "port": "80"})).await;
        assert!(why.starts_with("`flow_tag` must be "), "{why}");
    }
    let why = told(json!({"flow_tag": "office", "port": 80})).await;
    assert_eq!(why, "`port` must be a string or null, not a number");
    assert_eq!(caller.json("/tags").await, json!({"tags": []}));
    let fits = json!({"flow_tag": "office", "addr": addresses(249)});
    assert_eq!(caller.post("/tag", json!({"tag": fits})).await.status, 201);
}

#[tokio::test]
async fn a_name_is_one_tags_alone() {
    let twin = Twin::start("empty").await;
    let caller = twin.administrator();
    for name in ["first", "other"] {
        let body = json!({"tag": {"flow_tag": name, "port": "80"}});
        assert_eq!(caller.post("/tag", body).await.status, 201);
    }
    let taken = json!({"tag": {"flow_tag": "first", "port": "80"}});
    for answer in [
        caller.post("/tag", taken.clone()).await,
        caller.put("/tag/2", taken.clone()).await,
    ] {
        assert_eq!(answer.refusal(400), "Tag name (first) Already Exists");
    }
    assert_eq!(
        caller.put("/tag/1", taken).await.status,
        200,
        "its own name"
    );
}

#[tokio::test]
async fn a_fixture_has_tags_and_a_write_is_one_entry_of_the_audit_log() {
    let tags = "kentik:\n  tags:\n    - {flow_tag: office, addr: 10.0.0.1}\n";
    let twin = Twin::start(tags).await;
    let caller = twin.administrator();
    let seen = caller.json("/tag/1").await;
    assert_eq!(
        [&seen["tag"]["addr"], &seen["tag"]["user"]],
        ["10.0.0.1/32", "2"]
    );
    caller.put("/tag/1", json!({"tag": {"port": "80"}})).await;
    let audit_note = twin.full_system().last_audit_note().await;
    assert_eq!(
        [&audit_note["operation"], &audit_note["details"]],
        ["Modify tag", "tag 1: office"]
    );
}
