//! Users of the company.
use crate::client::Twin;
use serde_json::{Value, json};

const NONE: Value = Value::Null;
const CLOCK: &str = "2020-12-09T14:48:42.000Z";

async fn start() -> Twin {
    Twin::start_with("empty", &["--clock", "2020-12-09T14:48:42Z"]).await
}

fn new_user() -> Value {
    json!({
        "user_name": "testuser", "user_full_name": "Test User", "user_email": "Test@user.example",
        "role": "Member", "email_service": true, "email_product": "false",
    })
}

fn with(mut object: Value, fields: Value) -> Value {
    for (name, value) in fields.as_object().unwrap() {
        object[name] = value.clone();
    }
    object
}

#[tokio::test]
async fn a_user_is_made_changed_and_deleted() {
    let twin = start().await;
    let caller = twin.administrator();
    let body = with(
        new_user(),
        json!({"id": 7, "company_id": 1, "user_password": "a secret one"}),
    );
    let made = caller.post("/user", json!({"user": body})).await;
    let seen = json!({
        "id": "3", "username": "testuser", "user_full_name": "Test User",
        "user_email": "Test@user.example", "role": "Member", "email_service": true,
        "email_product": false, "last_login": NONE, "created_date": CLOCK, "updated_date": CLOCK,
        "company_id": "74333", "user_api_token": NONE, "filters": {}, "saved_filters": [],
    });
    assert_eq!((made.status, made.json()), (201, json!({"user": seen})));
    assert_eq!(caller.json("/user/3").await, json!({"user": seen}));
    let users = twin.member().json("/users").await;
    assert_eq!(users["users"][2], seen);
    let names = users["users"].as_array().unwrap().iter();
    let names: Vec<_> = names.map(|user| user["username"].clone()).collect();
    assert_eq!(
        names,
        ["member@example.com", "admin@example.com", "testuser"]
    );
    // Only what is sent changes; null is not sent.
    let sent = json!({"user": {"username": "other", "role": 1, "user_email": NONE, "email_product": true}});
    let changed = caller.put("/user/3", sent).await;
    let seen = with(
        seen,
        json!({"username": "other", "role": "Administrator", "email_product": true}),
    );
    assert_eq!(
        (changed.status, changed.json()),
        (200, json!({"user": seen}))
    );
    let gone = caller.delete("/user/3").await;
    assert_eq!((gone.status, gone.text().as_str()), (204, ""));
    for id in ["3", "-1", "x"] {
        assert_eq!(caller.get(&format!("/user/{id}")).await.status, 404);
    }
    let audit_note = twin.full_system().last_audit_note().await;
    assert_eq!(
        [&audit_note["operation"], &audit_note["details"]],
        ["Delete user", "user 3: test@user.example"]
    );
}

#[tokio::test]
async fn a_create_names_what_is_missing_or_wrong() {
    let twin = start().await;
    let caller = twin.administrator();
    let told = async |user: Value| {
        let answer = caller.post("/user", json!({"user": user})).await;
        answer.refusal(400)
    };
    for field in [
        "user_full_name",
        "user_email",
        "role",
        "email_service",
        "email_product",
    ] {
        let told = told(with(new_user(), json!({field: NONE}))).await;
        assert!(
            told.starts_with(&format!("`{field}` is required: ")),
            "{told}"
        );
    }
    for (field, wrong) in [
        ("user_name", json!("ab")),
        ("user_name", json!("a".repeat(41))),
        ("user_name", json!("two words")),
        ("username", json!("two words")),
        ("user_full_name", json!("a".repeat(129))),
        ("user_full_name", json!("the \"one\"")),
        ("user_email", json!("nobody")),
        ("user_password", json!("secret")),
        ("role", json!("Guest")),
        ("role", json!(2)),
        ("role", json!("Super Administrator")),
        ("email_service", json!("yes")),
    ] {
        let told = told(with(new_user(), json!({field: wrong}))).await;
        assert!(told.starts_with(&format!("`{field}` must be ")), "{told}");
    }
    assert_eq!(
        caller.json("/users").await["users"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let made = caller.post("/user", new_user()).await;
    assert_eq!(made.status, 201);
    assert_eq!(
        told(with(
            new_user(),
            json!({"user_email": "test@USER.example", "user_name": "new"})
        ))
        .await,
        "User email (test@USER.example) Already Exists"
    );
    assert_eq!(
        told(with(new_user(), json!({"user_email": "new@user.example"}))).await,
        "User name (testuser) Already Exists"
    );
    // Nobody chose a name: it is the address.
    let unnamed = with(
        new_user(),
        json!({"user_email": "new@user.example", "user_name": NONE, "role": "0"}),
    );
    let made = caller.post("/user", json!({"user": unnamed})).await.json();
    assert_eq!(made["user"]["username"], "new@user.example");
    assert_eq!(made["user"]["role"], "Member");
}

#[tokio::test]
async fn an_administrator_stays_and_a_deleted_user_calls_no_more() {
    let twin = start().await;
    let caller = twin.administrator();
    assert_eq!(
        caller.delete("/user/2").await.refusal(400),
        "A user cannot delete itself."
    );
    let demoted = caller
        .put("/user/2", json!({"user": {"role": "Member"}}))
        .await;
    assert_eq!(
        demoted.refusal(400),
        "`role`: The last administrator must stay, and stay one."
    );
    assert_eq!(twin.member().get("/users").await.status, 200);
    assert_eq!(caller.delete("/user/1").await.status, 204);
    assert_eq!(twin.member().get("/users").await.status, 401);
    // With another administrator there, the first one may go down.
    let other = with(new_user(), json!({"role": 1}));
    assert_eq!(
        caller.post("/user", json!({"user": other})).await.status,
        201
    );
    let demoted = caller.put("/user/2", json!({"user": {"role": 0}})).await;
    assert_eq!(demoted.json()["user"]["role"], "Member");
    assert_eq!(caller.delete("/user/3").await.status, 403);
}

#[tokio::test]
async fn a_super_administrator_comes_with_a_fixture_and_stays_one() {
    let twin = Twin::start(
        "kentik:
  users:
    - {id: 100, username: root, user_full_name: Root, user_email: root@user.example, role: Super Administrator}
  tokens:
    - {user_id: 100, token: root-token}
",
    )
    .await;
    let caller = twin.with_token("root@user.example", "root-token");
    let body = json!({"user": {"role": "Super Administrator", "user_full_name": "The root"}});
    let changed = caller.put("/user/100", body).await.json();
    assert_eq!(changed["user"]["role"], "Super Administrator");
    assert_eq!(changed["user"]["user_full_name"], "The root");
}
