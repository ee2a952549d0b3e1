//! The body of a request, up to the size that an operation takes.
use super::BODY_LIMIT;
use crate::{
    api::openapi::{Describe, Doc},
    problem::{Problem, Result, malformed},
};
use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http::header::CONTENT_LENGTH;

/// A body of so many bytes at the most.
pub struct Within<Body, const MOST: usize>(pub Body);

impl<Body, S, const MOST: usize> FromRequest<S> for Within<Body, MOST>
where
    Body: FromRequest<S, Rejection = Problem>,
    S: Send + Sync,
{
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let (head, whole) = request.into_parts();
        let bytes = body_within(Request::from_parts(head.clone(), whole), MOST).await?;
        let request = Request::from_parts(head, bytes.into());
        Body::from_request(request, state).await.map(Within)
    }
}
impl<Body: Describe, const MOST: usize> Describe for Within<Body, MOST> {
    fn describe(doc: &mut Doc) {
        Body::describe(doc)
    }
}

pub(super) async fn body(request: Request) -> Result<Bytes> {
    body_within(request, BODY_LIMIT).await
}
async fn body_within(request: Request, most: usize) -> Result<Bytes> {
    let announced = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > most) {
        return Err(Problem::TooLarge(most));
    }
    let read = axum::body::to_bytes(request.into_body(), most).await;
    read.map_err(|why| {
        let limit = std::error::Error::source(&why)
            .is_some_and(|s| s.is::<http_body_util::LengthLimitError>());
        match limit {
            true => Problem::TooLarge(most),
            false => malformed(format!("the body could not be read: {why}")),
        }
    })
}
