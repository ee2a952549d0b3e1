//! Which certificates and private keys are taken.
use super::{EC, EC_ID, EC_KEY, RSA, RSA_ID, RSA_KEY, body, shown};
use crate::client::Twin;
use serde_json::json;

const RSA_PKCS1_KEY: &str = include_str!("rsa-pkcs1-key.pem");
const RSA_ENCRYPTED_KEY: &str = include_str!("rsa-encrypted-key.pem");
const SHORT: &str = include_str!("short-certificate.pem");
const SHORT_KEY: &str = include_str!("short-key.pem");
const ED25519: &str = include_str!("ed25519-certificate.pem");
const ED25519_KEY: &str = include_str!("ed25519-key.pem");
const V1: &str = include_str!("v1-certificate.pem");
const ED25519_ID: &str = "12520df4cfbfd3955c3f40e13ee89477297616cb";
const V1_ID: &str = "b587cc9cee5e695bab2f156c47b584ecf974322b";

#[tokio::test]
async fn keys_of_every_kind_are_taken() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let windows = EC.replace('\n', "\r\n");
    let chain = format!("Bag Attributes\n{ED25519}{RSA}");
    let taken = [
        (RSA, RSA_PKCS1_KEY, RSA_ID, RSA),
        (V1, RSA_KEY, V1_ID, V1),
        (&windows, EC_KEY, EC_ID, EC),
        (&chain, ED25519_KEY, ED25519_ID, ED25519),
    ];
    for (certificate, key, id, cert_pem) in taken {
        let answer = caller
            .post("/ssldecryptkeys", body(id, certificate, key))
            .await;
        assert_eq!(answer.status, 201, "{id}: {}", answer.text());
        let key = caller.json(&format!("/ssldecryptkeys/{id}")).await;
        assert_eq!(key, shown(id, id, cert_pem));
    }
}

#[tokio::test]
async fn a_key_that_does_not_fit_is_refused() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let mismatched = "`private_key`: it is not the private key of the certificate";
    let unreadable =
        "`private_key`: the private key cannot be read: it must be PEM that is not encrypted";
    let weak =
        "`private_key`: it must be RSA of 2048 to 4096 bits, ECDSA with P-256 or P-384, or Ed25519";
    let none = "`private_key`: there is no private key in PEM form";
    let no_certificate = "`certificate`: there is no certificate in PEM form";
    let one_line = RSA_KEY.replace('\n', " ");
    let cut = &RSA[..RSA.len() / 2];
    let nonsense = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let said = [
        (RSA, EC_KEY, mismatched),
        (EC, RSA_KEY, mismatched),
        (EC, ED25519_KEY, mismatched),
        (SHORT, RSA_KEY, mismatched),
        (SHORT, SHORT_KEY, weak),
        (RSA, RSA_ENCRYPTED_KEY, unreadable),
        (RSA, &one_line, unreadable),
        (RSA, RSA, none),
        (RSA, "secret", none),
        (RSA, "", none),
        (RSA_KEY, RSA_KEY, no_certificate),
        ("secret", RSA_KEY, no_certificate),
        ("", RSA_KEY, no_certificate),
        (
            cut,
            RSA_KEY,
            "`certificate`: there is no certificate in PEM form that can be read to its end",
        ),
        (
            &one_line,
            RSA_KEY,
            "`certificate`: there is no certificate in PEM form that can be read to its end",
        ),
        (
            nonsense,
            RSA_KEY,
            "`certificate`: what stands there in PEM form is no certificate",
        ),
    ];
    for (certificate, key, expected) in said {
        let answer = caller
            .post("/ssldecryptkeys", body("a", certificate, key))
            .await;
        assert_eq!(answer.refusal(422), expected);
    }
    for (status, field, value, expected) in [
        (
            422,
            "name",
            json!(""),
            "`name` must be a text that is not empty",
        ),
        (
            400,
            "name",
            json!(5),
            "`name` must be a string, not a number",
        ),
        (
            400,
            "enabled",
            json!(null),
            "`enabled` must be a boolean, not null",
        ),
        (
            400,
            "certificate",
            json!([RSA]),
            "`certificate` must be a string, not an array",
        ),
        (
            400,
            "private_key",
            json!(null),
            "`private_key` must be a string, not null",
        ),
    ] {
        let mut sent = body("a", RSA, RSA_KEY);
        sent[field] = value;
        let answer = caller.post("/ssldecryptkeys", sent).await;
        assert_eq!(answer.refusal(status), expected);
    }
    for missing in ["name", "certificate", "private_key"] {
        let mut sent = body("a", RSA, RSA_KEY);
        sent.as_object_mut().unwrap().remove(missing);
        let told = caller.post("/ssldecryptkeys", sent).await.refusal(422);
        assert_eq!(told, format!("`{missing}` is required: a string"));
    }
    assert_eq!(caller.json("/ssldecryptkeys").await, json!([]));
    assert_eq!(caller.json("/auditlog").await, json!([]));
}
