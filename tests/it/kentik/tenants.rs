//! Tenants of the portal and their users.
use crate::client::Twin;
use serde_json::{Value, json};

const CLOCK: &str = "2020-12-21T10:55:52.000Z";

fn seen(id: i64, email: &str) -> Value {
    json!({"id": id.to_string(), "user_email": email, "last_login": null, "tenant_id": "577", "company_id": "74333"})
}

#[tokio::test]
async fn a_user_shows_in_its_tenant_at_once() {
    let twin = Twin::start_with("empty", &["--clock", "2020-12-21T10:55:52Z"]).await;
    let (caller, member) = (twin.administrator(), twin.member());
    let mut tenant = json!({
        "id": 577, "name": "example_tenant", "description": "Example tenant", "users": [],
        "company_id": "74333", "created_date": CLOCK, "updated_date": CLOCK,
    });
    assert_eq!(member.json("/mykentik/tenants").await, json!([tenant]));
    // In an envelope and bare.
    let path = "/mykentik/tenant/577/user";
    let made = caller
        .post(path, json!({"user": {"user_email": "one@tenant.example"}}))
        .await;
    assert_eq!(
        (made.status, made.json()),
        (201, seen(1, "one@tenant.example"))
    );
    let made = caller
        .post(path, json!({"user_email": "two@tenant.example"}))
        .await;
    assert_eq!(made.json(), seen(2, "two@tenant.example"));
    tenant["users"] = json!([seen(1, "one@tenant.example"), seen(2, "two@tenant.example")]);
    assert_eq!(member.json("/mykentik/tenant/577").await, tenant);
    assert_eq!(
        caller.delete("/mykentik/tenant/577/user/1").await.status,
        204
    );
    tenant["users"] = json!([seen(2, "two@tenant.example")]);
    assert_eq!(member.json("/mykentik/tenants").await, json!([tenant]));
}

#[tokio::test]
async fn what_breaks_a_rule_changes_nothing() {
    let twin = Twin::start(
        "kentik:
  tenants:
    - {id: 1, name: one}
    - {id: 2, name: two, description: The second}
  tenantUsers:
    - {id: 7, tenant_id: 2, user_email: there@tenant.example, user_name: there, last_login: 2020-01-01T00:00:00Z}
",
    )
    .await;
    let caller = twin.administrator();
    let user = &caller.json("/mykentik/tenant/2").await["users"][0];
    let shown = json!({
        "id": "7", "user_email": "there@tenant.example", "last_login": "2020-01-01T00:00:00.000Z",
        "tenant_id": "2", "company_id": "74333", "user_name": "there",
    });
    assert_eq!(*user, shown);
    let post = async |tenant: i64, email: Value| {
        let path = format!("/mykentik/tenant/{tenant}/user");
        caller
            .post(&path, json!({"user": {"user_email": email}}))
            .await
    };
    assert_eq!(
        post(1, json!("There@tenant.example")).await.refusal(400),
        "User email (There@tenant.example) Already Exists"
    );
    assert_eq!(
        post(1, json!("member@example.com")).await.refusal(400),
        "User email (member@example.com) Already Exists"
    );
    let told = post(1, json!("nobody")).await.refusal(400);
    assert!(told.starts_with("`user_email` must be "), "{told}");
    let bare = caller.post("/mykentik/tenant/1/user", json!({})).await;
    assert_eq!(bare.refusal(400), "`user` is required: an object");
    assert_eq!(
        post(3, json!("new@tenant.example")).await.refusal(404),
        "There is no tenant with the id 3."
    );
    for path in [
        "/mykentik/tenant/1/user/7",
        "/mykentik/tenant/2/user/8",
        "/mykentik/tenant/3/user/7",
    ] {
        assert_eq!(caller.delete(path).await.status, 404, "{path}");
    }
    let company = json!({"user": {"user_name": "there", "user_full_name": "There", "role": 0,
        "user_email": "there@tenant.example", "email_service": true, "email_product": true}});
    assert_eq!(
        caller.post("/user", company).await.refusal(400),
        "User email (there@tenant.example) Already Exists"
    );
}
