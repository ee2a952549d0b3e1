//! `wiretwin backup`: a copy of a database.
use super::print::print;
use crate::store::backup_database;
use anyhow::{Context, Result};
use std::path::Path;

pub fn run(url: &str, file: &Path) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let copied = runtime.block_on(backup_database(url, file));
    copied.with_context(|| format!("database {url}"))?;
    print(&format!("{url} is copied to {}", file.display()))
}
