//! Devices of a fixture: each has a past, and is called by any of its names wherever it is referred to.
use crate::client::Twin;
use serde_json::{Value, json};
use wiretwin::{families::CONTENTS, twin::fixture::Fixture};

const DAY: i64 = 86_400_000;
const CLOCK: i64 = 1_504_224_000_000;

fn company(rest: &str) -> String {
    format!(
        r#"
clock: 2017-09-01T00:00:00Z
devices:
  - {{id: 1, macaddr: "00:05:73:00:00:01", device_class: gateway, cdp_name: core-router}}
  - {{id: 2, ipaddr4: 10.10.10.5, is_l3: true, parent_id: core-router, custom_name: Shop front, dns_name: shop.example.com}}
  - {{id: 3, ipaddr4: 10.10.10.6, is_l3: true, dhcp_name: till-1, netbios_name: TILL1, ipaddr6: "2001:db8::6"}}
  - {{id: 4, ipaddr4: 10.10.10.7, is_l3: true, dns_name: twice.example.com}}
  - {{id: 5, ipaddr4: 10.10.10.8, is_l3: true, dns_name: twice.example.com}}
tags:
  - {{name: production}}
{rest}"#
    )
}

fn refusal(fixture: &str) -> String {
    let loaded = Fixture::parse(fixture, CONTENTS).and_then(|parsed| {
        let draft = parsed.draft(
            CONTENTS,
            Default::default(),
            CLOCK,
            wiretwin::base::seed::Seed(1),
            &Default::default(),
        );
        draft.map(drop)
    });
    loaded.expect_err("it loads")
}

#[tokio::test]
async fn a_device_is_called_by_any_of_its_names() {
    let names = [
        (
            2,
            vec!["Shop front", "shop front", "SHOP.example.com", "10.10.10.5"],
        ),
        (3, vec!["till-1", "TILL1", "2001:db8::6"]),
        (1, vec!["core-router", "00:05:73:00:00:01"]),
    ];
    for (id, names) in names {
        for name in names {
            let rest = format!(
                "assignments:\n  tags/devices: [{{parent: production, children: ['{name}']}}]\nmetrics:\n  - {{object_id: '{name}', category: net, name: bytes_in, points: [[1504223940000, 7]]}}\n"
            );
            let twin = Twin::start(&company(&rest)).await;
            let caller = twin.read_only();
            let members = caller.json("/tags/1/devices").await;
            assert_eq!(members[0]["id"], id, "{name}");
        }
    }
    let parent = Twin::start(&company(""))
        .await
        .read_only()
        .json("/devices/2")
        .await;
    assert_eq!(parent["parent_id"], 1);
}

#[test]
fn a_name_that_is_no_ones_or_of_several_is_refused() {
    for (child, said) in [
        (
            "twice.example.com",
            "`twice.example.com` is the name of several: give one of the ids 4, 5",
        ),
        (
            "Shop frnt",
            "there is no device named `Shop frnt`; did you mean `shop front`?",
        ),
        ("nobody", "there is no device named `nobody`"),
    ] {
        let rest = format!(
            "assignments:\n  tags/devices: [{{parent: production, children: [{child}]}}]\n"
        );
        let refusal = refusal(&company(&rest));
        assert!(refusal.ends_with(said), "{refusal}");
    }
}

/// An address or a label does not win over a name.
#[test]
fn a_custom_device_and_a_host_of_one_name_are_told_apart() {
    let fixture = r#"
devices:
  - {id: 5, ipaddr4: 10.0.0.5, is_l3: true, dns_name: payments}
customdevices:
  - {name: Payments, criteria: [{ipaddr: 10.0.0.5}]}
tags:
  - {name: production}
assignments:
  tags/devices: [{parent: production, children: [payments]}]
"#;
    let refusal = refusal(fixture);
    assert!(
        refusal.contains("`payments` is the name of several: give one of the ids 5, "),
        "{refusal}"
    );
}

#[tokio::test]
async fn a_device_has_a_past_unless_the_fixture_says_when_it_came() {
    for (given, at) in [
        ("", CLOCK - 30 * DAY),
        (", discover_time: null", CLOCK - 30 * DAY),
        (", discover_time: -5d", CLOCK - 5 * DAY),
        (", discover_time: 2017-08-30T00:00:00Z", CLOCK - 2 * DAY),
        (", discover_time: 1504137600000", CLOCK - DAY),
    ] {
        let fixture = format!(
            "clock: 2017-09-01T00:00:00Z\ndevices:\n  - {{id: 7, ipaddr4: 10.0.0.7, is_l3: true{given}}}\n"
        );
        let twin = Twin::start(&fixture).await;
        let device = twin.read_only().json("/devices/7").await;
        assert_eq!(device["discover_time"], at, "{given}");
    }
    let said = refusal("devices:\n  - {id: 7, ipaddr4: 10.0.0.7, discover_time: soon}\n");
    assert!(
        said.contains("line 2: devices[0].discover_time: `soon` is no time"),
        "{said}"
    );
}

/// Four requests a minute are some 5,760 a day, and their packets can be fetched.
#[tokio::test]
async fn conversations_of_a_fixture_were_held_yesterday() {
    let rest = "conversations:\n  - {client: till-1, server: shop.example.com, protocol: http, per_minute: 4}\npacketcaptures:\n  - {name: Web, client: till-1, server: Shop front, protocol: http, start_time: -600000, seconds: 600}\n";
    let twin = Twin::start(&company(rest)).await;
    let caller = twin.full_system();
    let query = json!({
        "cycle": "24hr", "from": -DAY, "until": 0, "object_type": "device", "object_ids": [2],
        "metric_category": "http_server", "metric_specs": [{"name": "req"}],
    });
    let total: Value = caller.post("/metrics/total", query).await.json();
    // Traffic of a day is above or below its average.
    let requests = total["stats"][0]["values"][0].as_i64().unwrap();
    assert!((4500..7000).contains(&requests), "{total}");
    let captures = caller.json("/packetcaptures").await;
    let id = captures[0]["id"]
        .as_str()
        .map_or_else(|| captures[0]["id"].to_string(), str::to_owned);
    let file = caller.get(&format!("/packetcaptures/{id}")).await;
    assert!(file.body.len() > 1000, "{} bytes", file.body.len());
}
