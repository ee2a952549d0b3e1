use crate::{
    client::{Caller, Twin},
    durability::Process,
};
use flate2::read::GzDecoder;
use serde_json::{Value, json};
use std::{collections::BTreeMap, io::Read};
use tokio::{io::AsyncReadExt, io::AsyncWriteExt, net::TcpStream};
use wiretwin::twin::access::Level;

const FORM: &str = "Content-Type: multipart/form-data; boundary=cut";

/// A form with one part.
fn form(name: &str, file: &[u8]) -> Vec<u8> {
    let head = format!(
        "--cut\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"fix.pack\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    );
    [head.as_bytes(), file, b"\r\n--cut--\r\n"].concat()
}

async fn execute(caller: &Caller) -> String {
    let answer = caller.send("POST", "/supportpacks/execute", &[], b"").await;
    assert_eq!((answer.status, answer.text()), (202, String::new()));
    answer.header("location").unwrap().to_owned()
}

/// The texts in a support pack, by their names.
async fn texts(caller: &Caller, filename: &str) -> BTreeMap<String, String> {
    let answer = caller.get(&format!("/supportpacks/{filename}")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/x-gzip"));
    let mut tar = tar::Archive::new(GzDecoder::new(answer.body.as_slice()));
    let entries = tar.entries().unwrap().map(|entry| {
        let mut entry = entry.unwrap();
        assert_eq!(
            entry.header().mtime().unwrap(),
            1447975207,
            "the time of the twin"
        );
        let name = entry.path().unwrap().display().to_string();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        let folder = filename.trim_end_matches(".tar.gz");
        (
            name.strip_prefix(&format!("{folder}/")).unwrap().to_owned(),
            text,
        )
    });
    entries.collect()
}

#[tokio::test]
async fn the_default_pack_is_run_and_its_file_is_downloaded() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    assert_eq!(caller.json("/supportpacks").await, json!([]));
    assert_eq!(execute(&caller).await, "/api/v1/supportpacks/queue/1");
    let name = "support-pack-20151119-232007.tar.gz";
    let run = caller.json("/supportpacks/queue/1").await;
    let listed = caller.json("/supportpacks").await;
    let size = listed[0]["size"].as_str().unwrap().to_owned();
    assert_eq!(
        listed,
        json!([{"filename": name, "size": size, "created_time": 1447975207000i64}])
    );
    assert_eq!(
        run,
        json!({"id": "1", "status": "done", "filename": name, "size": size, "created_time": 1447975207000i64})
    );

    let answer = caller.get(&format!("/supportpacks/{name}")).await;
    assert_eq!(answer.body.len().to_string(), size);
    let saved_as = answer.header("content-disposition").unwrap();
    assert_eq!(saved_as, format!("attachment; filename=\"{name}\""));
    let texts = texts(&caller, name).await;
    let names: Vec<&str> = texts.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "appliance.txt",
            "license.txt",
            "objects.txt",
            "run.log",
            "runningconfig.json"
        ]
    );
    assert!(texts["appliance.txt"].contains("Firmware: 5.1.2.1345\n"));
    assert!(texts["appliance.txt"].contains("Time: 2015-11-19T23:20:07Z\n"));
    assert_eq!(texts["run.log"], "The default support pack was run.\n");
    let serial = caller.json("/license").await["serial"].clone();
    assert!(texts["license.txt"].contains(serial.as_str().unwrap()));
    let devices = caller
        .json("/devices?limit=-1")
        .await
        .as_array()
        .unwrap()
        .len();
    assert!(
        texts["objects.txt"].contains(&format!("device: {devices}\n")),
        "{}",
        texts["objects.txt"]
    );
    let config: Value = serde_json::from_str(&texts["runningconfig.json"]).unwrap();
    assert_eq!(config, caller.json("/runningconfig").await);
    let key = twin.server.key(Level::FullSystem);
    assert!(texts.values().all(|text| !text.contains(key)));
}

#[tokio::test]
async fn what_is_uploaded_is_in_the_log_of_the_run() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let answer = caller
        .send("POST", "/supportpacks", &[FORM], &form("file", b"echo 1"))
        .await;
    assert_eq!((answer.status, answer.text()), (202, String::new()));
    assert_eq!(
        answer.header("location"),
        Some("/api/v1/supportpacks/queue/1")
    );
    let name = caller.json("/supportpacks/queue/1").await["filename"].clone();
    let first = texts(&caller, name.as_str().unwrap()).await;
    let log = &first["run.log"];
    let told = "Uploaded support pack: fix.pack\nSize: 6 bytes\nSHA-256: 8ff76b84557c1745fe2003155f68de27f0c501ccceefd947b5746fe7a7de831e\nIt is no tar.gz; it was run as one script.\n";
    assert_eq!(log, told);

    // A file that a run left is a tar.gz itself.
    let pack = caller
        .get(&format!("/supportpacks/{}", name.as_str().unwrap()))
        .await
        .body;
    caller
        .send("POST", "/supportpacks", &[FORM], &form("file", &pack))
        .await;
    let name = caller.json("/supportpacks/queue/2").await["filename"].clone();
    let log = texts(&caller, name.as_str().unwrap()).await["run.log"].clone();
    assert!(
        log.contains("Run: support-pack-20151119-232007/license.txt\n"),
        "{log}"
    );
    let cut = &pack[..pack.len() / 2];
    caller
        .send("POST", "/supportpacks", &[FORM], &form("file", cut))
        .await;
    let name = caller.json("/supportpacks/queue/3").await["filename"].clone();
    let log = texts(&caller, name.as_str().unwrap()).await["run.log"].clone();
    assert!(
        log.ends_with("It is no tar.gz; it was run as one script.\n"),
        "{log}"
    );
}

/// Time stands still, and no two files have the same name.
#[tokio::test]
async fn the_newest_ten_files_are_kept() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    for i in 1..=12 {
        assert_eq!(
            execute(&caller).await,
            format!("/api/v1/supportpacks/queue/{i}")
        );
    }
    let names: Vec<Value> = (3..=12)
        .map(|i| json!(format!("support-pack-20151119-232007-{i}.tar.gz")))
        .collect();
    let listed = caller.json("/supportpacks").await;
    let listed: Vec<Value> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|pack| pack["filename"].clone())
        .collect();
    assert_eq!(listed, names);
    caller
        .get("/supportpacks/support-pack-20151119-232007.tar.gz")
        .await
        .refusal(404);
    caller.get("/supportpacks/queue/2").await.refusal(404);
    assert_eq!(
        caller.json("/auditlog").await.as_array().unwrap().len(),
        12,
        "one entry for each run"
    );
}

#[tokio::test]
async fn what_is_not_there() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    execute(&caller).await;
    for id in ["2", "0", "-1", "x", "1%2F2", "99999999999999999999"] {
        let told = caller
            .get(&format!("/supportpacks/queue/{id}"))
            .await
            .refusal(404);
        assert!(
            told.starts_with("There is no run of a support pack with the id "),
            "{told}"
        );
    }
    let told = caller.get("/supportpacks/none.tar.gz").await.refusal(404);
    assert_eq!(told, "There is no support pack named none.tar.gz.");
    let told = caller.get("/supportpacks/execute").await.refusal(404);
    assert_eq!(told, "There is no /api/v1/supportpacks/execute here.");
    caller.get("/supportpacks/queue").await.refusal(404);
    twin.full_write()
        .get("/supportpacks/execute")
        .await
        .refusal(403);
    twin.anonymous()
        .get("/supportpacks/execute")
        .await
        .refusal(401);
    for answer in [
        caller
            .delete("/supportpacks/support-pack-20151119-232007.tar.gz")
            .await,
        caller.patch("/supportpacks/queue/1", json!({})).await,
        caller.put("/supportpacks/execute", json!({})).await,
    ] {
        assert_eq!(answer.status, 405, "{}", answer.text());
    }
}

#[tokio::test]
async fn an_upload_that_is_wrong_changes_nothing() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let named = "`file`: the form must have one part of this name that is not empty";
    let upload = async |headers: &[&str], body: &[u8]| {
        caller.send("POST", "/supportpacks", headers, body).await
    };
    assert_eq!(
        upload(&[FORM], &form("pack", b"x")).await.refusal(400),
        named
    );
    assert_eq!(
        upload(&[FORM], &form("file", b"")).await.refusal(400),
        named
    );
    assert_eq!(upload(&[FORM], b"--cut--\r\n").await.refusal(400), named);
    let whole = form("file", b"a file that is cut off");
    for end in [0, 1, 10, whole.len() / 2, whole.len() - 9, whole.len() - 5] {
        let answer = upload(&[FORM], &whole[..end]).await;
        assert_eq!(answer.status, 400, "cut off at {end}: {}", answer.text());
    }
    upload(&["Content-Type: multipart/form-data"], &whole)
        .await
        .refusal(400);
    for kind in [
        "application/octet-stream",
        "application/json",
        "application/x-gzip",
        "text/plain",
    ] {
        let told = upload(&[&format!("Content-Type: {kind}")], &whole)
            .await
            .refusal(415);
        assert!(
            told.contains(kind) && told.contains("multipart/form-data"),
            "{told}"
        );
    }
    upload(&[], &whole).await.refusal(415);
    let large = form("file", &vec![b'x'; 16 * 1024 * 1024]);
    upload(&[FORM], &large).await.refusal(413);
    let chunked = [
        format!("{:x}\r\n", large.len()).as_bytes(),
        &large,
        b"\r\n0\r\n\r\n",
    ]
    .concat();
    upload(&[FORM, "Transfer-Encoding: chunked"], &chunked)
        .await
        .refusal(413);
    twin.full_write()
        .send("POST", "/supportpacks", &[FORM], &whole)
        .await
        .refusal(403);
    assert_eq!(caller.json("/supportpacks").await, json!([]));
    assert_eq!(caller.json("/auditlog").await, json!([]));
    assert_eq!(
        execute(&caller).await,
        "/api/v1/supportpacks/queue/1",
        "no id was given"
    );
}

/// The connection ends before the announced body is there.
#[tokio::test]
async fn an_upload_whose_connection_breaks_changes_nothing() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let whole = form("file", b"a file that is cut off");
    let key = twin.server.key(Level::FullSystem);
    let head = |more: &str| {
        format!(
            "POST /api/v1/supportpacks HTTP/1.1\r\nHost: localhost\r\nAuthorization: ExtraHop apikey={key}\r\n{FORM}\r\n{more}\r\n\r\n"
        )
    };
    let announced = head(&format!("Content-Length: {}", whole.len() + 1));
    let chunk = format!("{:x}\r\n", whole.len());
    for request in [
        [announced.as_bytes(), &whole].concat(),
        [announced.as_bytes(), &whole[..20]].concat(),
        [
            head("Transfer-Encoding: chunked").as_bytes(),
            chunk.as_bytes(),
            &whole,
        ]
        .concat(),
        [
            head("Transfer-Encoding: chunked").as_bytes(),
            b"zz\r\n",
            &whole,
        ]
        .concat(),
    ] {
        let mut stream = TcpStream::connect(twin.server.http.unwrap()).await.unwrap();
        stream.write_all(&request).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = vec![];
        stream.read_to_end(&mut answer).await.ok();
        assert!(
            !answer.starts_with(b"HTTP/1.1 2"),
            "{}",
            String::from_utf8_lossy(&answer)
        );
    }
    assert_eq!(caller.json("/supportpacks").await, json!([]));
    assert_eq!(caller.json("/auditlog").await, json!([]));
}

#[tokio::test]
async fn an_upload_and_a_run_are_told() {
    let twin = Twin::start("guide").await;
    let caller = twin.full_system();
    let audit_note = |operation: &str, details: &str| json!({"user": "setup", "operation": operation, "details": details, "component": "REST API"});
    execute(&caller).await;
    assert_eq!(
        caller.last_audit_note().await,
        audit_note(
            "Run support pack",
            "support pack 1: support-pack-20151119-232007.tar.gz"
        )
    );
    caller
        .send("POST", "/supportpacks", &[FORM], &form("file", b"x"))
        .await;
    assert_eq!(
        caller.last_audit_note().await,
        audit_note(
            "Upload and run support pack",
            "support pack 2: support-pack-20151119-232007-2.tar.gz"
        )
    );
    for path in [
        "/supportpacks",
        "/supportpacks/queue/1",
        "/supportpacks/support-pack-20151119-232007.tar.gz",
    ] {
        twin.full_write().get(path).await.refusal(403);
    }
}

#[tokio::test]
async fn files_stay_over_a_restart_and_runs_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let process = Process::start(folder.path(), &["--fixture", "empty"]);
    let caller = process.caller();
    execute(&caller).await;
    let listed = caller.json("/supportpacks").await;
    let path = format!("/supportpacks/{}", listed[0]["filename"].as_str().unwrap());
    let file = caller.get(&path).await.body;
    assert!(file.starts_with(&[0x1f, 0x8b]), "a gzip file");
    drop(process);
    let process = Process::start(folder.path(), &[]);
    let caller = process.caller();
    assert_eq!(caller.json("/supportpacks").await, listed);
    assert_eq!(caller.get(&path).await.body, file);
    caller.get("/supportpacks/queue/1").await.refusal(404);
    assert_eq!(
        execute(&caller).await,
        "/api/v1/supportpacks/queue/2",
        "an id is never used twice"
    );
}

#[tokio::test]
async fn a_pack_of_a_fixture_has_a_file() {
    let twin =
        Twin::start("clock: 2015-11-19T23:20:07Z\nsupportpacks: [{filename: old.tar.gz}]").await;
    let caller = twin.full_system();
    assert_eq!(
        caller.json("/supportpacks").await[0]["created_time"],
        1447975207000i64
    );
    let texts = texts(&caller, "old.tar.gz").await;
    assert!(texts["appliance.txt"].contains("Platform: discover\n"));
    caller.get("/supportpacks/queue/1").await.refusal(404);
}
