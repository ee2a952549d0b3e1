//! HTTP/2 on a connection, with the limits of HTTP/1.
use super::{
    ending::{GRACE_PERIOD, Reason},
    pipeline::Pipeline,
    progress::Progress,
    request_body::{BodyEnd, RequestBody},
    transport::{OverTcp, Transport},
};
use axum::body::Body;
use futures_util::{StreamExt, stream::FuturesUnordered};
use http::{Request, Response};
use http_body::Body as _;
use hyper::{body::Incoming, server::conn::http2, service::service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use std::{convert::Infallible, sync::Arc, time::Duration};

/// Requests at once on a connection.
const STREAMS: u32 = 100;
/// The longest header, in bytes.
const HEADER: u32 = 64 * 1024;
/// How much of a body may come before it is read, of each request and of all of a connection.
const STREAM_WINDOW: u32 = 256 * 1024;
const CONNECTION_WINDOW: u32 = 1024 * 1024;
/// How much of an answer is kept for a client that does not take it yet.
const UNSENT: usize = 64 * 1024;
/// How often a client is asked whether it is still there, and how long it has to say so.
const PING: Duration = Duration::from_secs(20);

/// Answers the requests of a connection.
pub async fn serve<S: OverTcp + Send>(
    transport: &mut Transport<S>,
    pipeline: Pipeline,
    over: impl Future<Output = Reason>,
) {
    let progress = transport.progress.clone();
    let pipeline = Arc::new(pipeline);
    let service = service_fn(|request| answer(pipeline.clone(), progress.clone(), request));
    let connection = http2::Builder::new(TokioExecutor::new())
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(HEADER)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .max_send_buf_size(UNSENT)
        .keep_alive_interval(PING)
        .keep_alive_timeout(PING)
        .serve_connection(TokioIo::new(transport), service);
    tokio::pin!(connection);
    let mut over: FuturesUnordered<_> = [over].into_iter().collect();
    tokio::select! {
        biased;
        ended = connection.as_mut() => {
            if let Err(why) = ended {
                tracing::debug!(%why, "a connection ended early");
            }
            return;
        }
        _ = over.next() => {}
    }
    connection.as_mut().graceful_shutdown();
    tokio::time::timeout(GRACE_PERIOD, connection).await.ok();
}

async fn answer(
    pipeline: Arc<Pipeline>,
    progress: Arc<Progress>,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    progress.begin();
    let end = (!request.body().is_end_stream()).then(BodyEnd::default);
    let request = request.map(|incoming| match &end {
        Some(end) => Body::new(RequestBody::new(incoming, end.clone())),
        None => Body::empty(),
    });
    let response = pipeline.answer(request).await;
    if let Some(end) = end {
        // A stream ends alone; the connection goes on.
        end.finish(&progress, false);
    }
    progress.end();
    Ok(response)
}
