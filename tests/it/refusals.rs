//! What bad input gets: JSON that names the field and what is allowed, never a 500; and what
//! real clients send passes.
use crate::client::Twin;
use serde_json::json;

#[tokio::test]
async fn bodies_that_cannot_be_read() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let told = |body: &'static [u8]| {
        let caller = caller.clone();
        async move { caller.send("POST", "/tags", &[], body).await.refusal(400) }
    };
    assert!(
        told(b"{\"name\": ")
            .await
            .starts_with("the body is not JSON: line 1, column 9: it ends too soon")
    );
    assert!(
        told(b"{\"name\": \"a\"}}")
            .await
            .starts_with("the body is not JSON: line 1, column 14: something stands after its end")
    );
    assert!(
        told(b"\xff\xfe")
            .await
            .starts_with("the body is not JSON: ")
    );
    assert_eq!(
        told(b"").await,
        "the body is empty; it must be a JSON object"
    );
    for body in [&b"[]"[..], b"5", b"\"a\"", b"null"] {
        assert_eq!(told(body).await, "the body must be a JSON object");
    }
    let deep = [b"{\"name\":".to_vec(), vec![b'['; 100_000]].concat();
    assert!(
        caller
            .send("POST", "/tags", &[], &deep)
            .await
            .refusal(400)
            .contains("nested too deep")
    );
    assert_eq!(caller.json("/tags").await, json!([]));
}

#[tokio::test]
async fn wrong_values_name_the_field_and_what_is_allowed() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let alert = |field: &str, value: serde_json::Value| {
        let mut alert = json!({"name": "a", "stat_name": "extrahop.device.http_server", "field_name": "rsp", "operator": ">", "operand": "1"});
        alert[field] = value;
        alert
    };
    let said = [
        (
            "severity",
            json!(8),
            422,
            "`severity` must be an integer or null from 0 to 7",
        ),
        (
            "severity",
            json!(-1),
            422,
            "`severity` must be an integer or null from 0 to 7",
        ),
        (
            "severity",
            json!("3"),
            400,
            "`severity` must be an integer or null from 0 to 7, not a string",
        ),
        (
            "severity",
            json!(1.5),
            400,
            "`severity` must be an integer or null from 0 to 7, not a number",
        ),
        (
            "units",
            json!("day"),
            422,
            "`units` must be one of \"none\", \"period\", \"1 sec\", \"1 min\", \"1 hr\", null",
        ),
        (
            "interval_length",
            json!(31),
            422,
            "`interval_length` must be one of 30, 60, 120, 300, 600, 900, 1200, 1800, null",
        ),
        (
            "apply_all",
            json!(null),
            400,
            "`apply_all` must be a boolean, not null",
        ),
        (
            "cc",
            json!(["a@example.com", 5]),
            400,
            "`cc[1]` must be a string, not a number",
        ),
        (
            "param",
            json!([]),
            400,
            "`param` must be an object or null, not an array",
        ),
        (
            "operand",
            json!("much"),
            422,
            "`operand` must be a number written as text, such as \"0.001\"",
        ),
        (
            "type",
            json!("trend"),
            422,
            "`type` must be one of \"threshold\", \"detection\"",
        ),
        (
            "name",
            json!(9007199254740993i64),
            400,
            "`name` must be a string, not a number",
        ),
    ];
    for (field, value, status, expected) in said {
        assert_eq!(
            caller
                .post("/alerts", alert(field, value.clone()))
                .await
                .refusal(status),
            expected
        );
        let patched = caller.patch("/alerts/1", json!({field: value})).await;
        assert_eq!(patched.refusal(status), expected, "PATCH");
    }
    assert_eq!(caller.json("/alerts").await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_body_that_is_too_large() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let large = vec![b' '; 16 * 1024 * 1024 + 1];
    let told = caller.send("POST", "/tags", &[], &large).await.refusal(413);
    assert_eq!(
        told,
        "the request body is larger than the 16777216 bytes that are allowed"
    );
    let mut chunked = format!("{:x}\r\n", large.len()).into_bytes();
    chunked.extend(large);
    chunked.extend(b"\r\n0\r\n\r\n");
    // Without an announced length it is found out while it is read.
    caller
        .send("POST", "/tags", &["Transfer-Encoding: chunked"], &chunked)
        .await
        .refusal(413);
    let broken = b"zz\r\n{}\r\n0\r\n\r\n";
    assert_eq!(
        caller
            .send("POST", "/tags", &["Transfer-Encoding: chunked"], broken)
            .await
            .status,
        400
    );
    let mut full = br#"{"name": "full"}"#.to_vec();
    full.resize(16 * 1024 * 1024, b' ');
    assert_eq!(caller.send("POST", "/tags", &[], &full).await.status, 201);
}

#[tokio::test]
async fn media_types() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let body = |i: usize| format!("{{\"name\": \"tag {i}\"}}").into_bytes();
    let taken = [
        "",
        "Content-Type: application/json",
        "Content-Type: Application/JSON; charset=UTF-8",
        "Content-Type: application/vnd.api+json",
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Type: text/plain",
    ];
    for (i, header) in taken.iter().enumerate() {
        assert_eq!(
            caller
                .send("POST", "/tags", &[header], &body(i))
                .await
                .status,
            201,
            "{header}"
        );
    }
    for kind in [
        "application/xml",
        "multipart/form-data; boundary=x",
        "application/octet-stream",
        "text/html",
    ] {
        let told = caller
            .send(
                "POST",
                "/tags",
                &[&format!("Content-Type: {kind}")],
                &body(9),
            )
            .await
            .refusal(415);
        assert_eq!(
            told,
            format!("the Content-Type `{kind}` is not supported; send application/json")
        );
    }
}

#[tokio::test]
async fn paths_and_methods() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    assert_eq!(
        caller.get("/nothing").await.refusal(404),
        "There is no /api/v1/nothing here."
    );
    assert_eq!(
        caller.get("//elsewhere").await.refusal(404),
        "There is no /elsewhere here."
    );
    assert_eq!(caller.get("//").await.status, 404);
    let answer = caller.send("PUT", "/tags", &[], b"{}").await;
    assert_eq!(answer.header("allow"), Some("GET,HEAD,POST"));
    assert_eq!(
        answer.refusal(405),
        "/api/v1/tags does not take PUT; the Allow header says what it takes."
    );
    assert_eq!(
        caller.send("POST", "/devices", &[], b"{}").await.status,
        405
    );
    for id in ["abc", "1.5", "0x10", "99999999999999999999", "%00", "1%2F2"] {
        let told = caller.get(&format!("/tags/{id}")).await.refusal(404);
        assert!(told.starts_with("`id` must be an integer, not `"), "{told}");
    }
    assert_eq!(
        caller.get("/tags/-1").await.refusal(404),
        "There is no tag with the id -1."
    );
    assert!(caller.get("/tags/%ff").await.status < 500);
    assert_eq!(caller.get("/tags/").await.status, 200, "a slash at the end");
    assert_eq!(
        caller
            .get("/devices/?limit=1")
            .await
            .json()
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let head = caller.send("HEAD", "/extrahop/version", &[], b"").await;
    assert_eq!(
        (head.status, head.header("content-type")),
        (200, Some("application/json; charset=utf-8"))
    );
}

#[tokio::test]
async fn query_parameters() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let said = [
        (
            "/devices?limit=ten",
            "`limit` must be an integer of at least -1, not a string",
        ),
        (
            "/devices?limit=-2",
            "`limit` must be an integer of at least -1",
        ),
        (
            "/devices?offset=-1",
            "`offset` must be an integer of at least 0",
        ),
        (
            "/devices?limit=",
            "`limit` must be an integer of at least -1, not a string",
        ),
        (
            "/auditlog?limit=-1",
            "`limit` must be an integer of at least 1",
        ),
        (
            "/devicegroups?all=maybe",
            "`all` must be a boolean, not a string",
        ),
        (
            "/devicegroups?name=%5B",
            "`name` is not a valid regular expression",
        ),
    ];
    for (path, expected) in said {
        assert_eq!(caller.get(path).await.refusal(400), expected, "{path}");
    }
    let told = caller.get("/devices?search_type=colour").await.refusal(400);
    assert!(
        told.starts_with("`search_type` must be one of \"any\", \"name\""),
        "{told}"
    );
    for value in [
        "10.20.0.%5B0-9",
        "%2F%5B%2F",
        "(((",
        "a%7B99999%7D%7B99999%7D",
    ] {
        let told = caller
            .get(&format!("/devices?search_type=ip+address&value={value}"))
            .await
            .refusal(400);
        assert!(
            told.starts_with("`value`: `") && told.contains("is not a valid regular expression"),
            "{told}"
        );
    }
    let told = caller
        .get("/devices?active_from=yesterday")
        .await
        .refusal(400);
    assert!(
        told.contains("active_from") && told.contains("-30m"),
        "{told}"
    );
    assert_eq!(caller.get("/devices?unknown=1&limit=1").await.status, 200);
    assert_eq!(
        caller
            .get("/devices?active_from=-30m&active_until=0&limit=1")
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn metric_queries() {
    let twin = Twin::start("guide").await;
    let caller = twin.read_only();
    let query = |field: &str, value: serde_json::Value| {
        let mut query = json!({"cycle": "auto", "from": -1800000, "until": 0, "object_type": "device", "object_ids": [9363], "metric_category": "http_client", "metric_specs": [{"name": "req"}]});
        match value.is_null() {
            true => query
                .as_object_mut()
                .unwrap()
                .remove(field)
                .map_or((), drop),
            false => query[field] = value,
        }
        query
    };
    let said = [
        (
            "cycle",
            json!("2min"),
            "`cycle` must be one of \"auto\", \"1sec\", \"30sec\", \"5min\", \"1hr\", \"24hr\"",
        ),
        ("object_type", json!("host"), "`object_type` must be one of"),
        (
            "object_ids",
            json!(9363),
            "`object_ids` must be an array, not a number",
        ),
        (
            "object_ids",
            json!(["9363"]),
            "`object_ids[0]` must be an integer, not a string",
        ),
        (
            "metric_category",
            json!(null),
            "`metric_category` is required",
        ),
        (
            "metric_category",
            json!("http"),
            "invalid stat name 'extrahop.device.http' (-32602)",
        ),
        ("metric_specs", json!([{"name": "reqs"}]), "`metric_specs`"),
        (
            "metric_specs",
            json!([{}]),
            "`metric_specs[0].name` is required: a string",
        ),
        (
            "metric_specs",
            json!([{"name": "tprocess", "calc_type": "percentiles"}]),
            "`metric_specs[0]`: `percentiles` is required",
        ),
        (
            "metric_specs",
            json!([{"name": "tprocess", "calc_type": "percentiles", "percentiles": [95, 5]}]),
            "must be ascending",
        ),
        (
            "metric_specs",
            json!([{"name": "tprocess", "calc_type": "median"}]),
            "`calc_type` must be mean or percentiles, not `median`",
        ),
        (
            "metric_specs",
            json!([{"name": "req", "key1": "/[/"}]),
            "`key1`",
        ),
        ("from", json!("soon"), "`soon` is no time"),
        ("from", json!(true), "`from` must be an integer or a string"),
    ];
    for (field, value, expected) in said {
        let told = caller
            .post("/metrics", query(field, value))
            .await
            .refusal(400);
        assert!(told.contains(expected), "{told}");
    }
    for (field, value) in [
        ("from", json!(null)),
        ("until", json!(null)),
        ("cycle", json!(null)),
        ("from", json!("-30m")),
        ("until", json!("0")),
    ] {
        assert_eq!(
            caller.post("/metrics", query(field, value)).await.status,
            200,
            "{field}"
        );
    }
    let year = query("from", json!("-3y"));
    let mut year = year;
    year["cycle"] = json!("1sec");
    let told = caller.post("/metrics", year).await.refusal(400);
    assert!(
        told.contains("1000000") || told.contains("1,000,000"),
        "{told}"
    );
}
