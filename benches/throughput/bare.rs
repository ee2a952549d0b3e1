//! What wiretwin is measured against: axum with nothing around it, sending ready bytes.
use crate::{
    call::Call,
    process::{Ready, Server},
};
use anyhow::Result;
use axum::{
    Router,
    body::Bytes,
    extract::{Path as Id, State},
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};
use tokio::net::TcpListener;
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer},
};

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
        async { Ok(axum::serve(plain, app.clone()).await?) },
        serve_tls(secure, app.clone(), acceptor(certified)?),
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

async fn serve_tls(listener: TcpListener, app: Router, acceptor: TlsAcceptor) -> Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let (acceptor, app) = (acceptor.clone(), app.clone());
        tokio::spawn(async move {
            // A client that goes away is no matter of the server's.
            if let Ok(stream) = acceptor.accept(stream).await {
                let _ = hyper::server::conn::http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), TowerToHyperService::new(app))
                    .await;
            }
        });
    }
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
