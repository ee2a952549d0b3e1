//! The default twin: made of a fixture, or loaded from its database.
use super::files::file_of;
use crate::{
    base::{clock::Clock, firmware::Firmware, seed::Seed},
    extrahop::simulation,
    families,
    fixture::Fixture,
    network::Network,
    polls::NodeQueries,
    runtime::response_cache::ResponseCache,
    server::config::{ClockChoice, Serve},
    store::{Change, Database, Stamp, State, Store, TwinRow, Writer},
    tls::Served,
    twin::{Platform, Twin, access::Credentials, fleet::Fleet},
};
use anyhow::{Context, Result, anyhow, bail};
use std::sync::Arc;
use tokio::task::JoinHandle;

/// A twin made of a fixture, not yet in any database.
struct Newborn {
    row: TwinRow,
    state: State,
    changes: Vec<Change>,
    network: Network,
}

impl Newborn {
    fn new(config: &Serve, given: &Credentials) -> Result<Self> {
        let fixture = Fixture::open(&config.fixture).map_err(|why| anyhow!(why))?;
        let wrong = |why: String| anyhow!("fixture {}: {why}", config.fixture);
        let row = row(config, &fixture);
        let (began, seed) = (
            row.clock.unwrap_or_else(|| Clock::real().now()),
            Seed(row.seed),
        );
        let mut draft = fixture
            .draft(platform(&row.platform)?, began, seed, given)
            .map_err(wrong)?;
        let network = simulation::network(&draft, seed).map_err(wrong)?;
        families::observe(&mut draft, &network).map_err(|p| wrong(p.to_string()))?;
        let (state, changes) = draft.done();
        Ok(Self {
            row,
            state,
            changes,
            network,
        })
    }
}

/// What the command line says of the twin, else the fixture.
fn row(config: &Serve, fixture: &Fixture) -> TwinRow {
    let firmware = config
        .firmware
        .or(fixture.firmware)
        .unwrap_or(Firmware::FIRST);
    let platform = config.platform.or(fixture.platform).unwrap_or_default();
    TwinRow {
        twin: Fleet::DEFAULT.into(),
        firmware: firmware.to_string(),
        platform: platform.to_string(),
        seed: config.seed.or(fixture.seed).unwrap_or(1),
        clock: match config.clock {
            Some(ClockChoice::Real) => None,
            Some(ClockChoice::Frozen(at)) => Some(at),
            None => fixture.clock,
        },
        fixture: config.fixture.clone(),
    }
}

pub fn in_memory(config: &Serve, given: &Credentials, certificate: Arc<Served>) -> Result<Twin> {
    let Newborn {
        row,
        state,
        network,
        ..
    } = Newborn::new(config, given)?;
    let store = Store::in_memory(row.twin.clone(), state);
    twin(config, &row, store, network, certificate)
}

pub async fn durable(
    config: &Serve,
    given: &Credentials,
    certificate: Arc<Served>,
) -> Result<(Twin, JoinHandle<()>)> {
    let at = || format!("database {}", config.database);
    // A fixture that cannot be loaded leaves no database behind.
    let newborn = match file_of(&config.database)?.exists() {
        true => None,
        false => Some(Newborn::new(config, given)?),
    };
    let mut database = Database::open(&config.database, config.synchronous)
        .await
        .map_err(one_line)
        .with_context(at)?;
    let rows = database.twins().await.map_err(one_line).with_context(at)?;
    let held = rows.into_iter().find(|row| row.twin == Fleet::DEFAULT);
    let again = held.is_some();
    let (row, state, network) = match held {
        Some(row) => {
            let row = same(row, config).with_context(at)?;
            let state = load(&mut database, &row.twin).await.with_context(at)?;
            let network = simulation::network(&state, Seed(row.seed))
                .map_err(|why| anyhow!(why))
                .with_context(at)?;
            (row, state, network)
        }
        None => {
            let Newborn {
                row,
                state,
                changes,
                network,
            } = newborn.map_or_else(|| Newborn::new(config, given), Ok)?;
            database
                .create(&row, &changes)
                .await
                .map_err(one_line)
                .with_context(at)?;
            (row, state, network)
        }
    };
    let (writer, task) = Writer::start(database);
    let store = Store::durable(row.twin.clone(), state, writer);
    let twin = twin(config, &row, store, network, certificate)?;
    renew(&twin, given, again).await?;
    Ok((twin, task))
}

/// The state of a twin in the database.
pub async fn load(database: &mut Database, twin: &str) -> Result<State> {
    let (kinds, relations) = (families::kinds(), families::relations());
    database
        .load(twin, &kinds, &relations)
        .await
        .map_err(one_line)
}

/// The settings of a twin are those of its database; another one that is asked for is refused,
/// but for the clock, which is how a server runs.
fn same(mut row: TwinRow, config: &Serve) -> Result<TwinRow> {
    let asked = [
        (
            "--firmware",
            config.firmware.map(|f| f.to_string()),
            row.firmware.clone(),
        ),
        (
            "--platform",
            config.platform.map(|p| p.to_string()),
            row.platform.clone(),
        ),
        (
            "--seed",
            config.seed.map(|s| s.to_string()),
            row.seed.to_string(),
        ),
    ];
    for (flag, asked, held) in asked {
        if let Some(asked) = asked.filter(|asked| *asked != held) {
            bail!("it holds a twin with {flag} {held}; {flag} {asked} needs another database");
        }
    }
    match config.clock {
        Some(ClockChoice::Real) => row.clock = None,
        Some(ClockChoice::Frozen(at)) => row.clock = Some(at),
        None => {}
    }
    Ok(row)
}

fn twin(
    config: &Serve,
    row: &TwinRow,
    store: Arc<Store>,
    network: Network,
    certificate: Arc<Served>,
) -> Result<Twin> {
    let firmware = row.firmware.parse().map_err(|why: String| anyhow!(why))?;
    Ok(Twin {
        name: row.twin.clone(),
        firmware,
        platform: platform(&row.platform)?,
        clock: row.clock.map_or_else(Clock::real, Clock::frozen),
        seed: Seed(row.seed),
        store,
        network: Arc::new(network.with_firmware(firmware)),
        device_lists: ResponseCache::default(),
        node_queries: NodeQueries::default(),
        kentik: config.kentik.clone(),
        certificate,
    })
}

pub fn platform(name: &str) -> Result<Platform> {
    let known = <Platform as clap::ValueEnum>::from_str(name, false);
    known.map_err(|why| anyhow!("the platform is unknown: {why}"))
}

/// The credentials that come with the twin are those that were asked for or kept, and it has what an
/// appliance of this version of the program has. A twin that starts again forgets what an appliance
/// forgets then.
async fn renew(twin: &Twin, given: &Credentials, again: bool) -> Result<()> {
    let stamp = Stamp {
        at: twin.clock.now(),
        by: "setup".into(),
        component: "command line",
    };
    let (given, platform) = (given.clone(), twin.platform);
    let renewed = twin
        .store
        .commit(stamp, move |draft| {
            families::accounts(draft, &given)?;
            families::complete(draft, platform)?;
            match again {
                true => families::restart(draft),
                false => Ok(()),
            }
        })
        .await;
    renewed.map_err(|why| anyhow!("what every twin has cannot be made: {why}"))
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
        told += " (another process uses it)";
    }
    anyhow!(told)
}
