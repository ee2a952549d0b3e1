use super::{
    super::lists::{listed, with_query},
    FIVE,
};
use crate::client::Twin;

const NONE: [i64; 0] = [];

#[tokio::test]
async fn a_list_is_ordered_by_id_and_comes_in_pages() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.read_only();
    let page = async |query: &str| listed(&caller, &format!("/devices?{query}")).await;
    assert_eq!(page("limit=2").await, [1, 2]);
    assert_eq!(page("limit=2&offset=2").await, [3, 4]);
    assert_eq!(page("limit=2&offset=4").await, [5]);
    assert_eq!(page("limit=2&offset=6").await, NONE);
    assert_eq!(page("offset=3").await, [4, 5]);
    assert_eq!(page("limit=-1&offset=1").await, [2, 3, 4, 5]);
    assert_eq!(
        page("search_type=vlan&value=20&limit=1&offset=1").await,
        [2],
        "the offset counts the devices that match"
    );
}

#[tokio::test]
async fn a_hundred_are_answered_unless_more_are_asked_for() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    let all = listed(&caller, "/devices?limit=-1").await;
    assert_eq!(all.len(), 221);
    assert!(all.is_sorted_by(|one, next| one < next));
    assert_eq!(listed(&caller, "/devices").await, all[..100]);
    assert_eq!(listed(&caller, "/devices?limit=5000").await, all);
}

/// The loop of the guide's Example 2.
#[tokio::test]
async fn paging_to_an_empty_page_finds_every_device_of_a_subnet_once() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    let mut found = vec![];
    for offset in (0..).step_by(100) {
        let path = with_query(
            "/devices",
            &[
                ("limit", "100"),
                ("search_type", "ip address"),
                ("value", "10.20.0.[0-9]+"),
                ("offset", &offset.to_string()),
            ],
        );
        let page = listed(&caller, &path).await;
        if page.is_empty() {
            break;
        }
        found.extend(page);
    }
    let block = with_query(
        "/devices",
        &[
            ("limit", "-1"),
            ("search_type", "ip address"),
            ("value", "10.20.0.0/24"),
        ],
    );
    assert_eq!(found.len(), 204);
    assert_eq!(found, listed(&caller, &block).await);
}

#[tokio::test]
async fn a_page_that_cannot_be_is_refused() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.read_only();
    for query in [
        "limit=-2",
        "limit=many",
        "limit=1.5",
        "offset=-1",
        "offset=x",
        "active_from=yesterday",
        "active_until=1x",
    ] {
        let told = caller.get(&format!("/devices?{query}")).await.refusal(400);
        let (name, _) = query.split_once('=').unwrap();
        assert!(told.starts_with(&format!("`{name}`")), "{query}: {told}");
    }
}

/// Device 2 is seen since 15:36:40, its peer since 23:00, the others never; it is 23:20:07.
#[tokio::test]
async fn only_devices_that_were_active_in_a_time_are_listed() {
    let twin = Twin::start(
        r#"
clock: 2015-11-19T23:20:07Z
devices:
  - {id: 1, ipaddr4: 10.1.0.1, is_l3: true, device_class: node, auto_role: gateway, discover_time: 1441065600000}
  - {id: 2, ipaddr4: 10.1.0.2, is_l3: true, device_class: node, auto_role: gateway, discover_time: 1441065600000}
  - {id: 3, ipaddr4: 10.1.0.3, is_l3: true, device_class: node, auto_role: gateway, discover_time: 1441065600000}
  - {id: 4, ipaddr4: 10.1.0.4, is_l3: true, device_class: node, auto_role: gateway, discover_time: 1441065600000}
metrics:
  - {object_id: 2, category: http_client, name: req, points: [[1447947390000, 1]]}
  - {object_id: 3, category: http_client, name: req, points: [[1447974000000, 1]]}
  - {object_id: 4, category: http_client, name: req, points: [[1447976010000, 1]]}
"#,
    )
    .await;
    let caller = twin.read_only();
    let active = async |query: &str| listed(&caller, &format!("/devices?{query}")).await;
    assert_eq!(active("limit=-1").await, [1, 2, 3, 4]);
    assert_eq!(active("active_from=-1800000").await, [2, 3]);
    assert_eq!(active("active_from=1447974000000").await, [2, 3]);
    assert_eq!(active("active_from=-30m").await, [2, 3]);
    assert_eq!(active("active_until=0").await, [2, 3]);
    assert_eq!(active("active_until=1447973999999").await, [2]);
    assert_eq!(active("active_until=-1h").await, [2]);
    assert_eq!(active("active_until=-1d").await, NONE);
    assert_eq!(active("active_from=-2h&active_until=-1h").await, [2]);
    assert_eq!(
        active("active_from=1447990000000").await,
        NONE,
        "nobody was active after what is yet to come"
    );
    assert_eq!(
        active("active_from=-30m&search_type=ip+address&value=10.1.0.3").await,
        [3]
    );
}
