//! SQLite as the durable copy: opened, read, and told of changes (in `statements`, which holds the
//! writing SQL).
mod backup;
mod statements;

pub use backup::backup;

use super::{
    contract::{Database, Synchronous, TwinRow},
    file::OpenFile,
    loading::Loading,
    row_changes::RowChanges,
};
use crate::store::state::Change;
use anyhow::{Context, Result, anyhow, bail};
use futures_util::future::BoxFuture;
use sqlx::{
    ConnectOptions, Connection, Row, SqlSafeStr, SqliteConnection,
    migrate::{Migration, MigrationType, Migrator},
    sqlite::{
        SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqliteRow, SqliteSynchronous,
    },
};
use std::{str::FromStr, time::Duration};

/// The one connection that writes. SQLite's WAL with `normal` survives the end of the process at any moment;
/// `full` survives a power loss too.
pub struct Sqlite {
    connection: SqliteConnection,
    file: OpenFile,
}

/// Kinds of errors (SQLite's documentation: Result and Error Codes).
const SQLITE_READ_ONLY: i64 = 8;
const SQLITE_IO_ERROR: i64 = 10;
const SQLITE_FULL: i64 = 13;

/// Every step from an empty database to the tables of this version. A step that was released is
/// never changed: databases keep its checksum.
fn migrations() -> Migrator {
    let steps = [
        (
            1,
            "twins",
            include_str!("../../../../migrations/sqlite/0001_twins.sql"),
        ),
        (
            2,
            "unknown fields",
            include_str!("../../../../migrations/sqlite/0002_unknown_fields.sql"),
        ),
        (
            3,
            "fixture of a twin",
            include_str!("../../../../migrations/sqlite/0003_fixture_of_a_twin.sql"),
        ),
    ];
    let migration = |(version, name, sql): (i64, &'static str, &'static str)| {
        let sql = sql.into_sql_str();
        Migration::new(version, name.into(), MigrationType::Simple, sql, false)
    };
    Migrator::with_migrations(steps.map(migration).into())
}

impl Sqlite {
    pub async fn open(url: &str, synchronous: Synchronous) -> Result<Self> {
        let options = SqliteConnectOptions::from_str(url)
            .with_context(|| {
                format!("`{url}` is no database address such as sqlite://wiretwin.db")
            })?
            .create_if_missing(true)
            .busy_timeout(Duration::from_millis(250))
            .statement_cache_capacity(300)
            .disable_statement_logging()
            // Fewer and larger checkpoints: each of them waits for the disk.
            .pragma("wal_autocheckpoint", "8000")
            // A log that grew while a copy was made is cut afterwards.
            .pragma("journal_size_limit", "16777216")
            // Others may read, so that a copy can be made; who writes holds a lock of its own.
            .locking_mode(SqliteLockingMode::Normal)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(match synchronous {
                Synchronous::Normal => SqliteSynchronous::Normal,
                Synchronous::Full => SqliteSynchronous::Full,
            });
        let mut connection = SqliteConnection::connect_with(&options).await?;
        let file = OpenFile::new(options.get_filename())?;
        if !is_ours(&mut connection).await? {
            bail!("it is the database of another program");
        }
        migrations().run(&mut connection).await?;
        Ok(Self { connection, file })
    }

    async fn twin_rows(&mut self) -> Result<Vec<TwinRow>> {
        let rows = sqlx::query(
            "SELECT twin, firmware, platform, seed, clock, fixture, unknown_fields, fixture_digest, made_at FROM twins ORDER BY twin",
        )
        .fetch_all(&mut self.connection)
        .await?;
        rows.iter().map(twin_row).collect()
    }

    async fn load_objects(&mut self, twin: &str, into: &mut Loading) -> Result<()> {
        let rows =
            sqlx::query("SELECT kind, id, doc FROM objects WHERE twin = ? ORDER BY kind, id")
                .bind(twin)
                .fetch_all(&mut self.connection)
                .await?;
        for row in rows {
            into.object(row.try_get(0)?, row.try_get(1)?, row.try_get(2)?)?;
        }
        Ok(())
    }
    async fn load_links(&mut self, twin: &str, into: &mut Loading) -> Result<()> {
        let rows = sqlx::query("SELECT relation, parent, child FROM links WHERE twin = ?")
            .bind(twin)
            .fetch_all(&mut self.connection)
            .await?;
        for row in rows {
            into.link(row.try_get(0)?, row.try_get(1)?, row.try_get(2)?)?;
        }
        Ok(())
    }
    async fn load_last_ids(&mut self, twin: &str, into: &mut Loading) -> Result<()> {
        let rows = sqlx::query("SELECT kind, last_id FROM sequences WHERE twin = ?")
            .bind(twin)
            .fetch_all(&mut self.connection)
            .await?;
        for row in rows {
            into.last_id(row.try_get(0)?, row.try_get(1)?)?;
        }
        Ok(())
    }

    async fn clear(&mut self, twin: &str) -> Result<()> {
        for sql in [
            // Without its row there is no twin, wherever it is interrupted.
            "DELETE FROM twins WHERE twin = ?",
            "DELETE FROM objects WHERE twin = ?",
            "DELETE FROM links WHERE twin = ?",
            "DELETE FROM sequences WHERE twin = ?",
        ] {
            sqlx::query(sql)
                .bind(twin)
                .execute(&mut self.connection)
                .await?;
        }
        Ok(())
    }
    async fn insert_row(&mut self, twin: &TwinRow) -> Result<()> {
        sqlx::query("INSERT INTO twins (twin, firmware, platform, seed, clock, fixture, unknown_fields, fixture_digest, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(&twin.twin)
            .bind(twin.firmware.to_string())
            .bind(twin.platform.as_str())
            .bind(twin.seed as i64)
            .bind(twin.clock)
            .bind(&twin.fixture)
            .bind(twin.unknown_fields.as_str())
            .bind(&twin.fixture_digest)
            .bind(twin.made_at)
            .execute(&mut self.connection)
            .await?;
        Ok(())
    }
}

/// Whether it holds twins, or nothing yet.
async fn is_ours(connection: &mut SqliteConnection) -> Result<bool> {
    let tables: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'table'")
            .fetch_all(connection)
            .await?;
    Ok(tables.is_empty() || tables.iter().any(|name| name == "twins"))
}

/// What is wrong with the disk, in words of our own.
fn in_our_words(error: anyhow::Error) -> anyhow::Error {
    let code = error.downcast_ref::<sqlx::Error>().and_then(|error| {
        let code = error.as_database_error()?.code()?;
        code.parse::<i64>().ok()
    });
    // The lowest byte of a code is its kind.
    match code.map(|code| code & 0xff) {
        Some(SQLITE_FULL) => anyhow!("the disk is full"),
        Some(SQLITE_IO_ERROR) => anyhow!("the database file cannot be written, or not be enlarged"),
        Some(SQLITE_READ_ONLY) => anyhow!("the database file may not be written to"),
        _ => error,
    }
}

fn twin_row(row: &SqliteRow) -> Result<TwinRow> {
    let (firmware, platform): (&str, &str) = (row.try_get(1)?, row.try_get(2)?);
    let unknown_fields: &str = row.try_get(6)?;
    Ok(TwinRow {
        twin: row.try_get(0)?,
        firmware: firmware.parse().map_err(|why: String| anyhow!(why))?,
        platform: platform.parse().map_err(|why: String| anyhow!(why))?,
        seed: row.try_get::<i64, _>(3)? as u64,
        clock: row.try_get(4)?,
        fixture: row.try_get(5)?,
        unknown_fields: unknown_fields.parse().map_err(|why: String| anyhow!(why))?,
        fixture_digest: row.try_get(7)?,
        made_at: row.try_get(8)?,
    })
}

impl Database for Sqlite {
    fn twins(&mut self) -> BoxFuture<'_, Result<Vec<TwinRow>>> {
        Box::pin(self.twin_rows())
    }
    fn load<'a>(&'a mut self, twin: &'a str, into: &'a mut Loading) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            self.load_objects(twin, into).await?;
            self.load_links(twin, into).await?;
            self.load_last_ids(twin, into).await
        })
    }
    /// The twin's own row comes last.
    fn create<'a>(
        &'a mut self,
        twin: &'a TwinRow,
        changes: &'a [Change],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            self.clear(&twin.twin).await?;
            self.append(vec![(&*twin.twin, changes)]).await?;
            self.insert_row(twin).await
        })
    }
    fn append<'a>(
        &'a mut self,
        changes: Vec<(&'a str, &'a [Change])>,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            self.file.check()?;
            let mut rows = RowChanges::default();
            for (twin, changes) in changes {
                rows.add(twin, changes);
            }
            let written = statements::write(rows, &mut self.connection).await;
            written.map_err(in_our_words)
        })
    }
    fn close(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            self.connection.close().await.ok();
        })
    }
}
