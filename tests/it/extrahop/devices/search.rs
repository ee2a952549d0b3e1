use super::{
    super::lists::{found, listed, with_query},
    FIVE,
};
use crate::client::Twin;

/// The ids that each search of one type must find.
async fn expect(search_type: &str, searches: &[(&str, &[i64])]) {
    let twin = Twin::start(FIVE).await;
    let caller = twin.read_only();
    for (value, ids) in searches {
        assert_eq!(
            found(&caller, search_type, value).await,
            *ids,
            "{search_type}: {value}"
        );
    }
}

#[tokio::test]
async fn a_name_is_searched_in_every_name_field() {
    expect(
        "name",
        &[
            ("core-router", &[1]),
            ("shop.example", &[2]),
            ("WAREHOUSE", &[3]),
            ("visitor", &[4]),
            ("Till", &[5]),
            ("Cisco 0A", &[1]),
            ("SHOP", &[2]),
            ("ware", &[2, 3]),
            ("packard", &[5]),
            ("/^shop/", &[2]),
            ("/^example/", &[]),
            ("/TILL/", &[]),
            ("/TILL/i", &[5]),
            ("no such name", &[]),
        ],
    )
    .await;
}

#[tokio::test]
async fn an_address_is_whole_a_block_or_an_expression() {
    expect(
        "ip address",
        &[
            ("10.20.0.5", &[2]),
            ("10.20.0.0/24", &[2, 5]),
            ("10.20.0.0/27", &[2]),
            ("0.0.0.0/0", &[2, 3, 5]),
            ("2001:db8::5", &[4]),
            ("2001:0db8:0::0005", &[4]),
            ("2001:db8::/32", &[4]),
            // The guide's Example 2: the whole address, so not 110.20.0.1.
            ("10.20.0.[0-9]+", &[2, 5]),
            ("10.20.0", &[]),
            ("/10.20.0.[0-9]/", &[2, 3, 5]),
            ("/[.]5$/", &[2]),
            ("10.99.0.1", &[]),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_mac_address_is_whole_or_its_beginning() {
    expect(
        "mac address",
        &[
            ("00:50:56:AA:10:05", &[2]),
            ("00:50:56:aa:10:05", &[2]),
            ("00:50:56", &[2]),
            ("00", &[1, 2, 5]),
            ("50:56", &[]),
            ("/10:0[15]$/", &[1, 2]),
            ("/50/", &[2, 5]),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_vendor_is_searched_in_part() {
    expect(
        "vendor",
        &[
            ("Cisco", &[1]),
            ("cisco", &[1]),
            ("packard", &[5]),
            ("/^VM/", &[2]),
            ("/^ware/", &[]),
        ],
    )
    .await;
}

/// The contract calls both searches case-insensitive, with expressions among their forms.
#[tokio::test]
async fn an_expression_on_vendor_or_mac_address_ignores_case() {
    expect("vendor", &[("/^cisco$/", &[1])]).await;
    expect("mac address", &[("/:aa:/", &[2])]).await;
}

#[tokio::test]
async fn a_type_is_a_device_class_or_an_activity() {
    expect(
        "type",
        &[
            ("gateway", &[1]),
            ("node", &[2, 5]),
            ("custom", &[3]),
            ("remote", &[4]),
            ("nod", &[]),
            ("extrahop.device.ftp_server", &[2]),
            ("/^extrahop.device.ftp_server$/", &[2]),
            ("/ftp_(server|client)/", &[2, 5]),
            ("extrahop.device.http_server", &[]),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_tag_is_named() {
    expect(
        "tag",
        &[
            ("Office", &[2, 5]),
            ("Sales", &[5]),
            ("Off", &[]),
            ("/^Off/", &[2, 5]),
            ("/office/i", &[2, 5]),
            ("no such tag", &[]),
        ],
    )
    .await;
}

#[tokio::test]
async fn an_activity_has_a_full_and_a_short_name() {
    expect(
        "activity",
        &[
            ("extrahop.device.ftp_server", &[2]),
            ("ftp_server", &[2]),
            ("extrahop.device.ftp_client", &[5]),
            ("/^extrahop.device.ftp_/", &[2, 5]),
            ("extrahop.device.chess_client", &[]),
            ("extrahop.device", &[]),
        ],
    )
    .await;
}

#[tokio::test]
async fn vlans_and_nodes_are_numbers() {
    expect(
        "vlan",
        &[
            ("20", &[1, 2]),
            ("2", &[4]),
            ("0", &[3, 5]),
            ("/^2/", &[1, 2, 4]),
        ],
    )
    .await;
    expect("node", &[("0", &[]), ("1", &[])]).await;
}

#[tokio::test]
async fn a_discover_time_finds_what_came_then_or_later() {
    expect(
        "discover time",
        &[
            ("1441065600000", &[2, 3, 4, 5]),
            ("1441065600001", &[4, 5]),
            // The clock stands at 1447975207000.
            ("-15207000", &[4, 5]),
            ("-15206999", &[5]),
            ("-1h", &[5]),
            ("0", &[]),
        ],
    )
    .await;
}

#[tokio::test]
async fn any_looks_at_names_addresses_vendor_type_and_tags() {
    expect(
        "any",
        &[
            ("shop", &[2]),
            ("TILL", &[5]),
            ("10.20.0.50", &[5]),
            ("db8", &[4]),
            ("00:1b:54", &[1]),
            ("cisco", &[1]),
            ("gateway", &[1]),
            ("cash_desk", &[5]),
            ("Office", &[2, 5]),
            ("/^Sales$/", &[5]),
            ("/^10[.]20[.]0/", &[2, 5]),
            ("no such thing", &[]),
        ],
    )
    .await;
    let twin = Twin::start(FIVE).await;
    assert_eq!(
        listed(&twin.read_only(), "/devices?value=visitor").await,
        [4],
        "any is what is meant when nothing is said"
    );
}

/// As in the other fields, which "any" looks at with part of a text in any case.
#[tokio::test]
async fn any_finds_a_part_of_a_tag() {
    expect("any", &[("offic", &[2, 5])]).await;
}

#[tokio::test]
async fn no_value_is_no_restriction() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.read_only();
    for path in [
        "/devices",
        "/devices?search_type=vendor",
        "/devices?search_type=ip%20address&value=",
        "/devices?value=&colour=red",
    ] {
        assert_eq!(listed(&caller, path).await, [1, 2, 3, 4, 5], "{path}");
    }
}

#[tokio::test]
async fn a_search_that_cannot_be_read_is_refused() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.read_only();
    let told = caller
        .get("/devices?search_type=colour&value=red")
        .await
        .refusal(400);
    assert!(told.starts_with("`search_type` must be one of \"any\", \"name\""));
    for search_type in [
        "any",
        "name",
        "ip address",
        "mac address",
        "vendor",
        "type",
        "tag",
        "activity",
        "vlan",
    ] {
        let path = with_query(
            "/devices",
            &[("search_type", search_type), ("value", "/(/")],
        );
        assert_eq!(
            caller.get(&path).await.refusal(400),
            "`value`: `(` is not a valid regular expression",
            "{search_type}"
        );
    }
    for (search_type, value) in [("ip address", "10.20.(0"), ("discover time", "yesterday")] {
        let path = with_query(
            "/devices",
            &[("search_type", search_type), ("value", value)],
        );
        let told = caller.get(&path).await.refusal(400);
        assert!(told.starts_with("`value`: "), "{told}");
    }
}

#[tokio::test]
async fn the_discovery_id_is_searched_since_7_2() {
    let twin = Twin::start(FIVE).await;
    let path = "/devices?search_type=discovery_id&value=shop-front";
    twin.read_only().get(path).await.refusal(400);
    let twin = Twin::start_with(FIVE, &["--firmware", "7.2"]).await;
    assert_eq!(listed(&twin.read_only(), path).await, [2]);
}
