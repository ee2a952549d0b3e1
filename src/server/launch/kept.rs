//! A database that was there already, and the fixture that was asked for.
use crate::{
    base::{brief::shortened, clock::format_time},
    server::config::Serve,
    store::TwinRow,
    twin::fixture::digest,
};
use anyhow::{Result, anyhow, bail};
use std::path::Path;

/// Whose state it is, as it is said at the start.
pub fn told(row: &TwinRow, file: &Path) -> String {
    format!(
        "kept: {}, made from `{}`{} (--reset starts anew)",
        file.display(),
        row.fixture,
        made(row)
    )
}

fn made(row: &TwinRow) -> String {
    let at = row.made_at.map(|at| format!(" on {}", format_time(at)));
    at.unwrap_or_default()
}

/// A fixture that was asked for by name and would not be loaded is refused: the twin would be another
/// one than was asked for.
pub fn need_same_fixture(row: &TwinRow, config: &Serve) -> Result<()> {
    if !config.given.fixture {
        return Ok(());
    }
    let asked = digest(&config.fixture).map_err(|why| anyhow!(why))?;
    let same_name = row.fixture == config.fixture;
    let same = match (&asked, &row.fixture_digest) {
        (Some(asked), Some(held)) => asked == held,
        // One that comes with the program, or a database that does not know what it was made from.
        _ => same_name,
    };
    if same {
        return Ok(());
    }
    let how = if same_name {
        ", which has changed since,"
    } else {
        ""
    };
    bail!(
        "it was made from `{}`{}{how} and `{}` was not loaded: --reset starts anew from it, --ephemeral leaves the database alone, and without --fixture the state is kept",
        shortened(&row.fixture),
        made(row),
        shortened(&config.fixture)
    )
}
