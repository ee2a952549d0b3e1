//! What is left of a changed certificate when the server starts again.
use super::{pair, public, put, renew, shown, signed};
use crate::{client::secure, durability::Process};
use serde_json::json;
use std::{fs, path::Path};

pub fn https(process: &Process) -> String {
    let url = process.ready["https"].as_str().unwrap();
    url.strip_prefix("https://").unwrap().to_owned()
}

fn trusted(process: &Process) -> String {
    fs::read_to_string(process.ready["ca_file"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn a_restart_serves_it() {
    let folder = tempfile::tempdir().unwrap();
    let hostname = ["--hostname", "twin.example.com"];
    let process = Process::start(folder.path(), &["--fixture", "empty"]);
    let (given, key) = pair("given");
    let answer = put(&process.caller(), &(given.clone() + &key.serialize_pem())).await;
    assert_eq!(answer.status, 204);
    assert_eq!(trusted(&process), given);
    drop(process);
    // Killed between the two files: the pair counts, and what clients trust follows it.
    let file = folder.path().join("wiretwin-files/public.pem");
    fs::write(file, pair("left behind").0).unwrap();
    let process = Process::start(folder.path(), &hostname);
    assert_eq!(public(&process.caller()).await, given, "whatever its names");
    assert_eq!(trusted(&process), given);
    secure(&https(&process), given.as_bytes()).await;
    assert_eq!(
        put(&process.caller(), &signed("again", &key)).await.status,
        204
    );

    assert_eq!(renew(&process.caller()).await.status, 201);
    let made = public(&process.caller()).await;
    drop(process);
    let process = Process::start(folder.path(), &hostname);
    assert_eq!(public(&process.caller()).await, made);
    let leaf = shown(&process.caller(), &https(&process)).await;
    drop(process);
    let process = Process::start(folder.path(), &["--hostname", "other.example.com"]);
    let other = public(&process.caller()).await;
    assert_eq!(other, made, "the authority stays");
    assert_ne!(
        shown(&process.caller(), &https(&process)).await,
        leaf,
        "it lacked a name"
    );
    assert_eq!(trusted(&process), other);
}

#[cfg(unix)]
#[tokio::test]
async fn the_key_is_readable_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let process = Process::start(folder.path(), &["--fixture", "empty"]);
    let (given, key) = pair("given");
    put(&process.caller(), &(given + &key.serialize_pem())).await;
    let secret = key.serialize_pem();
    let secret = secret.lines().nth(1).unwrap();
    let mut held = vec![];
    for entry in fs::read_dir(folder.path().join("wiretwin-files")).unwrap() {
        let path = entry.unwrap().path();
        if fs::read_to_string(&path).unwrap().contains(secret) {
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{}", path.display());
            held.push(path);
        }
    }
    assert_eq!(held.len(), 1, "{held:?}");
}

/// A certificate of the user's own is never written over; it is there again at the next start.
#[tokio::test]
async fn with_files_of_the_user_it_holds_until_the_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (own, key) = pair("own");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let files = [
        write("own.pem", &own),
        write("own.key", &key.serialize_pem()),
    ];
    let arguments = ["--tls-cert", &files[0], "--tls-key", &files[1]];
    let process = Process::start(folder.path(), &arguments);
    assert_eq!(
        (public(&process.caller()).await, trusted(&process)),
        (own.clone(), own.clone())
    );
    let (given, given_key) = pair("given");
    put(
        &process.caller(),
        &(given.clone() + &given_key.serialize_pem()),
    )
    .await;
    assert_eq!(
        (public(&process.caller()).await, trusted(&process)),
        (given.clone(), given.clone())
    );
    secure(&https(&process), given.as_bytes()).await;
    drop(process);
    let held = |path: &str| fs::read_to_string(Path::new(path)).unwrap();
    assert_eq!(
        (held(&files[0]), held(&files[1])),
        (own.clone(), key.serialize_pem())
    );
    let process = Process::start(folder.path(), &arguments);
    assert_eq!(
        (public(&process.caller()).await, trusted(&process)),
        (own.clone(), own.clone())
    );
    drop(process);
    let process = Process::start(folder.path(), &[]);
    let made = public(&process.caller()).await;
    assert!(made != own && made != given, "neither was kept");
}

#[tokio::test]
async fn one_that_cannot_be_kept_is_not_served() {
    let folder = tempfile::tempdir().unwrap();
    let process = Process::start(folder.path(), &["--fixture", "empty"]);
    let caller = process.caller();
    let before = public(&caller).await;
    let files = folder.path().join("wiretwin-files");
    let aside = folder.path().join("aside");
    fs::rename(&files, &aside).unwrap();
    let told = renew(&caller).await.refusal(503);
    assert!(
        told.ends_with("the certificate's files could not be written"),
        "{told}"
    );
    assert_eq!(public(&caller).await, before);
    secure(&https(&process), before.as_bytes()).await;
    assert_eq!(caller.json("/auditlog").await, json!([]));
    fs::rename(&aside, &files).unwrap();
    let leaf = shown(&caller, &https(&process)).await;
    assert_eq!(renew(&caller).await.status, 201);
    assert_ne!(shown(&caller, &https(&process)).await, leaf);
}
