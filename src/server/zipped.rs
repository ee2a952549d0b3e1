//! Compressed answers, for clients that take them.
use crate::{api::Family, runtime::background};
use axum::{Router, body::Body};
use http::{Response, header::CONTENT_LENGTH};
use http_body_util::BodyExt;
use tokio::runtime::Handle;
use tower_http::compression::CompressionLayer;

/// Compressed bytes that take some milliseconds. What is longer is finished aside, so that nobody
/// waits for it who asked for something else.
const MUCH: usize = 64 * 1024;

pub fn compressing(app: Router) -> Router {
    app.layer(CompressionLayer::new().gzip(true))
}

/// A compressed answer with its length, as the guide prints it.
pub async fn with_length(response: Response<Body>, family: &Family) -> Response<Body> {
    let (mut parts, mut body) = response.into_parts();
    let mut bytes = Vec::new();
    while bytes.len() < MUCH && compress(&mut body, &mut bytes).await {}
    if bytes.len() >= MUCH {
        let runtime = Handle::current();
        let finished = background::run(move || {
            runtime.block_on(async { while compress(&mut body, &mut bytes).await {} });
            Ok(bytes)
        });
        match finished.await {
            Ok(all) => bytes = all,
            Err(why) => return family.render(&why),
        }
    }
    parts.headers.insert(CONTENT_LENGTH, bytes.len().into());
    Response::from_parts(parts, Body::from(bytes))
}

/// One piece more; false at the end. The body is in memory, and compressing it does not fail.
async fn compress(body: &mut Body, into: &mut Vec<u8>) -> bool {
    let Some(Ok(frame)) = body.frame().await else {
        return false;
    };
    if let Ok(data) = frame.into_data() {
        into.extend_from_slice(&data);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extrahop;
    use axum::routing::get;
    use flate2::read::GzDecoder;
    use std::io::Read;
    use tower::ServiceExt;

    #[tokio::test]
    async fn answers_of_any_length_are_whole_and_say_how_long_they_are() {
        for length in [1000, 30_000, 3_000_000] {
            // Hardly to be compressed.
            let text: Vec<u8> = (0u64..length)
                .map(|n| (n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8)
                .collect();
            let sent = text.clone();
            let app = Router::new().route("/", get(move || async { sent }));
            let request = http::Request::get("/").header("Accept-Encoding", "gzip");
            let asked = compressing(app).oneshot(request.body(Body::empty()).unwrap());
            let answer = with_length(asked.await.unwrap(), &extrahop::FAMILY).await;
            let stated = answer.headers()[CONTENT_LENGTH]
                .to_str()
                .unwrap()
                .to_owned();
            let zipped = answer.into_body().collect().await.unwrap().to_bytes();
            assert_eq!(stated, zipped.len().to_string());
            let mut back = Vec::new();
            GzDecoder::new(&zipped[..]).read_to_end(&mut back).unwrap();
            assert!(back == text, "{length}");
        }
    }
}
