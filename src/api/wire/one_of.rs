//! An answer of one form or another.
use crate::api::describe::{Describe, Doc};
use axum::response::{IntoResponse, Response};

/// An answer whose form a switch of the twin decides.
pub enum OneOf<A, B> {
    One(A),
    Other(B),
}

impl<A: IntoResponse, B: IntoResponse> IntoResponse for OneOf<A, B> {
    fn into_response(self) -> Response {
        match self {
            Self::One(answer) => answer.into_response(),
            Self::Other(answer) => answer.into_response(),
        }
    }
}
impl<A: Describe, B: Describe> Describe for OneOf<A, B> {
    fn describe(doc: &mut Doc) {
        A::describe(doc);
        B::describe(doc);
    }
}
