use crate::client::Twin;
use serde_json::json;
use wiretwin::twin::access::Level::{FullWrite, LimitedWrite, ReadOnly};

const LICENSE: &str = r#"
clock: 2015-11-19T23:20:07Z
license:
  - dossier: 0a1b2c3d
    serial: EH-000123
    product_key: AAAAA-BBBBB
    platform: EH6000V
    expires_at: 1447975208000
    modules: {cifs: true, http: false}
    options: {triggers: true, device_safety_limit: 50}
"#;

#[tokio::test]
async fn the_license_is_one_object_under_both_paths() {
    let twin = Twin::start(LICENSE).await;
    let caller = twin.full_system();
    let license = json!({
        "dossier": "0a1b2c3d",
        "serial": "EH-000123",
        "product_key": "AAAAA-BBBBB",
        "platform": "EH6000V",
        "expires_at": 1447975208000i64,
        "expires_in": 1000,
        "modules": {"cifs": true, "http": false},
        "options": {"triggers": true, "device_safety_limit": 50}
    });
    for path in ["/license", "/licenses"] {
        assert_eq!(caller.json(path).await, license);
        let key = caller.json(&format!("{path}/productkey")).await;
        assert_eq!(key, json!({"product_key": "AAAAA-BBBBB"}));
    }
}

#[tokio::test]
async fn a_twin_without_a_license_has_one_to_the_end_of_2099() {
    let twin = Twin::start("empty").await;
    let license = twin.full_system().json("/license").await;
    assert_eq!(license["expires_at"], json!(4_102_358_400_000i64));
    assert!(license["expires_in"].as_i64().is_some_and(|left| left > 0));
    assert!(
        license["modules"]
            .as_object()
            .is_some_and(|all| !all.is_empty())
    );
    assert!(license["options"]["triggers"].is_boolean());
    assert_eq!(license.as_object().unwrap().len(), 8, "{license}");
}

/// The guide's example of PUT.
#[tokio::test]
async fn a_product_key_is_overwritten_under_either_path() {
    for fixture in [LICENSE, "empty"] {
        let twin = Twin::start(fixture).await;
        let caller = twin.full_system();
        for (key, put, get) in [
            ("11111-22222", "/licenses/productkey", "/license"),
            ("any text at all", "/license/productkey", "/licenses"),
        ] {
            let answer = caller
                .put(put, json!({"product_key": key, "colour": 1}))
                .await;
            assert_eq!((answer.status, answer.text()), (204, String::new()));
            assert_eq!(caller.json(get).await["product_key"], key);
            let shown = caller.json(&format!("{get}/productkey")).await;
            assert_eq!(shown, json!({ "product_key": key }));
        }
    }
    let twin = Twin::start(LICENSE).await;
    let caller = twin.full_system();
    let mut license = caller.json("/license").await;
    let body = json!({"product_key": "x"});
    caller.put("/license/productkey", body).await;
    license["product_key"] = json!("x");
    assert_eq!(caller.json("/license").await, license, "the rest stays");
    let audit_note = json!({"user": "setup", "operation": "Set product key", "details": "license", "component": "REST API"});
    assert_eq!(caller.last_audit_note().await, audit_note);
}

#[tokio::test]
async fn a_key_that_is_none_is_refused() {
    let twin = Twin::start(LICENSE).await;
    let caller = twin.full_system();
    for (status, body, told) in [
        (422, json!({}), "`product_key` is required: a string"),
        (
            422,
            json!({"product_key": ""}),
            "`product_key` must be a text that is not empty",
        ),
        (
            400,
            json!({"product_key": null}),
            "`product_key` must be a string, not null",
        ),
        (400, json!([]), "the body must be a JSON object"),
    ] {
        for path in ["/license/productkey", "/licenses/productkey"] {
            let refused = caller.put(path, body.clone()).await.refusal(status);
            assert_eq!(refused, told);
        }
    }
    let key = caller.json("/license/productkey").await;
    assert_eq!(key["product_key"], "AAAAA-BBBBB");
    assert_eq!(caller.json("/auditlog").await, json!([]));
}

#[tokio::test]
async fn a_license_is_set_by_its_text() {
    let twin = Twin::start("empty").await;
    let caller = twin.full_system();
    let before = caller.json("/license").await;
    let text = "-----BEGIN EXTRAHOP LICENSE-----\nc2VjcmV0\n-----END EXTRAHOP LICENSE-----\n";
    for (path, headers) in [
        ("/license", &["Content-Type: text/plain"][..]),
        ("/licenses", &[]),
    ] {
        let answer = caller.send("PUT", path, headers, text.as_bytes()).await;
        assert_eq!((answer.status, answer.text()), (204, String::new()));
    }
    assert_eq!(caller.json("/auditlog").await.as_array().unwrap().len(), 2);
    assert_eq!(caller.last_audit_note().await["operation"], "Set license");
    let after = caller.get("/license").await;
    assert!(!after.text().contains("c2VjcmV0"));
    assert_eq!(
        after.json().as_object().unwrap().len(),
        before.as_object().unwrap().len()
    );
    for wrong in [
        "",
        "secret",
        "-----BEGIN EXTRAHOP LICENSE-----\nc2VjcmV0",
        "c2VjcmV0\n-----END EXTRAHOP LICENSE-----",
        "-----END EXTRAHOP LICENSE-----\nx\n-----BEGIN EXTRAHOP LICENSE-----",
    ] {
        let answer = caller.send("PUT", "/license", &[], wrong.as_bytes()).await;
        let told = answer.refusal(422);
        assert!(told.contains("BEGIN and END"), "{wrong:?}: {told}");
    }
    let binary = caller.send("PUT", "/license", &[], &[0xff, 0xfe]).await;
    binary.refusal(400);
}

#[tokio::test]
async fn the_license_is_for_full_system_alone() {
    let twin = Twin::start(LICENSE).await;
    for level in [FullWrite, LimitedWrite, ReadOnly] {
        let caller = twin.caller(level);
        for path in [
            "/license",
            "/licenses",
            "/license/productkey",
            "/licenses/productkey",
        ] {
            caller.get(path).await.refusal(403);
            let body = json!({"product_key": "x"});
            caller.put(path, body).await.refusal(403);
        }
    }
    let key = twin.full_system().json("/license/productkey").await;
    assert_eq!(key["product_key"], "AAAAA-BBBBB");
}
