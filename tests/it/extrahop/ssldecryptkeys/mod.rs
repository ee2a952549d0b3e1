mod kept;
mod pairs;
mod protocols;

use crate::client::{Caller, Twin};
use serde_json::{Value, json};

const RSA: &str = include_str!("rsa-certificate.pem");
const RSA_KEY: &str = include_str!("rsa-key.pem");
const EC: &str = include_str!("ec-certificate.pem");
const EC_KEY: &str = include_str!("ec-key.pem");

/// What `openssl x509 -outform der | sha1sum` says of the certificates.
const RSA_ID: &str = "55eef4fb4c81d27d1c52fe0b26237b0d91fdcbe4";
const EC_ID: &str = "c51cee00dffad9ea46b28b1437f301dbc7d4fcf5";

fn body(name: &str, certificate: &str, private_key: &str) -> Value {
    json!({"name": name, "enabled": true, "certificate": certificate, "private_key": private_key})
}

fn shown(id: &str, name: &str, cert_pem: &str) -> Value {
    json!({"id": id, "name": name, "enabled": true, "cert_pem": cert_pem})
}

/// Adds the RSA key.
pub(super) async fn with_key(caller: &Caller) -> String {
    let answer = caller
        .post("/ssldecryptkeys", body("a", RSA, RSA_KEY))
        .await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    format!("/ssldecryptkeys/{RSA_ID}")
}

#[tokio::test]
async fn a_key_from_birth_to_death() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    assert_eq!(caller.json("/ssldecryptkeys").await, json!([]));
    let mut sent = body("www.example.com", RSA, RSA_KEY);
    sent["id"] = json!("0000000000000000000000000000000000000000");
    sent["cert_pem"] = json!("x");
    sent["colour"] = json!("red");
    let answer = caller.post("/ssldecryptkeys", sent.clone()).await;
    assert_eq!((answer.status, answer.text()), (201, String::new()));
    let path = format!("/ssldecryptkeys/{RSA_ID}");
    let location = format!("/api/v1{path}");
    assert_eq!(answer.header("location"), Some(location.as_str()));
    let key = shown(RSA_ID, "www.example.com", RSA);
    assert_eq!(caller.json("/ssldecryptkeys").await, json!([key]));
    assert_eq!(caller.json(&path).await, key);
    assert_eq!(
        caller.json(&format!("{path}/protocols")).await,
        json!([]),
        "a new key has no protocols"
    );

    assert_eq!(caller.delete(&path).await.status, 204);
    assert_eq!(
        caller.get(&path).await.refusal(404),
        format!("There is no SSL decrypt key with the id {RSA_ID}.")
    );
    caller.delete(&path).await.refusal(404);
    caller
        .patch(&path, json!({"enabled": false}))
        .await
        .refusal(404);
    caller.get("/ssldecryptkeys/1").await.refusal(404);
    let again = caller.post("/ssldecryptkeys", sent).await;
    assert_eq!(
        again.header("location"),
        Some(location.as_str()),
        "the id follows from the certificate"
    );
}

#[tokio::test]
async fn a_certificate_belongs_to_one_key() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    with_key(&caller).await;
    let told = caller
        .post("/ssldecryptkeys", body("b", RSA, RSA_KEY))
        .await
        .refusal(409);
    assert_eq!(
        told,
        "`certificate`: The key a already has this certificate."
    );
    let keys = caller.json("/ssldecryptkeys").await;
    assert_eq!(keys, json!([shown(RSA_ID, "a", RSA)]));
}

#[tokio::test]
async fn only_a_discover_appliance_has_keys() {
    let twin = Twin::start("platform: command").await;
    let caller = twin.full_system();
    let told = caller
        .post("/ssldecryptkeys", body("a", RSA, RSA_KEY))
        .await
        .refusal(400);
    assert_eq!(told, "only a Discover appliance has SSL decrypt keys");
    assert_eq!(caller.json("/ssldecryptkeys").await, json!([]));
}

#[tokio::test]
async fn a_patch_enables_and_disables_and_no_more() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let mut sent = body("a", EC, EC_KEY);
    sent.as_object_mut().unwrap().remove("enabled");
    assert_eq!(caller.post("/ssldecryptkeys", sent).await.status, 201);
    let path = format!("/ssldecryptkeys/{EC_ID}");
    let mut key = shown(EC_ID, "a", EC);
    assert_eq!(caller.json(&path).await, key, "enabled unless it is said");
    let mut whole = body("b", RSA, RSA_KEY);
    whole["enabled"] = json!(false);
    whole["id"] = json!(RSA_ID);
    whole["cert_pem"] = json!(RSA);
    assert_eq!(caller.patch(&path, whole).await.status, 204);
    key["enabled"] = json!(false);
    assert_eq!(caller.json(&path).await, key);
    assert_eq!(
        caller
            .patch(&path, json!({"enabled": "no"}))
            .await
            .refusal(400),
        "`enabled` must be a boolean, not a string"
    );
    assert_eq!(caller.json(&path).await, key);
}

#[tokio::test]
async fn every_write_is_in_the_audit_log() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let path = with_key(&caller).await;
    caller.patch(&path, json!({"enabled": false})).await;
    let protocols = format!("{path}/protocols");
    caller
        .post(&protocols, json!({"protocol": "http", "port": 443}))
        .await;
    caller.delete(&format!("{protocols}/http")).await;
    caller.delete(&path).await;
    let log = caller.json("/auditlog").await;
    let deeds: Vec<&str> = log
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["body"]["operation"].as_str().unwrap())
        .collect();
    assert_eq!(
        deeds,
        [
            "Delete SSL decrypt key",
            "Remove protocol from SSL decrypt key",
            "Add protocol to SSL decrypt key",
            "Modify SSL decrypt key",
            "Create SSL decrypt key",
        ]
    );
    for entry in log.as_array().unwrap() {
        let details = format!("SSL decrypt key {RSA_ID}: a");
        assert_eq!(entry["body"]["details"], details);
    }
}
