mod permission;
mod removal;

use crate::client::Twin;
use serde_json::{Value, json};
use wiretwin::twin::access::Level;

/// When the clock stands still.
const NOW: i64 = 1447975207000;

/// One user of each level, one who may not log in, and one whom another system knows.
pub(super) const PEOPLE: &str = r#"
clock: 2015-11-19T23:20:07Z
users:
  - {username: wes, name: Wes Webmaster, level: full_write, api_keys: [{key: wes-key-0001, description: laptop}, {key: wes-key-0002}]}
  - {username: ada, name: Ada Admin, level: full_system, api_keys: [{key: ada-key-0003}]}
  - {username: lin, name: Lin Analyst, level: limited_write, api_keys: [{key: lin-key-0004}]}
  - {username: rex, name: Rex Reader, level: read_only, password: secret, api_keys: [{key: rex-key-0005}]}
  - {username: out, name: Former Colleague, level: full_write, enabled: false, api_keys: [{key: out-key-0006}]}
  - {username: far, name: Far Away, type: remote, level: read_only, api_keys: [{key: far-key-0007}]}
"#;

fn user(username: &str, name: &str, roles: Value) -> Value {
    json!({
        "username": username,
        "name": name,
        "enabled": true,
        "type": "local",
        "date_joined": NOW,
        "last_ui_login_time": null,
        "granted_roles": roles
    })
}

#[tokio::test]
async fn users_are_listed_by_name_with_the_built_in_accounts() {
    let twin = Twin::start(PEOPLE).await;
    let caller = twin.full_system();
    let mut far = user("far", "Far Away", json!({"write": null}));
    far["type"] = json!("remote");
    let mut out = user("out", "Former Colleague", json!({"write": "full"}));
    out["enabled"] = json!(false);
    let built_in = |username: &str, roles: Value| user(username, username, roles);
    let all = [
        user("ada", "Ada Admin", json!({"system": "full"})),
        far,
        built_in("full_write", json!({"write": "full"})),
        built_in("limited_write", json!({"write": "limited"})),
        user("lin", "Lin Analyst", json!({"write": "limited"})),
        out,
        built_in("read_only", json!({"write": null})),
        user("rex", "Rex Reader", json!({"write": null})),
        built_in("setup", json!({"system": "full"})),
        built_in("shell", json!({"write": null})),
        user("wes", "Wes Webmaster", json!({"write": "full"})),
    ];
    assert_eq!(caller.json("/users").await, json!(all));
    for one in &all {
        let path = format!("/users/{}", one["username"].as_str().unwrap());
        assert_eq!(&caller.json(&path).await, one);
    }
    let told = "There is no user named nobody.";
    assert_eq!(caller.get("/users/nobody").await.refusal(404), told);
}

#[tokio::test]
async fn setup_and_shell_can_neither_go_nor_be_locked_out() {
    for fixture in ["empty", "demo", PEOPLE] {
        let twin = Twin::start(fixture).await;
        let (caller, before) = (twin.full_system(), twin.full_system().json("/users").await);
        for name in ["setup", "shell", "SHELL"] {
            let path = format!("/users/{name}");
            caller.delete(&path).await.refusal(405);
            for change in [
                json!({"enabled": false}),
                json!({"granted_roles": {}}),
                json!({"password": "12345", "enabled": false}),
            ] {
                let told = caller.patch(&path, change).await.refusal(409);
                assert!(told.contains("is built in"), "{told}");
            }
            let sent = json!({"username": name, "name": "a", "password": "12345"});
            caller.post("/users", sent).await.refusal(409);
        }
        assert_eq!(caller.json("/users").await, before);
        let password = json!({"password": "another one"});
        assert_eq!(caller.patch("/users/setup", password).await.status, 204);
        assert_eq!(caller.get("/users").await.status, 200, "its key works");
        assert_eq!(caller.json("/users/shell/apikeys").await, json!([]));
    }
}

/// The other accounts that come with a twin are users like any other; a key stops with its user.
#[tokio::test]
async fn each_key_of_the_ready_file_is_that_of_a_user() {
    let twin = Twin::start("demo").await;
    let admin = twin.full_system();
    for (level, name) in [
        (Level::ReadOnly, "read_only"),
        (Level::LimitedWrite, "limited_write"),
        (Level::FullWrite, "full_write"),
    ] {
        let own = twin.caller(level).json("/apikeys").await;
        assert_eq!(own[0]["username"], name);
        assert_eq!(admin.json(&format!("/users/{name}/apikeys")).await, own);
    }
    let disabled = json!({"enabled": false});
    assert_eq!(admin.patch("/users/full_write", disabled).await.status, 204);
    twin.full_write().get("/tags").await.refusal(401);
}

#[tokio::test]
async fn the_limited_write_account_of_the_demo_has_a_dashboard() {
    let twin = Twin::start("demo").await;
    let caller = twin.caller(Level::LimitedWrite);
    let boards = caller.json("/dashboards").await;
    let own = |board: &&Value| board["owner"] == "limited_write";
    let own: Vec<_> = boards.as_array().unwrap().iter().filter(own).collect();
    assert_eq!(own.len(), 1);
    let path = format!("/dashboards/{}", own[0]["id"]);
    assert_eq!(caller.delete(&path).await.status, 204);
}

#[tokio::test]
async fn a_remote_user_needs_no_password() {
    let twin = Twin::start("empty").await;
    let caller = twin.full_system();
    let remote = json!({"username": "far", "name": "Far", "type": "remote"});
    assert_eq!(caller.post("/users", remote.clone()).await.status, 201);
    caller.post("/users", remote).await.refusal(409);
    for local in [json!({}), json!({"type": "local"})] {
        let mut body = json!({"username": "near", "name": "Near"});
        body.as_object_mut()
            .unwrap()
            .extend(local.as_object().unwrap().clone());
        let told = caller.post("/users", body).await.refusal(400);
        assert!(told.starts_with("`password` is required"), "{told}");
    }
}

#[tokio::test]
async fn a_user_from_birth_to_death() {
    let twin = Twin::start(PEOPLE).await;
    let caller = twin.full_system();
    let sent = json!({
        "username": "alice", "name": "Alice Example", "password": "12345",
        "date_joined": 5, "last_ui_login_time": 5, "colour": "red"
    });
    let answer = caller.post("/users", sent).await;
    assert_eq!((answer.status, answer.text()), (201, String::new()));
    assert_eq!(answer.header("location"), Some("/api/v1/users/alice"));
    let alice = user("alice", "Alice Example", json!({"write": "limited"}));
    assert_eq!(caller.json("/users/alice").await, alice);

    let patch = json!({
        "name": "Alice", "enabled": false, "granted_roles": {"write": "full"},
        "password": "54321", "username": "bob", "type": "remote", "date_joined": 5
    });
    let answer = caller.patch("/users/alice", patch).await;
    assert_eq!((answer.status, answer.text()), (204, String::new()));
    let mut changed = user("alice", "Alice", json!({"write": "full"}));
    changed["enabled"] = json!(false);
    assert_eq!(
        caller.json("/users/alice").await,
        changed,
        "a password is never shown, username and type are set on a create only"
    );
    caller.get("/users/bob").await.refusal(404);
    let answer = caller.patch("/users/alice", json!({"enabled": true})).await;
    assert_eq!(answer.status, 204);
    changed["enabled"] = json!(true);
    assert_eq!(caller.json("/users/alice").await, changed);

    let answer = caller.delete("/users/alice").await;
    assert_eq!((answer.status, answer.text()), (204, String::new()));
    let told = "There is no user named alice.";
    assert_eq!(caller.get("/users/alice").await.refusal(404), told);
    assert_eq!(caller.delete("/users/alice").await.refusal(404), told);
}

#[tokio::test]
async fn a_user_is_made_as_it_is_sent() {
    let twin = Twin::start(PEOPLE).await;
    let caller = twin.full_system();
    let roles = json!({"write": "full", "packets": "full", "metrics": null});
    let sent = json!({
        "username": "bot", "name": "A Robot", "password": "12345",
        "enabled": false, "type": "remote", "granted_roles": roles
    });
    assert_eq!(caller.post("/users", sent).await.status, 201);
    let mut bot = user("bot", "A Robot", roles);
    bot["enabled"] = json!(false);
    bot["type"] = json!("remote");
    assert_eq!(
        caller.json("/users/bot").await,
        bot,
        "unknown roles are kept"
    );
    let audit_note = json!({"user": "setup", "operation": "Create user", "details": "user 12: bot", "component": "REST API"});
    assert_eq!(caller.last_audit_note().await, audit_note);
}

/// A client follows the location to the user that it has made.
#[tokio::test]
async fn the_location_of_any_name_leads_to_the_user() {
    let twin = Twin::start("empty").await;
    let caller = twin.full_system();
    for username in ["a.b-c_d", "jo@example.com", "half%", "a?b#c", "jörg", "a/b"] {
        let sent = json!({"username": username, "name": "a", "password": "12345"});
        let answer = caller.post("/users", sent).await;
        assert_eq!(answer.status, 201, "{username}: {}", answer.text());
        let location = answer.header("location");
        let location = location.unwrap_or_else(|| panic!("{username} has no location"));
        let path = location.strip_prefix("/api/v1").unwrap();
        assert_eq!(caller.json(path).await["username"], username);
    }
}

#[tokio::test]
async fn a_username_is_taken_whatever_its_case() {
    let twin = Twin::start(PEOPLE).await;
    let caller = twin.full_system();
    for username in ["wes", "WES", "out", "setup"] {
        let sent = json!({"username": username, "name": "a", "password": "12345"});
        let answer = caller.post("/users", sent).await;
        assert!(answer.refusal(409).contains("already exists"));
    }
    caller.delete("/users/wes").await;
    let sent = json!({"username": "Wes", "name": "a", "password": "12345"});
    assert_eq!(caller.post("/users", sent).await.status, 201);
    assert_eq!(caller.json("/users/Wes").await["username"], "Wes");
}

#[tokio::test]
async fn a_name_or_password_against_the_policy_is_refused() {
    let twin = Twin::start("empty").await;
    let caller = twin.full_system();
    let of = |username: &str, password: &str| json!({"username": username, "name": "a", "password": password});
    for (body, field) in [
        (of("a b", "12345"), "username"),
        (of("", "12345"), "username"),
        (of("a", "1234"), "password"),
        (of("a", ""), "password"),
    ] {
        let told = caller.post("/users", body).await.refusal(422);
        assert!(told.starts_with(&format!("`{field}` must be")), "{told}");
    }
    assert_eq!(caller.post("/users", of("a", "äöüäö")).await.status, 201);
    let answer = caller.patch("/users/a", json!({"password": "1234"})).await;
    let told = answer.refusal(422);
    assert_eq!(told, "`password` must be at least 5 characters long");
}

/// Of POST /users the contract says it with its own words: 409 for a name that is taken, 422 for
/// a password or a username against the policy, 400 for what is invalid, or required and missing.
#[tokio::test]
async fn a_user_with_something_missing_or_invalid_is_a_bad_request() {
    let twin = Twin::start("empty").await;
    let caller = twin.full_system();
    let whole = json!({"username": "a", "name": "a", "password": "12345"});
    for field in ["username", "name", "password"] {
        let mut body = whole.clone();
        body.as_object_mut().unwrap().remove(field);
        let told = caller.post("/users", body).await.refusal(400);
        assert!(
            told.starts_with(&format!("`{field}` is required")),
            "{told}"
        );
    }
    for (field, value) in [
        ("name", json!("")),
        ("type", json!("guest")),
        ("granted_roles", json!({"write": "everything"})),
        ("granted_roles", json!({"system": "limited"})),
    ] {
        let mut body = whole.clone();
        body[field] = value;
        let told = caller.post("/users", body).await.refusal(400);
        assert!(told.starts_with(&format!("`{field}")), "{told}");
    }
    assert_eq!(caller.json("/users").await.as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn a_wrong_type_is_a_bad_request() {
    let twin = Twin::start(PEOPLE).await;
    let caller = twin.full_system();
    for (field, value) in [
        ("username", json!(5)),
        ("name", json!(null)),
        ("password", json!(12345)),
        ("enabled", json!("yes")),
        ("granted_roles", json!("full")),
        ("granted_roles", json!(null)),
    ] {
        let mut body = json!({"username": "a", "name": "a", "password": "12345"});
        body[field] = value.clone();
        let told = caller.post("/users", body).await.refusal(400);
        assert!(told.starts_with(&format!("`{field}` must be")), "{told}");
        if field != "username" {
            let answer = caller.patch("/users/rex", json!({ field: value })).await;
            assert_eq!(answer.refusal(400), told);
        }
    }
    let rex = user("rex", "Rex Reader", json!({"write": null}));
    assert_eq!(caller.json("/users/rex").await, rex);
}

#[tokio::test]
async fn the_password_of_a_remote_user_is_kept_elsewhere() {
    let twin = Twin::start(PEOPLE).await;
    let caller = twin.full_system();
    let password = json!({"password": "54321"});
    let answer = caller.patch("/users/far", password.clone()).await;
    assert!(answer.refusal(422).contains("`password`"));
    let far = twin.with_key("far-key-0007");
    far.patch("/users/far", password).await.refusal(422);
    let answer = caller.patch("/users/far", json!({"name": "Near"})).await;
    assert_eq!(answer.status, 204);
}
