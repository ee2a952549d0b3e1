//! Bodies whose numbers come back as they were sent, whatever their size and digits.
use super::{json::Sent, json::exact_object, read::body, read::takes_json};
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

/// The body of a PUT: a whole object, with numbers held as [`crate::base::exact_number`] has it.
pub struct ExactBody<T>(pub T);

impl<T: DeserializeOwned + JsonSchema + Send + 'static> Argument for ExactBody<T> {
    async fn read(from: &mut Incoming) -> Result<Self> {
        let fields = Fields::of::<T>();
        takes_json(&from.head.headers)?;
        let sent = exact_object(&body(from).await?)?;
        Sent::new(sent, &fields, from)?.whole(&fields).map(Self)
    }
}

impl<T: JsonSchema> Describe for ExactBody<T> {
    fn describe(doc: &mut Doc) {
        doc.body::<T>(true)
    }
}
