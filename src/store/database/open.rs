//! Which database an address names, and the state of a twin in it.
use super::{
    contract::{Database, Synchronous},
    loading::Loading,
    sqlite::{Sqlite, backup},
};
use crate::store::{
    object::Kind,
    state::{Ends, State},
};
use anyhow::{Result, bail};
use std::path::Path;

/// Opens or makes the database at an address such as `sqlite://wiretwin.db`. A file that holds
/// something else is refused.
pub async fn open_database(url: &str, synchronous: Synchronous) -> Result<Box<dyn Database>> {
    match url.split_once(':') {
        Some(("sqlite", _)) => Ok(Box::new(Sqlite::open(url, synchronous).await?)),
        _ => bail!("`{url}` is no database address such as sqlite://wiretwin.db"),
    }
}

/// Copies a database to a new file, while a server may use it.
pub async fn backup_database(url: &str, to: &Path) -> Result<()> {
    match url.split_once(':') {
        Some(("sqlite", _)) => backup(url, to).await,
        _ => bail!("it is no database address such as sqlite://wiretwin.db"),
    }
}

/// The state of a twin.
pub async fn load_state(
    database: &mut dyn Database,
    twin: &str,
    kinds: Vec<&'static Kind>,
    relations: Vec<&'static Ends>,
) -> Result<State> {
    let mut loading = Loading::new(kinds, relations);
    database.load(twin, &mut loading).await?;
    Ok(loading.state())
}
