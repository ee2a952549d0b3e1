//! Keys are read by their owner alone.
use crate::durability::Process;
use std::{fs, os::unix::fs::PermissionsExt};

#[tokio::test]
async fn files_and_folders_are_their_owners_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    // Twice: what an earlier version left open is shut.
    for _ in 0..2 {
        let process = Process::start(folder.path(), &["--fixture", "empty"]);
        let files = folder.path().join("wiretwin-files");
        assert_eq!(mode(&files), 0o700);
        for entry in fs::read_dir(&files).unwrap() {
            let path = entry.unwrap().path();
            let public = path.extension().is_some_and(|kind| kind == "pem");
            assert_eq!(mode(&path), if public { 0o644 } else { 0o600 }, "{path:?}");
        }
        let database = folder.path().join("wiretwin.db");
        assert_eq!(mode(&database), 0o600);
        assert_eq!(mode(&folder.path().join("wiretwin.db-wal")), 0o600);
        drop(process);
        fs::set_permissions(&database, fs::Permissions::from_mode(0o644)).unwrap();
        fs::set_permissions(&files, fs::Permissions::from_mode(0o755)).unwrap();
    }
}
