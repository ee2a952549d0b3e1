//! Listeners, the ready file, and a graceful end.
mod accept_errors;
pub mod app;
pub mod config;
mod connection;
mod cors;
mod ending;
mod headers;
mod http1;
mod http2;
pub mod launch;
pub mod level_keys;
pub mod listen_address;
pub mod option_values;
mod pipeline;
mod progress;
pub mod ready_file;
mod request_body;
mod request_log;
mod request_path;
mod rules;
pub mod served;
mod transport;
mod zipped;

use crate::{
    base::clock::Clock,
    extrahop,
    tls::ServerCertificate,
    twin::{
        access::{Keys, Level},
        contents::ApiContents,
        fleet::{Addresses, Fleet},
    },
};
use anyhow::Result;
use config::Serve;
use connection::accept;
use launch::Launched;
use listen_address::Bound;
use option_values::HttpListen;
use pipeline::Pipeline;
use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, Weak},
    time::Duration,
};
use tokio::{sync::watch, task::JoinHandle};

/// How long the database has for what is yet to be made durable when the server stops.
const WRITING: Duration = Duration::from_secs(3);

/// How often it is looked whose time is over.
const SWEEP: Duration = Duration::from_millis(500);

/// Drops the twins whose time is over, for as long as there are twins.
async fn drop_expired(fleet: Weak<Fleet>) {
    loop {
        tokio::time::sleep(SWEEP).await;
        let Some(fleet) = fleet.upgrade() else {
            return;
        };
        fleet.remove_expired(Clock::real().now());
    }
}

/// A server that accepts connections.
pub struct Server {
    /// Where clients on this machine reach it.
    pub https: SocketAddr,
    pub http: Option<SocketAddr>,
    pub launched: Launched,
    /// Removed at the end.
    ready_file: Option<PathBuf>,
    stop: watch::Sender<bool>,
    listeners: Vec<JoinHandle<()>>,
}

impl Server {
    /// Starts listening, and writes the ready file once both listeners accept connections.
    pub async fn start(config: &Serve) -> Result<Self> {
        if let Some(path) = &config.ready_file {
            ready_file::remove(path);
        }
        let https = config.listen.bind().await?;
        let http = match &config.http_listen {
            HttpListen::At(address) => Some(address.bind().await?),
            HttpListen::Off => None,
        };
        let launched = launch::launch(config).await?;
        let (stop, stopped) = watch::channel(false);
        let pipeline = Pipeline::new(&launched, &config.allowed_origins);
        let certificate = launched.certificate.clone();
        let mut server = Self {
            ready_file: config.ready_file.clone(),
            https: https.address,
            http: http.as_ref().map(|http| http.address),
            launched,
            stop,
            listeners: vec![],
        };
        let mut serve = |bound: Bound, tls: Option<Arc<ServerCertificate>>| {
            for listener in bound.listeners {
                let accepting = accept(listener, tls.clone(), pipeline.clone(), stopped.clone());
                server.listeners.push(tokio::spawn(accepting));
            }
        };
        serve(https, Some(certificate));
        if let Some(http) = http {
            serve(http, None);
        }
        server.launched.fleet.set_addresses(Addresses {
            https: server.https_url(),
            http: server.http_url(),
            ca_file: server.launched.ca_file.clone(),
        });
        tokio::spawn(drop_expired(Arc::downgrade(&server.launched.fleet)));
        if let Some(path) = &server.ready_file {
            let (https, http) = (server.https_url(), server.http_url());
            ready_file::write(path, &server.launched, &https, http)?;
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
        &self.keys(&extrahop::CONTENTS)[&level]
    }
    /// The secrets of the accounts that come with the default twin.
    pub fn keys(&self, api: &ApiContents) -> &Keys {
        self.launched.credentials.of(api.secrets.name)
    }
    pub fn start_text(&self) -> String {
        launch::start_text(
            &self.launched,
            &self.https_url(),
            self.http_url().as_deref(),
        )
    }
    /// Ends it: open requests first, then what is yet to be made durable.
    pub async fn stop(self) {
        if let Some(path) = &self.ready_file {
            ready_file::remove_own(path);
        }
        self.stop.send_replace(true);
        for listener in self.listeners {
            listener.await.ok();
        }
        let Launched { fleet, writer, .. } = self.launched;
        drop(fleet);
        if let Some(writer) = writer {
            tokio::time::timeout(WRITING, writer).await.ok();
        }
    }
}
