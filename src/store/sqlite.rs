//! The database: opened, loaded, and told of changes (in `row_changes`, which holds the writing
//! statements).
use super::{
    change::Change,
    commit::Store,
    object::Kind,
    row_changes::RowChanges,
    state::{Ends, Link, State},
};
use crate::base::clock::Millis;
use anyhow::{Context, Result, anyhow, bail};
use sqlx::{
    ConnectOptions, Connection, Row, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqliteSynchronous},
};
use std::{str::FromStr, sync::Arc, time::Duration};

/// The one connection. SQLite's WAL with `normal` survives the end of the process at any moment;
/// `full` survives a power loss too.
pub struct Database {
    connection: SqliteConnection,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Synchronous {
    #[default]
    Normal,
    Full,
}

/// What the database says of a twin beside its objects.
pub struct TwinRow {
    pub twin: String,
    pub firmware: String,
    pub platform: String,
    pub seed: u64,
    pub clock: Option<Millis>,
    pub fixture: String,
}

impl Database {
    /// Opens or makes the database at `sqlite://FILE`. A file that holds something else is refused.
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
        sqlx::migrate!().run(&mut connection).await?;
        Ok(Self { connection })
    }
    pub async fn close(self) {
        self.connection.close().await.ok();
    }

    pub async fn twins(&mut self) -> Result<Vec<TwinRow>> {
        let rows = sqlx::query(
            "SELECT twin, firmware, platform, seed, clock, fixture FROM twins ORDER BY twin",
        )
        .fetch_all(&mut self.connection)
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(TwinRow {
                    twin: row.try_get(0)?,
                    firmware: row.try_get(1)?,
                    platform: row.try_get(2)?,
                    seed: row.try_get::<i64, _>(3)? as u64,
                    clock: row.try_get(4)?,
                    fixture: row.try_get(5)?,
                })
            })
            .collect()
    }

    /// The state of a twin. A kind or relation that this version does not know is an error, so
    /// that nothing is lost by writing over it.
    pub async fn load(
        &mut self,
        twin: &str,
        kinds: &[&'static Kind],
        relations: &[&'static Ends],
    ) -> Result<State> {
        let mut state = State::default();
        let kind_of = |name: &str| {
            let found = kinds.iter().find(|kind| kind.name == name);
            found
                .copied()
                .ok_or_else(|| anyhow!("it holds objects of an unknown kind `{name}`"))
        };
        let rows =
            sqlx::query("SELECT kind, id, doc FROM objects WHERE twin = ? ORDER BY kind, id")
                .bind(twin)
                .fetch_all(&mut self.connection)
                .await?;
        for row in rows {
            let (kind, id, doc): (&str, i64, &str) =
                (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
            let object = kind_of(kind)?
                .decode(doc)
                .map_err(|why| anyhow!("the {kind} {id} cannot be read: {why}"))?;
            state.apply(&Change::Put(Arc::new(object)));
        }
        let rows = sqlx::query("SELECT relation, parent, child FROM links WHERE twin = ?")
            .bind(twin)
            .fetch_all(&mut self.connection)
            .await?;
        for row in rows {
            let name: &str = row.try_get(0)?;
            let relation = *relations
                .iter()
                .find(|relation| relation.name == name)
                .ok_or_else(|| anyhow!("it holds links of an unknown relation `{name}`"))?;
            let (parent, child) = (row.try_get(1)?, row.try_get(2)?);
            state.apply(&Change::Link(Link {
                relation,
                parent,
                child,
            }));
        }
        let rows = sqlx::query("SELECT kind, last_id FROM sequences WHERE twin = ?")
            .bind(twin)
            .fetch_all(&mut self.connection)
            .await?;
        for row in rows {
            state.apply(&Change::LastId(kind_of(row.try_get(0)?)?, row.try_get(1)?));
        }
        Ok(state)
    }

    /// Writes a new twin with its first state. Its own row comes last: without it there is no
    /// twin, and what an interrupted start left behind is cleared away first.
    pub async fn create(&mut self, twin: &TwinRow, changes: &[Change]) -> Result<()> {
        for sql in [
            "DELETE FROM objects WHERE twin = ?",
            "DELETE FROM links WHERE twin = ?",
            "DELETE FROM sequences WHERE twin = ?",
        ] {
            sqlx::query(sql)
                .bind(&twin.twin)
                .execute(&mut self.connection)
                .await?;
        }
        let mut row_changes = RowChanges::default();
        row_changes.add(&twin.twin, changes);
        row_changes.write(&mut self.connection).await?;
        sqlx::query("INSERT INTO twins (twin, firmware, platform, seed, clock, fixture) VALUES (?, ?, ?, ?, ?, ?)")
            .bind(&twin.twin)
            .bind(&twin.firmware)
            .bind(&twin.platform)
            .bind(twin.seed as i64)
            .bind(twin.clock)
            .bind(&twin.fixture)
            .execute(&mut self.connection)
            .await?;
        Ok(())
    }

    /// Writes changes of any twins, in order, in one transaction.
    pub async fn append(&mut self, changes: &[(Arc<Store>, Vec<Change>)]) -> Result<()> {
        let mut row_changes = RowChanges::default();
        for (store, changes) in changes {
            row_changes.add(store.twin(), changes);
        }
        row_changes.write(&mut self.connection).await
    }
}
