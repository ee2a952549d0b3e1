//! Listeners, connections, the appliance's headers, the ready file, and a graceful end.
use crate::{
    access::Level,
    app::app,
    clock::Clock,
    config::{HttpListen, Serve},
    fleet::Fleet,
    launch::{self, Launched, launch, write_whole},
};
use anyhow::{Context, Result};
use axum::{Router, body::Body};
use http::{
    HeaderValue, Request, Response, StatusCode, Uri, Version,
    header::{
        CACHE_CONTROL, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, DATE, HeaderName, SERVER,
        VARY, VIA,
    },
    uri::PathAndQuery,
};
use http_body_util::BodyExt;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::json;
use std::{
    net::SocketAddr,
    path::Path,
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
    task::JoinHandle,
};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

/// How many requests a connection serves, and for how long it may stay idle, as the guide's
/// `Keep-Alive` headers say.
const REQUESTS: u32 = 100;
const IDLE: Duration = Duration::from_secs(45);
/// How long open requests have to end when the server stops.
const PATIENCE: Duration = Duration::from_secs(30);

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
        let launched = launch(config).await?;
        let (stop, stopped) = watch::channel(false);
        let app = app(&launched);
        let front = Front {
            app,
            clock: held(&launched),
        };
        let tls = TlsAcceptor::from(launched.certificate.config.clone());
        let mut server = Self {
            https: https.local_addr()?,
            http: None,
            launched,
            stop,
            listeners: vec![],
        };
        server.listeners.push(tokio::spawn(accept(
            https,
            Some(tls),
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
        &self.launched.keys[&level]
    }
    pub fn start_text(&self) -> String {
        launch::start_text(
            &self.launched,
            &self.https_url(),
            self.http_url().as_deref(),
        )
    }
    fn write_ready_file(&self, path: &Path) -> Result<()> {
        let ready = json!({
            "https": self.https_url(),
            "http": self.http_url(),
            "ca_file": self.launched.ca_file,
            "api_keys": self.launched.keys,
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
            tokio::time::timeout(PATIENCE, writer).await.ok();
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

/// What every connection serves.
#[derive(Clone)]
struct Front {
    app: Router,
    clock: Arc<Clock>,
}

async fn accept(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    front: Front,
    mut stopped: watch::Receiver<bool>,
) {
    // Every connection holds a part of it for as long as it lives.
    let alive = Arc::new(());
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(why) => {
                    // Too many open files, for one; the listener itself is still good.
                    tracing::warn!(%why, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    continue;
                }
            },
            _ = told_to_stop(&mut stopped) => break,
        };
        tokio::spawn(converse(
            stream,
            tls.clone(),
            front.clone(),
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
    tokio::time::timeout(PATIENCE, ended).await.ok();
}

async fn told_to_stop(stopped: &mut watch::Receiver<bool>) {
    // A sender that is gone has nothing more to serve for.
    stopped.wait_for(|stopped| *stopped).await.ok();
}

async fn converse(
    stream: TcpStream,
    tls: Option<TlsAcceptor>,
    front: Front,
    alive: Arc<()>,
    stopped: watch::Receiver<bool>,
) {
    stream.set_nodelay(true).ok();
    match tls {
        None => serve(stream, front, stopped).await,
        Some(tls) => match tokio::time::timeout(IDLE, tls.accept(stream)).await {
            Ok(Ok(stream)) => serve(stream, front, stopped).await,
            Ok(Err(why)) => tracing::debug!(%why, "a TLS handshake failed"),
            Err(_) => tracing::debug!("a TLS handshake took too long"),
        },
    }
    drop(alive);
}

async fn serve(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    front: Front,
    mut stopped: watch::Receiver<bool>,
) {
    let served = AtomicU32::new(0);
    let service = service_fn(|request| answer(&front, &served, request));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(IDLE)
        .title_case_headers(true);
    let connection = http.serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        _ = told_to_stop(&mut stopped) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(why) = ended {
        tracing::debug!(%why, "a connection ended early");
    }
}

async fn answer(
    front: &Front,
    served: &AtomicU32,
    request: Request<Incoming>,
) -> Result<Response<Body>, std::convert::Infallible> {
    let left = REQUESTS.saturating_sub(served.fetch_add(1, Relaxed));
    let ends = left <= 1 || wants_close(&request);
    let mut request = request.map(Body::new);
    trim_slash(request.uri_mut());
    let (method, path) = match tracing::enabled!(tracing::Level::INFO) {
        true => (request.method().to_string(), request.uri().to_string()),
        false => Default::default(),
    };
    let Ok(mut response) = front.app.clone().oneshot(request).await;
    tracing::info!(method, path, status = response.status().as_u16(), "request");
    if response.headers().contains_key(CONTENT_ENCODING) {
        response = sized(response).await;
    }
    front.dress(&mut response, left, ends);
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

/// A path means the same with a slash at its end.
fn trim_slash(uri: &mut Uri) {
    let path = uri.path();
    if path.len() < 2 || !path.ends_with('/') {
        return;
    }
    let path = path.trim_end_matches('/');
    let trimmed = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = PathAndQuery::try_from(trimmed).ok();
    if let Ok(trimmed) = Uri::from_parts(parts) {
        *uri = trimmed;
    }
}

/// A compressed answer with its length, as the guide prints it.
async fn sized(response: Response<Body>) -> Response<Body> {
    let (mut parts, body) = response.into_parts();
    // The body is in memory, and compressing it does not fail.
    let bytes = body
        .collect()
        .await
        .map(|body| body.to_bytes())
        .unwrap_or_default();
    parts.headers.insert(CONTENT_LENGTH, bytes.len().into());
    Response::from_parts(parts, Body::from(bytes))
}

impl Front {
    /// The headers of the guide's examples.
    fn dress(&self, response: &mut Response<Body>, left: u32, ends: bool) {
        const KEEP_ALIVE: HeaderName = HeaderName::from_static("keep-alive");
        let status = response.status();
        let headers = response.headers_mut();
        headers.insert(VIA, HeaderValue::from_static("1.1 localhost"));
        headers.insert(SERVER, HeaderValue::from_static("Apache"));
        headers.insert(
            CACHE_CONTROL,
            HeaderValue::from_static("private, max-age=0"),
        );
        if status == StatusCode::NO_CONTENT {
            // As the appliance's web server does; the framework leaves it out.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        if headers.contains_key(VARY) {
            headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
        }
        if ends {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        } else {
            headers.insert(CONNECTION, HeaderValue::from_static("Keep-Alive"));
            let left = format!("timeout={}, max={}", IDLE.as_secs(), left - 1);
            if let Ok(left) = HeaderValue::from_str(&left) {
                headers.insert(KEEP_ALIVE, left);
            }
        }
        if let Some(date) = self.clock.held().and_then(http_date) {
            headers.insert(DATE, date);
        }
    }
}

/// A moment as `Thu, 19 Nov 2015 23:20:07 GMT`.
fn http_date(at: i64) -> Option<HeaderValue> {
    let date = jiff::Timestamp::from_millisecond(at)
        .ok()?
        .to_zoned(jiff::tz::TimeZone::UTC);
    HeaderValue::from_str(&date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()).ok()
}
