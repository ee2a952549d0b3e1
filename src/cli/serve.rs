//! `wiretwin serve`: a server until it is told to stop.
use super::print::print;
use crate::base::brief::shortened;
use crate::server::{
    Server,
    config::{LogFormat, Serve},
};
use anyhow::{Context, Result};
use std::io::{IsTerminal, stderr};
use tracing_subscriber::{
    Layer,
    filter::{LevelFilter, Targets},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

/// What reads requests and writes answers.
const LIBRARIES: [&str; 8] = [
    "axum",
    "h2",
    "hyper",
    "hyper_util",
    "rustls",
    "sqlx",
    "tokio_rustls",
    "tower_http",
];

pub fn run(config: &Serve) -> Result<()> {
    let filter: Targets = config
        .log
        .parse()
        .with_context(|| {
            let given = shortened(&config.log);
            format!("--log `{given}`: give error, warn, info, debug, or a filter such as wiretwin=debug (wiretwin serve --help says more)")
        })?;
    // At their finest levels libraries log what they read, and with it the keys of clients.
    let filter = LIBRARIES.iter().fold(filter, |filter, library| {
        filter.with_target(*library, LevelFilter::WARN)
    });
    let coloured = stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(coloured)
        .with_writer(stderr);
    let lines = match config.log_format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().with_ansi(false).boxed(),
    };
    tracing_subscriber::registry()
        .with(lines)
        .with(filter)
        .init();
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        for note in &config.given.notes {
            eprintln!("note: {note}");
        }
        let ended = end()?;
        let server = Server::start(config).await?;
        print(&server.start_text())?;
        ended.await?;
        server.stop().await;
        Ok(())
    })
}

/// Ctrl-C or SIGTERM. Both are heard from now on, so that neither is lost while the server starts.
#[cfg(unix)]
fn end() -> Result<impl Future<Output = Result<()>>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => Ok(()),
            _ = interrupt.recv() => Ok(()),
        }
    })
}
#[cfg(not(unix))]
fn end() -> Result<impl Future<Output = Result<()>>> {
    Ok(async { Ok(tokio::signal::ctrl_c().await?) })
}
