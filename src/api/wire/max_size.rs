//! A body that an operation takes only up to a size of its own.
use crate::{
    api::{
        describe::{Describe, Doc},
        handler::Argument,
        incoming::Incoming,
    },
    base::problem::Result,
};

/// A body of so many bytes at the most.
pub struct MaxSize<Body, const MOST: usize>(pub Body);

impl<Body: Argument, const MOST: usize> Argument for MaxSize<Body, MOST> {
    async fn read(from: &mut Incoming) -> Result<Self> {
        from.limit = MOST;
        Body::read(from).await.map(MaxSize)
    }
}
impl<Body: Describe, const MOST: usize> Describe for MaxSize<Body, MOST> {
    fn describe(doc: &mut Doc) {
        Body::describe(doc)
    }
}
