use super::{NOW, PEOPLE};
use crate::client::{Caller, Twin};
use serde_json::json;

/// What a caller may: write what others see, and administer.
async fn may(caller: &Caller) -> (bool, bool) {
    let write = caller.patch("/pages/1", json!({})).await.status;
    let administer = caller.get("/auditlog").await.status;
    assert!([204, 403].contains(&write) && [200, 403].contains(&administer));
    (write == 204, administer == 200)
}

#[tokio::test]
async fn granted_roles_are_the_level_of_the_users_keys() {
    let twin = Twin::start(&format!("{PEOPLE}pages: [{{name: a}}]\n")).await;
    let (admin, rex) = (twin.full_system(), twin.with_key("rex-key-0005"));
    for (roles, expected) in [
        (json!({"write": null}), (false, false)),
        (json!({"write": "full"}), (true, false)),
        (json!({"write": "limited"}), (false, false)),
        (json!({"system": "full"}), (true, true)),
        (json!({"system": "full", "write": null}), (true, true)),
        (json!({"packets": "full"}), (false, false)),
        (json!({}), (false, false)),
    ] {
        let patch = json!({ "granted_roles": roles });
        assert_eq!(admin.patch("/users/rex", patch).await.status, 204);
        assert_eq!(admin.json("/users/rex").await["granted_roles"], roles);
        assert_eq!(may(&rex).await, expected, "{roles}");
    }
    for (key, level) in [
        ("wes-key-0002", "full write"),
        ("lin-key-0004", "limited write"),
        ("far-key-0007", "read only"),
    ] {
        let told = twin.with_key(key).get("/users").await.refusal(403);
        assert!(told.contains(&format!("has {level} privileges")), "{told}");
    }
    assert_eq!(may(&twin.with_key("ada-key-0003")).await, (true, true));
}

#[tokio::test]
async fn a_user_without_full_system_sees_itself_alone() {
    let twin = Twin::start(PEOPLE).await;
    for (name, key) in [
        ("wes", "wes-key-0001"),
        ("lin", "lin-key-0004"),
        ("rex", "rex-key-0005"),
    ] {
        let caller = twin.with_key(key);
        let own = caller.json(&format!("/users/{name}")).await;
        assert_eq!(
            (&own["username"], &own["date_joined"]),
            (&json!(name), &json!(NOW))
        );
        caller.get("/users").await.refusal(403);
        caller.get("/users/ada").await.refusal(403);
        caller.get("/users/nobody").await.refusal(403);
        caller.get("/users/ada/apikeys").await.refusal(403);
        caller.get("/users/ada/apikeys/7").await.refusal(403);
        let sent = json!({"username": "a", "name": "a", "password": "12345"});
        caller.post("/users", sent).await.refusal(403);
        caller.delete("/users/ada").await.refusal(403);
        caller.delete(&format!("/users/{name}")).await.refusal(403);
    }
    assert_eq!(twin.full_system().json("/auditlog").await, json!([]));
}

#[tokio::test]
async fn a_user_without_full_system_changes_its_password_and_nothing_else() {
    let twin = Twin::start(PEOPLE).await;
    let admin = twin.full_system();
    let before = admin.json("/users").await;
    for (name, key) in [
        ("wes", "wes-key-0001"),
        ("lin", "lin-key-0004"),
        ("rex", "rex-key-0005"),
    ] {
        let caller = twin.with_key(key);
        let own = format!("/users/{name}");
        let password = json!({"password": "54321"});
        assert_eq!(caller.patch(&own, password.clone()).await.status, 204);
        caller
            .patch(&own, json!({"password": "1"}))
            .await
            .refusal(422);
        caller.patch(&own, json!({"name": "a"})).await.refusal(409);
        caller
            .patch(&own, json!({"enabled": true}))
            .await
            .refusal(409);
        let both = json!({"password": "54321", "name": "a"});
        caller.patch(&own, both).await.refusal(409);
        let roles = json!({"granted_roles": {"system": "full"}});
        caller.patch(&own, roles.clone()).await.refusal(403);
        caller.patch("/users/ada", password).await.refusal(403);
        caller.patch("/users/ada", roles).await.refusal(403);
        let patch = json!({"name": "a"});
        caller.patch("/users/nobody", patch).await.refusal(403);
    }
    assert_eq!(admin.json("/users").await, before);
    let deeds = admin.json("/auditlog").await;
    assert_eq!(deeds.as_array().unwrap().len(), 3, "the three passwords");
    let audit_note = json!({"user": "rex", "operation": "Modify user", "details": "user 8: rex", "component": "REST API"});
    assert_eq!(deeds[0]["body"], audit_note);
}

/// `username` and `type` cannot be changed and are ignored, whoever sends them.
#[tokio::test]
async fn fields_that_nobody_can_change_do_not_stand_in_the_way_of_a_password() {
    let twin = Twin::start(PEOPLE).await;
    let rex = twin.with_key("rex-key-0005");
    let patch = json!({"username": "rex", "type": "local", "password": "54321"});
    let answer = rex.patch("/users/rex", patch).await;
    assert_eq!(answer.status, 204, "{}", answer.text());
}

#[tokio::test]
async fn the_keys_of_a_disabled_user_open_nothing() {
    let twin = Twin::start(PEOPLE).await;
    let (admin, out) = (twin.full_system(), twin.with_key("out-key-0006"));
    let told = out.get("/tags").await.refusal(401);
    assert_eq!(told, "Invalid access token.");
    let told = out.get("/extrahop/version").await.refusal(401);
    assert_eq!(told, "Invalid access token.");
    let enabled = |enabled: bool| json!({ "enabled": enabled });
    admin.patch("/users/out", enabled(true)).await;
    assert_eq!(out.get("/tags").await.status, 200);
    admin.patch("/users/out", enabled(false)).await;
    out.get("/tags").await.refusal(401);
}

#[tokio::test]
async fn the_keys_of_a_deleted_user_open_nothing() {
    let twin = Twin::start(PEOPLE).await;
    let admin = twin.full_system();
    let [first, second] = ["wes-key-0001", "wes-key-0002"].map(|key| twin.with_key(key));
    assert_eq!(first.get("/tags").await.status, 200);
    assert_eq!(admin.delete("/users/wes").await.status, 204);
    for caller in [first, second] {
        let told = caller.get("/tags").await.refusal(401);
        assert_eq!(told, "Invalid access token.");
    }
    let keys = admin.json("/apikeys").await;
    let owners = keys.as_array().unwrap().iter().map(|key| &key["username"]);
    assert!(owners.clone().all(|owner| owner != "wes"));
    assert_eq!(owners.count(), 9);
    let sent = json!({"username": "wes", "name": "a", "password": "12345"});
    assert_eq!(admin.post("/users", sent).await.status, 201);
    let told = twin
        .with_key("wes-key-0001")
        .get("/tags")
        .await
        .refusal(401);
    assert_eq!(told, "Invalid access token.", "nor for one of that name");
}

#[tokio::test]
async fn nobody_deletes_itself() {
    let twin = Twin::start(PEOPLE).await;
    let ada = twin.with_key("ada-key-0003");
    ada.delete("/users/ada").await.refusal(405);
    assert_eq!(ada.json("/users/ada").await["username"], "ada");
    assert_eq!(twin.full_system().delete("/users/ada").await.status, 204);
}
