//! The control API, as tests use it.
mod changes;
mod clock;
mod durable;
mod refusals;
mod snapshots;
mod twins;

use crate::client::{Answer, Caller, Twin};
use serde_json::{Value, json};

/// Makes a twin; what is told of it.
async fn make(server: &Twin, spec: Value) -> Value {
    let answer = server.control().post("/twins", spec).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

/// Who may do everything at a twin that was made.
fn full_system(server: &Twin, made: &Value) -> Caller {
    server.with_key(made["api_keys"]["full_system"].as_str().unwrap())
}

async fn tag(caller: &Caller, name: &str) -> i64 {
    let answer = caller.post("/tags", json!({"name": name})).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    id_of(&answer)
}

fn id_of(created: &Answer) -> i64 {
    let location = created.header("location").unwrap();
    location.rsplit('/').next().unwrap().parse().unwrap()
}

async fn tags(caller: &Caller) -> Vec<String> {
    let tags = caller.json("/tags").await;
    let names = tags.as_array().unwrap().iter();
    names
        .map(|tag| tag["name"].as_str().unwrap().to_owned())
        .collect()
}
