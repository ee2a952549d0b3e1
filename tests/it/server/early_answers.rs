//! Answers that are given before the body was read.
use super::{exchange, head, is_last_refusal, plain, tls, until};
use crate::client::Twin;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    time::{Duration, sleep, timeout},
};

const LARGE: usize = 3 << 20;

/// Sends all of a body before it reads, as many clients do.
async fn sends_all(mut stream: impl AsyncRead + AsyncWrite + Unpin, head: &str, length: usize) {
    stream.write_all(head.as_bytes()).await.unwrap();
    sleep(Duration::from_millis(20)).await;
    for _ in 0..length >> 16 {
        stream.write_all(&[b' '; 1 << 16]).await.unwrap();
    }
    let mut got = String::new();
    // With TLS it is an error unless the end is said.
    stream.read_to_string(&mut got).await.unwrap();
    is_last_refusal(&got, got[9..12].parse().unwrap());
}

#[tokio::test]
async fn a_refusal_reaches_who_still_writes() {
    let twin = Twin::start("guide").await;
    let length = format!("Content-Length: {LARGE}");
    for line in [
        "POST /api/v1/nothing",
        "PUT /api/v1/tags",
        "POST /api/v5/site",
    ] {
        let head = head(&twin, line, &[&length]);
        sends_all(plain(&twin).await, &head, LARGE).await;
        sends_all(tls(&twin).await, &head, LARGE).await;
    }
    let too_large = head(&twin, "POST /api/v1/tags", &["Content-Length: 20971520"]);
    sends_all(tls(&twin).await, &too_large, 20 << 20).await;
}

#[tokio::test]
async fn a_small_refused_body_leaves_a_connection_that_can_be_used() {
    let twin = Twin::start("guide").await;
    let mut stream = plain(&twin).await;
    for length in [10, 30_000] {
        let line = format!("Content-Length: {length}");
        let refused = head(&twin, "POST /api/v1/nothing", &[&line]);
        stream.write_all(refused.as_bytes()).await.unwrap();
        let got = until(&mut stream, "\r\n\r\n").await;
        assert!(got.starts_with("HTTP/1.1 404 "), "{got}");
        assert!(
            got.to_lowercase().contains("connection: keep-alive"),
            "{got}"
        );
        stream.write_all(&vec![b' '; length]).await.unwrap();
    }
    let next = head(&twin, "GET /_wiretwin/health", &[]);
    stream.write_all(next.as_bytes()).await.unwrap();
    let got = until(&mut stream, "ready").await;
    assert!(got.contains("HTTP/1.1 200 "), "{got}");
}

#[tokio::test]
async fn who_writes_on_without_end_is_cut_off() {
    let twin = Twin::start("guide").await;
    let mut stream = plain(&twin).await;
    let refused = head(
        &twin,
        "POST /api/v1/nothing",
        &["Content-Length: 99999999999"],
    );
    stream.write_all(refused.as_bytes()).await.unwrap();
    let written = async {
        for _ in 0..200 {
            if stream.write_all(&[b' '; 1 << 20]).await.is_err() {
                return true;
            }
        }
        false
    };
    let cut = timeout(Duration::from_secs(60), written).await;
    assert_eq!(cut, Ok(true), "200 MiB were taken");
}

#[tokio::test]
async fn who_asks_first_is_told_to_go_on_or_refused() {
    let twin = Twin::start("guide").await;
    let lines = ["Content-Length: 13", "Expect: 100-continue"];
    let mut stream = plain(&twin).await;
    let taken = head(&twin, "POST /api/v1/tags", &lines);
    stream.write_all(taken.as_bytes()).await.unwrap();
    let got = until(&mut stream, "\r\n\r\n").await;
    assert_eq!(got, "HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(br#"{"name": "a"}"#).await.unwrap();
    let got = until(&mut stream, "\r\n\r\n").await;
    assert!(got.starts_with("HTTP/1.1 201 "), "{got}");
    let refused = head(&twin, "POST /api/v1/nothing", &lines);
    is_last_refusal(&exchange(plain(&twin).await, refused.as_bytes()).await, 404);
}
