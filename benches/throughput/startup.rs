//! How soon the program is ready.
use crate::{
    compare::MEMORY_GOAL,
    figures::{figure, median, millis},
    options::Options,
    process::Server,
};
use anyhow::Result;

/// Milliseconds until ready, with `demo`.
const READY_GOAL: f64 = 100.0;

const STARTS: [(&str, Database); 3] = [
    ("start-up, ephemeral", Database::None),
    ("start-up, new database", Database::New),
    ("start-up, database of an earlier run", Database::Kept),
];

#[derive(Clone, Copy)]
enum Database {
    None,
    New,
    Kept,
}

pub async fn run(options: &Options) -> Result<()> {
    let wanted: Vec<_> = STARTS
        .iter()
        .filter(|(name, _)| options.wants(name))
        .collect();
    if !wanted.is_empty() {
        println!(
            "From the call of the program with `demo` until it is ready: median of {}",
            options.starts
        );
    }
    for &&(name, database) in &wanted {
        let mut times = Vec::new();
        let mut memory = Vec::new();
        let mut folder = tempfile::tempdir()?;
        if matches!(database, Database::Kept) {
            start(&folder, database).await?;
        }
        for _ in 0..options.starts {
            if !matches!(database, Database::Kept) {
                folder = tempfile::tempdir()?;
            }
            let server = start(&folder, database).await?;
            times.push(millis(server.ready_after));
            memory.extend(server.resident());
        }
        figure(name, median(times), "ms", Some(READY_GOAL));
        if !memory.is_empty() {
            figure(
                "  resident memory then",
                median(memory),
                "MiB",
                Some(MEMORY_GOAL),
            );
        }
    }
    if !wanted.is_empty() {
        println!();
    }
    Ok(())
}

async fn start(folder: &tempfile::TempDir, database: Database) -> Result<Server> {
    let file = format!("sqlite://{}", folder.path().join("bench.db").display());
    let options = match database {
        Database::None => &["--fixture", "demo", "--ephemeral"][..],
        Database::New | Database::Kept => &["--fixture", "demo", "--database", &file],
    };
    Server::wiretwin(folder.path(), options).await
}
