//! Bodies that come slowly keep nobody out who sends one that is large.
use super::{head, plain, until};
use crate::client::Twin;
use tokio::{
    io::AsyncWriteExt,
    net::TcpStream,
    time::{Duration, Instant},
};

/// More than all bodies may take together, if each had what it promised.
const UPLOADS: usize = 64;
const PROMISED: &str = "Content-Length: 16777216";

/// Uploads that have sent so many bytes of what they promised, and no more.
async fn stalled(twin: &Twin, sent: usize) -> Vec<TcpStream> {
    let head = head(twin, "POST /api/v1/tags", &[PROMISED]);
    let mut streams = vec![];
    for _ in 0..UPLOADS {
        let mut stream = plain(twin).await;
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&vec![b' '; sent]).await.unwrap();
        streams.push(stream);
    }
    streams
}

/// Sends a body of 5 MiB, which is answered; how long it took.
async fn honest(twin: &Twin, name: &str) -> Duration {
    let began = Instant::now();
    let mut body = format!(r#"{{"name": "{name}"}}"#).into_bytes();
    body.resize(5 << 20, b' ');
    let answer = twin.full_write().send("POST", "/tags", &[], &body).await;
    assert_eq!(answer.status, 201, "{name}: {}", answer.text());
    began.elapsed()
}

#[tokio::test]
async fn what_was_only_promised_takes_no_room() {
    let twin = Twin::start("empty").await;
    let streams = stalled(&twin, 1000).await;
    honest(&twin, "promised").await;
    drop(streams);
}

#[tokio::test]
async fn who_stalls_while_others_wait_gives_its_room_back() {
    let twin = Twin::start("empty").await;
    let mut streams = stalled(&twin, 200_000).await;
    // A turn for each part of the stalled ones, which are ended.
    let took = honest(&twin, "stalled").await;
    assert!(took < Duration::from_secs(10), "{took:?}");
    let mut ended = 0;
    for stream in &mut streams {
        let got = until(stream, "\r\n\r\n");
        let got = tokio::time::timeout(Duration::from_millis(100), got).await;
        ended += usize::from(got.is_ok_and(|got| got.starts_with("HTTP/1.1 408 ")));
    }
    assert!(ended > 0, "none was told that it is too slow");
}
