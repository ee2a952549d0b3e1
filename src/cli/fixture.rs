//! `wiretwin fixture`: checks, writes and makes fixtures.
use super::{fixture_summary::summary, print::print};
use crate::{
    base::seed::Seed,
    families::CONTENTS,
    network::plan,
    server::launch::load,
    store::{Synchronous, open_database},
    twin::{
        access::Credentials,
        build::{Source, build},
        fixture::{Fixture, Settings, fixture_error, schema::schema, write::export_twin},
    },
};
use anyhow::{Context, Result, anyhow, bail};
use clap::Subcommand;

#[derive(Subcommand)]
pub enum FixtureCommand {
    /// Say whether fixtures can be loaded, and what is in them.
    Check {
        /// Files, - for standard input, or demo, guide or empty.
        #[arg(required = true)]
        files: Vec<String>,
    },
    /// Print the state of a twin as a fixture; the server must not be running.
    Export {
        #[arg(
            long,
            default_value = "sqlite://wiretwin.db",
            env = "WIRETWIN_DATABASE"
        )]
        database: String,
        /// The twin: the state that belongs to an API key. A server starts with the one named default.
        #[arg(long, default_value = "default")]
        twin: String,
    },
    /// Print the JSON Schema of fixtures.
    Schema,
    /// Print a fixture with a believable network of so many devices.
    Generate {
        /// How many devices the network has.
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        devices: u32,
        /// What everything that looks random is drawn from.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
}

/// Where an editor finds what may stand in the file: made by `wiretwin fixture schema`.
const EDITOR_LINE: &str = "# yaml-language-server: $schema=wiretwin.schema.json";

pub fn run(command: FixtureCommand) -> Result<()> {
    match command {
        FixtureCommand::Check { files } => check_all(&files),
        FixtureCommand::Schema => print(&serde_json::to_string_pretty(&schema(CONTENTS))?),
        FixtureCommand::Generate { devices, seed } => {
            let subnets = plan(devices, Seed(seed));
            let made = serde_json::json!({"seed": seed, "network": {"subnets": subnets}});
            let yaml = serde_saphyr::to_string(&made)?;
            print(&format!("{EDITOR_LINE}\n{yaml}"))
        }
        FixtureCommand::Export { database, twin } => {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            print(&runtime.block_on(export(&database, &twin))?)
        }
    }
}

/// Checks each; what is wrong with any is the error.
fn check_all(files: &[String]) -> Result<()> {
    let mut wrong = vec![];
    for file in files {
        if let Err(why) = check(file) {
            wrong.push(why.to_string());
        }
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => bail!(wrong.join("\n")),
    }
}

/// Builds the twin as a start would, and says what it holds.
fn check(file: &str) -> Result<()> {
    let fixture = Fixture::open(file, CONTENTS).map_err(|why| anyhow!(why))?;
    let row = fixture.row(Settings::default());
    let source = Source::Fixture(&fixture, &Credentials::default());
    let built = build(CONTENTS, row, source);
    let state = built
        .map_err(|why| anyhow!(fixture_error(file, &why)))?
        .state;
    for warning in fixture.warnings(CONTENTS) {
        eprintln!("warning: fixture {file}: {warning}");
    }
    let holds = summary(&fixture, &state);
    print(&format!("{file} can be loaded: {holds}"))
}

async fn export(url: &str, name: &str) -> Result<String> {
    let file = url.strip_prefix("sqlite://").unwrap_or(url);
    if !std::path::Path::new(file).exists() {
        bail!("database {url}: there is no such file");
    }
    let at = || format!("database {url}");
    let mut database = open_database(url, Synchronous::Normal)
        .await
        .with_context(at)?;
    let rows = database.twins().await?;
    let row = rows.into_iter().find(|row| row.twin == name);
    let row = row.ok_or_else(|| anyhow!("database {url}: there is no twin {name}"))?;
    let state = load(&mut *database, name).await.with_context(at)?;
    database.close().await;
    let exported = export_twin(CONTENTS, &state, &row);
    Ok(serde_saphyr::to_string(&exported)?)
}
