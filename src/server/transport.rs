//! The bytes of a connection, below HTTP: counted, and closed so that what was said is heard.
use super::progress::Progress;
use http::StatusCode;
use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::{Arc, atomic::Ordering::Relaxed},
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::server::TlsStream;

/// How much is read and dropped of what comes after the last answer, and for how long.
const REST: usize = 40 * 1024 * 1024;
const REST_TIME: Duration = Duration::from_secs(30);
/// How long nothing may come of it.
const REST_PAUSE: Duration = Duration::from_secs(5);
/// How long it may take to write a refusal and the end of a connection.
const CLOSING: Duration = Duration::from_secs(2);
/// How much is kept of the start of a header, to know whose path it asks for.
const START: usize = 64;

/// A stream over a TCP connection.
pub trait OverTcp: AsyncRead + AsyncWrite + Unpin {
    fn tcp(&mut self) -> &mut TcpStream;
}

impl OverTcp for TcpStream {
    fn tcp(&mut self) -> &mut TcpStream {
        self
    }
}

impl OverTcp for TlsStream<TcpStream> {
    fn tcp(&mut self) -> &mut TcpStream {
        self.get_mut().0
    }
}

/// A stream that counts what goes through it. What hyper itself would answer to a header that is
/// none is held back: a status without a word.
pub struct Transport<S> {
    stream: S,
    pub progress: Arc<Progress>,
    /// The status of what was held back.
    pub refused: Option<StatusCode>,
    /// The first bytes of the header that is being read, and of which request it is.
    start: Vec<u8>,
    start_of: u32,
}

impl<S: OverTcp> Transport<S> {
    pub fn new(stream: S) -> Self {
        Self {
            stream,
            progress: Arc::default(),
            refused: None,
            start: vec![],
            start_of: 0,
        }
    }

    /// The path that the unfinished header asks for, as far as it is known.
    pub fn asked_path(&self) -> String {
        let start = String::from_utf8_lossy(&self.start);
        let path = start.split([' ', '?']).nth(1).unwrap_or("/");
        path.to_owned()
    }

    /// Writes the last answer of a connection.
    pub async fn write_last(&mut self, bytes: &[u8]) {
        let written = timeout(CLOSING, async {
            self.stream.write_all(bytes).await?;
            self.stream.flush().await
        });
        written.await.ok();
    }

    /// Says that nothing more comes, and drops what the client still sends: a connection that is
    /// closed on bytes that were not read is reset, and the client loses the last answer.
    pub async fn close(&mut self, waits: bool) {
        timeout(CLOSING, self.stream.shutdown()).await.ok();
        if !waits {
            return;
        }
        let tcp = self.stream.tcp();
        let rest = async {
            let mut buffer = vec![0; 4 * 1024];
            let mut dropped = 0;
            while dropped < REST {
                match timeout(REST_PAUSE, tcp.read(&mut buffer)).await {
                    Ok(Ok(read)) if read > 0 => dropped += read,
                    _ => return,
                }
            }
        };
        timeout(REST_TIME, rest).await.ok();
    }

    fn keep_start(&mut self, came: &[u8]) {
        let begun = self.progress.begun.load(Relaxed);
        if self.progress.is_open() {
            return;
        }
        if self.start_of != begun {
            self.start.clear();
            self.start_of = begun;
        }
        let room = START - self.start.len();
        self.start.extend_from_slice(&came[..came.len().min(room)]);
    }

    /// How much of what hyper writes comes before a refusal of its own.
    fn before_refusal(&mut self, written: &[u8]) -> Option<usize> {
        let (at, status) = refusal(written)?;
        if at == 0 {
            self.refused = Some(status);
        }
        Some(at)
    }

    fn count(&self, written: &Poll<io::Result<usize>>) {
        self.progress.blocked.store(written.is_pending(), Relaxed);
        if let Poll::Ready(Ok(written)) = written {
            self.progress.written.fetch_add(*written as u64, Relaxed);
        }
    }
}

/// Where hyper's own answer to a header begins that it cannot read, and its status. Ours always
/// have more headers.
fn refusal(written: &[u8]) -> Option<(usize, StatusCode)> {
    const LINE: &[u8] = b"HTTP/1.1 4";
    const LONGEST_LINE: usize = 64;
    const HEADERS: &[u8] = b"\r\nconnection: close\r\ncontent-length: 0\r\ndate: ";
    const DATE: usize = "Thu, 19 Nov 2015 23:20:07 GMT\r\n\r\n".len();
    // Its last headers are always the same, so that of most answers nothing more is looked at.
    let head = &written[..written.len().checked_sub(DATE)?];
    let line_end = head.len() - head.strip_suffix(HEADERS).map(|_| HEADERS.len())?;
    let from = line_end.saturating_sub(LONGEST_LINE);
    let last = head[from..line_end].windows(LINE.len());
    let at = from + last.into_iter().rposition(|part| part == LINE)?;
    let status = StatusCode::from_bytes(written.get(at + 9..at + 12)?).ok()?;
    Some((at, status))
}

impl<S: OverTcp> AsyncRead for Transport<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        let came = &buffer.filled()[before..];
        if !came.is_empty() {
            self.progress.read.fetch_add(came.len() as u64, Relaxed);
            self.keep_start(came);
        }
        read
    }
}

impl<S: OverTcp> AsyncWrite for Transport<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let bytes = match self.before_refusal(bytes) {
            Some(0) => return Poll::Ready(Ok(bytes.len())),
            Some(before) => &bytes[..before],
            None => bytes,
        };
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.count(&written);
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if let [only] = parts {
            return self.poll_write(context, only);
        }
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.count(&written);
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    /// The end is said in `close`, after what HTTP has to say.
    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_flush(context)
    }
}
