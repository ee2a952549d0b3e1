//! Changes written as SQLite's statements: what fits into one statement of each kind is one round to
//! the thread of the database.
use crate::store::database::row_changes::RowChanges;
use anyhow::Result;
use sqlx::{AssertSqlSafe, Sqlite, SqliteConnection, query::Query, sqlite::SqliteArguments};

/// The most rows that one statement holds.
const ROWS: usize = 250;

/// Writes it all in one transaction.
pub async fn write(changes: RowChanges<'_>, connection: &mut SqliteConnection) -> Result<()> {
    let statements = statements(changes);
    let small = statements
        .iter()
        .all(|statement| statement.rows.len() <= ROWS);
    let written = match statements.as_slice() {
        [] => Ok(()),
        [only] if small => only.run(&only.text(only.rows.len()), connection).await,
        several if small => together(several, connection).await,
        several => in_parts(several, connection).await,
    };
    if written.is_err() {
        // It is the refused transaction that matters; there may be none to roll back.
        sqlx::query("ROLLBACK").execute(connection).await.ok();
    }
    Ok(written?)
}
fn statements(changes: RowChanges<'_>) -> Vec<Statement<'_>> {
    let [mut put, mut drop, mut link, mut unlink, mut sequence] = KINDS.map(Statement::new);
    for ((twin, kind, id), object) in changes.objects {
        let mut row = vec![Cell::Text(twin), Cell::Text(kind), Cell::Number(id)];
        match object {
            Some(object) => {
                row.push(Cell::Doc(object.doc()));
                put.rows.push(row);
            }
            None => drop.rows.push(row),
        }
    }
    for ((twin, relation, parent, child), linked) in changes.links {
        let ends = [Cell::Number(parent), Cell::Number(child)];
        let row = [Cell::Text(twin), Cell::Text(relation)]
            .into_iter()
            .chain(ends);
        let statement = if linked { &mut link } else { &mut unlink };
        statement.rows.push(row.collect());
    }
    for ((twin, kind), id) in changes.last_ids {
        let row = vec![Cell::Text(twin), Cell::Text(kind), Cell::Number(id)];
        sequence.rows.push(row);
    }
    let mut statements = vec![put, drop, link, unlink, sequence];
    statements.retain(|statement| !statement.rows.is_empty());
    statements
}

/// What stands before and after the rows.
type Shape = (&'static str, &'static str);

const KINDS: [Shape; 5] = [
    (
        "INSERT INTO objects (twin, kind, id, doc) VALUES ",
        " ON CONFLICT (twin, kind, id) DO UPDATE SET doc = excluded.doc",
    ),
    (
        "DELETE FROM objects WHERE (twin, kind, id) IN (VALUES ",
        ")",
    ),
    (
        "INSERT OR IGNORE INTO links (twin, relation, parent, child) VALUES ",
        "",
    ),
    (
        "DELETE FROM links WHERE (twin, relation, parent, child) IN (VALUES ",
        ")",
    ),
    (
        "INSERT INTO sequences (twin, kind, last_id) VALUES ",
        " ON CONFLICT (twin, kind) DO UPDATE SET last_id = max(last_id, excluded.last_id)",
    ),
];

struct Statement<'a> {
    shape: Shape,
    rows: Vec<Vec<Cell<'a>>>,
}

#[derive(Clone)]
enum Cell<'a> {
    Text(&'a str),
    Number(i64),
    Doc(String),
}

type Bound<'q> = Query<'q, Sqlite, SqliteArguments>;

impl Statement<'_> {
    fn new(shape: Shape) -> Self {
        Self {
            shape,
            rows: vec![],
        }
    }
    /// The statement for so many rows.
    fn text(&self, rows: usize) -> String {
        let columns = self.rows.first().map_or(0, Vec::len);
        let row = format!("({})", vec!["?"; columns].join(","));
        format!(
            "{}{}{}",
            self.shape.0,
            vec![row; rows].join(","),
            self.shape.1
        )
    }
    async fn run(&self, text: &str, connection: &mut SqliteConnection) -> sqlx::Result<()> {
        // The text is put together from the constants above; what clients sent is bound.
        let query = sqlx::query(AssertSqlSafe(text.to_owned()));
        bind(query, &self.rows).execute(connection).await.map(drop)
    }
}

fn bind<'q>(query: Bound<'q>, rows: &[Vec<Cell>]) -> Bound<'q> {
    rows.iter().flatten().fold(query, |query, cell| match cell {
        Cell::Text(text) => query.bind((*text).to_owned()),
        Cell::Number(number) => query.bind(*number),
        Cell::Doc(doc) => query.bind(doc.clone()),
    })
}

async fn together(
    statements: &[Statement<'_>],
    connection: &mut SqliteConnection,
) -> sqlx::Result<()> {
    let texts: Vec<_> = statements
        .iter()
        .map(|statement| statement.text(statement.rows.len()))
        .collect();
    let text = format!("BEGIN IMMEDIATE; {}; COMMIT", texts.join("; "));
    let query = sqlx::query(AssertSqlSafe(text));
    let query = statements
        .iter()
        .fold(query, |query, statement| bind(query, &statement.rows));
    query.execute(connection).await.map(drop)
}

async fn in_parts(
    statements: &[Statement<'_>],
    connection: &mut SqliteConnection,
) -> sqlx::Result<()> {
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut *connection)
        .await?;
    for statement in statements {
        for rows in statement.rows.chunks(ROWS) {
            let part = Statement {
                shape: statement.shape,
                rows: rows.to_vec(),
            };
            part.run(&part.text(rows.len()), connection).await?;
        }
    }
    sqlx::query("COMMIT").execute(connection).await.map(drop)
}
