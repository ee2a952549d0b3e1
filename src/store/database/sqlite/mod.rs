//! SQLite as the durable copy: opened, read, and told of changes (in `statements`, which holds the
//! writing SQL).
mod statements;

use super::{
    contract::{Database, Synchronous, TwinRow},
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

/// The one connection. SQLite's WAL with `normal` survives the end of the process at any moment;
/// `full` survives a power loss too.
pub struct Sqlite {
    connection: SqliteConnection,
}

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
            .locking_mode(SqliteLockingMode::Exclusive)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(match synchronous {
                Synchronous::Normal => SqliteSynchronous::Normal,
                Synchronous::Full => SqliteSynchronous::Full,
            });
        let mut connection = SqliteConnection::connect_with(&options).await?;
        let tables: Vec<String> =
            sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'table'")
                .fetch_all(&mut connection)
                .await?;
        if !tables.is_empty() && !tables.iter().any(|name| name == "twins") {
            bail!("it is the database of another program");
        }
        migrations().run(&mut connection).await?;
        Ok(Self { connection })
    }

    async fn twin_rows(&mut self) -> Result<Vec<TwinRow>> {
        let rows = sqlx::query(
            "SELECT twin, firmware, platform, seed, clock, fixture, unknown_fields FROM twins ORDER BY twin",
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
        sqlx::query("INSERT INTO twins (twin, firmware, platform, seed, clock, fixture, unknown_fields) VALUES (?, ?, ?, ?, ?, ?, ?)")
            .bind(&twin.twin)
            .bind(twin.firmware.to_string())
            .bind(twin.platform.as_str())
            .bind(twin.seed as i64)
            .bind(twin.clock)
            .bind(&twin.fixture)
            .bind(twin.unknown_fields.as_str())
            .execute(&mut self.connection)
            .await?;
        Ok(())
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
            let mut rows = RowChanges::default();
            for (twin, changes) in changes {
                rows.add(twin, changes);
            }
            statements::write(rows, &mut self.connection).await
        })
    }
    fn close(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            self.connection.close().await.ok();
        })
    }
}
