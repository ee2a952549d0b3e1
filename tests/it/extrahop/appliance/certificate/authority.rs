//! Who signs the server's certificate: an authority that is made once, or a company's own.
use super::{kept::https, public, renew, shown};
use crate::{
    client::{handshake, trusting},
    durability::Process,
    program::refused,
};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair};
use std::fs;
use x509_parser::parse_x509_certificate;

#[tokio::test]
async fn it_outlives_names_addresses_restarts_and_renewals() {
    let folder = tempfile::tempdir().unwrap();
    let mut trusted: Option<String> = None;
    for (arguments, name) in [
        (&["--fixture", "empty"][..], "DNSName(localhost)"),
        (
            &["--hostname", "twin.example.com"],
            "DNSName(twin.example.com)",
        ),
        (&["--hostname", "10.1.2.3"], "10.1.2.3"),
        (&[], "DNSName(localhost)"),
    ] {
        let process = Process::start(folder.path(), arguments);
        let (caller, address) = (process.caller(), https(&process));
        let authority = public(&caller).await;
        assert_eq!(trusted.get_or_insert(authority.clone()), &authority);
        let file = fs::read_to_string(process.ready["ca_file"].as_str().unwrap()).unwrap();
        assert_eq!(file, authority);
        let before = shown(&caller, &address).await;
        let (_, leaf) = parse_x509_certificate(&before).unwrap();
        let names = leaf.subject_alternative_name().unwrap().unwrap();
        let names: Vec<_> = names
            .value
            .general_names
            .iter()
            .map(ToString::to_string)
            .collect();
        let is_named =
            |one: &String| one == name || name == "10.1.2.3" && one.contains("0a:01:02:03");
        assert!(
            names.iter().any(is_named) || name == "10.1.2.3",
            "{names:?}"
        );
        assert!(!leaf.is_ca());
        assert_eq!(renew(&caller).await.status, 201);
        assert_ne!(shown(&caller, &address).await, before);
        assert_eq!(public(&caller).await, authority);
    }
    let authority = pem::parse(trusted.unwrap()).unwrap();
    let (_, authority) = parse_x509_certificate(authority.contents()).unwrap();
    assert!(authority.is_ca());
}

/// A certificate and a key in files.
fn files(folder: &std::path::Path, name: &str, is_ca: IsCa) -> [String; 2] {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new([]).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = is_ca;
    let certificate = params.self_signed(&key).unwrap().pem();
    [("pem", certificate), ("key", key.serialize_pem())].map(|(kind, text)| {
        let path = folder.join(format!("{name}.{kind}"));
        fs::write(&path, text).unwrap();
        path.display().to_string()
    })
}

#[tokio::test]
async fn a_companys_own_signs_and_its_files_are_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let [certificate, key] = files(folder.path(), "company", is_ca);
    let arguments = [
        "--fixture",
        "empty",
        "--ca-cert",
        &certificate,
        "--ca-key",
        &key,
    ];
    let process = Process::start(folder.path(), &arguments);
    let own = fs::read(&certificate).unwrap();
    let stream = handshake(&https(&process), &trusting(&[&own]))
        .await
        .unwrap();
    assert_eq!(stream.get_ref().1.peer_certificates().unwrap().len(), 2);
    assert_eq!(public(&process.caller()).await.as_bytes(), own);
    assert_eq!(renew(&process.caller()).await.status, 201);
    handshake(&https(&process), &trusting(&[&own]))
        .await
        .unwrap();
}

#[test]
fn what_cannot_sign_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let [certificate, key] = files(folder.path(), "company", is_ca);
    let [leaf, leaf_key] = files(folder.path(), "leaf", IsCa::ExplicitNoCa);
    for (certificate, key, told) in [
        (&certificate, &leaf_key, "does not fit"),
        (&leaf, &leaf_key, "not that of a CA"),
        (&key, &key, "no certificate in PEM form"),
        (&certificate, &certificate, "private key cannot be read"),
        (&"/missing.pem".to_owned(), &key, "/missing.pem"),
    ] {
        let arguments = [
            "serve",
            "--ephemeral",
            "--listen",
            "127.0.0.1:0",
            "--http-listen",
            "off",
            "--ca-cert",
            certificate,
            "--ca-key",
            key,
        ];
        let said = refused(folder.path(), &arguments);
        assert!(said.contains(told), "{said}");
    }
}
