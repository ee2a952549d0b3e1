use crate::client::{Answer, Twin};
use etherparse::{SlicedPacket, TransportSlice};
use serde_json::{Value, json};
use wiretwin::network::Protocol;

/// Two devices of which one asks the other over HTTP and DNS, and three captures of it.
const PAIR: &str = r#"
clock: 2020-01-01T12:00:40Z
devices:
  - {id: 1, ipaddr4: 10.0.0.1, is_l3: true, macaddr: "00:50:56:83:40:D5", vlanid: 12, discover_time: 1500000000000, auto_role: gateway}
  - {id: 2, ipaddr4: 10.0.0.2, is_l3: true, discover_time: 1500000000000, auto_role: gateway}
conversations:
  - {client: 1, server: 2, protocol: http, per_minute: 30}
  - {client: 1, server: 2, protocol: dns, per_minute: 20}
packetcaptures:
  - {id: 5, name: errors, client: 10.0.0.1, server: 2, protocol: http, start_time: 1577876400000, seconds: 1800}
  - {name: running, client: 1, server: 2, protocol: dns, start_time: -60000, seconds: 600}
  - {name: later, client: 1, server: 2, protocol: dns, start_time: 1577888400000, end_time: 1577888460000}
"#;

/// The payloads of the packets of a file, with the port that each was sent to.
fn payloads(answer: &Answer) -> Vec<(u16, Vec<u8>)> {
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.header("content-type"),
        Some("application/vnd.tcpdump.pcap")
    );
    let (mut rest, mut found) = (&answer.body[24..], vec![]);
    assert_eq!(answer.body[..4], [0xd4, 0xc3, 0xb2, 0xa1]);
    while !rest.is_empty() {
        let length = u32::from_le_bytes(rest[8..12].try_into().unwrap()) as usize;
        let packet = SlicedPacket::from_ethernet(&rest[16..16 + length]).unwrap();
        found.push(match packet.transport.unwrap() {
            TransportSlice::Tcp(tcp) => (tcp.destination_port(), tcp.payload().to_vec()),
            TransportSlice::Udp(udp) => (udp.destination_port(), udp.payload().to_vec()),
            other => panic!("{other:?}"),
        });
        rest = &rest[16 + length..];
    }
    found
}

fn metrics(category: &str, from: &Value, until: &Value) -> Value {
    json!({"object_type": "device", "object_ids": [1], "metric_category": category, "metric_specs": [{"name": "req", "key1": "10.0.0.2"}], "cycle": "1sec", "from": from, "until": until})
}

/// Whatever the protocol, the fixture's capture is there, and is the whole of what is listed.
#[tokio::test]
async fn a_fixture_may_capture_any_protocol() {
    let protocols: Vec<&str> = Protocol::all().map(Protocol::as_str).collect();
    let mut fixture = PAIR.split("conversations:").next().unwrap().to_owned();
    fixture.push_str("conversations:\n");
    for name in &protocols {
        fixture.push_str(&format!("  - {{client: 1, server: 2, protocol: {name}, per_minute: 30, request_bytes: 3000, response_bytes: 4000}}\n"));
    }
    fixture.push_str("packetcaptures:\n");
    for name in &protocols {
        fixture.push_str(&format!("  - {{name: {name}, client: 1, server: 2, protocol: {name}, start_time: -60000, seconds: 60}}\n"));
    }
    let twin = Twin::start(&fixture).await;
    let caller = twin.full_system();
    let list = caller.json("/packetcaptures").await;
    let list = list.as_array().unwrap();
    for (one, name) in list.iter().zip(&protocols) {
        assert_eq!(one["name"], *name);
        assert_eq!(one["port2"].is_null(), *name == "icmp");
        let id = one["id"].as_str().unwrap();
        let file = caller.get(&format!("/packetcaptures/{id}")).await.body;
        assert_eq!(one["bytes"], file.len());
        assert!(one["packets"].as_i64().unwrap() > 2, "{one}");
    }
    // Of its own the twin takes what can be read.
    let own = list[protocols.len()..].iter();
    assert!(own.map(|one| &one["l7proto"]).eq(["HTTP", "DNS", "FTP"]));
}

#[tokio::test]
async fn captures_are_listed_downloaded_and_deleted() {
    let twin = Twin::start(PAIR).await;
    let caller = twin.full_system();
    let list = caller.json("/packetcaptures").await;
    let list = list.as_array().unwrap();
    let names: Vec<_> = list
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    // The third has not begun; the last two are the twin's own.
    let own = ["HTTP 10.0.0.1 to 10.0.0.2", "DNS 10.0.0.1 to 10.0.0.2"];
    assert_eq!(names, ["errors", "running", own[0], own[1]]);
    let port = list[0]["port1"].as_i64().unwrap();
    assert!((32768..61000).contains(&port));
    assert_eq!(
        list[0],
        json!({
            "id": "5", "name": "errors", "node_id": null, "start_time": 1577876400000i64,
            "end_time": 1577878200000i64, "bytes": list[0]["bytes"], "packets": list[0]["packets"],
            "ipaddr1": "10.0.0.1", "port1": port, "ipaddr2": "10.0.0.2", "port2": 80, "vlanid": 12,
            "l7proto": "HTTP"
        })
    );
    assert_eq!(list[1]["start_time"], 1577880030000i64 - 60_000);
    assert_eq!(list[1]["end_time"], json!(null), "it runs");
    for one in list {
        let id = one["id"].as_str().unwrap();
        let answer = caller.get(&format!("/packetcaptures/{id}")).await;
        assert_eq!(
            answer.header("content-disposition"),
            Some(format!("attachment; filename=\"{id}.pcap\"").as_str())
        );
        assert_eq!(one["bytes"], answer.body.len());
        let packets = payloads(&answer);
        assert_eq!(one["packets"], packets.len());
        let asked = packets
            .iter()
            .filter(|(port, payload)| one["port2"] == *port && !payload.is_empty());
        // Up to the metric clock, where it still runs.
        let until = match one["end_time"].is_null() {
            true => json!(1577880030000i64),
            false => one["end_time"].clone(),
        };
        let category = format!(
            "{}_client_detail",
            one["l7proto"].as_str().unwrap().to_lowercase()
        );
        let query = metrics(&category, &one["start_time"], &until);
        let counted = caller.post("/metrics/total", query).await.json();
        let counted = &counted["stats"][0]["values"][0][0]["value"];
        assert_eq!(*counted, asked.count(), "{one}");
        assert!(counted.as_i64().unwrap() >= 10);
    }
    assert_eq!(list[2]["id"], "4611686018427387905");
    for id in ["5", "4611686018427387905"] {
        let path = format!("/packetcaptures/{id}");
        let answer = caller.delete(&path).await;
        assert_eq!((answer.status, answer.text().as_str()), (204, ""));
        let why = format!("There is no packet capture with the id {id}.");
        assert_eq!(caller.get(&path).await.refusal(404), why);
        assert_eq!(caller.delete(&path).await.refusal(404), why);
    }
    let left = caller.json("/packetcaptures").await;
    assert_eq!(left, json!([list[1], list[3]]));
    caller.get("/packetcaptures/7").await.refusal(404);
    caller.get("/packetcaptures/abc").await.refusal(404);
}

#[tokio::test]
async fn packets_have_the_addresses_of_the_devices() {
    let twin = Twin::start(PAIR).await;
    let file = twin.full_system().get("/packetcaptures/5").await.body;
    let client = [0x00, 0x50, 0x56, 0x83, 0x40, 0xd5];
    let server = [0x02, 0, 0, 0, 0, 2];
    let ends = [[server, client], [client, server]].map(|ends| ends.concat());
    assert!(ends.contains(&file[40..52].to_vec()));
    // The VLAN tag, and IPv4 behind it.
    assert_eq!(file[52..58], [0x81, 0x00, 0, 12, 0x08, 0x00]);
}

#[tokio::test]
async fn a_download_is_in_the_audit_log_and_a_list_is_not() {
    let twin = Twin::start(PAIR).await;
    let caller = twin.full_system();
    let audit_note = |operation: &str| json!({"user": "setup", "operation": operation, "details": "packet capture 5: errors", "component": "REST API"});
    caller.get("/packetcaptures").await;
    caller.get("/packetcaptures/77").await.refusal(404);
    assert_eq!(caller.json("/auditlog").await, json!([]));
    caller.get("/packetcaptures/5").await;
    assert_eq!(
        caller.last_audit_note().await,
        audit_note("Download packet capture")
    );
    caller.delete("/packetcaptures/5").await;
    assert_eq!(
        caller.last_audit_note().await,
        audit_note("Delete packet capture")
    );
    assert_eq!(caller.json("/auditlog").await.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn every_twin_with_traffic_has_captured_some() {
    for fixture in ["guide", "demo"] {
        let twin = Twin::start(fixture).await;
        let caller = twin.full_system();
        let list = caller.json("/packetcaptures").await;
        let protocols: Vec<_> = list.as_array().unwrap().iter().rev().take(3).collect();
        let protocols: Vec<_> = protocols.iter().map(|one| &one["l7proto"]).collect();
        assert_eq!(protocols, ["FTP", "DNS", "HTTP"]);
        for one in list.as_array().unwrap() {
            let path = format!("/packetcaptures/{}", one["id"].as_str().unwrap());
            assert_eq!(payloads(&caller.get(&path).await).len(), one["packets"]);
            assert!(one["packets"].as_i64().unwrap() > 1, "{one}");
        }
    }
    let twin = Twin::start("empty").await;
    assert_eq!(twin.full_system().json("/packetcaptures").await, json!([]));
    let later = Twin::start_with("guide", &["--firmware", "8.6"]).await;
    later
        .full_system()
        .get("/packetcaptures")
        .await
        .refusal(404);
}

/// What was deleted stays deleted, in a twin that starts from an export too.
#[tokio::test]
async fn an_export_holds_what_is_left() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    caller.delete("/packetcaptures/4611686018427387907").await;
    let held = twin.server.launched.fleet.twin("default").unwrap();
    let (state, clock) = (held.store.state(), held.clock.held());
    let exported = wiretwin::twin::fixture::write::export(
        wiretwin::families::CONTENTS,
        &state,
        held.firmware,
        held.platform,
        held.seed,
        clock,
    );
    let again = Twin::start(&serde_saphyr::to_string(&exported).unwrap()).await;
    let again = again.full_system();
    let list = caller.json("/packetcaptures").await;
    assert_eq!(list.as_array().unwrap().len(), 2);
    assert_eq!(again.json("/packetcaptures").await, list);
    let path = "/packetcaptures/4611686018427387905";
    assert_eq!(caller.get(path).await.body, again.get(path).await.body);
}

#[test]
fn a_fixture_says_only_what_can_be() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fixture.yaml");
    let told = |capture: &str| {
        let start = PAIR.find("packetcaptures:").unwrap();
        let text = format!("{}packetcaptures:\n  - {{{capture}}}\n", &PAIR[..start]);
        std::fs::write(&file, text).unwrap();
        let checked = std::process::Command::new(env!("CARGO_BIN_EXE_wiretwin"))
            .args(["fixture", "check", file.to_str().unwrap()])
            .output()
            .unwrap();
        assert_eq!(checked.status.code(), Some(2), "{capture}");
        String::from_utf8(checked.stderr).unwrap()
    };
    let said = [
        (
            "name: a, client: 1, server: 2, protocol: ftp, start_time: 5, seconds: 9",
            "packetcaptures: a: device 1 does not ask device 2 anything in ftp",
        ),
        (
            "name: a, client: 2, server: 1, protocol: http, start_time: 5, seconds: 9",
            "packetcaptures: a: device 2 does not ask device 1 anything in http",
        ),
        (
            "name: a, client: 1, server: 2, protocol: http, start_time: 1577876400000",
            "line 10: packetcaptures[0]: `end_time` or `seconds` must be given",
        ),
        (
            "name: a, client: 1, server: 2, protocol: http, start_time: 5, end_time: 4",
            "line 10: packetcaptures[0]: `end_time` must not be before `start_time`",
        ),
        (
            "name: a, client: 1, server: 2, protocol: gopher, start_time: 5, seconds: 4",
            "line 10: packetcaptures[0]: `protocol`: there is no `gopher`; there are http, ",
        ),
        (
            "name: a, client: 1, server: nobody, protocol: http, start_time: 5, seconds: 4",
            "line 10: packetcaptures[0].server: there is no device named `nobody`",
        ),
        (
            "name: a, client: 1, server: 2, protocol: http, start_time: 1500000000000, seconds: 90000000",
            "the span has more than 64 MB of packets",
        ),
    ];
    for (capture, why) in said {
        let told = told(capture);
        assert!(told.contains(why), "{told}");
    }
}
