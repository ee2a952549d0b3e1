//! What a connection does, whatever is asked for over it.
mod addresses;
mod body_room;
mod codings;
mod cors;
mod early_answers;
mod endings;
mod http2;
mod private;
mod rules;

use crate::client::{Tls, Twin, handshake, trusting};
use std::time::Duration;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use wiretwin::twin::access::Level;

/// Longer than any answer takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// The head of a request with the key of full_system.
fn head(twin: &Twin, line: &str, lines: &[&str]) -> String {
    let key = twin.server.key(Level::FullSystem);
    let lines: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
    format!("{line} HTTP/1.1\r\nHost: twin\r\nAuthorization: ExtraHop apikey={key}\r\n{lines}\r\n")
}

async fn plain(twin: &Twin) -> TcpStream {
    TcpStream::connect(twin.server.http.unwrap()).await.unwrap()
}

async fn tls(twin: &Twin) -> Tls {
    let trusted = twin.anonymous().get("//public.cer").await.body;
    let client = trusting(&[&trusted]);
    handshake(&twin.server.https.to_string(), &client)
        .await
        .unwrap()
}

/// All that comes back for these bytes until the server closes.
async fn exchange(mut stream: impl AsyncRead + AsyncWrite + Unpin, bytes: &[u8]) -> String {
    stream.write_all(bytes).await.ok();
    let mut got = vec![];
    let read = timeout(PATIENCE, stream.read_to_end(&mut got)).await;
    read.expect("the connection was not closed")
        .unwrap_or_default();
    String::from_utf8_lossy(&got).into_owned()
}

/// What comes until a text is there.
async fn until(stream: &mut (impl AsyncRead + Unpin), text: &str) -> String {
    let mut got = String::new();
    let mut buffer = [0; 4096];
    while !got.contains(text) {
        let read = timeout(PATIENCE, stream.read(&mut buffer)).await;
        let read = read.expect("nothing comes").unwrap_or(0);
        assert!(read > 0, "it was closed after {got}");
        got += &String::from_utf8_lossy(&buffer[..read]);
    }
    got
}

/// One answer, with this status, in the words of an API, that says that the connection ends.
fn is_last_refusal(got: &str, status: u16) {
    assert!(got.starts_with(&format!("HTTP/1.1 {status} ")), "{got}");
    assert_eq!(got.matches("HTTP/1.1 ").count(), 1, "{got}");
    let (head, body) = got.split_once("\r\n\r\n").unwrap();
    assert!(head.to_lowercase().contains("connection: close"), "{got}");
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    assert!(
        body["error_message"].is_string() || body["error"].is_string(),
        "{got}"
    );
}
