//! A body that an operation takes only up to a size of its own.
use super::read::body_within;
use crate::{
    api::describe::{Describe, Doc},
    base::problem::{Problem, Result},
};
use axum::extract::{FromRequest, Request};

/// A body of so many bytes at the most.
pub struct MaxSize<Body, const MOST: usize>(pub Body);

impl<Body, S, const MOST: usize> FromRequest<S> for MaxSize<Body, MOST>
where
    Body: FromRequest<S, Rejection = Problem>,
    S: Send + Sync,
{
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let (head, whole) = request.into_parts();
        let bytes = body_within(Request::from_parts(head.clone(), whole), MOST).await?;
        let request = Request::from_parts(head, bytes.into());
        Body::from_request(request, state).await.map(MaxSize)
    }
}
impl<Body: Describe, const MOST: usize> Describe for MaxSize<Body, MOST> {
    fn describe(doc: &mut Doc) {
        Body::describe(doc)
    }
}
