//! How a server stops, whatever is half-open.
use super::{head, plain, tls, until};
use crate::client::Twin;
use tokio::{
    io::AsyncWriteExt,
    time::{Duration, Instant, sleep},
};

#[tokio::test]
async fn it_stops_soon_whatever_is_half_sent() {
    let twin = Twin::start("demo").await;
    let body = head(&twin, "POST /api/v1/tags", &["Content-Length: 100"]) + "{";
    let answers = head(&twin, "GET /api/v1/devices?limit=1000", &[]).repeat(90);
    let mut open_streams = vec![];
    for sent in ["", "GET /api/v1/tags HTTP/1.1\r\nHo", &body, &answers] {
        let mut stream = plain(&twin).await;
        stream.write_all(sent.as_bytes()).await.unwrap();
        let mut secure = tls(&twin).await;
        secure.write_all(sent.as_bytes()).await.unwrap();
        secure.flush().await.unwrap();
        open_streams.push((stream, secure));
    }
    sleep(Duration::from_millis(100)).await;
    let started = Instant::now();
    twin.server.stop().await;
    let took = started.elapsed();
    assert!(took < Duration::from_secs(8), "{took:?}");
}

#[tokio::test]
async fn a_slow_body_that_moves_is_read() {
    let twin = Twin::start("guide").await;
    let mut stream = plain(&twin).await;
    let sent = head(&twin, "POST /api/v1/tags", &["Content-Length: 15"]);
    stream.write_all(sent.as_bytes()).await.unwrap();
    for byte in br#"{"name":"slow"}"# {
        sleep(Duration::from_millis(20)).await;
        stream.write_all(&[*byte]).await.unwrap();
    }
    let got = until(&mut stream, "\r\n\r\n").await;
    assert!(got.starts_with("HTTP/1.1 201 "), "{got}");
}
