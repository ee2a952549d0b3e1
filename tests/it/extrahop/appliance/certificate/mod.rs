//! The server's certificate changes while it serves.
mod authority;
mod kept;

use crate::client::{Answer, Caller, Connection, Tls, Twin, handshake, secure, trusting};
use rustls::{
    HandshakeKind,
    pki_types::{CertificateDer, pem::PemObject},
};
use serde_json::{Value, json};
use std::fs;

const PATH: &str = "/extrahop/sslcert";

/// A self-signed certificate for the server, and its key.
fn pair(common_name: &str) -> (String, rcgen::KeyPair) {
    let key = rcgen::KeyPair::generate().unwrap();
    (signed(common_name, &key), key)
}

fn signed(common_name: &str, key: &rcgen::KeyPair) -> String {
    let mut params = rcgen::CertificateParams::new(["localhost".to_owned()]).unwrap();
    let name = &mut params.distinguished_name;
    name.push(rcgen::DnType::CommonName, common_name);
    params.self_signed(key).unwrap().pem()
}

async fn put(caller: &Caller, body: &str) -> Answer {
    let headers = ["Content-Type: text/plain"];
    caller.send("PUT", PATH, &headers, body.as_bytes()).await
}

async fn renew(caller: &Caller) -> Answer {
    caller.send("POST", PATH, &[], b"").await
}

async fn public(caller: &Caller) -> String {
    let answer = caller.get("//public.cer").await;
    assert_eq!(answer.status, 200);
    answer.text()
}

fn der(pem: &str) -> Vec<u8> {
    CertificateDer::from_pem_slice(pem.as_bytes())
        .unwrap()
        .to_vec()
}

/// The certificate that the server shows to who trusts what `/public.cer` has.
async fn shown(caller: &Caller, address: &str) -> Vec<u8> {
    let trusted = public(caller).await;
    let stream = handshake(address, &trusting(&[trusted.as_bytes()])).await;
    seen(&stream.unwrap())
}

fn seen(stream: &Tls) -> Vec<u8> {
    stream.get_ref().1.peer_certificates().unwrap()[0].to_vec()
}

async fn health(connection: &mut Connection<Tls>) -> Value {
    let answer = connection.send("GET", "//_wiretwin/health", &[], b"").await;
    answer.json()
}

#[tokio::test]
async fn new_connections_see_it_and_open_ones_live_on() {
    let twin = Twin::start("guide").await;
    let (caller, address) = (twin.full_system(), twin.server.https.to_string());
    let ca_file = twin.server.launched.ca_file.clone();
    let (given, key) = pair("given");
    for round in ["PUT", "POST"] {
        let before = public(&caller).await;
        let mut open = secure(&address, before.as_bytes()).await;
        assert_eq!(health(&mut open).await, json!({"status": "ready"}));
        let (answer, status) = match round {
            "PUT" => {
                let text = format!("{given}\n{}", key.serialize_pem());
                (put(&caller, &text).await, 204)
            }
            _ => (renew(&caller).await, 201),
        };
        assert_eq!((answer.status, answer.text()), (status, String::new()));

        let after = public(&caller).await;
        assert_ne!(after, before, "{round}");
        assert_eq!(after == given, round == "PUT");
        assert_eq!(
            caller.get("//public.cer?format=der").await.body,
            der(&after)
        );
        assert_eq!(fs::read_to_string(&ca_file).unwrap(), after);
        assert_eq!(health(&mut open).await, json!({"status": "ready"}));
        let mut new = secure(&address, after.as_bytes()).await;
        assert_eq!(health(&mut new).await, json!({"status": "ready"}));
        let old = trusting(&[before.as_bytes()]);
        assert!(handshake(&address, &old).await.is_err(), "{round}");
    }
}

/// A client that resumes its sessions is not shown the certificate again, unless it has to be.
#[tokio::test]
async fn a_session_ends_with_its_certificate() {
    let twin = Twin::start("guide").await;
    let (caller, address) = (twin.full_system(), twin.server.https.to_string());
    let before = public(&caller).await;
    let (given, key) = pair("given");
    let client = trusting(&[before.as_bytes(), given.as_bytes()]);
    for kind in [HandshakeKind::Full, HandshakeKind::Resumed] {
        let stream = handshake(&address, &client).await.unwrap();
        assert_eq!(stream.get_ref().1.handshake_kind(), Some(kind));
        assert_ne!(seen(&stream), der(&given));
        health(&mut Connection::new(stream)).await;
    }
    let text = given.clone() + &key.serialize_pem();
    assert_eq!(put(&caller, &text).await.status, 204);
    let stream = handshake(&address, &client).await.unwrap();
    assert_eq!(seen(&stream), der(&given));
}

#[tokio::test]
async fn a_new_one_is_for_the_same_names() {
    let names = ["--hostname", "twin.example.com"];
    let twin = Twin::start_with("guide", &names).await;
    let (caller, address) = (twin.full_system(), twin.server.https.to_string());
    let named = |der: Vec<u8>| {
        let (_, certificate) = x509_parser::parse_x509_certificate(&der).unwrap();
        let names = certificate.subject_alternative_name().unwrap().unwrap();
        let names = names.value.general_names.iter().map(ToString::to_string);
        names.collect::<Vec<_>>()
    };
    let authority = public(&caller).await;
    let first = named(shown(&caller, &address).await);
    assert!(first.iter().any(|name| name.contains("twin.example.com")));
    let (given, key) = pair("given");
    put(&caller, &(given + &key.serialize_pem())).await;
    assert_eq!(named(der(&public(&caller).await)), ["DNSName(localhost)"]);
    assert_eq!(renew(&caller).await.status, 201);
    assert_eq!(named(shown(&caller, &address).await), first);
    assert_eq!(public(&caller).await, authority);
}

#[tokio::test]
async fn without_a_key_the_current_one_must_fit() {
    let twin = Twin::start("guide").await;
    let (caller, address) = (twin.full_system(), twin.server.https.to_string());
    let (first, key) = pair("first");
    put(&caller, &(key.serialize_pem() + "\r\n" + &first)).await;
    assert_eq!(public(&caller).await, first, "the key may come first");
    let second = signed("second", &key);
    assert_eq!(put(&caller, &second).await.status, 204);
    assert_eq!(public(&caller).await, second);
    let mut connection = secure(&address, second.as_bytes()).await;
    assert_eq!(health(&mut connection).await, json!({"status": "ready"}));
    let told = put(&caller, &pair("other").0).await.refusal(422);
    assert!(
        told.starts_with("the body: without a private key the current one must fit"),
        "{told}"
    );
    assert_eq!(public(&caller).await, second);
}

/// Clients that trust a chain get it whole; nothing but certificates is handed out.
#[tokio::test]
async fn a_chain_is_served_whole_and_the_key_never() {
    let twin = Twin::start("guide").await;
    let (caller, address) = (twin.full_system(), twin.server.https.to_string());
    let authority_key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::new([]).unwrap();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let authority = params.self_signed(&authority_key).unwrap();
    let issuer = rcgen::Issuer::new(params, authority_key);
    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new(["localhost".to_owned()]).unwrap();
    let leaf = params.signed_by(&key, &issuer).unwrap();
    let body = format!("{}{}{}", leaf.pem(), key.serialize_pem(), authority.pem());
    assert_eq!(put(&caller, &body).await.status, 204);
    assert_eq!(public(&caller).await, leaf.pem());
    let file = fs::read_to_string(&twin.server.launched.ca_file).unwrap();
    assert_eq!(file, leaf.pem() + &authority.pem());
    let client = trusting(&[authority.pem().as_bytes()]);
    let stream = handshake(&address, &client).await.unwrap();
    assert_eq!(stream.get_ref().1.peer_certificates().unwrap().len(), 2);
    let log = caller.get("/auditlog").await.text();
    let secret = key.serialize_pem().lines().nth(1).unwrap().to_owned();
    assert!(!log.contains(&secret) && !log.contains("PRIVATE"), "{log}");
}

#[tokio::test]
async fn what_is_no_certificate_changes_nothing() {
    let twin = Twin::start("guide").await;
    let (caller, address) = (twin.full_system(), twin.server.https.to_string());
    let before = public(&caller).await;
    let (given, key) = pair("given");
    let (other, key) = (pair("other").0, key.serialize_pem());
    let cut = &given[..given.len() / 2];
    let nonsense = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let encrypted = key
        .replace("BEGIN PRIVATE", "BEGIN ENCRYPTED PRIVATE")
        .replace("END PRIVATE", "END ENCRYPTED PRIVATE");
    let no_certificate = "the body: there is no certificate in PEM form";
    let no_key = "the body: the private key cannot be read: it must be PEM that is not encrypted";
    let mismatch = "the body: the private key does not fit the certificate";
    for (body, expected) in [
        (String::new(), no_certificate),
        ("secret".into(), no_certificate),
        (key.clone(), no_certificate),
        (cut.to_owned() + "\n" + &key, "the body: "),
        (
            nonsense.to_owned() + &key,
            "the body: the private key does not fit",
        ),
        (other + &key, mismatch),
        (given.clone() + &encrypted, no_key),
        (given.clone() + &key.replace('\n', " "), no_key),
    ] {
        let told = put(&caller, &body).await.refusal(422);
        assert!(told.starts_with(expected), "{told}");
        assert!(!told.contains(key.lines().nth(1).unwrap()), "{told}");
    }
    let binary = caller.send("PUT", PATH, &[], &[0xff, 0xfe]).await;
    binary.refusal(400);
    assert_eq!(public(&caller).await, before);
    secure(&address, before.as_bytes()).await;
    let file = fs::read_to_string(&twin.server.launched.ca_file).unwrap();
    assert_eq!(file, before);
    assert_eq!(caller.json("/auditlog").await, json!([]));
}

#[tokio::test]
async fn every_change_is_one_entry_of_the_audit_log() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let (given, key) = pair("given");
    put(&caller, &(given.clone() + &key.serialize_pem())).await;
    let audit_note = |operation: &str, der: &[u8]| {
        let details = format!("certificate with the SHA-256 {}", sha256(der));
        json!({"user": "setup", "operation": operation, "details": details, "component": "REST API"})
    };
    let expected = audit_note("Replace SSL certificate", &der(&given));
    assert_eq!(caller.last_audit_note().await, expected);
    renew(&caller).await;
    let shown = shown(&caller, &twin.server.https.to_string()).await;
    let expected = audit_note("Regenerate SSL certificate", &shown);
    assert_eq!(caller.last_audit_note().await, expected);
    assert_eq!(caller.json("/auditlog").await.as_array().unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changes_at_the_same_time_come_one_after_the_other() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let all: Vec<_> = (0..8)
        .map(|i| {
            let caller = caller.clone();
            tokio::spawn(async move {
                let (given, key) = pair(&i.to_string());
                let answer = match i % 2 {
                    0 => put(&caller, &(given + &key.serialize_pem())).await,
                    _ => renew(&caller).await,
                };
                assert!(answer.status < 300, "{}", answer.text());
            })
        })
        .collect();
    for one in all {
        one.await.unwrap();
    }
    let file = fs::read_to_string(&twin.server.launched.ca_file).unwrap();
    assert_eq!(file, public(&caller).await);
    let shown = shown(&caller, &twin.server.https.to_string()).await;
    let log = caller.json("/auditlog").await;
    assert_eq!(log.as_array().unwrap().len(), 8);
    let last = sha256(&shown);
    let told = log[0]["body"]["details"].as_str().unwrap();
    assert!(told.ends_with(&last), "the last entry is of what is shown");
}

fn sha256(der: &[u8]) -> String {
    use sha2::Digest as _;
    wiretwin::base::secret::hex(&sha2::Sha256::digest(der))
}
