//! A document that a client sends to be kept.
use super::{body, object, typed};
use crate::{
    api::describe::{Describe, Doc},
    base::problem::{Problem, Result},
};
use axum::extract::{FromRequest, Request};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

/// A JSON object as it is sent, whatever its media type says: fields that nobody knows stay.
pub struct Document<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Document<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, _: &S) -> Result<Self> {
        let sent = object(&body(request).await?, false)?;
        typed(sent.into()).map(Document)
    }
}
impl<T: JsonSchema> Describe for Document<T> {
    fn describe(doc: &mut Doc) {
        doc.body::<T>(true)
    }
}
