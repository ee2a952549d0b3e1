//! Listeners, the ready file, and a graceful end.
pub mod app;
pub mod config;
mod connection;
mod headers;
pub mod launch;
mod zipped;

use crate::{
    base::clock::Clock,
    kentik::users::{ADMINISTRATOR, MEMBER},
    twin::{access::Level, fleet::Fleet},
};
use anyhow::{Context as _, Result};
use app::app;
use config::{HttpListen, Serve};
use connection::{Services, accept};
use launch::{Launched, write_whole};
use serde_json::json;
use std::{net::SocketAddr, path::Path, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

/// How long open requests have to end when the server stops.
pub const GRACE_PERIOD: Duration = Duration::from_secs(30);

/// A server that accepts connections.
pub struct Server {
    pub https: SocketAddr,
    pub http: Option<SocketAddr>,
    pub launched: Launched,
    stop: watch::Sender<bool>,
    listeners: Vec<JoinHandle<()>>,
}

impl Server {
    /// Starts listening, and writes the ready file once both listeners accept connections.
    pub async fn start(config: &Serve) -> Result<Self> {
        let https = bind(config.listen).await?;
        let http = match config.http_listen {
            HttpListen::At(address) => Some(bind(address).await?),
            HttpListen::Off => None,
        };
        let launched = launch::launch(config).await?;
        let (stop, stopped) = watch::channel(false);
        let app = app(&launched);
        let front = Services::new(app, held(&launched));
        let certificate = launched.certificate.clone();
        let mut server = Self {
            https: https.local_addr()?,
            http: None,
            launched,
            stop,
            listeners: vec![],
        };
        server.listeners.push(tokio::spawn(accept(
            https,
            Some(certificate),
            front.clone(),
            stopped.clone(),
        )));
        if let Some(http) = http {
            server.http = Some(http.local_addr()?);
            server
                .listeners
                .push(tokio::spawn(accept(http, None, front, stopped)));
        }
        if let Some(path) = &config.ready_file {
            server.write_ready_file(path)?;
        }
        Ok(server)
    }
    pub fn https_url(&self) -> String {
        format!("https://{}", self.https)
    }
    pub fn http_url(&self) -> Option<String> {
        self.http.map(|http| format!("http://{http}"))
    }
    pub fn key(&self, level: Level) -> &str {
        &self.launched.credentials.api_keys[&level]
    }
    pub fn start_text(&self) -> String {
        launch::start_text(
            &self.launched,
            &self.https_url(),
            self.http_url().as_deref(),
        )
    }
    fn write_ready_file(&self, path: &Path) -> Result<()> {
        let credentials = &self.launched.credentials;
        let ready = json!({
            "https": self.https_url(),
            "http": self.http_url(),
            "ca_file": self.launched.ca_file,
            "api_keys": credentials.api_keys,
            "kentik": {
                "email": ADMINISTRATOR,
                "administrator_token": credentials.kentik_tokens[&Level::FullSystem],
                "member_email": MEMBER,
                "member_token": credentials.kentik_tokens[&Level::ReadOnly],
            },
        });
        write_whole(path, &ready.to_string())
    }
    /// Ends it: open requests first, then what is yet to be made durable.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        for listener in self.listeners {
            listener.await.ok();
        }
        let Launched { fleet, writer, .. } = self.launched;
        drop(fleet);
        if let Some(writer) = writer {
            tokio::time::timeout(GRACE_PERIOD, writer).await.ok();
        }
    }
}

/// The clock by which answers are dated, where it is not the system's.
fn held(launched: &Launched) -> Arc<Clock> {
    let held = launched
        .fleet
        .twin(Fleet::DEFAULT)
        .and_then(|twin| twin.clock.held());
    Arc::new(held.map_or_else(Clock::real, Clock::frozen))
}

async fn bind(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}"))
}
