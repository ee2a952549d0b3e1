use super::{super::lists::found, FIVE, printed};
use crate::client::{Caller, Twin};
use serde_json::{Value, json};

/// When the guide's clock stands still.
const NOW: i64 = 1447975207000;

async fn patched(caller: &Caller, body: Value) -> Value {
    let answer = caller.patch("/devices/10212", body).await;
    assert_eq!((answer.status, answer.text()), (204, String::new()));
    caller.json("/devices/10212").await
}

/// The device as the guide prints it, with these fields in place of those.
fn with(fields: Value) -> Value {
    let mut device = printed();
    let changes = json!({"mod_time": NOW, "user_mod_time": NOW});
    for (name, value) in changes
        .as_object()
        .unwrap()
        .iter()
        .chain(fields.as_object().unwrap())
    {
        device[name] = value.clone();
    }
    device
}

#[tokio::test]
async fn a_user_sets_four_fields_of_a_device() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let mut all = json!({});
    for (name, value) in [
        ("custom_name", "Front door"),
        ("custom_type", "http_server"),
        ("description", "The web shop."),
        ("vendor", "Dell"),
    ] {
        all[name] = json!(value);
        assert_eq!(
            patched(&caller, json!({ name: value })).await,
            with(all.clone()),
            "the others stay"
        );
    }
    let audit_note = json!({"user": "full_write", "operation": "Modify device", "details": "device 10212: 10.10.10.5", "component": "REST API"});
    assert_eq!(twin.full_system().last_audit_note().await, audit_note);
}

#[tokio::test]
async fn null_and_an_empty_text_clear_a_name_and_a_description() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let filled = json!({"custom_name": "a", "description": "b", "custom_type": "c"});
    for nothing in [json!(null), json!("")] {
        assert_eq!(patched(&caller, filled.clone()).await, with(filled.clone()));
        assert_eq!(
            patched(
                &caller,
                json!({"custom_name": nothing, "description": nothing, "custom_type": ""})
            )
            .await,
            with(json!({})),
            "cleared by {nothing}"
        );
    }
    assert_eq!(
        patched(&caller, json!({"vendor": null})).await["vendor"],
        json!(null)
    );
}

#[tokio::test]
async fn what_only_the_appliance_sets_is_ignored() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    let mut whole = caller.json("/devices/10212").await;
    for (name, value) in whole.as_object_mut().unwrap() {
        if !["custom_name", "custom_type", "description", "vendor"].contains(&name.as_str()) {
            *value = json!("7");
        }
    }
    whole["description"] = json!("sent back");
    whole["colour"] = json!("red");
    whole["custom_make"] = json!("a field of later firmware");
    assert_eq!(
        patched(&caller, whole).await,
        with(json!({"description": "sent back"}))
    );
}

#[tokio::test]
async fn a_wrong_value_is_a_bad_request_and_changes_nothing() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_write();
    for (body, told) in [
        (
            json!({"description": "x", "custom_name": 5}),
            "`custom_name` must be a string or null, not a number",
        ),
        (
            json!({"vendor": ["Dell"]}),
            "`vendor` must be a string or null, not an array",
        ),
        (
            json!({"custom_type": null}),
            "`custom_type` must be a string, not null",
        ),
        (json!([]), "the body must be a JSON object"),
    ] {
        let refused = caller.patch("/devices/10212", body).await.refusal(400);
        assert_eq!(refused, told);
    }
    let refused = caller.send("PATCH", "/devices/10212", &[], b"{").await;
    assert!(refused.refusal(400).starts_with("the body is not JSON"));
    assert_eq!(caller.json("/devices/10212").await, printed());
}

#[tokio::test]
async fn only_full_write_changes_a_device() {
    let twin = Twin::start("guide").await;
    let told = twin
        .caller(wiretwin::twin::access::Level::LimitedWrite)
        .patch("/devices/10212", json!({"vendor": "Dell"}))
        .await
        .refusal(403);
    assert!(told.contains("full write"), "{told}");
    assert_eq!(twin.read_only().json("/devices/10212").await, printed());
}

#[tokio::test]
async fn the_name_that_is_shown_and_searched_follows_the_custom_name() {
    let twin = Twin::start_with("guide", &["--firmware", "5.2"]).await;
    let caller = twin.full_write();
    let shown = async || caller.json("/devices/10212").await["display_name"].clone();
    assert_eq!(shown().await, "Cisco5");
    let path = "/devices/10212";
    caller.patch(path, json!({"custom_name": "Gate"})).await;
    assert_eq!(shown().await, "Gate");
    assert_eq!(found(&caller, "name", "gate").await, [10212]);
    assert_eq!(
        found(&caller, "name", "cisco5").await,
        [10212],
        "the name that the appliance made up is a name still"
    );
    caller.patch(path, json!({"custom_name": ""})).await;
    assert_eq!(shown().await, "Cisco5");
    assert_eq!(found(&caller, "name", "gate").await, [] as [i64; 0]);
}

#[tokio::test]
async fn a_search_is_of_what_there_is_now() {
    let twin = Twin::start(FIVE).await;
    let caller = twin.full_write();
    caller
        .patch(
            "/devices/2",
            json!({"custom_name": "Front", "vendor": "Xen"}),
        )
        .await;
    caller.patch("/tags/1", json!({"name": "Branch"})).await;
    assert_eq!(found(&caller, "name", "front").await, [2]);
    assert_eq!(found(&caller, "any", "front").await, [2]);
    assert_eq!(found(&caller, "name", "shop.example").await, [2]);
    assert_eq!(found(&caller, "vendor", "vmware").await, [] as [i64; 0]);
    assert_eq!(found(&caller, "tag", "Office").await, [] as [i64; 0]);
    assert_eq!(found(&caller, "tag", "Branch").await, [2, 5]);
}
