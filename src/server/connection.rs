//! Connections: how they are accepted, what they carry, and how they end.
use super::{
    accept_errors::AcceptErrors,
    headers::{IDLE, REQUESTS, add_connection_headers},
    pipeline::Pipeline,
};
use crate::tls::ServerCertificate;
use axum::body::Body;
use futures_util::{StreamExt, stream::FuturesUnordered};
use http::{Request, Response, Version, header::CONNECTION};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::watch,
};
use tokio_rustls::TlsAcceptor;

/// How long open requests have to end when the server stops.
pub const GRACE_PERIOD: Duration = Duration::from_secs(30);

pub async fn accept(
    listener: TcpListener,
    tls: Option<Arc<ServerCertificate>>,
    pipeline: Pipeline,
    mut stopped: watch::Receiver<bool>,
) {
    // Every connection holds a part of it for as long as it lives.
    let alive = Arc::new(());
    let mut errors = AcceptErrors::default();
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
            _ = told_to_stop(&mut stopped) => break,
        };
        tokio::spawn(handle_connection(
            stream,
            tls.clone(),
            pipeline.clone(),
            alive.clone(),
            stopped.clone(),
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

async fn told_to_stop(stopped: &mut watch::Receiver<bool>) {
    // A sender that is gone has nothing more to serve for.
    stopped.wait_for(|stopped| *stopped).await.ok();
}

async fn handle_connection(
    stream: TcpStream,
    tls: Option<Arc<ServerCertificate>>,
    pipeline: Pipeline,
    alive: Arc<()>,
    stopped: watch::Receiver<bool>,
) {
    stream.set_nodelay(true).ok();
    match tls {
        None => serve(stream, pipeline, stopped).await,
        Some(tls) => {
            // Each connection stays with the certificate that was shown when it began. Sessions
            // go with a certificate too, so that none is resumed under another one.
            let tls = TlsAcceptor::from(tls.shown().config.clone());
            match tokio::time::timeout(IDLE, tls.accept(stream)).await {
                Ok(Ok(stream)) => serve(stream, pipeline, stopped).await,
                Ok(Err(why)) => tracing::debug!(%why, "a TLS handshake failed"),
                Err(_) => tracing::debug!("a TLS handshake took too long"),
            }
        }
    }
    drop(alive);
}

async fn serve(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    pipeline: Pipeline,
    mut stopped: watch::Receiver<bool>,
) {
    let served = Requests::default();
    let service = service_fn(|request| answer(&pipeline, &served, request));
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    let over = async {
        tokio::select! {
            () = told_to_stop(&mut stopped) => {}
            () = idle(&served, IDLE) => {}
        }
    };
    // In a set of its own it is looked at when it has something to say, not at every request.
    let mut over: FuturesUnordered<_> = [over].into_iter().collect();
    tokio::select! {
        biased;
        ended = connection.as_mut() => {
            if let Err(why) = ended {
                tracing::debug!(%why, "a connection ended early");
            }
            return;
        }
        _ = over.next() => {}
    }
    // An open request is answered; a client that sends nothing more is not waited for.
    connection.as_mut().graceful_shutdown();
    tokio::time::timeout(GRACE_PERIOD, connection).await.ok();
}

/// The requests of a connection so far.
#[derive(Default)]
struct Requests {
    begun: AtomicU32,
    answered: AtomicU32,
}

/// Ends when the connection was asked nothing for a while, and nothing is being worked out for it.
/// Looked at now and then rather than timed for each request, which costs more than it gives.
async fn idle(served: &Requests, period: Duration) {
    let mut seen = 0;
    loop {
        tokio::time::sleep(period).await;
        let begun = served.begun.load(Relaxed);
        if begun == seen && served.answered.load(Relaxed) == begun {
            return;
        }
        seen = begun;
    }
}

async fn answer(
    pipeline: &Pipeline,
    served: &Requests,
    request: Request<Incoming>,
) -> Result<Response<Body>, std::convert::Infallible> {
    let left = REQUESTS.saturating_sub(served.begun.fetch_add(1, Relaxed));
    let ends = left <= 1 || wants_close(&request);
    let mut response = pipeline.answer(request.map(Body::new)).await;
    add_connection_headers(&mut response, left, ends);
    served.answered.fetch_add(1, Relaxed);
    Ok(response)
}

fn wants_close(request: &Request<Incoming>) -> bool {
    let said = |word: &str| {
        let connection = request
            .headers()
            .get(CONNECTION)
            .and_then(|value| value.to_str().ok());
        connection.is_some_and(|value| value.to_ascii_lowercase().contains(word))
    };
    said("close") || (request.version() == Version::HTTP_10 && !said("keep-alive"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::{sleep, timeout};

    #[tokio::test]
    async fn a_connection_is_not_idle_while_a_request_is_open() {
        let short = Duration::from_millis(2);
        let served = Requests::default();
        served.begun.store(1, Relaxed);
        let waited = timeout(20 * short, idle(&served, short)).await;
        assert!(waited.is_err(), "it ended with a request open");
        let (_, ended) = tokio::join!(
            async {
                sleep(5 * short).await;
                served.answered.store(1, Relaxed);
            },
            timeout(Duration::from_secs(30), idle(&served, short)),
        );
        assert!(ended.is_ok(), "it never ended");
    }
}
