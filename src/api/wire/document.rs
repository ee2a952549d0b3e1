//! A document that a client sends to be kept.
use super::{
    json::{object, typed},
    read::body,
};
use crate::{
    api::{
        describe::{Describe, Doc},
        handler::Argument,
        incoming::Incoming,
    },
    base::problem::Result,
};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

/// A JSON object as it is sent, whatever its media type says: fields that nobody knows stay.
pub struct Document<T>(pub T);

impl<T: DeserializeOwned + JsonSchema + Send> Argument for Document<T> {
    async fn read(from: &mut Incoming) -> Result<Self> {
        let sent = object(&body(from).await?, false)?;
        typed(sent.into()).map(Document)
    }
}
impl<T: JsonSchema> Describe for Document<T> {
    fn describe(doc: &mut Doc) {
        doc.body::<T>(true)
    }
}
