use super::super::lists::listed;
use super::PEOPLE;
use crate::client::Twin;
use serde_json::{Value, json};

const BOARDS: &str = r#"
dashboards:
  - {name: Shop floor, owner: lin}
  - {name: Names, owner: wes}
  - {name: Files, owner: LIN}
"#;

/// What one user made goes with the user; what others made stays.
#[tokio::test]
async fn dashboards_and_keys_go_with_their_owner() {
    let twin = Twin::start(&format!("{PEOPLE}{BOARDS}")).await;
    let admin = twin.full_system();
    let lin = twin.with_key("lin-key-0004");
    assert_eq!(listed(&lin, "/dashboards").await, [1, 3, 4, 5]);
    // The parameter came with later firmware.
    let answer = admin.delete("/users/lin?dest_user=wes").await;
    assert_eq!((answer.status, answer.text()), (204, String::new()));
    lin.get("/dashboards").await.refusal(401);
    assert_eq!(listed(&admin, "/dashboards").await, [2, 4, 5]);
    let keys = admin.json("/apikeys").await;
    let owner = |key: &Value| key["username"] == "lin";
    assert!(!keys.as_array().unwrap().iter().any(owner));
    let deeds = admin.json("/auditlog").await;
    let audit_note = json!({"user": "setup", "operation": "Delete user", "details": "user 7: lin", "component": "REST API"});
    assert_eq!(deeds[0]["body"], audit_note);
    assert_eq!(deeds.as_array().unwrap().len(), 1, "one write, one entry");
    let sent = json!({"username": "lin", "name": "Another", "password": "12345"});
    assert_eq!(admin.post("/users", sent).await.status, 201);
    assert_eq!(admin.json("/users/lin/apikeys").await, json!([]));
}

#[tokio::test]
async fn later_firmware_hands_the_dashboards_over() {
    let fixture = format!("{PEOPLE}{BOARDS}");
    let twin = Twin::start_with(&fixture, &["--firmware", "8.4"]).await;
    let admin = twin.full_system();
    for heir in ["nobody", "lin"] {
        let answer = admin.delete(&format!("/users/lin?dest_user={heir}")).await;
        let told = format!("There is no user named {heir}.");
        assert_eq!(answer.refusal(404), told, "nor to the one who goes");
    }
    let lin = twin.with_key("lin-key-0004");
    assert_eq!(listed(&lin, "/dashboards").await, [1, 3]);
    let answer = admin.delete("/users/lin?dest_user=WES").await;
    assert_eq!(answer.status, 204);
    assert_eq!(listed(&admin, "/dashboards").await, [1, 2, 3]);
    for id in [1, 3] {
        let board = admin.json(&format!("/dashboards/{id}")).await;
        assert_eq!(board["owner"], "wes");
    }
    assert_eq!(admin.json("/auditlog").await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn nobody_deletes_itself() {
    let twin = Twin::start(PEOPLE).await;
    let ada = twin.with_key("ada-key-0003");
    for name in ["ada", "ADA"] {
        let told = ada.delete(&format!("/users/{name}")).await.refusal(405);
        assert_eq!(told, "A user cannot delete itself.");
    }
    assert_eq!(ada.json("/users/ada").await["username"], "ada");
}

/// Here the account that comes with the appliance is no administrator.
const ONE: &str = r#"
users:
  - {username: setup, name: Setup, level: read_only}
  - {username: ada, name: Ada, level: full_system, api_keys: [{key: ada-key}]}
  - {username: bob, name: Bob, level: full_system, api_keys: [{key: bob-key}]}
"#;

#[tokio::test]
async fn the_last_administrator_stays_one() {
    let twin = Twin::start(ONE).await;
    let (ada, bob) = (twin.with_key("ada-key"), twin.with_key("bob-key"));
    assert_eq!(ada.delete("/users/bob").await.status, 204);
    bob.get("/users").await.refusal(401);
    for patch in [
        json!({"granted_roles": {"write": "full"}}),
        json!({"granted_roles": {}}),
        json!({"enabled": false}),
    ] {
        let told = ada.patch("/users/ada", patch).await.refusal(409);
        assert_eq!(told, "The last user with full system privileges must stay.");
    }
    ada.delete("/users/ada").await.refusal(405);
    let renamed = ada.patch("/users/ada", json!({"name": "Ada A."})).await;
    assert_eq!(renamed.status, 204);
    assert_eq!(ada.json("/auditlog").await.as_array().unwrap().len(), 2);
}

/// Two administrators who delete each other at the same moment: one of them is left.
#[tokio::test]
async fn of_two_administrators_one_is_left() {
    let twin = Twin::start(ONE).await;
    let (ada, bob) = (twin.with_key("ada-key"), twin.with_key("bob-key"));
    let (one, other) = tokio::join!(ada.delete("/users/bob"), bob.delete("/users/ada"));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert!([[204, 401], [204, 405]].contains(&statuses), "{statuses:?}");
}
