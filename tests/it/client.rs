//! A server for a test, and the callers that talk to it.
use serde_json::Value;
use std::{sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
};
use wiretwin::{
    cli::{Cli, Command},
    kentik::users::{ADMINISTRATOR, MEMBER},
    server::{Server, config::Serve},
    twin::access::Level,
};

/// A twin of its own, in memory, on free ports.
pub struct Twin {
    pub server: Server,
    _fixture: Option<tempfile::TempDir>,
}

/// The options of `serve` as the command line gives them.
pub fn options(arguments: &[&str]) -> Serve {
    let fixed = [
        "wiretwin",
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--http-listen",
        "127.0.0.1:0",
    ];
    let cli = Cli::read(fixed.iter().chain(arguments)).unwrap();
    match cli.command {
        Command::Serve(serve) => *serve,
        _ => unreachable!("serve was asked for"),
    }
}

impl Twin {
    /// With a fixture by its name, or written out as YAML.
    pub async fn start(fixture: &str) -> Self {
        Self::start_with(fixture, &[]).await
    }
    pub async fn start_with(fixture: &str, more: &[&str]) -> Self {
        let folder = fixture
            .contains(['\n', ':'])
            .then(|| tempfile::tempdir().unwrap());
        let named = match &folder {
            None => fixture.to_owned(),
            Some(folder) => {
                let path = folder.path().join("fixture.yaml");
                std::fs::write(&path, fixture).unwrap();
                path.display().to_string()
            }
        };
        let arguments = [&["--ephemeral", "--fixture", &named], more].concat();
        let server = Server::start(&options(&arguments)).await.unwrap();
        Self {
            server,
            _fixture: folder,
        }
    }

    /// A caller with this level's key, over plain HTTP.
    pub fn caller(&self, level: Level) -> Caller {
        self.with_header(format!(
            "Authorization: ExtraHop apikey={}",
            self.server.key(level)
        ))
    }
    pub fn full_system(&self) -> Caller {
        self.caller(Level::FullSystem)
    }
    pub fn full_write(&self) -> Caller {
        self.caller(Level::FullWrite)
    }
    pub fn read_only(&self) -> Caller {
        self.caller(Level::ReadOnly)
    }
    /// A caller of the control API; paths are below `/_wiretwin`.
    pub fn control(&self) -> Caller {
        self.full_system().control()
    }
    /// A caller that sends this key.
    pub fn with_key(&self, key: &str) -> Caller {
        self.with_header(format!("Authorization: ExtraHop apikey={key}"))
    }
    pub fn anonymous(&self) -> Caller {
        self.with_header(String::new())
    }
    /// An administrator of the Kentik company; paths are below `/api/v5`.
    pub fn administrator(&self) -> Caller {
        self.kentik(ADMINISTRATOR, Level::FullSystem)
    }
    /// Who may do everything in a family.
    pub fn foremost(&self, family: &str) -> Caller {
        match family {
            "kentik" => self.administrator(),
            _ => self.full_system(),
        }
    }
    /// A member of the Kentik company; paths are below `/api/v5`.
    pub fn member(&self) -> Caller {
        self.kentik(MEMBER, Level::ReadOnly)
    }
    fn kentik(&self, email: &str, level: Level) -> Caller {
        let token = &self.server.keys(&wiretwin::kentik::CONTENTS)[&level];
        self.with_token(email, token)
    }
    /// A caller of the Kentik API that sends this token.
    pub fn with_token(&self, email: &str, token: &str) -> Caller {
        Caller {
            base: "/api/v5",
            ..self.with_header(format!(
                "X-CH-Auth-Email: {email}\r\nX-CH-Auth-API-Token: {token}"
            ))
        }
    }
    pub fn with_header(&self, header: String) -> Caller {
        Caller {
            address: self.server.http.unwrap().to_string(),
            header,
            base: "/api/v1",
        }
    }
}

/// Who calls: each call is a connection of its own.
#[derive(Clone)]
pub struct Caller {
    address: String,
    header: String,
    /// What its paths are below.
    base: &'static str,
}

impl Caller {
    /// A caller of a server elsewhere.
    pub fn to(address: &str, key: &str) -> Self {
        Self {
            address: address.to_owned(),
            header: format!("Authorization: ExtraHop apikey={key}"),
            base: "/api/v1",
        }
    }
    /// The same caller at the control API.
    pub fn control(&self) -> Self {
        Self {
            base: "/_wiretwin",
            ..self.clone()
        }
    }
    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], b"").await
    }
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, &[], body.to_string().as_bytes())
            .await
    }
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send("PATCH", path, &[], body.to_string().as_bytes())
            .await
    }
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send("PUT", path, &[], body.to_string().as_bytes())
            .await
    }
    pub async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, &[], b"").await
    }
    /// A request as it is given; paths are below the base of the API unless they start with two
    /// slashes.
    pub async fn send(&self, method: &str, path: &str, headers: &[&str], body: &[u8]) -> Answer {
        let stream = TcpStream::connect(&self.address).await.unwrap();
        let mut connection = Connection::new(stream);
        let headers = [&[self.header.as_str()], headers].concat();
        connection
            .send(method, &self.below(path), &headers, body)
            .await
    }
    fn below(&self, path: &str) -> String {
        match path.starts_with("//") {
            true => path.to_owned(),
            false => format!("/{}{path}", self.base),
        }
    }
    /// POST to a server that may go away.
    pub async fn try_post(&self, path: &str, body: Value) -> Option<Answer> {
        let stream = TcpStream::connect(&self.address).await.ok()?;
        let mut connection = Connection::new(stream);
        connection
            .try_send(
                "POST",
                &self.below(path),
                &[&self.header],
                body.to_string().as_bytes(),
            )
            .await
    }
    /// GET that must be answered with 200, as JSON.
    pub async fn json(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "GET {path}: {}", answer.text());
        answer.json()
    }
    /// The objects that have paths below this one, as they are listed: alone, in an envelope, or
    /// in the object that they belong to. None where there is no such list.
    pub async fn listed(&self, path: &str) -> Vec<Value> {
        let answer = self.get(&list_of(path)).await;
        if answer.status == 200 {
            return match unwrapped(answer.json()) {
                Value::Array(all) => all,
                _ => vec![],
            };
        }
        let (above, own) = path.rsplit_once('/').unwrap();
        let answer = self.get(above).await;
        if above.is_empty() || answer.status != 200 {
            return vec![];
        }
        let whole = unwrapped(answer.json());
        let all = whole[format!("{own}s")].as_array().cloned();
        all.unwrap_or_default()
    }
    /// POST that must create; the id in the location.
    pub async fn created(&self, path: &str, body: Value) -> i64 {
        let answer = self.post(path, body).await;
        assert_eq!(answer.status, 201, "POST {path}: {}", answer.text());
        let location = answer.header("location").unwrap();
        location.rsplit('/').next().unwrap().parse().unwrap()
    }
    /// The newest entry of the audit log, without its time.
    pub async fn last_audit_note(&self) -> Value {
        self.json("/auditlog?limit=1").await[0]["body"].clone()
    }
}

/// What is in an envelope of one field.
pub fn unwrapped(value: Value) -> Value {
    match value {
        Value::Object(fields) if fields.len() == 1 => {
            let only = fields.into_iter().next();
            only.map_or(Value::Null, |(_, inner)| inner)
        }
        whole => whole,
    }
}

/// Where the objects are listed that have paths below this one: some families call one object
/// otherwise than all of them.
pub fn list_of(path: &str) -> String {
    match path {
        "/customdimension" | "/device" | "/mykentik/tenant" | "/site" | "/tag" | "/user" => {
            format!("{path}s")
        }
        "/saved-filter" | "/saved-filter/custom" => "/saved-filters/custom".into(),
        "/batch/customdimensions" => "/customdimensions".into(),
        _ if path.ends_with("/interface") => format!("{path}s"),
        _ => path.into(),
    }
}

/// A connection that is kept alive.
pub struct Connection<S> {
    stream: S,
    read: Vec<u8>,
    /// Whether the answer has no body, whatever its length says.
    head: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Connection<S> {
    pub fn new(stream: S) -> Self {
        Self {
            stream,
            read: vec![],
            head: false,
        }
    }
    pub async fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[&str],
        body: &[u8],
    ) -> Answer {
        let answer = self.try_send(method, path, headers, body).await;
        answer.unwrap_or_else(|| {
            panic!(
                "no answer to {method} {path}: {}",
                String::from_utf8_lossy(&self.read)
            )
        })
    }
    /// None when the server went away.
    async fn try_send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[&str],
        body: &[u8],
    ) -> Option<Answer> {
        self.head = method == "HEAD";
        let path = match path.strip_prefix("//") {
            Some(path) => format!("/{path}"),
            None => format!("/api/v1{path}"),
        };
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n");
        for header in headers.iter().filter(|header| !header.is_empty()) {
            head += &format!("{header}\r\n");
        }
        if !body.is_empty() && !head.contains("Transfer-Encoding") {
            head += &format!("Content-Length: {}\r\n", body.len());
        }
        self.stream
            .write_all((head + "\r\n").as_bytes())
            .await
            .ok()?;
        // A refusal may come, and the connection close, before all of a large body is sent.
        self.stream.write_all(body).await.ok();
        self.answer().await
    }
    async fn answer(&mut self) -> Option<Answer> {
        let end = loop {
            if let Some(at) = self.read.windows(4).position(|w| w == b"\r\n\r\n") {
                break at + 4;
            }
            if !self.more().await {
                return None;
            }
        };
        let head = String::from_utf8(self.read.drain(..end).collect()).unwrap();
        let mut lines = head.lines();
        let status = lines
            .next()
            .unwrap()
            .split(' ')
            .nth(1)
            .unwrap()
            .parse()
            .unwrap();
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers: Vec<_> = headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let mut answer = Answer {
            status,
            headers,
            body: vec![],
        };
        let length = answer
            .header("content-length")
            .map_or(0, |length| length.parse().unwrap());
        let length = if self.head { 0 } else { length };
        while self.read.len() < length {
            if !self.more().await {
                return None;
            }
        }
        answer.body = self.read.drain(..length).collect();
        Some(answer)
    }
    async fn more(&mut self) -> bool {
        let mut buffer = [0; 16 * 1024];
        let read =
            tokio::time::timeout(Duration::from_secs(60), self.stream.read(&mut buffer)).await;
        let read = read.expect("the server does not answer").unwrap_or(0);
        self.read.extend_from_slice(&buffer[..read]);
        read > 0
    }
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }
    /// The sentence of a refusal with this status.
    pub fn refusal(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(
            self.header("content-type"),
            Some("application/json; charset=utf-8")
        );
        let body = self.json();
        let told = body.get("error_message").or_else(|| body.get("error"));
        told.and_then(Value::as_str).unwrap().to_owned()
    }
}

pub type Tls = tokio_rustls::client::TlsStream<TcpStream>;

/// A connection over TLS that trusts what `/public.cer` gave.
pub async fn secure(address: &str, trusted: &[u8]) -> Connection<Tls> {
    let client = trusting(&[trusted]);
    Connection::new(handshake(address, &client).await.unwrap())
}

/// A client that trusts these certificates.
pub fn trusting(trusted: &[&[u8]]) -> Arc<rustls::ClientConfig> {
    use rustls::pki_types::{CertificateDer, pem::PemObject};
    let mut roots = rustls::RootCertStore::empty();
    for pem in trusted {
        let certificate = CertificateDer::from_pem_slice(pem).unwrap();
        roots.add(certificate).unwrap();
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap();
    Arc::new(config.with_root_certificates(roots).with_no_client_auth())
}

/// A new connection of a client, if it trusts the server.
pub async fn handshake(address: &str, client: &Arc<rustls::ClientConfig>) -> std::io::Result<Tls> {
    let stream = TcpStream::connect(address).await.unwrap();
    let name = rustls::pki_types::ServerName::try_from("localhost").unwrap();
    let connector = tokio_rustls::TlsConnector::from(client.clone());
    connector.connect(name, stream).await
}
