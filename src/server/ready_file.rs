//! The file that says how a server is reached, once it is. Who waits for it must not find an older one.
use super::launch::{Launched, write_private};
use crate::{extrahop, families, twin::fleet::Fleet};
use anyhow::Result;
use serde_json::{Map, Value, json};
use std::{fs, path::Path};

/// Writes it, whole, for its owner alone.
pub fn write(path: &Path, launched: &Launched, https: &str, http: Option<String>) -> Result<()> {
    let base_url = format!("{https}{}", extrahop::FAMILY.base());
    let twin = launched.fleet.twin(Fleet::DEFAULT);
    let mut ready = Map::from_iter([
        ("https".to_owned(), json!(https)),
        ("http".to_owned(), json!(http)),
        ("base_url".to_owned(), json!(base_url)),
        ("ca_file".to_owned(), json!(launched.ca_file)),
        ("pid".to_owned(), json!(std::process::id())),
        (
            "firmware".to_owned(),
            json!(twin.map(|twin| twin.firmware.to_string())),
        ),
    ]);
    ready.extend(families::ready(&launched.credentials));
    write_private(path, &Value::from(ready).to_string())
}

/// Removes the one that an earlier server left behind. If it cannot be, writing it says why.
pub fn remove(path: &Path) {
    fs::remove_file(path).ok();
}

/// Removes it unless another process has written its own there.
pub fn remove_own(path: &Path) {
    let written = fs::read(path).ok();
    let written = written.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    if written.is_some_and(|ready| ready["pid"] == std::process::id()) {
        remove(path);
    }
}
