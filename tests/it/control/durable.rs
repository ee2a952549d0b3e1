//! The default twin of a database.
use super::{tag, tags};
use crate::durability::Process;
use serde_json::json;

#[tokio::test]
async fn a_reset_lasts() {
    let folder = tempfile::tempdir().unwrap();
    let options = ["--fixture", "empty", "--database", "sqlite://twins.db"];
    let server = Process::start(folder.path(), &options);
    let caller = server.caller();
    tag(&caller, "before").await;
    drop(server);
    let server = Process::start(folder.path(), &options);
    let (caller, control) = (server.caller(), server.caller().control());
    tag(&caller, "after").await;
    control.post("/snapshots", json!({"name": "both"})).await;
    assert_eq!(control.post("/reset", json!({})).await.status, 204);
    assert_eq!(tags(&caller).await, ["before"]);
    drop(server);
    let server = Process::start(folder.path(), &options);
    assert_eq!(tags(&server.caller()).await, ["before"]);
}
