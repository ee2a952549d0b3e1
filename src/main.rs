//! The command line: parse, call, exit code.
use anyhow::{Context, Result, anyhow, bail};
use clap::Parser;
use std::{
    io::{Read, Write},
    net::TcpStream,
    process::ExitCode,
    time::Duration,
};
use wiretwin::{
    api::openapi,
    base::seed::Seed,
    extrahop::simulation,
    families::{self, FAMILIES},
    fixture::{self, Fixture},
    network::plan,
    server::{
        Server,
        config::{Cli, Command, FixtureCommand, Serve},
        launch,
    },
    store::{Database, Synchronous},
    twin::access::Credentials,
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(asked) if !asked.use_stderr() => {
            asked.print().ok();
            return ExitCode::SUCCESS;
        }
        Err(mistake) => return refuse(first_sentence(&mistake.to_string())),
    };
    match run(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => refuse(format!("error: {why:#}")),
    }
}

/// One line on standard error, exit code 2.
fn refuse(why: String) -> ExitCode {
    eprintln!(
        "{}",
        why.lines().map(str::trim).collect::<Vec<_>>().join(" ")
    );
    ExitCode::from(2)
}

/// What clap says before it goes on about usage.
fn first_sentence(text: &str) -> String {
    let lines = text
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"));
    lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn run(command: Command) -> Result<()> {
    match command {
        Command::Serve(config) => serve(*config),
        Command::Fixture(command) => fixture(command),
        Command::Openapi { api, firmware } => {
            let family = FAMILIES.iter().find(|family| family.name == api);
            let family = family.ok_or_else(|| anyhow!("there is no API named {api}"))?;
            print(&serde_json::to_string_pretty(&openapi::document(
                *family, firmware,
            ))?)
        }
        Command::Health { url } => health(&url),
    }
}

fn serve(config: Serve) -> Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log)
        .with_context(|| format!("--log `{}`", config.log))?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let server = Server::start(&config).await?;
        print(&server.start_text())?;
        stopped().await?;
        server.stop().await;
        Ok(())
    })
}

/// Waits for Ctrl-C or SIGTERM.
async fn stopped() -> Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            _ = terminate.recv() => Ok(()),
            done = tokio::signal::ctrl_c() => Ok(done?),
        }
    }
    #[cfg(not(unix))]
    Ok(tokio::signal::ctrl_c().await?)
}

fn fixture(command: FixtureCommand) -> Result<()> {
    match command {
        FixtureCommand::Check { file } => check(&file),
        FixtureCommand::Schema => print(&serde_json::to_string_pretty(&fixture::schema())?),
        FixtureCommand::Generate { devices, seed } => {
            let subnets = plan(devices, Seed(seed));
            let made = serde_json::json!({"seed": seed, "network": {"subnets": subnets}});
            print(&serde_saphyr::to_string(&made)?)
        }
        FixtureCommand::Export { database, twin } => {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            print(&runtime.block_on(export(&database, &twin))?)
        }
    }
}

fn check(file: &str) -> Result<()> {
    let fixture = Fixture::open(file).map_err(|why| anyhow!(why))?;
    let seed = Seed(fixture.seed.unwrap_or(1));
    let began = fixture
        .clock
        .unwrap_or_else(|| wiretwin::base::clock::Clock::real().now());
    let wrong = |why: String| anyhow!("fixture {file}: {why}");
    let platform = fixture.platform.unwrap_or_default();
    let mut draft = fixture
        .draft(platform, began, seed, &Credentials::default())
        .map_err(wrong)?;
    let state = wiretwin::store::State::clone(&draft);
    let network = simulation::network(&state, seed).map_err(wrong)?;
    families::observe(&mut draft, &network).map_err(|p| wrong(p.to_string()))?;
    let kinds = families::kinds();
    let counts = kinds
        .iter()
        .map(|kind| (kind.path, state.count(kind.name)))
        .filter(|(_, count)| *count > 0);
    let counts: Vec<_> = counts
        .map(|(path, count)| format!("{count} {path}"))
        .collect();
    print(&format!("{file} can be loaded: {}", counts.join(", ")))
}

async fn export(url: &str, name: &str) -> Result<String> {
    let file = url.strip_prefix("sqlite://").unwrap_or(url);
    if !std::path::Path::new(file).exists() {
        bail!("database {url}: there is no such file");
    }
    let mut database = Database::open(url, Synchronous::Normal)
        .await
        .with_context(|| format!("database {url}"))?;
    let row = database
        .twins()
        .await?
        .into_iter()
        .find(|row| row.twin == name);
    let row = row.ok_or_else(|| anyhow!("database {url}: there is no twin {name}"))?;
    let state = launch::load(&mut database, name)
        .await
        .with_context(|| format!("database {url}"))?;
    let firmware = row.firmware.parse().map_err(|why: String| anyhow!(why))?;
    let platform = launch::platform(&row.platform)?;
    let exported = fixture::export(&state, firmware, platform, Seed(row.seed), row.clock);
    database.close().await;
    Ok(serde_saphyr::to_string(&exported)?)
}

/// Succeeds when the server at this address is ready.
fn health(url: &str) -> Result<()> {
    let host = url
        .strip_prefix("http://")
        .ok_or_else(|| anyhow!("give an address such as http://127.0.0.1:8080"))?;
    let host = host.trim_end_matches('/');
    let mut stream = TcpStream::connect(host).with_context(|| format!("{url} does not answer"))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    write!(
        stream,
        "GET /_wiretwin/health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    match answer.starts_with("HTTP/1.1 200 ") {
        true => Ok(()),
        false => bail!(
            "{url} is not ready: {}",
            answer.lines().next().unwrap_or_default()
        ),
    }
}

/// Prints to standard output; who reads only a part of it is no error.
fn print(text: &str) -> Result<()> {
    match writeln!(std::io::stdout(), "{}", text.trim_end()) {
        Err(why) if why.kind() != std::io::ErrorKind::BrokenPipe => Err(why.into()),
        _ => Ok(()),
    }
}
