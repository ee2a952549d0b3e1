//! HTTP's own rules, and in what words a client is told of them.
use super::{exchange, head, is_last_refusal, plain, until};
use crate::client::Twin;
use tokio::io::AsyncWriteExt;

#[tokio::test]
async fn what_is_no_request_is_refused_in_the_words_of_the_api() {
    let twin = Twin::start("guide").await;
    let long = format!(
        "GET /api/v1/tags HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n",
        "x".repeat(1 << 20)
    );
    let target = format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "x".repeat(70_000));
    let lines: String = (0..200).map(|n| format!("X-{n}: {n}\r\n")).collect();
    let many = format!("GET /api/v1/tags HTTP/1.1\r\nHost: a\r\n{lines}\r\n");
    for (sent, status) in [
        ("hello\r\n\r\n", 400),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        ("GET /api/v1/tags\r\n\r\n", 400),
        (
            "GET /api/v1/tags HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
            400,
        ),
        ("GET /api/v1/tags HTTP/1.1\r\nHost: a\r\nX : 1\r\n\r\n", 400),
        (
            "POST /api/v1/tags HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n",
            400,
        ),
        ("CONNECT twin:443 HTTP/1.1\r\nHost: twin\r\n\r\n", 501),
        (&long, 431),
        (&many, 431),
        (&target, 414),
    ] {
        let got = exchange(plain(&twin).await, sent.as_bytes()).await;
        is_last_refusal(&got, status);
        assert!(got.contains("error_message"), "{got}");
    }
    let kentik = "GET /api/v5/sites HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n";
    let got = exchange(plain(&twin).await, kentik.as_bytes()).await;
    is_last_refusal(&got, 400);
    assert!(got.contains("{\"error\":"), "{got}");
}

#[tokio::test]
async fn an_answer_comes_before_what_is_no_request() {
    let twin = Twin::start("guide").await;
    let sent = head(&twin, "GET /api/v1/tags", &[]) + "hello\r\n\r\n";
    let got = exchange(plain(&twin).await, sent.as_bytes()).await;
    assert!(got.starts_with("HTTP/1.1 200 "), "{got}");
    let refusal = got.rfind("HTTP/1.1 ").unwrap();
    is_last_refusal(&got[refusal..], 400);
}

#[tokio::test]
async fn there_is_one_host() {
    let twin = Twin::start("guide").await;
    for hosts in [
        "",
        "Host: a\r\nHost: a\r\n",
        "Host: a b\r\n",
        "Host: a/b\r\n",
    ] {
        let sent = format!("GET /_wiretwin/health HTTP/1.1\r\n{hosts}\r\n");
        is_last_refusal(&exchange(plain(&twin).await, sent.as_bytes()).await, 400);
    }
    let old = "GET /_wiretwin/health HTTP/1.0\r\n\r\n";
    let got = exchange(plain(&twin).await, old.as_bytes()).await;
    assert!(got.contains(" 200 OK"), "{got}");
}

#[tokio::test]
async fn no_request_hides_in_a_body() {
    let twin = Twin::start("guide").await;
    let inner = "GET /_wiretwin/health HTTP/1.1\r\nHost: a\r\n\r\n";
    for coding in ["gzip", "gzip, chunked", "chunked, chunked", "identity"] {
        let line = format!("Transfer-Encoding: {coding}");
        let sent = head(&twin, "POST /api/v1/tags", &[&line]) + inner;
        let got = exchange(plain(&twin).await, sent.as_bytes()).await;
        let status = got[9..12].parse().unwrap();
        assert!([400, 501].contains(&status), "{coding}: {got}");
        is_last_refusal(&got, status);
    }
    let lines = ["Content-Length: 4", "Transfer-Encoding: chunked"];
    let both = head(&twin, "POST /api/v1/tags", &lines) + "2\r\n{}\r\n0\r\n\r\n" + inner;
    let got = exchange(plain(&twin).await, both.as_bytes()).await;
    assert_eq!(got.matches("HTTP/1.1 ").count(), 1, "{got}");
    let broken = head(&twin, "POST /api/v1/tags", &lines[1..]) + "zz\r\n" + inner;
    is_last_refusal(&exchange(plain(&twin).await, broken.as_bytes()).await, 400);
}

#[tokio::test]
async fn head_has_the_headers_of_get() {
    let twin = Twin::start("demo").await;
    let caller = twin.full_system();
    for path in [
        "/devices?limit=50",
        "/tags/999",
        "//public.cer",
        "/openapi.json",
    ] {
        for coding in ["identity", "gzip"] {
            let accept = format!("Accept-Encoding: {coding}");
            let get = caller.send("GET", path, &[&accept], b"").await;
            let head = caller.send("HEAD", path, &[&accept], b"").await;
            assert_eq!(get.status, head.status, "{path}");
            for name in ["content-type", "content-encoding", "content-length"] {
                assert_eq!(
                    get.header(name),
                    head.header(name),
                    "{path} {coding} {name}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_mark_before_json_is_skipped() {
    let twin = Twin::start("guide").await;
    let body = b"\xef\xbb\xbf{\"name\": \"marked\"}";
    let answer = twin.full_write().send("POST", "/tags", &[], body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
}

#[tokio::test]
async fn requests_in_one_piece_are_answered_in_their_order() {
    let twin = Twin::start("guide").await;
    let refused = head(&twin, "POST /api/v1/nothing", &["Content-Length: 3"]) + "{ }";
    let asked = head(&twin, "GET /_wiretwin/health", &[]);
    let mut stream = plain(&twin).await;
    let sent = [refused.as_str(), &asked, &refused, &asked].concat();
    stream.write_all(sent.as_bytes()).await.unwrap();
    let mut got = until(&mut stream, "ready").await;
    if got.matches("ready").count() < 2 {
        got += &until(&mut stream, "ready").await;
    }
    let statuses: Vec<_> = got
        .split("HTTP/1.1 ")
        .skip(1)
        .map(|text| &text[..3])
        .collect();
    assert_eq!(statuses, ["404", "200", "404", "200"], "{got}");
}
