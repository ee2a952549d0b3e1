//! The default twin: made of a fixture, or loaded from its database.
use super::{
    files::{file_of, make_private, need_folder_of},
    kept,
};
use crate::{
    base::clock::Clock,
    families::CONTENTS,
    server::{config::Serve, option_values::ClockChoice},
    store::{Database, State, Store, TwinRow, Writer, load_state, open_database},
    twin::{
        Twin,
        access::Credentials,
        build::{Built, Source, build},
        fixture::{Fixture, Settings, digest, fixture_error},
        fleet::Fleet,
        parts::Parts,
    },
};
use anyhow::{Context, Result, anyhow, bail};
use tokio::task::JoinHandle;

/// A twin of the fixture, not yet in any database.
fn of_fixture(config: &Serve, given: &Credentials) -> Result<Built> {
    let fixture = Fixture::open(&config.fixture, CONTENTS).map_err(|why| anyhow!(why))?;
    let mut row = row(config, &fixture);
    row.fixture_digest = digest(&config.fixture).map_err(|why| anyhow!(why))?;
    row.made_at = Some(Clock::real().now());
    build(CONTENTS, row, Source::Fixture(&fixture, given))
        .map_err(|why| anyhow!(fixture_error(&config.fixture, &why)))
}

/// What the command line says of the twin, else the fixture.
fn row(config: &Serve, fixture: &Fixture) -> TwinRow {
    let mut row = fixture.row(Settings {
        firmware: config.firmware,
        platform: config.platform,
        seed: config.seed,
        unknown_fields: config.unknown_fields,
    });
    row.twin = Fleet::DEFAULT.into();
    row.fixture.clone_from(&config.fixture);
    set_clock(&mut row, config);
    row
}

pub fn in_memory(config: &Serve, given: &Credentials, parts: Parts) -> Result<Twin> {
    let built = of_fixture(config, given)?;
    let store = Store::in_memory(built.row.twin.clone(), built.state.clone());
    Ok(built.into_twin(store, CONTENTS, parts))
}

/// A twin whose writes are kept.
pub struct Durable {
    pub twin: Twin,
    pub writer: JoinHandle<()>,
    /// What is said of a twin that was there already.
    pub kept: Option<String>,
}

/// The twin of the database, or a new one of the fixture; a fixture that cannot be loaded leaves
/// no database behind, and an old one as it is.
pub async fn durable(config: &Serve, given: &Credentials, parts: Parts) -> Result<Durable> {
    let at = || format!("database {}", config.database);
    let file = file_of(&config.database)?;
    need_folder_of(&file).with_context(at)?;
    let fresh = match file.exists() && !config.reset {
        true => None,
        false => Some(of_fixture(config, given)?),
    };
    make_private(&file).with_context(at)?;
    let opened = open_database(&config.database, config.synchronous).await;
    let mut database = opened.map_err(one_line).with_context(at)?;
    let held = match config.reset {
        true => None,
        false => held(&mut *database, config).await.with_context(at)?,
    };
    let kept = held.as_ref().map(|held| kept::told(&held.row, &file));
    let built = match (held, fresh) {
        (Some(held), _) => held,
        (None, fresh) => {
            let built = fresh.map_or_else(|| of_fixture(config, given), Ok)?;
            let created = database.create(&built.row, &built.changes).await;
            created.map_err(one_line).with_context(at)?;
            built
        }
    };
    let (writer, written) = Writer::start(database);
    let store = Store::durable(built.row.twin.clone(), built.state.clone(), writer);
    let twin = built.into_twin(store, CONTENTS, parts);
    if kept.is_some() {
        let renewed = twin.renew(CONTENTS, given).await;
        renewed.map_err(|why| anyhow!("what every twin has cannot be made: {why}"))?;
    }
    Ok(Durable {
        twin,
        writer: written,
        kept,
    })
}

/// The default twin, if the database holds it.
async fn held(database: &mut dyn Database, config: &Serve) -> Result<Option<Built>> {
    let rows = database.twins().await.map_err(one_line)?;
    let row = rows.into_iter().find(|row| row.twin == Fleet::DEFAULT);
    let Some(row) = row else {
        return Ok(None);
    };
    let row = same(row, config)?;
    kept::need_same_fixture(&row, config)?;
    let state = load(database, &row.twin).await?;
    let built = build(CONTENTS, row, Source::State(state));
    built.map(Some).map_err(|why| anyhow!(why))
}

/// The state of a twin in the database.
pub async fn load(database: &mut dyn Database, twin: &str) -> Result<State> {
    load_state(database, twin, CONTENTS.kinds(), CONTENTS.relations())
        .await
        .map_err(one_line)
}

/// A clock that is asked for takes the place of the one that is known.
fn set_clock(row: &mut TwinRow, config: &Serve) {
    match config.clock {
        Some(ClockChoice::Real) => row.clock = None,
        Some(ClockChoice::Frozen(at)) => row.clock = Some(at),
        None => {}
    }
}

/// The settings of a twin are those of its database; another one that is asked for is refused,
/// but for the clock and what is done with unknown fields, which is how a server runs.
fn same(mut row: TwinRow, config: &Serve) -> Result<TwinRow> {
    let asked = [
        (
            "--firmware",
            config.firmware.map(|f| f.to_string()),
            row.firmware.to_string(),
        ),
        (
            "--platform",
            config.platform.map(|p| p.to_string()),
            row.platform.to_string(),
        ),
        (
            "--seed",
            config.seed.map(|s| s.to_string()),
            row.seed.to_string(),
        ),
    ];
    for (flag, asked, held) in asked {
        if let Some(asked) = asked.filter(|asked| *asked != held) {
            bail!(
                "it holds a twin with {flag} {held}; {flag} {asked} needs another database (--database sqlite://OTHER.db or --ephemeral), or --reset to start anew"
            );
        }
    }
    row.unknown_fields = config.unknown_fields.unwrap_or(row.unknown_fields);
    set_clock(&mut row, config);
    Ok(row)
}

/// An error of the database as one line, each cause once.
fn one_line(why: anyhow::Error) -> anyhow::Error {
    let mut told = String::new();
    for cause in why.chain().map(ToString::to_string) {
        if !told.contains(&cause) {
            let joint = if told.is_empty() { "" } else { ": " };
            told += &format!("{joint}{}", cause.lines().collect::<Vec<_>>().join(" "));
        }
    }
    if told.contains("database is locked") {
        told = "it is locked: another server uses it; stop that one, or give another --database"
            .into();
    }
    anyhow!(told)
}
