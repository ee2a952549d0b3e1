//! Bodies that come compressed.
use crate::client::Twin;
use flate2::{Compression, write::GzEncoder};
use std::io::Write;

const GZIP: &str = "Content-Encoding: gzip";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(vec![], Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn both_apis_take_gzip() {
    let twin = Twin::start("guide").await;
    let tag = gzip(br#"{"name": "zipped"}"#);
    let answer = twin.full_write().send("POST", "/tags", &[GZIP], &tag).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let site = gzip(br#"{"site": {"site_name": "Zipped"}}"#);
    let answer = twin
        .administrator()
        .send("POST", "/site", &[GZIP], &site)
        .await;
    assert_eq!(answer.status, 201, "{}", answer.text());
}

#[tokio::test]
async fn a_bomb_is_too_large_and_what_is_broken_or_unknown_is_told() {
    let twin = Twin::start("guide").await;
    let whole = gzip(br#"{"name": "broken"}"#);
    for (caller, path) in [
        (twin.full_write(), "/tags"),
        (twin.administrator(), "/site"),
    ] {
        let bomb = gzip(&vec![b' '; 64 << 20]);
        let answer = caller.send("POST", path, &[GZIP], &bomb).await;
        answer.refusal(413);
        let answer = caller.send("POST", path, &[GZIP], &whole[..20]).await;
        assert!(answer.refusal(400).contains("not gzip"));
        let answer = caller
            .send("POST", path, &["Content-Encoding: br"], b"{}")
            .await;
        assert_eq!(
            answer.refusal(415),
            "the Content-Encoding `br` is not supported; send gzip, deflate or identity"
        );
    }
}
