//! A copy of a database, made while its server writes.
use crate::store::database::file::private;
use anyhow::{Context, Result, anyhow, bail};
use sqlx::{
    ConnectOptions, Connection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteLockingMode},
};
use std::{
    fs::{OpenOptions, remove_file},
    path::Path,
    str::FromStr,
    time::Duration,
};

/// For how long it waits for its turn to read.
const PATIENCE: Duration = Duration::from_secs(10);

/// Copies a database to a new file: the state as it stands when the copy begins.
pub async fn backup(url: &str, to: &Path) -> Result<()> {
    let options = SqliteConnectOptions::from_str(url)
        .map_err(|_| anyhow!("it is no database address such as sqlite://wiretwin.db"))?
        .create_if_missing(false)
        .busy_timeout(PATIENCE)
        .locking_mode(SqliteLockingMode::Normal)
        .disable_statement_logging();
    if !options.get_filename().exists() {
        bail!("there is no such file");
    }
    let mut connection = SqliteConnection::connect_with(&options).await?;
    if !super::is_ours(&mut connection).await? {
        bail!("it is the database of another program");
    }
    let name = to
        .to_str()
        .ok_or_else(|| anyhow!("`{}` is no name in UTF-8", to.display()))?;
    // SQLite takes a file that is empty, and leaves its permissions as they are.
    private(OpenOptions::new().create_new(true).write(true))
        .open(to)
        .with_context(|| format!("`{name}` cannot be made"))?;
    let copied = sqlx::query("VACUUM INTO ?")
        .bind(name)
        .execute(&mut connection)
        .await;
    if copied.is_err() {
        // What was written of it is no copy.
        remove_file(to).ok();
    }
    copied.with_context(|| format!("`{name}` cannot be written"))?;
    Ok(connection.close().await?)
}
