//! Listeners, the ready file, and a graceful end.
pub mod app;
pub mod config;
mod connection;
mod ending;
mod headers;
mod http1;
mod http2;
pub mod launch;
mod pipeline;
mod progress;
mod request_body;
mod request_path;
mod rules;
mod transport;
mod zipped;

use crate::{
    extrahop,
    families::FAMILIES,
    twin::{
        access::{Keys, Level},
        contents::ApiContents,
    },
};
use anyhow::{Context as _, Result};
use config::{HttpListen, Serve};
use connection::accept;
use launch::{Launched, write_whole};
use pipeline::Pipeline;
use serde_json::{Map, Value, json};
use std::{net::SocketAddr, path::Path, time::Duration};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

/// How long the database has for what is yet to be made durable when the server stops.
const WRITING: Duration = Duration::from_secs(3);

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
        let pipeline = Pipeline::new(&launched);
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
            pipeline.clone(),
            stopped.clone(),
        )));
        if let Some(http) = http {
            server.http = Some(http.local_addr()?);
            server
                .listeners
                .push(tokio::spawn(accept(http, None, pipeline, stopped)));
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
    fn write_ready_file(&self, path: &Path) -> Result<()> {
        let mut ready = Map::from_iter([
            ("https".to_owned(), json!(self.https_url())),
            ("http".to_owned(), json!(self.http_url())),
            ("ca_file".to_owned(), json!(self.launched.ca_file)),
        ]);
        for family in &FAMILIES {
            let (name, accounts) = (family.ready)(self.keys(family.contents));
            ready.insert(name.to_owned(), accounts);
        }
        write_whole(path, &Value::from(ready).to_string())
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
            tokio::time::timeout(WRITING, writer).await.ok();
        }
    }
}

async fn bind(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}"))
}
