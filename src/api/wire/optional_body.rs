//! A body that a client may leave out.
use super::{body, object, takes_json, typed};
use crate::{
    api::describe::{Describe, Doc},
    base::problem::{Problem, Result},
    schema::fields::Fields,
    twin::access::Permit,
};
use axum::extract::{FromRequest, Request};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The body of a request that may have none: that is one without any field.
pub struct OptionalBody<T>(pub T);

impl<T: DeserializeOwned + JsonSchema + 'static, S: Send + Sync> FromRequest<S>
    for OptionalBody<T>
{
    type Rejection = Problem;
    async fn from_request(request: Request, _: &S) -> Result<Self> {
        let permit = request.extensions().get::<Permit>().cloned();
        let permit = permit.ok_or_else(|| Problem::Unauthorized("Nobody calls.".into()))?;
        takes_json(request.headers())?;
        let bytes = body(request).await?;
        let mut sent = match bytes.is_empty() {
            true => Map::new(),
            false => object(&bytes, false)?,
        };
        let fields = Fields::of::<T>();
        fields.keep_writable(&mut sent, permit.firmware)?;
        fields.need_required(&sent)?;
        typed(Value::Object(sent)).map(OptionalBody)
    }
}
impl<T: JsonSchema> Describe for OptionalBody<T> {
    fn describe(doc: &mut Doc) {
        doc.body::<T>(true);
        doc.optional_body();
    }
}
