//! Which devices are asked, and which traffic is meant.
use super::*;

#[tokio::test]
async fn devices_are_chosen_by_name_label_and_site() {
    let twin = twin().await;
    let caller = twin.member();
    let seen = async |chosen: Value| {
        let query = with(
            ask("i_device_name", "bytes"),
            json!({"all_selected": false}),
        );
        let mut keys = keys(&caller, with(query, chosen)).await;
        keys.sort_unstable();
        keys
    };
    assert_eq!(
        seen(json!({"device_name": "office_router, web_host"})).await,
        ["office_router", "web_host"]
    );
    assert_eq!(seen(json!({"device_labels": [7]})).await, ["core_router"]);
    assert_eq!(
        seen(json!({"device_labels": "7", "device_sites": ["Head office"]})).await,
        ["core_router", "office_router"]
    );
    let all = ["core_router", "office_router", "web_host"];
    assert_eq!(
        seen(json!({"all_devices": true, "all_selected": null})).await,
        all
    );
    assert_eq!(seen(json!({"all_selected": null})).await, all);
}

#[tokio::test]
async fn filters_leave_out_what_does_not_match() {
    let twin = twin().await;
    let caller = twin.member();
    let keys = async |dimension: &str, fields: Value| {
        let mut keys = keys(&caller, with(ask(dimension, "bytes"), fields)).await;
        keys.sort_unstable();
        keys
    };
    for (field, operator, value) in [
        ("protocol", "=", "17"),
        ("Proto", "=", "udp"),
        ("protocol", "<>", "6,1"),
        ("protocol", ">", "16"),
        ("i_protocol_name", "~", "^u.p$"),
        ("Proto", "ILIKE", "%dp%"),
        ("Proto", "!~", "^(TCP|ICMP)$"),
    ] {
        let only = all_of(json!([filter(field, operator, value)]));
        assert_eq!(
            keys("Proto", only).await,
            ["UDP"],
            "{field} {operator} {value}"
        );
    }
    let either = all_of(json!([
        filter("src|dst_port", "=", "53"),
        filter("i_device_name", "=", "office_router")
    ]));
    let ports = keys("PortPortTalkers", either).await;
    assert!(!ports.is_empty());
    assert!(
        ports
            .iter()
            .all(|pair| pair.split(',').any(|port| port == "53")),
        "{ports:?}"
    );
    let out = all_of(json!([
        filter("i_dst_network_bndry_name", "=", "external"),
        filter("i_trf_termination", "=", "outside")
    ]));
    assert_eq!(
        keys("IP_dst", with(out, json!({"cidr": 24}))).await,
        ["203.0.113.0/24"]
    );
    let not = json!({"filters_obj": {"connector": "Any", "filterGroups": [{"connector": "Any", "not": true, "filters": [filter("inet_src_addr", "=", "10.0.0.0/8")]}]}});
    assert_eq!(
        keys("IP_src", with(not, json!({"cidr": 24}))).await,
        ["203.0.113.0/24"]
    );
}

#[tokio::test]
async fn saved_filters_and_custom_dimensions_take_part() {
    let twin = twin().await;
    let caller = twin.administrator();
    let saved = json!({"filter_name": "dns", "filter_description": "", "filters": {"connector": "All", "filterGroups": [{"connector": "All", "not": false, "filters": [filter("l4_dst_port", "=", "53")]}]}});
    let saved = caller.post("/saved-filter/custom", saved).await;
    assert!(saved.status < 300, "{}", saved.text());
    let id = saved.json()["id"].clone();
    let used = |is_not: bool| json!({"saved_filters": [{"filter_id": id, "is_not": is_not}]});
    assert_eq!(
        keys(&caller, with(ask("Port_dst", "bytes"), used(false))).await,
        ["53"]
    );
    let others = keys(&caller, with(ask("Port_dst", "bytes"), used(true))).await;
    assert!(others.len() > 3 && !others.contains(&"53".to_owned()));
    let dimension = caller
        .post(
            "/customdimension",
            json!({"name": "c_place", "display_name": "Place", "type": "string"}),
        )
        .await;
    let id = dimension.json()["customDimension"]["id"].clone();
    let populator =
        json!({"populator": {"value": "office", "direction": "src", "addr": "10.1.0.0/24"}});
    let made = caller
        .post(&format!("/customdimension/{id}/populator"), populator)
        .await;
    assert!(made.status < 300, "{}", made.text());
    let places = rows(&caller, ask("c_place", "bytes")).await;
    let from_office = rows(&caller, with(ask("VLAN_src", "bytes"), json!({}))).await;
    assert_eq!(
        number(&row(&places, "office")["avg_bits_per_sec"]),
        number(&row(&from_office, "10")["avg_bits_per_sec"])
    );
    assert_eq!(row(&places, "---")["c_place"], "---");
    let only = all_of(json!([filter("c_place", "=", "office")]));
    assert_eq!(
        keys(&caller, with(ask("VLAN_src", "bytes"), only)).await,
        ["10"]
    );
}
