//! HTTP/2, which TLS offers beside HTTP/1.1.
use super::{PATIENCE, tls};
use crate::client::{Twin, handshake, trusting};
use bytes::Bytes;
use h2::client::SendRequest;
use http::{Method, Request, Version};
use std::sync::Arc;
use tokio::time::timeout;
use wiretwin::twin::access::Level;

struct Client {
    sender: SendRequest<Bytes>,
    key: String,
}

impl Client {
    async fn new(twin: &Twin) -> Self {
        let trusted = twin.anonymous().get("//public.cer").await.body;
        let mut client = (*trusting(&[&trusted])).clone();
        client.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let stream = handshake(&twin.server.https.to_string(), &Arc::new(client)).await;
        let stream = stream.unwrap();
        assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
        let (sender, connection) = h2::client::handshake(stream).await.unwrap();
        tokio::spawn(connection);
        Self {
            sender,
            key: twin.server.key(Level::FullSystem).to_owned(),
        }
    }

    /// The status and the length of what came.
    async fn ask(&self, method: Method, path: &str, body: Option<Vec<u8>>) -> (u16, usize) {
        let request = Request::builder()
            .method(method)
            .version(Version::HTTP_2)
            .uri(format!("https://localhost{path}"))
            .header("authorization", format!("ExtraHop apikey={}", self.key))
            .body(())
            .unwrap();
        let mut sender = self.sender.clone().ready().await.unwrap();
        let (response, mut stream) = sender.send_request(request, body.is_none()).unwrap();
        if let Some(body) = body {
            // Fails where the answer came first.
            let _ = stream.send_data(body.into(), true);
        }
        let response = timeout(PATIENCE, response).await.unwrap().unwrap();
        assert!(!response.headers().contains_key("connection"));
        let status = response.status().as_u16();
        let (mut body, mut length) = (response.into_body(), 0);
        while let Some(piece) = body.data().await {
            let piece = piece.unwrap();
            length += piece.len();
            body.flow_control().release_capacity(piece.len()).unwrap();
        }
        (status, length)
    }
}

#[tokio::test]
async fn it_answers_as_http_1_does() {
    let twin = Twin::start("demo").await;
    let client = Client::new(&twin).await;
    let (status, length) = client
        .ask(Method::GET, "/api/v1/devices?limit=1000", None)
        .await;
    assert!(status == 200 && length > 100_000, "{status} {length}");
    assert_eq!(
        client.ask(Method::HEAD, "/api/v1/tags", None).await,
        (200, 0)
    );
    let tag = br#"{"name": "over two"}"#.to_vec();
    assert_eq!(
        client.ask(Method::POST, "/api/v1/tags", Some(tag)).await.0,
        201
    );
    assert_eq!(
        client.ask(Method::GET, "/api/v1/nothing", None).await.0,
        404
    );
}

#[tokio::test]
async fn its_limits_are_those_of_http_1_and_the_connection_goes_on() {
    let twin = Twin::start("guide").await;
    let client = Client::new(&twin).await;
    for (path, length, status) in [
        ("/api/v1/nothing", 3 << 20, 404),
        ("/api/v1/tags", 20 << 20, 413),
    ] {
        let body = vec![b' '; length];
        assert_eq!(client.ask(Method::POST, path, Some(body)).await.0, status);
    }
    assert_eq!(client.ask(Method::GET, "/api/v1/tags", None).await.0, 200);
}

#[tokio::test]
async fn who_does_not_ask_for_it_gets_http_1() {
    let twin = Twin::start("guide").await;
    assert_eq!(tls(&twin).await.get_ref().1.alpn_protocol(), None);
}
