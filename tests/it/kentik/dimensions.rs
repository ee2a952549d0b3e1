//! Custom dimensions and their populators.
use crate::client::{Caller, Twin};
use serde_json::{Value, json};

/// A twin whose time stands still.
const STILL: &str = "clock: 2020-12-15T08:32:19.503Z";
const THEN: &str = "2020-12-15T08:32:19.503000Z";

fn dimension(name: &str, kind: &str) -> Value {
    json!({"name": name, "display_name": "A dimension", "type": kind})
}
async fn made(caller: &Caller, path: &str, body: Value) -> Value {
    let answer = caller.post(path, body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

#[tokio::test]
async fn a_dimension_from_birth_to_death() {
    let twin = Twin::start(STILL).await;
    let caller = twin.administrator();
    let sent = json!({"id": null, "company_id": null, "populators": null, "name": "c_testapi_1", "display_name": "First name", "type": "string"});
    let first = made(&caller, "/customdimension", sent).await;
    let mut seen = json!({
        "id": 1, "name": "c_testapi_1", "display_name": "First name", "type": "string", "company_id": "74333", "populators": [],
        "created_date": "2020-12-15T08:32:19.503Z", "updated_date": "2020-12-15T08:32:19.503Z"
    });
    assert_eq!(first, json!({"customDimension": seen}));
    assert_eq!(caller.json("/customdimension/1").await, first);
    // What cannot be changed is ignored, and the object is taken bare and in either envelope.
    for (name, body) in [
        (
            "Second",
            json!({"display_name": "Second", "name": 5, "type": "uint32"}),
        ),
        (
            "Third",
            json!({"customDimension": {"display_name": "Third"}}),
        ),
        (
            "The 4th dimension",
            json!({"custom dimension": {"display_name": "The 4th dimension"}}),
        ),
        ("The 4th dimension", json!({})),
    ] {
        let changed = caller.put("/customdimension/1", body).await;
        seen["display_name"] = name.into();
        assert_eq!(
            (changed.status, changed.json()),
            (200, json!({"customDimension": seen}))
        );
    }
    let all = twin.member().json("/customdimensions").await;
    assert_eq!(all, json!({"customDimensions": [seen]}));
    let populator = json!({"populator": {"value": "a", "direction": "src", "port": "80"}});
    made(&caller, "/customdimension/1/populator", populator.clone()).await;
    assert_eq!(caller.delete("/customdimension/1").await.status, 204);
    let audit_note = twin.full_system().last_audit_note().await;
    assert_eq!(audit_note["details"], "custom dimension 1: c_testapi_1");
    assert_eq!(
        caller.json("/customdimensions").await,
        json!({"customDimensions": []})
    );
    for path in [
        "/customdimension/1",
        "/customdimension/-1",
        "/customdimension/c_testapi_1",
    ] {
        assert_eq!(caller.get(path).await.status, 404, "{path}");
        assert_eq!(caller.put(path, json!({})).await.status, 404, "{path}");
        assert_eq!(caller.delete(path).await.status, 404, "{path}");
        let path = format!("{path}/populator");
        assert_eq!(
            caller.post(&path, populator.clone()).await.status,
            404,
            "{path}"
        );
    }
    // Its name is free, and its populators are gone with it.
    made(
        &caller,
        "/customdimension",
        dimension("c_testapi_1", "string"),
    )
    .await;
    let left = caller.json("/customdimension/2").await;
    assert_eq!(left["customDimension"]["populators"], json!([]));
}

#[tokio::test]
async fn a_dimension_that_breaks_a_rule_is_not_made() {
    let twin = Twin::start("empty").await;
    let caller = twin.administrator();
    made(&caller, "/customdimension", dimension("c_first", "string")).await;
    let told = async |body: Value| caller.post("/customdimension", body).await.refusal(400);
    let why = told(dimension("c_first", "uint32")).await;
    assert_eq!(why, "Custom dimension name (c_first) Already Exists");
    for name in ["c_", "first", "c_a b", "c_9012345678901234567"] {
        let why = told(dimension(name, "string")).await;
        assert!(why.starts_with("`name` must be "), "{name}: {why}");
    }
    let why = told(dimension("c_other", "int")).await;
    assert_eq!(why, "`type` must be one of \"string\", \"uint32\"");
    for name in ["a", "no+plus", "1234567890123456789012345678901"] {
        let why = told(json!({"name": "c_other", "type": "string", "display_name": name})).await;
        assert!(why.starts_with("`display_name` must be "), "{name}: {why}");
        let changed = caller
            .put("/customdimension/1", json!({"display_name": name}))
            .await;
        assert_eq!(changed.refusal(400), why);
    }
    let null = caller
        .put("/customdimension/1", json!({"display_name": null}))
        .await;
    assert_eq!(
        null.refusal(400),
        "`display_name` must be a string, not null"
    );
    for name in ["name", "type", "display_name"] {
        let mut body = dimension("c_other", "string");
        body.as_object_mut().unwrap().remove(name);
        assert!(
            told(body)
                .await
                .starts_with(&format!("`{name}` is required"))
        );
    }
    let all = caller.json("/customdimensions").await;
    assert_eq!(all["customDimensions"].as_array().unwrap().len(), 1);
    assert_eq!(all["customDimensions"][0]["display_name"], "A dimension");
}

#[tokio::test]
async fn populators_are_told_with_their_dimension() {
    let twin = Twin::start(STILL).await;
    let caller = twin.administrator();
    for name in ["c_first", "c_other"] {
        made(&caller, "/customdimension", dimension(name, "string")).await;
    }
    let path = "/customdimension/1/populator";
    let sent = json!({"dimension_id": 2, "id": 9, "value": "a value-1_b", "direction": "DST", "device_name": "device1,128.0.0.100",
        "addr": "128.0.0.1,128.0.0.2/32", "mac": "FF:FF:FF:FF:FF:FF", "country": "", "site": null});
    let first = made(&caller, path, json!({"populator": sent})).await;
    let mut seen = json!({
        "id": 1, "dimension_id": 1, "value": "a value-1_b", "direction": "DST", "device_name": "128.0.0.100,device1",
        "addr": "128.0.0.1/32,128.0.0.2/32", "mac": "FF:FF:FF:FF:FF:FF", "user": "2", "mac_count": 1, "addr_count": 2,
        "company_id": "74333", "created_date": THEN, "updated_date": THEN
    });
    assert_eq!(first, json!({"populator": seen}));
    let body = json!({"populator": {"mac": "", "direction": "Either", "port": "700"}});
    let changed = caller.put("/customdimension/1/populator/1", body).await;
    seen.as_object_mut().unwrap().remove("mac");
    seen["mac_count"] = 0.into();
    seen["direction"] = "Either".into();
    seen["port"] = "700".into();
    assert_eq!(
        (changed.status, changed.json()),
        (200, json!({"populator": seen}))
    );
    let one = caller.json("/customdimension/1").await;
    assert_eq!(one["customDimension"]["populators"], json!([seen]));
    let all = caller.json("/customdimensions").await;
    assert_eq!(all["customDimensions"][0]["populators"], json!([seen]));
    assert_eq!(all["customDimensions"][1]["populators"], json!([]));
    // It is found in its own dimension alone.
    for path in [
        "/customdimension/2/populator/1",
        "/customdimension/1/populator/2",
        "/customdimension/9/populator/1",
        "/customdimension/1/populator/a",
    ] {
        let body = json!({"populator": {"port": "1"}});
        assert_eq!(caller.put(path, body).await.status, 404, "{path}");
        assert_eq!(caller.delete(path).await.status, 404, "{path}");
    }
    let gone = caller.delete("/customdimension/1/populator/1").await;
    assert_eq!((gone.status, gone.text().as_str()), (204, ""));
    let one = caller.json("/customdimension/1").await;
    assert_eq!(one["customDimension"]["populators"], json!([]));
}

#[tokio::test]
async fn a_value_is_what_the_dimension_takes() {
    let twin = Twin::start("empty").await;
    let caller = twin.administrator();
    made(&caller, "/customdimension", dimension("c_text", "string")).await;
    made(&caller, "/customdimension", dimension("c_number", "uint32")).await;
    let post = async |of: i64, value: Value| {
        let body = json!({"populator": {"value": value, "direction": "src", "port": "80"}});
        caller
            .post(&format!("/customdimension/{of}/populator"), body)
            .await
    };
    for (of, value, kept) in [
        (1, json!(42), "42"),
        (1, json!("a".repeat(128)), &*"a".repeat(128)),
        (2, json!(4_294_967_295_u32), "4294967295"),
        (2, json!("0"), "0"),
    ] {
        let answer = post(of, value).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        assert_eq!(answer.json()["populator"]["value"], kept);
    }
    for (of, value, why) in [
        (1, json!(""), "`value` must be a text that is not empty"),
        (
            1,
            json!("a".repeat(129)),
            "`value` must be at most 128 characters long",
        ),
        (
            1,
            json!("a/b"),
            "`value` must have 1 to 128 letters, digits, spaces, dashes and underscores",
        ),
        (
            1,
            json!(true),
            "`value` must be a string or an integer, not a boolean",
        ),
        (
            2,
            json!("a"),
            "`value` must be a number from 0 to 4294967295",
        ),
        (
            2,
            json!(-1),
            "`value` must be a number from 0 to 4294967295",
        ),
        (
            2,
            json!(4_294_967_296_u64),
            "`value` must be a number from 0 to 4294967295",
        ),
    ] {
        assert_eq!(post(of, value).await.refusal(400), why);
    }
    let path = "/customdimension/1/populator";
    let told = async |body: Value| {
        let answer = caller.post(path, json!({"populator": body})).await;
        answer.refusal(400)
    };
    let why = told(json!({"value": "a", "direction": "up", "port": "80"})).await;
    assert_eq!(
        why,
        "`direction`: a direction is \"src\", \"dst\" or \"either\", in any case"
    );
    let why = told(json!({"value": "a", "port": "80"})).await;
    assert_eq!(why, "`direction` is required: a string");
    let why = told(json!({"direction": "src", "port": "80"})).await;
    assert_eq!(why, "`value` is required: a string or an integer");
    let why = told(json!({"value": "a", "direction": "src", "addr": ""})).await;
    assert!(why.starts_with("at least one of `device_name`"), "{why}");
    let all = caller.json("/customdimension/1").await;
    assert_eq!(
        all["customDimension"]["populators"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[tokio::test]
async fn a_fixture_has_dimensions_and_populators() {
    let twin = Twin::start(
        "kentik:\n  customdimensions:\n    - {name: c_first, display_name: First, type: uint32}\n  populators:\n    - {dimension_id: 1, value: 7, direction: src, addr: 10.0.0.1}\n",
    )
    .await;
    let seen = twin.member().json("/customdimension/1").await;
    let populator = &seen["customDimension"]["populators"][0];
    assert_eq!(
        [&populator["value"], &populator["addr"]],
        ["7", "10.0.0.1/32"]
    );
}
