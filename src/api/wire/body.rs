//! Bodies that are JSON: whole objects, and parts of them.
use super::json::{typed, writable};
use crate::{
    api::{
        describe::{Describe, Doc},
        handler::Argument,
        incoming::Incoming,
    },
    base::problem::Result,
    schema::fields::Fields,
    store::Resource,
};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::marker::PhantomData;

/// The body of a POST or PUT: a whole object. Where `FIRST` is set, bytes after the first JSON
/// value are ignored.
pub struct Body<T, const FIRST: bool = false>(pub T);

/// The body of a PATCH: some of an object's fields.
pub struct Patch<T>(pub Map<String, Value>, pub PhantomData<T>);

impl<T: DeserializeOwned + JsonSchema + Send + 'static, const FIRST: bool> Argument
    for Body<T, FIRST>
{
    async fn read(from: &mut Incoming) -> Result<Self> {
        let fields = Fields::of::<T>();
        let sent = writable(&fields, from, FIRST).await?;
        sent.whole(&fields).map(Body)
    }
}

impl<T: Resource> Argument for Patch<T> {
    async fn read(from: &mut Incoming) -> Result<Self> {
        let sent = writable(&Fields::of::<T>(), from, false).await?;
        Ok(Patch(sent.fields, PhantomData))
    }
}

impl<T: Resource> Patch<T> {
    /// Lays the sent fields over the object.
    pub fn onto(&self, object: &T) -> Result<T> {
        let mut whole = serde_json::to_value(object).map_err(anyhow::Error::from)?;
        if let Some(fields) = whole.as_object_mut() {
            fields.extend(self.0.clone());
        }
        typed(whole)
    }
    /// Leaves out a field that only a create may set.
    pub fn without(mut self, name: &str) -> Self {
        self.0.shift_remove(name);
        self
    }
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl<T: JsonSchema, const FIRST: bool> Describe for Body<T, FIRST> {
    fn describe(doc: &mut Doc) {
        doc.body::<T>(true)
    }
}

impl<T: JsonSchema> Describe for Patch<T> {
    fn describe(doc: &mut Doc) {
        doc.body::<T>(false)
    }
}
