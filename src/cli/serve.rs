//! `wiretwin serve`: a server until it is told to stop.
use super::print::print;
use crate::server::{Server, config::Serve};
use anyhow::{Context, Result};

pub fn run(config: &Serve) -> Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log)
        .with_context(|| format!("--log `{}`", config.log))?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let server = Server::start(config).await?;
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
