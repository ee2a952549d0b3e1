//! A body that a client may leave out.
use super::{
    json::{Sent, object},
    read::{body, takes_json},
};
use crate::{
    api::{
        describe::{Describe, Doc},
        handler::Argument,
        incoming::Incoming,
    },
    base::problem::Result,
    schema::fields::Fields,
};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Map;

/// The body of a request that may have none: that is one without any field.
pub struct OptionalBody<T>(pub T);

impl<T: DeserializeOwned + JsonSchema + Send + 'static> Argument for OptionalBody<T> {
    async fn read(from: &mut Incoming) -> Result<Self> {
        takes_json(&from.head.headers)?;
        let bytes = body(from).await?;
        let sent = match bytes.is_empty() {
            true => Map::new(),
            false => object(&bytes, false)?,
        };
        let fields = Fields::of::<T>();
        let sent = Sent::new(sent, &fields, from)?;
        sent.whole(&fields).map(OptionalBody)
    }
}
impl<T: JsonSchema> Describe for OptionalBody<T> {
    fn describe(doc: &mut Doc) {
        doc.body::<T>(true);
        doc.optional_body();
    }
}
