//! No number that comes from outside ends a request with a 5xx: it is taken within its range, or refused.
use crate::client::{Caller, Twin};
use serde_json::json;
use wiretwin::{base::seed::Seed, families::CONTENTS, twin::fixture::Fixture};

const EXTREMES: [&str; 9] = [
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551615",
    "99999999999999999999999",
    "9007199254740993",
    "-1",
    "0",
    "1e300",
    "2147483648",
];

async fn ends_nothing(caller: &Caller, method: &str, path: &str, body: &str) {
    let answer = caller.send(method, path, &[], body.as_bytes()).await;
    assert!(
        answer.status < 500,
        "{method} {path} {body}: {}",
        answer.text()
    );
}

#[tokio::test]
async fn numbers_of_paths_and_queries() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    for path in [
        "/devices?limit=N",
        "/devices?offset=N",
        "/devices?active_from=N",
        "/devices?active_until=N",
        "/devices?search_type=discover%20time&value=N",
        "/devices?search_type=vlan&value=N",
        "/devices?search_type=node&value=N",
        "/auditlog?limit=N",
        "/auditlog?offset=N",
        "/devicegroups?since=N",
        "/applications?active_from=N",
        "/devices/N",
        "/devices/N/activity",
        "/devices/N/tags",
        "/applications/N",
        "/alerts/N/stats",
        "/customdevices/N/criteria/N",
        "/metrics/next/N",
        "/packetcaptures/N",
    ] {
        for number in EXTREMES {
            ends_nothing(&caller, "GET", &path.replace('N', number), "").await;
        }
    }
}

#[tokio::test]
async fn numbers_of_bodies() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let metrics = |field: &str, value: &str| {
        let mut body = json!({"cycle": "30sec", "from": -60_000, "until": 0, "object_type": "device",
            "object_ids": [1], "metric_category": "net", "metric_specs": [{"name": "bytes_in"}]});
        body[field] = json!("HERE");
        body.to_string().replace("\"HERE\"", value)
    };
    for number in EXTREMES {
        let list = format!("[{number}]");
        for (field, value) in [("from", number), ("until", number), ("object_ids", &list)] {
            for path in ["/metrics", "/metrics/total", "/metrics/totalbyobject"] {
                ends_nothing(&caller, "POST", path, &metrics(field, value)).await;
            }
        }
        let percentiles = format!(
            "[{{\"name\": \"rtt\", \"calc_type\": \"percentiles\", \"percentiles\": {list}}}]"
        );
        ends_nothing(
            &caller,
            "POST",
            "/metrics",
            &metrics("metric_specs", &percentiles),
        )
        .await;
        for (path, body) in [
            ("/tags/1/devices", format!("{{\"assign\": {list}}}")),
            (
                "/exclusionintervals",
                format!(
                    "{{\"name\": \"{number}\", \"author\": \"a\", \"interval_type\": \"onetime\", \"start\": {number}, \"end\": {number}}}"
                ),
            ),
            ("/vlans/1", format!("{{\"name\": {number}}}")),
        ] {
            ends_nothing(&caller, "POST", path, &body).await;
        }
        caller.get("/devices?limit=1").await.json();
        caller.get("/exclusionintervals").await.json();
    }
}

#[test]
fn ids_of_a_fixture_leave_room_for_the_next() {
    let drafted = |text: &str| {
        let fixture = Fixture::parse(text, CONTENTS).unwrap();
        let drafted = fixture.draft(
            CONTENTS,
            Default::default(),
            0,
            Seed(1),
            &Default::default(),
        );
        drafted.map(drop)
    };
    for text in [
        "tags: [{id: 9223372036854775807, name: a}]",
        "tags: [{id: 9223372032559808512, name: a}]",
        "users: [{id: 9223372036854775807, username: a, name: a}]",
        "sequences: {tags: 9223372036854775807}",
        "sequences: {tags: -1}",
    ] {
        let told = drafted(text).unwrap_err();
        assert!(
            told.contains("from 0 to 9223372032559808511"),
            "{text}: {told}"
        );
    }
    for text in [
        "tags: [{id: 9223372032559808511, name: a}]",
        "sequences: {tags: 7}",
    ] {
        assert_eq!(drafted(text), Ok(()));
    }
}

#[tokio::test]
async fn the_highest_ids_are_served_and_followed() {
    let text = "tags: [{id: 9223372032559808511, name: a}]\ndevicegroups: [{id: 9223372032559808511, name: b}]\nclock: 1970-01-01T00:00:00Z\n";
    let twin = Twin::start(text).await;
    let caller = twin.full_write();
    let path = "/tags/9223372032559808511";
    assert_eq!(caller.json(path).await["name"], "a");
    ends_nothing(&caller, "GET", &format!("{path}/devices"), "").await;
    let next = caller.created("/tags", json!({"name": "next"})).await;
    assert_eq!(next, 9223372032559808511 + 1);
    caller
        .created("/devicegroups", json!({"name": "next"}))
        .await;
}
