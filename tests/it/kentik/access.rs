//! Who may call what.
use crate::client::Twin;
use serde_json::json;
use wiretwin::{kentik, twin::access::Level};

#[tokio::test]
async fn every_operation_asks_for_its_level() {
    let twin = Twin::start("empty").await;
    for op in kentik::operations() {
        let path = op.path.split('/').map(|part| match part.starts_with('{') {
            true => "999999",
            false => part,
        });
        let path = path.collect::<Vec<_>>().join("/");
        for (caller, level) in [
            (twin.member(), Level::ReadOnly),
            (twin.administrator(), Level::FullSystem),
        ] {
            let answer = caller.send(op.method.as_str(), &path, &[], b"").await;
            let what = format!("{} {}: {}", op.method, op.path, answer.text());
            assert_eq!(answer.status == 403, level < op.terms.level, "{what}");
            assert!(![401, 405].contains(&answer.status), "{what}");
            assert!(answer.status < 500, "{what}");
        }
        let answer = twin.with_token("admin@example.com", "wrong");
        let answer = answer.send(op.method.as_str(), &path, &[], b"{").await;
        assert_eq!(answer.status, 401, "{} {}", op.method, op.path);
    }
}

#[tokio::test]
async fn credentials_are_an_address_and_that_users_token() {
    let twin = Twin::start_with("empty", &["--kentik-token", "a-token"]).await;
    let status = async |email: &str, token: &str| {
        let caller = twin.with_token(email, token);
        caller.get("/sites").await.status
    };
    assert_eq!(status("admin@example.com", "a-token").await, 200);
    assert_eq!(status("Admin@Example.COM", "a-token").await, 200);
    assert_eq!(status("member@example.com", "a-token").await, 401);
    assert_eq!(status("nobody@example.com", "a-token").await, 401);
    assert_eq!(status("admin@example.com", "").await, 401);
    // A key of the other family is no token, and a token no key.
    let key = twin.server.key(Level::FullSystem).to_owned();
    assert_eq!(status("admin@example.com", &key).await, 401);
    assert_eq!(twin.with_key("a-token").get("/tags").await.status, 401);
    let missing = twin.anonymous().get("//api/v5/sites").await;
    assert_eq!(missing.status, 401);
    let told =
        "The credentials are missing: send the headers X-CH-Auth-Email and X-CH-Auth-API-Token.";
    assert_eq!(missing.json(), json!({"error": told}));
    let refused = twin.member().post("/site", json!({"site": {}})).await;
    let told = "This operation requires administrator privileges; the user member@example.com has member privileges.";
    assert_eq!(
        (refused.status, refused.json()),
        (403, json!({"error": told}))
    );
}

#[tokio::test]
async fn unknown_paths_are_told_in_the_words_of_the_family() {
    let twin = Twin::start("empty").await;
    let caller = twin.administrator();
    let told = caller.get("/nothing").await;
    assert_eq!(told.status, 404);
    assert_eq!(
        told.json(),
        json!({"error": "There is no /api/v5/nothing here."})
    );
    assert_eq!(caller.put("/sites", json!({})).await.status, 405);
}
