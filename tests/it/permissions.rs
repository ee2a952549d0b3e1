//! Every operation at every level: one loop over the table.
use crate::client::Twin;
use serde_json::json;
use wiretwin::{api::Operation, extrahop, twin::access::Level};

/// The path with ids that are not there, so that a permitted call changes nothing.
fn path(op: &Operation) -> String {
    let names = op.path.split('/').map(|part| match part {
        "{username}" => "nobody".to_owned(),
        part if part.starts_with('{') => "999999".to_owned(),
        part => part.to_owned(),
    });
    names.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn every_operation_asks_for_its_level() {
    let twin = Twin::start("guide").await;
    let mut calls = 0;
    for op in extrahop::operations() {
        for level in Level::ALL {
            let answer = twin
                .caller(level)
                .send(op.method.as_str(), &path(&op), &[], b"")
                .await;
            let what = format!(
                "{} {} as {level}: {} {}",
                op.method,
                op.path,
                answer.status,
                answer.text()
            );
            // What is not the caller's own needs the level, also where the own does not.
            assert_eq!(answer.status == 403, level < op.terms.level, "{what}");
            assert_ne!(answer.status, 401, "{what}");
            assert_ne!(answer.status, 405, "{what}");
            assert!(answer.status < 500, "{what}");
            calls += 1;
        }
    }
    assert_eq!(calls, 4 * extrahop::operations().len());
}

/// RFC 9110, 11.1: a scheme in any case, and blanks where blanks may be.
#[tokio::test]
async fn a_key_is_read_however_its_header_is_written() {
    let twin = Twin::start("guide").await;
    let key = twin.server.key(Level::ReadOnly).to_owned();
    for header in [
        format!("Authorization: extrahop apikey={key}"),
        format!("Authorization: EXTRAHOP ApiKey={key}"),
        format!("Authorization:   ExtraHop   apikey={key}  "),
        format!("Authorization: ExtraHop\tapikey = {key}"),
    ] {
        let caller = twin.anonymous();
        let answer = caller.send("GET", "/tags", &[&header], b"").await;
        assert_eq!(answer.status, 200, "{header}");
    }
}

#[tokio::test]
async fn without_a_key_that_works_there_is_401() {
    let twin = Twin::start("guide").await;
    let key = twin.server.key(Level::FullSystem).to_owned();
    let wrong = [
        format!("Authorization: ExtraHop apikey={key}0"),
        format!("Authorization: ExtraHop key={key}"),
        format!("Authorization: ExtraHopapikey={key}"),
        format!("Authorization: ExtraHop {key}"),
        format!("Authorization: Bearer {key}"),
        format!("Authorization: {key}"),
        "Authorization: ExtraHop apikey=".to_owned(),
        "Authorization: ".to_owned(),
    ];
    for op in extrahop::operations() {
        let answer = twin
            .anonymous()
            .send(op.method.as_str(), &path(&op), &[], b"{")
            .await;
        let expected = if op.terms.public { 200 } else { 401 };
        assert_eq!(answer.status, expected, "{} {}", op.method, op.path);
        for header in &wrong {
            let answer = twin
                .anonymous()
                .send(op.method.as_str(), &path(&op), &[header], b"{")
                .await;
            assert_eq!(
                answer.status, 401,
                "{} {} with {header}",
                op.method, op.path
            );
            assert!(answer.refusal(401).starts_with("Invalid access token"));
        }
    }
}

#[tokio::test]
async fn the_refusal_comes_before_the_body_is_read() {
    let twin = Twin::start("guide").await;
    // The body that is announced never comes.
    let announced = ["Content-Length: 1000000"];
    let answer = twin
        .read_only()
        .send("POST", "/tags", &announced, b"")
        .await;
    assert!(answer.refusal(403).contains("full write privileges"));
    let answer = twin
        .anonymous()
        .send("POST", "/tags", &announced, b"")
        .await;
    answer.refusal(401);
}

#[tokio::test]
async fn a_key_acts_with_what_its_owner_may_do_now() {
    let twin = Twin::start(
        "users:\n  - {username: eve, name: Eve, level: read_only, api_keys: [{key: eves-key}]}\n",
    )
    .await;
    let (eve, admin) = (twin.with_key("eves-key"), twin.full_system());
    assert_eq!(eve.post("/tags", json!({"name": "a"})).await.status, 403);
    assert_eq!(
        admin
            .patch("/users/eve", json!({"granted_roles": {"write": "full"}}))
            .await
            .status,
        204
    );
    assert_eq!(eve.post("/tags", json!({"name": "a"})).await.status, 201);
    assert_eq!(
        admin
            .patch("/users/eve", json!({"enabled": false}))
            .await
            .status,
        204
    );
    assert_eq!(eve.get("/tags").await.status, 401);
    assert_eq!(
        admin
            .patch("/users/eve", json!({"enabled": true}))
            .await
            .status,
        204
    );
    assert_eq!(eve.get("/tags").await.status, 200);
    assert_eq!(admin.delete("/users/eve").await.status, 204);
    assert_eq!(eve.get("/tags").await.status, 401);
}

#[tokio::test]
async fn only_operations_of_the_firmware_exist() {
    let twin = Twin::start_with("guide", &["--firmware", "8.0"]).await;
    let caller = twin.full_write();
    assert!(
        caller
            .get("/pages")
            .await
            .refusal(404)
            .contains("Firmware 8.0")
    );
    assert_eq!(
        caller.json("/extrahop").await,
        json!({"version": "8.0.2.1345", "platform": "extrahop"})
    );
    assert_eq!(
        caller.json("/devices/10212").await["discovery_id"],
        "test0001"
    );
    assert_eq!(caller.json("/devices/10212").await.get("auto_role"), None);
}
