//! HTTP/1 on a connection.
use super::{
    ending::{GRACE_PERIOD, Reason},
    headers::{REQUESTS, add_connection_headers},
    pipeline::Pipeline,
    progress::{Overdue, Progress},
    request_body::{BodyEnd, RequestBody},
    rules,
    transport::{OverTcp, Transport},
};
use axum::body::Body;
use futures_util::{StreamExt, stream::FuturesUnordered};
use http::{
    HeaderMap, Request, Response, StatusCode, Version,
    header::{CONNECTION, EXPECT},
};
use http_body::Body as _;
use http_body_util::BodyExt;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use std::{convert::Infallible, fmt::Write as _, sync::Arc};

/// The longest header, and how much of a body is read at once.
const BUFFER: usize = 128 * 1024;

/// Answers the requests of a connection; what ends it may be said to the client.
pub async fn serve<S: OverTcp>(
    transport: &mut Transport<S>,
    pipeline: &Pipeline,
    over: impl Future<Output = Reason>,
) {
    let reason = answer_requests(transport, pipeline, over).await;
    let told = match (transport.refused, reason) {
        (Some(status), _) => rules::unreadable(status),
        (None, Some(Reason::Unreadable)) => rules::unreadable(StatusCode::BAD_REQUEST),
        (None, Some(Reason::Overdue(Overdue::Header))) => rules::late_header(),
        _ => return,
    };
    let response = pipeline.refuse(&transport.asked_path(), &told);
    let bytes = last_answer(response).await;
    transport.write_last(&bytes).await;
}

/// Ends with the connection; why it was ended early, if it was.
async fn answer_requests<S: OverTcp>(
    transport: &mut Transport<S>,
    pipeline: &Pipeline,
    over: impl Future<Output = Reason>,
) -> Option<Reason> {
    let progress = transport.progress.clone();
    let service = service_fn(|request| answer(pipeline, &progress, request));
    let mut builder = http1::Builder::new();
    builder.max_buf_size(BUFFER);
    let connection = builder.serve_connection(TokioIo::new(transport), service);
    tokio::pin!(connection);
    // In a set of its own it is looked at when it has something to say, not at every request.
    let mut over: FuturesUnordered<_> = [over].into_iter().collect();
    let reason = tokio::select! {
        biased;
        ended = connection.as_mut() => {
            let why = ended.err()?;
            tracing::debug!(%why, "a connection ended early");
            // hyper says nothing to who begins with HTTP/2 where it is not spoken.
            return why.is_parse_version_h2().then_some(Reason::Unreadable);
        }
        reason = over.next() => reason,
    };
    if let Some(Reason::Overdue(Overdue::Header | Overdue::Reader)) = reason {
        return reason;
    }
    // An open request is answered; a client that sends nothing more is not waited for.
    connection.as_mut().graceful_shutdown();
    tokio::time::timeout(GRACE_PERIOD, connection).await.ok();
    reason
}

async fn answer(
    pipeline: &Pipeline,
    progress: &Arc<Progress>,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    let left = REQUESTS.saturating_sub(progress.begin());
    let mut ends = left <= 1 || wants_close(&request);
    let end = (!request.body().is_end_stream()).then(BodyEnd::default);
    let expects = end.is_some() && request.headers().contains_key(EXPECT);
    let request = request.map(|incoming| match &end {
        Some(end) => Body::new(RequestBody::new(incoming, end.clone())),
        None => Body::empty(),
    });
    let mut response = match rules::broken(&request) {
        None => pipeline.answer(request).await,
        Some(problem) => {
            ends = true;
            let response = pipeline.refuse(request.uri().path(), &problem);
            drop(request);
            response
        }
    };
    if let Some(end) = end {
        ends |= end.finish(progress, expects);
    }
    add_connection_headers(&mut response, left, ends);
    progress.end();
    Ok(response)
}

fn wants_close(request: &Request<Incoming>) -> bool {
    let said = |word: &str| says(request.headers(), word);
    said("close") || (request.version() == Version::HTTP_10 && !said("keep-alive"))
}

/// Whether `Connection` has this word.
fn says(headers: &HeaderMap, word: &str) -> bool {
    let mut lines = headers.get_all(CONNECTION).iter();
    lines.any(|line| {
        let line = line.as_bytes();
        let mut words = line.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
        words.any(|own| own.eq_ignore_ascii_case(word.as_bytes()))
    })
}

/// An answer as bytes, for a connection that hyper no longer serves.
async fn last_answer(mut response: Response<Body>) -> Vec<u8> {
    add_connection_headers(&mut response, 1, true);
    let (head, body) = response.into_parts();
    let body = body.collect().await.map(|body| body.to_bytes());
    let body = body.unwrap_or_default();
    let reason = head.status.canonical_reason().unwrap_or_default();
    let mut text = format!("HTTP/1.1 {} {reason}\r\n", head.status.as_u16());
    for (name, value) in &head.headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        // A text that grows does not fail.
        let _ = write!(text, "{name}: {value}\r\n");
    }
    let _ = write!(text, "content-length: {}\r\n\r\n", body.len());
    [text.as_bytes(), &body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_last_answer_is_whole() {
        let response = Response::builder()
            .status(StatusCode::REQUEST_TIMEOUT)
            .body(Body::from("{}"));
        let bytes = last_answer(response.unwrap()).await;
        let text = String::from_utf8(bytes).unwrap();
        assert!(
            text.starts_with("HTTP/1.1 408 Request Timeout\r\n"),
            "{text}"
        );
        assert!(
            text.ends_with("connection: close\r\ncontent-length: 2\r\n\r\n{}"),
            "{text}"
        );
    }
}
