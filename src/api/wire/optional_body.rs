//! A body that a client may leave out.
use super::{Sent, body, firmware_of, object, takes_json};
use crate::{
    api::describe::{Describe, Doc},
    base::problem::{Problem, Result},
    schema::fields::Fields,
};
use axum::extract::{FromRequest, Request};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Map;

/// The body of a request that may have none: that is one without any field.
pub struct OptionalBody<T>(pub T);

impl<T: DeserializeOwned + JsonSchema + 'static, S: Send + Sync> FromRequest<S>
    for OptionalBody<T>
{
    type Rejection = Problem;
    async fn from_request(request: Request, _: &S) -> Result<Self> {
        let firmware = firmware_of(&request)?;
        takes_json(request.headers())?;
        let bytes = body(request).await?;
        let sent = match bytes.is_empty() {
            true => Map::new(),
            false => object(&bytes, false)?,
        };
        let fields = Fields::of::<T>();
        let sent = Sent::new(sent, &fields, firmware)?;
        sent.whole(&fields).map(OptionalBody)
    }
}
impl<T: JsonSchema> Describe for OptionalBody<T> {
    fn describe(doc: &mut Doc) {
        doc.body::<T>(true);
        doc.optional_body();
    }
}
