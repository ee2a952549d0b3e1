//! The query string.
use super::json::typed;
use crate::{
    api::{
        describe::{Describe, Doc},
        handler::Argument,
        incoming::Incoming,
    },
    base::{firmware::Firmware, problem::Result},
    schema::fields::Fields,
};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::marker::PhantomData;

/// The query string.
pub struct Query<T>(pub T);

/// The query string before it is looked at.
pub struct RawQuery<T> {
    pub text: String,
    firmware: Firmware,
    of: PhantomData<T>,
}

impl<T: JsonSchema + Send + 'static> Argument for RawQuery<T> {
    async fn read(from: &mut Incoming) -> Result<Self> {
        Ok(Self {
            text: from.query(&Fields::of::<T>())?.to_owned(),
            firmware: from.permit.firmware,
            of: PhantomData,
        })
    }
}

impl<T: DeserializeOwned + JsonSchema + 'static> RawQuery<T> {
    pub fn parsed(&self) -> Result<T> {
        let sent = Fields::of::<T>().typed_query(&self.text, self.firmware)?;
        typed(Value::Object(sent))
    }
}

impl<T: DeserializeOwned + JsonSchema + Send + 'static> Argument for Query<T> {
    async fn read(from: &mut Incoming) -> Result<Self> {
        RawQuery::<T>::read(from).await?.parsed().map(Query)
    }
}

impl<T: JsonSchema> Describe for RawQuery<T> {
    fn describe(doc: &mut Doc) {
        doc.query::<T>()
    }
}

impl<T: JsonSchema> Describe for Query<T> {
    fn describe(doc: &mut Doc) {
        doc.query::<T>()
    }
}
