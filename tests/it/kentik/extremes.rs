//! Every field of every body of the Kentik API with numbers of any size, texts of any length and
//! any depth: a refusal, or an answer, and never a mistake of ours.
use crate::client::{Caller, Twin};
use serde_json::{Value, json};

/// Stands for the value in a body.
const PLACE: &str = "\"@@\"";

/// Values as they are in a body, by what they are.
fn extremes() -> Vec<(&'static str, String)> {
    vec![
        ("beyond 64 bits", "9".repeat(30)),
        ("the largest of 64 bits", i64::MAX.to_string()),
        ("negative", "-1".into()),
        ("very negative", format!("-{}", "9".repeat(30))),
        ("a fraction", "0.5".into()),
        ("large", "1e300".into()),
        ("beyond floats", "1e400".into()),
        ("500 digits", "9".repeat(500)),
        ("digits as text", format!("\"{}\"", "9".repeat(2000))),
        ("deep lists", "[".repeat(10_000) + &"]".repeat(10_000)),
        (
            "deep objects",
            "{\"a\":".repeat(10_000) + "1" + &"}".repeat(10_000),
        ),
    ]
}

/// A value once for each place in it, with the mark at that place.
fn marked(value: &Value) -> Vec<(String, Value)> {
    let mut all = vec![(String::new(), json!("@@"))];
    let mut within = |name: String, inner: &Value, put: &dyn Fn(Value) -> Value| {
        for (place, inner) in marked(inner) {
            all.push((format!(".{name}{place}"), put(inner)));
        }
    };
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                within(name.clone(), inner, &|inner| {
                    let mut fields = fields.clone();
                    fields.insert(name.clone(), inner);
                    fields.into()
                });
            }
        }
        Value::Array(items) => {
            for (at, inner) in items.iter().enumerate() {
                within(at.to_string(), inner, &|inner| {
                    let mut items = items.clone();
                    items[at] = inner;
                    items.into()
                });
            }
        }
        _ => {}
    }
    all
}

/// The calls that create or ask: path and example body.
async fn calls(caller: &Caller) -> Vec<(String, Value)> {
    let document = caller.json("/openapi.json").await;
    let mut calls = vec![];
    for (path, operations) in document["paths"].as_object().unwrap() {
        let body = &operations["post"]["requestBody"]["content"]["application/json"];
        if !body["example"].is_null() && !path.contains('{') {
            calls.push((path.clone(), body["example"].clone()));
        }
    }
    assert!(calls.len() >= 10, "{calls:?}");
    calls
}

/// Sends a body; what was made is deleted, so that the next one is not refused for its name.
async fn status(caller: &Caller, path: &str, body: &str) -> u16 {
    let json = "Content-Type: application/json";
    let answer = caller.send("POST", path, &[json], body.as_bytes()).await;
    if answer.status == 201 {
        let made = answer.json();
        let object = made.as_object().unwrap();
        let inner = object.values().next().unwrap();
        let id = made.get("id").unwrap_or(&inner["id"]);
        let own = format!("{path}/{}", id.to_string().trim_matches('"'));
        // A device is archived first.
        caller.delete(&own).await;
        caller.delete(&own).await;
    } else if answer.status >= 400 {
        let told = answer.refusal(answer.status);
        assert!(told.chars().count() <= 300, "{path}: {told}");
    }
    answer.status
}

#[tokio::test]
async fn no_value_of_a_field_is_a_mistake_of_ours() {
    let twin = Twin::start("demo").await;
    let caller = twin.administrator();
    for (path, example) in calls(&caller).await {
        for (place, body) in marked(&example) {
            let body = body.to_string();
            for (what, value) in extremes() {
                let status = status(&caller, &path, &body.replace(PLACE, &value)).await;
                assert!(status < 500, "{path} {place} {what}: {status}");
                let deep = what.starts_with("deep");
                assert!(!deep || status == 400, "{path} {place} {what}: {status}");
            }
        }
    }
}

#[tokio::test]
async fn a_text_of_a_mebibyte_is_refused() {
    let twin = Twin::start("demo").await;
    let caller = twin.administrator();
    let long = format!("\"{}\"", "a".repeat(1 << 20));
    for (path, example) in calls(&caller).await {
        // What is in a batch is looked at when its turn comes, and a query names devices that there
        // may not be.
        let later = path.starts_with("/batch") || path.starts_with("/query");
        for (place, body) in marked(&example) {
            let status = status(&caller, &path, &body.to_string().replace(PLACE, &long)).await;
            let expected = status == 400 || (later && status < 500);
            assert!(expected, "{path} {place}: {status}");
        }
    }
}
