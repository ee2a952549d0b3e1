//! What wiretwin is measured against: axum with nothing around it, sending ready bytes.
use crate::{
    call::Call,
    process::{Ready, Server},
};
use anyhow::Result;
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path as Id, State},
    http::{HeaderName, HeaderValue, Request, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::rt::TokioIo;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{
    convert::Infallible,
    fs,
    io::Read,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU32, Ordering},
    },
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpListener,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer},
};
use tower::ServiceExt;

/// The variable that makes this program the bare server: the file with its plan.
pub const PLAN: &str = "WIRETWIN_BENCH_BARE";

/// An answer of wiretwin, to be given again.
#[derive(Deserialize, Serialize)]
pub struct Canned {
    pub content_type: String,
    pub body: String,
}

impl Canned {
    /// What wiretwin answers to `call` now.
    pub async fn of(server: &Server, call: &Call) -> Result<Self> {
        let (content_type, body) = server.ask(call).await?;
        Ok(Self {
            content_type,
            body: String::from_utf8(body)?,
        })
    }
}

/// What the bare server answers, and where it says that it is ready.
#[derive(Deserialize, Serialize)]
pub struct Plan {
    pub answer: Canned,
    /// After how many requests a connection ends; 0: never.
    pub ends_after: u32,
    pub folder: PathBuf,
}

struct Shared {
    content_type: String,
    body: Bytes,
    last_tag: AtomicI64,
}

type Answers = State<Arc<Shared>>;

pub async fn serve(plan: &Path) -> Result<()> {
    let plan: Plan = serde_json::from_slice(&fs::read(plan)?)?;
    end_with_parent();
    let shared = Shared {
        content_type: plan.answer.content_type,
        body: plan.answer.body.into(),
        last_tag: AtomicI64::new(0),
    };
    let app = Router::new()
        .route("/api/v1/devices", get(canned))
        .route("/api/v1/devices/{id}", get(one))
        .route("/api/v1/metrics", post(metrics))
        .route("/api/v1/tags", post(create_tag))
        .with_state(Arc::new(shared));
    let plain = TcpListener::bind("127.0.0.1:0").await?;
    let secure = TcpListener::bind("127.0.0.1:0").await?;
    let certified = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()])?;
    let ca_file = plan.folder.join("bare.pem");
    fs::write(&ca_file, certified.cert.pem())?;
    let ready = Ready {
        http: format!("http://{}", plain.local_addr()?),
        https: format!("https://{}", secure.local_addr()?),
        ca_file,
    };
    let draft = plan.folder.join("ready.draft");
    fs::write(&draft, serde_json::to_vec(&ready)?)?;
    fs::rename(draft, plan.folder.join("ready.json"))?;
    tokio::try_join!(
        accept(plain, app.clone(), None, plan.ends_after),
        accept(
            secure,
            app.clone(),
            Some(acceptor(certified)?),
            plan.ends_after
        ),
    )?;
    Ok(())
}

fn end_with_parent() {
    std::thread::spawn(|| {
        let _ = std::io::stdin().read(&mut [0]);
        std::process::exit(0);
    });
}

fn acceptor(certified: rcgen::CertifiedKey<rcgen::KeyPair>) -> Result<TlsAcceptor> {
    let key = PrivateKeyDer::try_from(certified.signing_key.serialize_der())
        .map_err(anyhow::Error::msg)?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certified.cert.into()], key)?;
    Ok(Arc::new(config).into())
}

async fn accept(
    listener: TcpListener,
    app: Router,
    tls: Option<TlsAcceptor>,
    ends_after: u32,
) -> Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let (tls, app) = (tls.clone(), app.clone());
        tokio::spawn(async move {
            // A client that goes away is no matter of the server's.
            match tls {
                None => converse(stream, app, ends_after).await,
                Some(tls) => {
                    if let Ok(stream) = tls.accept(stream).await {
                        converse(stream, app, ends_after).await;
                    }
                }
            }
        });
    }
}

async fn converse(stream: impl AsyncRead + AsyncWrite + Unpin, app: Router, ends_after: u32) {
    let served = AtomicU32::new(0);
    let service = service_fn(|request: Request<Incoming>| async {
        let served = served.fetch_add(1, Ordering::Relaxed) + 1;
        let Ok(mut answer) = app.clone().oneshot(request.map(Body::new)).await;
        if served == ends_after {
            let close = HeaderValue::from_static("close");
            answer.headers_mut().insert(header::CONNECTION, close);
        }
        Ok::<_, Infallible>(answer)
    });
    let http = hyper::server::conn::http1::Builder::new();
    let _ = http.serve_connection(TokioIo::new(stream), service).await;
}

async fn canned(State(shared): Answers) -> Response {
    let content_type = [(header::CONTENT_TYPE, shared.content_type.clone())];
    (content_type, shared.body.clone()).into_response()
}

async fn one(Id(_): Id<i64>, shared: Answers) -> Response {
    canned(shared).await
}

async fn metrics(shared: Answers, body: Bytes) -> Result<Response, StatusCode> {
    let _: Value = serde_json::from_slice(&body).map_err(|_| StatusCode::BAD_REQUEST)?;
    Ok(canned(shared).await)
}

async fn create_tag(
    State(shared): Answers,
    body: Bytes,
) -> Result<(StatusCode, [(HeaderName, String); 2]), StatusCode> {
    #[derive(Deserialize)]
    struct Tag {
        #[allow(dead_code, reason = "the name is parsed, as any server has to")]
        name: String,
    }
    let _: Tag = serde_json::from_slice(&body).map_err(|_| StatusCode::BAD_REQUEST)?;
    let id = shared.last_tag.fetch_add(1, Ordering::Relaxed) + 1;
    let headers = [
        (header::CONTENT_TYPE, shared.content_type.clone()),
        (header::LOCATION, format!("/api/v1/tags/{id}")),
    ];
    Ok((StatusCode::CREATED, headers))
}
