//! Connections: how they are accepted, which HTTP they speak, and how they end.
use super::{
    accept_errors::AcceptErrors,
    ending::{GRACE_PERIOD, Reason, Stopping},
    headers::IDLE,
    http1, http2,
    pipeline::Pipeline,
    transport::{OverTcp, Transport},
};
use crate::tls::ServerCertificate;
use std::{sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
};
use tokio_rustls::TlsAcceptor;

pub async fn accept(
    listener: TcpListener,
    tls: Option<Arc<ServerCertificate>>,
    pipeline: Pipeline,
    stopped: watch::Receiver<bool>,
) {
    // Every connection holds a part of it for as long as it lives.
    let alive = Arc::new(());
    let mut errors = AcceptErrors::default();
    let mut stopping = Stopping::new(stopped);
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(why) => {
                    // Too many open files, for one; the listener itself is still good.
                    errors.note(&why);
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    continue;
                }
            },
            () = stopping.begun() => break,
        };
        tokio::spawn(handle_connection(
            stream,
            tls.clone(),
            pipeline.clone(),
            alive.clone(),
            stopping.clone(),
        ));
    }
    drop(listener);
    let ended = async {
        while Arc::strong_count(&alive) > 1 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(GRACE_PERIOD, ended).await.ok();
}

async fn handle_connection(
    stream: TcpStream,
    tls: Option<Arc<ServerCertificate>>,
    pipeline: Pipeline,
    alive: Arc<()>,
    mut stopping: Stopping,
) {
    stream.set_nodelay(true).ok();
    let Some(tls) = tls else {
        serve(stream, pipeline, stopping, false).await;
        return drop(alive);
    };
    // Each connection stays with the certificate that was shown when it began. Sessions go with a
    // certificate too, so that none is resumed under another one.
    let tls = TlsAcceptor::from(tls.shown().config.clone());
    let handshake = tokio::select! {
        handshake = tokio::time::timeout(IDLE, tls.accept(stream)) => handshake,
        () = stopping.begun() => return,
    };
    match handshake {
        Ok(Ok(stream)) => {
            let is_http2 = stream.get_ref().1.alpn_protocol() == Some(&b"h2"[..]);
            serve(stream, pipeline, stopping, is_http2).await;
        }
        Ok(Err(why)) => tracing::debug!(%why, "a TLS handshake failed"),
        Err(_) => tracing::debug!("a TLS handshake took too long"),
    }
    drop(alive);
}

async fn serve(
    stream: impl OverTcp + Send,
    pipeline: Pipeline,
    mut stopping: Stopping,
    is_http2: bool,
) {
    let mut transport = Transport::new(stream);
    let progress = transport.progress.clone();
    let over = {
        let mut stopping = stopping.clone();
        async move {
            tokio::select! {
                () = stopping.begun() => Reason::Stopping,
                overdue = progress.overdue(IDLE) => Reason::Overdue(overdue),
            }
        }
    };
    match is_http2 {
        true => http2::serve(&mut transport, pipeline, over).await,
        false => http1::serve(&mut transport, &pipeline, over).await,
    }
    let waits = !stopping.has_begun();
    tokio::select! {
        () = transport.close(waits) => {}
        () = stopping.begun(), if waits => {}
    }
}
