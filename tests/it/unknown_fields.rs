//! What a client sends that the firmware does not have: ignored and named, or refused.
use crate::client::Twin;
use serde_json::{Value, json};

const HEADER: &str = "X-Wiretwin-Ignored";
const STRICT: &[&str] = &["--unknown-fields", "refuse"];

/// Requests with something that 5.1 does not have, and how it is named.
fn requests() -> Vec<(&'static str, &'static str, Value, &'static str)> {
    let query = json!({"Cycle": "auto", "cycle": "auto", "from": -600_000, "until": 0, "object_type": "device", "object_ids": [1], "metric_category": "net", "metric_specs": [{"name": "bytes_in", "calc_typ": "mean"}]});
    vec![
        (
            "POST",
            "/tags",
            json!({"name": "a", "nmae": 1}),
            "`nmae` (nearest: `name`)",
        ),
        ("POST", "/tags?x=1", json!({"name": "b"}), "`x`"),
        ("GET", "/tags?nonsense=1", Value::Null, "`nonsense`"),
        (
            "GET",
            "/devices?limt=1",
            Value::Null,
            "`limt` (nearest: `limit`)",
        ),
        (
            "POST",
            "/devicegroups",
            json!({"name": "c", "filter": {}}),
            "`filter` (firmware 8.6 has it)",
        ),
        (
            "POST",
            "/customdevices",
            json!({"name": "d", "criteria": []}),
            "`criteria` (firmware 7.9 and later have it)",
        ),
        (
            "POST",
            "/triggers",
            json!({"name": "e", "hints": {"payloadByte": 1}}),
            "`hints.payloadByte` (nearest: `payloadBytes`)",
        ),
        (
            "POST",
            "/metrics",
            query,
            "`Cycle` (nearest: `cycle`), `metric_specs[0].calc_typ` (nearest: `calc_type`)",
        ),
    ]
}

#[tokio::test]
async fn they_are_ignored_and_named() {
    let twin = Twin::start("demo").await;
    let caller = twin.full_system();
    for (method, path, body, named) in requests() {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let answer = caller.send(method, path, &[], body.as_bytes()).await;
        assert!(
            matches!(answer.status, 200 | 201),
            "{path}: {}",
            answer.text()
        );
        assert_eq!(answer.header(HEADER), Some(named), "{path}");
    }
    let clean = caller.post("/tags", json!({"name": "clean"})).await;
    assert_eq!(clean.header(HEADER), None);
    // What is ignored is told beside a refusal too.
    let refused = caller.post("/tags", json!({"nmae": "x"})).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.header(HEADER), Some("`nmae` (nearest: `name`)"));
}

#[tokio::test]
async fn a_strict_twin_refuses_them_in_the_same_words() {
    let fixture = "firmware: \"5.1\"\nunknown_fields: refuse\n";
    for twin in [
        Twin::start_with("demo", STRICT).await,
        Twin::start(fixture).await,
    ] {
        let caller = twin.full_system();
        for (method, path, body, named) in requests() {
            let body = if body.is_null() {
                String::new()
            } else {
                body.to_string()
            };
            let answer = caller.send(method, path, &[], body.as_bytes()).await;
            assert_eq!(
                answer.refusal(400),
                format!("this firmware does not have {named}")
            );
        }
        let id = caller.created("/tags", json!({"name": "whole"})).await;
        let path = format!("/tags/{id}");
        let whole = caller.json(&path).await;
        assert_eq!(
            caller.patch(&path, whole).await.status,
            204,
            "read-only fields are harmless"
        );
    }
}

#[tokio::test]
async fn objects_are_sent_back_whole_in_every_resource() {
    for firmware in ["5.1", "9.8", "26.3"] {
        let more = [STRICT, &["--firmware", firmware]].concat();
        let twin = Twin::start_with("demo", &more).await;
        let caller = twin.full_system();
        for list in [
            "/tags",
            "/alerts",
            "/triggers",
            "/devicegroups",
            "/emailgroups",
            "/exclusionintervals",
            "/customdevices",
            "/devices",
            "/networks",
            "/vlans",
            "/applications",
        ] {
            let first = caller.json(list).await[0].clone();
            let path = format!("{list}/{}", first["id"]);
            let whole = caller.json(&path).await;
            let answer = caller.patch(&path, whole).await;
            assert_eq!(answer.status, 204, "{firmware} {path}: {}", answer.text());
        }
    }
}

#[tokio::test]
async fn kentik_ignores_and_says_nothing() {
    let twin = Twin::start_with("demo", STRICT).await;
    let answer = twin.administrator().get("/users?nonsense=1").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header(HEADER), None);
}

#[tokio::test]
async fn a_whole_number_is_an_integer_in_every_form() {
    let twin = Twin::start("demo").await;
    let caller = twin.full_write();
    let alert = |severity: &str, name: &str| {
        format!(
            r#"{{"name": "{name}", "stat_name": "extrahop.device.net", "field_name": "bytes_in", "operator": ">", "operand": "1", "severity": {severity}}}"#
        )
    };
    for (severity, status) in [
        ("3.0", 201),
        ("3e0", 201),
        ("0.3e1", 201),
        ("3.5", 400),
        ("\"3\"", 400),
        ("true", 400),
    ] {
        let body = alert(severity, &severity.replace('"', ""));
        let answer = caller.send("POST", "/alerts", &[], body.as_bytes()).await;
        assert_eq!(answer.status, status, "{severity}");
    }
    let alerts = caller.json("/alerts").await;
    let last = alerts.as_array().unwrap().last().unwrap();
    assert_eq!(last["severity"].to_string(), "3");
    let ids = r#"{"assign": [1.0]}"#;
    let answer = caller
        .send("POST", "/tags/1/devices", &[], ids.as_bytes())
        .await;
    assert_eq!(answer.status, 204, "{}", answer.text());
}

#[tokio::test]
async fn an_operation_of_later_firmware_is_told() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    for (path, since) in [("/devices/search", "7.9"), ("/records/search", "6.0")] {
        let told = caller.post(path, json!({})).await.refusal(404);
        let said =
            format!("Firmware 5.1 has no POST /api/v1{path}; it came with firmware {since}.");
        assert_eq!(told, said);
    }
}

#[tokio::test]
async fn another_charset_is_refused_by_its_name() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let send = async |charset: &str| {
        let header = format!("Content-Type: application/json; charset={charset}");
        caller
            .send("POST", "/tags", &[&header], br#"{"name": "x"}"#)
            .await
    };
    let told = send("iso-8859-1").await.refusal(415);
    assert!(told.contains("charset=iso-8859-1"), "{told}");
    assert_eq!(send("UTF-8").await.status, 201);
}

#[tokio::test]
async fn a_refusal_gives_back_no_long_text() {
    let twin = Twin::start("demo").await;
    let caller = twin.full_system();
    let long = "z".repeat(3000);
    let answers = [
        caller.get(&format!("/{long}")).await,
        caller.get(&format!("/tags/{long}")).await,
        caller.get(&format!("/devices?value=/({long}/")).await,
        caller
            .post(
                "/triggers",
                json!({"name": "x", "event": long.to_uppercase()}),
            )
            .await,
    ];
    for answer in answers {
        assert!(answer.status >= 400);
        assert!(
            !answer.text().to_lowercase().contains(&"z".repeat(101)),
            "{}",
            answer.text()
        );
    }
}
