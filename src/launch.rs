//! From a configuration to a fleet with its default twin: the database, the fixture, the keys
//! and the certificate, loaded or made.
use crate::{
    access::Level,
    clock::{Clock, Millis, format_time},
    config::{ClockChoice, Serve},
    extrahop::{self, apikeys::ApiKey, traffic},
    firmware::Firmware,
    fixture::{Fixture, Keys, ensure_keys},
    fleet::Fleet,
    seed::Seed,
    store::{Database, Draft, Stamp, State, Store, TwinRow, Writer},
    tls::{self, Certificate},
    twin::{Platform, Twin},
};
use anyhow::{Context, Result, anyhow, bail};
use serde::{Deserialize, Serialize};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::task::JoinHandle;

/// What a server serves.
pub struct Launched {
    pub fleet: Arc<Fleet>,
    pub keys: Keys,
    pub certificate: Certificate,
    /// The certificate as a file that clients can trust.
    pub ca_file: PathBuf,
    /// Ends once every commit is durable.
    pub writer: Option<JoinHandle<()>>,
    /// Removed when the server ends.
    _scratch: Option<tempfile::TempDir>,
}

/// What is kept in files beside the database.
#[derive(Default, Serialize, Deserialize)]
struct Kept {
    api_keys: Keys,
    names: Vec<String>,
    valid_until: Millis,
}

pub async fn launch(config: &Serve) -> Result<Launched> {
    // What needs no file is checked first, so that a mistake leaves none behind.
    let given = match (&config.tls_cert, &config.tls_key) {
        (Some(certificate), Some(key)) => Some(Certificate::read(certificate, key)?),
        _ => None,
    };
    let scratch = if config.ephemeral {
        Some(tempfile::tempdir()?)
    } else {
        None
    };
    let folder = match &scratch {
        Some(scratch) => scratch.path().to_owned(),
        None => folder_of(&config.database)?,
    };
    let mut kept = Kept::read(&folder)?;
    kept.fill_keys(config.api_key.as_deref())?;
    let (twin, writer) = match config.ephemeral {
        true => (in_memory(config, &kept.api_keys)?, None),
        false => durable(config, &kept.api_keys).await?,
    };
    fs::create_dir_all(&folder)
        .with_context(|| format!("`{}` cannot be made", folder.display()))?;
    let (certificate, ca_file) = match given {
        Some(certificate) => {
            let ca_file = config.tls_cert.clone().unwrap_or_default();
            (certificate, fs::canonicalize(&ca_file).unwrap_or(ca_file))
        }
        None => kept.certificate(config, &folder)?,
    };
    kept.write(&folder)?;
    let fleet = Arc::new(Fleet::default());
    let state = twin.store.state();
    fleet.add(
        Arc::new(twin),
        state.all::<ApiKey>().filter_map(ApiKey::digest),
    );
    Ok(Launched {
        fleet,
        keys: kept.api_keys,
        certificate,
        ca_file,
        writer,
        _scratch: scratch,
    })
}

/// The settings of a twin that is yet to be made.
struct Plan {
    fixture: Fixture,
    row: TwinRow,
    seed: Seed,
}

fn plan(config: &Serve) -> Result<Plan> {
    let fixture = Fixture::open(&config.fixture).map_err(|why| anyhow!(why))?;
    let firmware = config
        .firmware
        .or(fixture.firmware)
        .unwrap_or(Firmware::FIRST);
    let platform = config.platform.or(fixture.platform).unwrap_or_default();
    let seed = config.seed.or(fixture.seed).unwrap_or(1);
    let clock = match config.clock {
        Some(ClockChoice::Real) => None,
        Some(ClockChoice::Frozen(at)) => Some(at),
        None => fixture.clock,
    };
    let row = TwinRow {
        twin: Fleet::DEFAULT.into(),
        firmware: firmware.to_string(),
        platform: platform.to_string(),
        seed,
        clock,
        fixture: config.fixture.clone(),
    };
    Ok(Plan {
        fixture,
        row,
        seed: Seed(seed),
    })
}

impl Plan {
    fn draft(&self, name: &str, keys: &Keys) -> Result<Draft> {
        let began = self.row.clock.unwrap_or_else(|| Clock::real().now());
        let draft = self.fixture.draft(began, self.seed, keys);
        draft.map_err(|why| anyhow!("fixture {name}: {why}"))
    }
}

fn in_memory(config: &Serve, keys: &Keys) -> Result<Twin> {
    let plan = plan(config)?;
    let state = plan.draft(&config.fixture, keys)?.done().0;
    twin(&plan.row, state, None).with_context(|| format!("fixture {}", config.fixture))
}

async fn durable(config: &Serve, keys: &Keys) -> Result<(Twin, Option<JoinHandle<()>>)> {
    let at = || format!("database {}", config.database);
    let is_new = !file_of(&config.database)?.exists();
    // A fixture that cannot be loaded leaves no database behind.
    let plan = match is_new {
        true => {
            let plan = plan(config)?;
            plan.draft(&config.fixture, keys)?;
            Some(plan)
        }
        false => None,
    };
    let mut database = Database::open(&config.database, config.synchronous)
        .await
        .map_err(one_line)
        .with_context(at)?;
    let rows = database.twins().await.map_err(one_line).with_context(at)?;
    let (row, state) = match rows.into_iter().find(|row| row.twin == Fleet::DEFAULT) {
        Some(row) => {
            let state = load(&mut database, &row.twin).await.with_context(at)?;
            (same(row, config).with_context(at)?, state)
        }
        None => {
            let plan = plan.map_or_else(|| self::plan(config), Ok)?;
            let (state, changes) = plan.draft(&config.fixture, keys)?.done();
            traffic::network(&state, plan.seed)
                .map_err(|why| anyhow!("fixture {}: {why}", config.fixture))?;
            database
                .create(&plan.row, &changes)
                .await
                .map_err(one_line)
                .with_context(at)?;
            (plan.row, state)
        }
    };
    let (writer, task) = Writer::start(database);
    let twin = twin(&row, state, Some(writer))?;
    renew_keys(&twin, keys).await?;
    Ok((twin, Some(task)))
}

/// The state of a twin in the database.
pub async fn load(database: &mut Database, twin: &str) -> Result<State> {
    let (kinds, relations) = (extrahop::kinds(), extrahop::relations());
    database
        .load(twin, &kinds, &relations)
        .await
        .map_err(one_line)
}

/// The settings of a twin are those of its database; another one that is asked for is refused.
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

fn twin(row: &TwinRow, state: State, writer: Option<Writer>) -> Result<Twin> {
    let seed = Seed(row.seed);
    let network = traffic::network(&state, seed).map_err(|why| anyhow!(why))?;
    Ok(Twin {
        name: row.twin.clone(),
        firmware: row.firmware.parse().map_err(|why: String| anyhow!(why))?,
        platform: platform(&row.platform)?,
        clock: row.clock.map_or_else(Clock::real, Clock::frozen),
        seed,
        store: Store::new(row.twin.clone(), state, writer),
        network: Arc::new(network),
    })
}

pub fn platform(name: &str) -> Result<Platform> {
    <Platform as clap::ValueEnum>::from_str(name, false)
        .map_err(|why| anyhow!("the platform is unknown: {why}"))
}

/// The keys that come with the twin are those that were asked for or kept.
async fn renew_keys(twin: &Twin, keys: &Keys) -> Result<()> {
    let stamp = Stamp {
        at: twin.clock.now(),
        by: "setup".into(),
        component: "command line",
    };
    let keys = keys.clone();
    let renewed = twin
        .store
        .commit(stamp, move |draft| ensure_keys(draft, &keys))
        .await;
    renewed.map_err(|why| anyhow!("the API key cannot be used: {why}"))
}

impl Kept {
    const FILE: &str = "wiretwin.json";

    fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(Self::FILE);
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .with_context(|| format!("`{}` cannot be read", path.display())),
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(why) => Err(why).with_context(|| format!("`{}` cannot be read", path.display())),
        }
    }
    fn write(&self, folder: &Path) -> Result<()> {
        write_private(
            &folder.join(Self::FILE),
            &serde_json::to_string_pretty(self)?,
        )
    }
    fn fill_keys(&mut self, given: Option<&str>) -> Result<()> {
        if let Some(key) = given {
            self.api_keys.insert(Level::FullSystem, key.to_owned());
        }
        for level in Level::ALL {
            if !self.api_keys.contains_key(&level) {
                self.api_keys.insert(level, random_key()?);
            }
        }
        Ok(())
    }
    /// The certificate made at an earlier start, unless it ends soon or lacks a name.
    fn certificate(&mut self, config: &Serve, folder: &Path) -> Result<(Certificate, PathBuf)> {
        const WEEK: Millis = 7 * 86_400_000;
        let (public, private) = (folder.join("public.pem"), folder.join("private.pem"));
        let (names, now) = (names(config), Clock::real().now());
        let fits =
            names.iter().all(|name| self.names.contains(name)) && self.valid_until > now + WEEK;
        if !fits || !public.exists() || !private.exists() {
            let made = tls::make(&names, now)
                .context("the certificate cannot be made (is each --hostname a host name?)")?;
            write_private(&private, &made.key)?;
            write_whole(&public, &made.certificate)?;
            (self.names, self.valid_until) = (names, now + (tls::VALID_DAYS - 2) * 86_400_000);
        }
        Ok((
            Certificate::read(&public, &private)?,
            fs::canonicalize(&public)?,
        ))
    }
}

fn names(config: &Serve) -> Vec<String> {
    let mut names: Vec<String> = ["localhost", "127.0.0.1", "::1"].map(str::to_owned).into();
    let host = fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .or_else(|| std::env::var("HOSTNAME").ok());
    let host = host
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty());
    let address = config.listen.ip();
    let listened = (!address.is_unspecified()).then(|| address.to_string());
    for name in host
        .into_iter()
        .chain(listened)
        .chain(config.hostnames.iter().cloned())
    {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// 32 hexadecimal digits from the system's own randomness.
fn random_key() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|why| anyhow!("there is no randomness to be had: {why}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The database's file.
fn file_of(url: &str) -> Result<PathBuf> {
    let path = url
        .strip_prefix("sqlite://")
        .map(|rest| rest.split('?').next().unwrap_or(rest));
    match path.filter(|path| !path.is_empty() && *path != ":memory:") {
        Some(path) => Ok(path.into()),
        None => Err(anyhow!(
            "database `{url}`: give an address such as sqlite://wiretwin.db, or --ephemeral"
        )),
    }
}
/// The folder for the files beside the database: `wiretwin-files` for `wiretwin.db`.
fn folder_of(url: &str) -> Result<PathBuf> {
    let file = file_of(url)?;
    let stem = file
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    Ok(file.with_file_name(format!("{stem}-files")))
}

/// Writes a file that no one ever sees half-written.
pub fn write_whole(path: &Path, text: &str) -> Result<()> {
    let failed = || format!("`{}` cannot be written", path.display());
    let folder = path
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new()
        .prefix(".wiretwin")
        .tempfile_in(folder)
        .with_context(failed)?;
    file.write_all(text.as_bytes()).with_context(failed)?;
    readable(file.path())?;
    file.persist(path).with_context(failed)?;
    Ok(())
}
#[cfg(unix)]
fn readable(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::set_permissions(
        path,
        fs::Permissions::from_mode(0o644),
    )?)
}
#[cfg(not(unix))]
fn readable(_: &Path) -> Result<()> {
    Ok(())
}
/// The same for a file that only its owner may read, as a temporary file is from the start.
fn write_private(path: &Path, text: &str) -> Result<()> {
    let failed = || format!("`{}` cannot be written", path.display());
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new()
        .prefix(".wiretwin")
        .tempfile_in(folder)
        .with_context(failed)?;
    file.write_all(text.as_bytes()).with_context(failed)?;
    file.persist(path).with_context(failed)?;
    Ok(())
}

/// An error of the database as one line.
fn one_line(why: anyhow::Error) -> anyhow::Error {
    let why = format!("{why:#}");
    anyhow!("{}", why.lines().collect::<Vec<_>>().join(" "))
}

/// What is printed once the server accepts connections.
pub fn start_text(launched: &Launched, https: &str, http: Option<&str>) -> String {
    let key = &launched.keys[&Level::FullSystem];
    let twin = launched.fleet.twin(Fleet::DEFAULT);
    let about = twin.map_or(String::new(), |twin| {
        let time = twin.clock.held().map_or("real time".into(), |at| {
            format!("time stands at {}", format_time(at))
        });
        format!(
            "firmware {}, {} devices, {time}",
            twin.firmware,
            twin.store.state().count("device")
        )
    });
    let ca = launched.ca_file.display();
    let plain = http.map_or(String::new(), |http| format!("  plain    {http}\n"));
    format!(
        "wiretwin is ready ({about})\n  HTTPS    {https}\n{plain}  key      {key}  (full system privileges)\n\nTry:\n  curl --cacert {ca} -H \"Authorization: ExtraHop apikey={key}\" {https}/api/v1/extrahop\n"
    )
}
