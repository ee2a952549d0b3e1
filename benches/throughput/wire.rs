//! A keep-alive HTTP/1.1 client, small enough not to be what is measured.
use anyhow::{Context, Result, bail};
use std::{net::SocketAddr, sync::Arc};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, RootCertStore,
        client::Resumption,
        crypto::ring,
        pki_types::{CertificateDer, ServerName, pem::PemObject},
    },
};

/// Where requests go.
pub struct Target {
    address: SocketAddr,
    tls: Option<TlsConnector>,
}

impl Target {
    pub fn plain(address: SocketAddr) -> Self {
        Self { address, tls: None }
    }

    /// TLS that trusts the certificates in `authority` (PEM) alone.
    pub fn tls(address: SocketAddr, authority: &[u8]) -> Result<Self> {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(authority) {
            roots.add(certificate?)?;
        }
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        // The usual clients, Python's above all, shake hands anew on each connection.
        config.resumption = Resumption::disabled();
        Ok(Self {
            address,
            tls: Some(Arc::new(config).into()),
        })
    }

    async fn connect(&self) -> Result<Box<dyn Stream>> {
        let stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        Ok(match &self.tls {
            None => Box::new(stream),
            Some(tls) => {
                let name = ServerName::IpAddress(self.address.ip().into());
                Box::new(tls.connect(name, stream).await.context("TLS handshake")?)
            }
        })
    }
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

pub struct Client {
    target: Arc<Target>,
    stream: Option<Box<dyn Stream>>,
    buffer: Vec<u8>,
}

pub struct Answer<'a> {
    pub status: u16,
    pub head: &'a str,
    pub body: &'a [u8],
}

impl Client {
    pub async fn connect(target: Arc<Target>) -> Result<Self> {
        let stream = target.connect().await?;
        Ok(Self {
            target,
            stream: Some(stream),
            buffer: Vec::with_capacity(128 * 1024),
        })
    }

    /// The answer to `message`. Opens a new connection when the server ended the last one.
    pub async fn send(&mut self, message: &[u8]) -> Result<Answer<'_>> {
        let reused = self.stream.is_some();
        let body = match self.exchange(message).await {
            // Closed between two requests: nothing came back, so nothing was done.
            Err(_) if reused && self.buffer.is_empty() => {
                self.stream = None;
                self.exchange(message).await?
            }
            outcome => outcome?,
        };
        let (head, body) = self.buffer.split_at(body);
        let head = str::from_utf8(head)?;
        Ok(Answer {
            status: status(head)?,
            head,
            body,
        })
    }

    /// Leaves the whole answer in the buffer, and tells where its body begins.
    async fn exchange(&mut self, message: &[u8]) -> Result<usize> {
        self.buffer.clear();
        let stream = match &mut self.stream {
            Some(stream) => stream,
            none => none.insert(self.target.connect().await?),
        };
        stream.write_all(message).await?;
        stream.flush().await?;
        let body = loop {
            let seen = self.buffer.len().saturating_sub(3);
            read_some(stream, &mut self.buffer).await?;
            if let Some(at) = self.buffer[seen..]
                .windows(4)
                .position(|w| w == b"\r\n\r\n")
            {
                break seen + at + 4;
            }
        };
        let head = str::from_utf8(&self.buffer[..body])?;
        let length: usize = match header(head, "content-length") {
            Some(length) => length.parse()?,
            None if status(head)? == 204 => 0,
            None => bail!("an answer without Content-Length:\n{head}"),
        };
        let ends = header(head, "connection").is_some_and(|v| v.eq_ignore_ascii_case("close"));
        let missing = (body + length).saturating_sub(self.buffer.len());
        self.buffer.reserve(missing);
        while self.buffer.len() < body + length {
            read_some(stream, &mut self.buffer).await?;
        }
        if ends {
            self.stream = None;
        }
        Ok(body)
    }
}

async fn read_some(stream: &mut Box<dyn Stream>, buffer: &mut Vec<u8>) -> Result<()> {
    match stream.read_buf(buffer).await? {
        0 => bail!("the server closed the connection in an answer"),
        _ => Ok(()),
    }
}

fn status(head: &str) -> Result<u16> {
    let status = head.split(' ').nth(1).context("no status line")?;
    status.parse().context("no status")
}

/// The value of a header, by its name in lower case.
pub fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.split("\r\n").skip(1).find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}
