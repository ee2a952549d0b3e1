use super::{lists::ids, users::PEOPLE};
use crate::client::Twin;
use serde_json::{Value, json};
use wiretwin::twin::access::Level::{FullSystem, FullWrite, LimitedWrite, ReadOnly};

/// The keys that come with every twin have the ids 1 to 4, and their owners too.
fn key(id: i64, tail: &str, description: Value, owner: (&str, i64)) -> Value {
    json!({
        "id": id,
        "key": tail,
        "description": description,
        "time_added": 1447975207000i64,
        "username": owner.0,
        "user_id": owner.1
    })
}

#[tokio::test]
async fn a_user_sees_its_own_keys_by_their_last_four_characters() {
    let twin = Twin::start(PEOPLE).await;
    let wes = twin.with_key("wes-key-0002");
    let own = json!([
        key(5, "0001", json!("laptop"), ("wes", 5)),
        key(6, "0002", json!(null), ("wes", 5)),
    ]);
    assert_eq!(wes.json("/apikeys").await, own);
    assert_eq!(wes.json("/users/wes/apikeys").await, own);
    assert_eq!(wes.json("/users/wes/apikeys/6").await, own[1]);
    let lin = twin.with_key("lin-key-0004");
    let own = json!([key(8, "0004", json!(null), ("lin", 7))]);
    assert_eq!(lin.json("/apikeys").await, own);
    assert_eq!(lin.json("/users/lin/apikeys/8").await, own[0]);
    let text = lin.get("/apikeys").await.text();
    assert!(!text.contains("lin-key"), "{text}");
}

#[tokio::test]
async fn full_system_sees_the_keys_of_all() {
    let twin = Twin::start(PEOPLE).await;
    let caller = twin.with_key("ada-key-0003");
    let all = caller.json("/apikeys").await;
    assert_eq!(ids(&all), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    assert_eq!(all[6], key(7, "0003", json!(null), ("ada", 6)));
    assert_eq!(caller.json("/users/ada/apikeys").await, json!([all[6]]));
    assert_eq!(
        caller.json("/users/wes/apikeys").await,
        json!([all[4], all[5]])
    );
    assert_eq!(caller.json("/users/wes/apikeys/5").await, all[4]);
}

#[tokio::test]
async fn a_key_is_sought_with_its_owner() {
    let twin = Twin::start(PEOPLE).await;
    let caller = twin.full_system();
    for (path, told) in [
        ("/users/wes/apikeys/7", "There is no API key with the id 7."),
        (
            "/users/wes/apikeys/99",
            "There is no API key with the id 99.",
        ),
        ("/users/nobody/apikeys", "There is no user named nobody."),
        ("/users/nobody/apikeys/5", "There is no user named nobody."),
    ] {
        assert_eq!(caller.get(path).await.refusal(404), told);
    }
    caller.get("/users/wes/apikeys/first").await.refusal(404);
    let wes = twin.with_key("wes-key-0001");
    wes.get("/users/wes/apikeys/7").await.refusal(404);
    wes.get("/users/lin/apikeys/8").await.refusal(403);
}

#[tokio::test]
async fn every_twin_has_a_key_of_each_level() {
    let twin = Twin::start("empty").await;
    for (level, id, owner) in [
        (ReadOnly, 1, "read_only"),
        (LimitedWrite, 2, "limited_write"),
        (FullWrite, 3, "full_write"),
        (FullSystem, 4, "setup"),
    ] {
        let tail = &twin.server.key(level)[28..];
        let all = twin.caller(level).json("/apikeys").await;
        let own = all.as_array().unwrap().last().unwrap();
        let mut expected = key(id, tail, json!("wiretwin"), (owner, id));
        expected["time_added"] = own["time_added"].clone();
        assert_eq!(*own, expected);
        assert!(own["time_added"].as_i64().is_some_and(|at| at > 0));
        assert_eq!(ids(&all).len(), if level == FullSystem { 4 } else { 1 });
    }
}

#[tokio::test]
async fn a_key_is_compared_whole() {
    let twin = Twin::start(PEOPLE).await;
    for wrong in [
        "wes-key-000",
        "wes-key-00011",
        "WES-KEY-0001",
        "0001",
        "wes",
        "",
    ] {
        let told = twin.with_key(wrong).get("/tags").await.refusal(401);
        assert!(told.starts_with("Invalid access token"), "{wrong}: {told}");
    }
    let nobody = twin.anonymous();
    nobody.get("/tags").await.refusal(401);
    for header in [
        "Authorization: wes-key-0001",
        "Authorization: Bearer wes-key-0001",
        "Authorization: ExtraHop apikey wes-key-0001",
        "Authorization: ExtraHop key=wes-key-0001",
    ] {
        let answer = nobody.send("GET", "/tags", &[header], b"").await;
        answer.refusal(401);
    }
    let header = "authorization: ExtraHop apikey=wes-key-0001";
    let answer = nobody.send("GET", "/tags", &[header], b"").await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn no_operation_makes_or_deletes_a_key() {
    let twin = Twin::start(PEOPLE).await;
    let caller = twin.full_system();
    for answer in [
        caller
            .post("/apikeys", json!({"password": "default"}))
            .await,
        caller.delete("/apikeys/5").await,
        caller.get("/apikeys/5").await,
        caller.delete("/users/wes/apikeys/5").await,
    ] {
        assert!(matches!(answer.status, 404 | 405), "{}", answer.text());
    }
    assert_eq!(ids(&caller.json("/apikeys").await).len(), 11);
}
