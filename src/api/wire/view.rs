//! What a client sees of an object, or of a list of them.
use crate::{
    api::describe::{Describe, Doc},
    base::problem::Result,
    schema::fields::{Fields, shown_bytes},
    store::{Object, Resource},
    twin::access::Permit,
};
use axum::{
    body::Body as HttpBody,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{HeaderValue, header::CONTENT_TYPE};
use schemars::JsonSchema;
use serde::Serialize;
use std::{marker::PhantomData, sync::Arc};

/// What a client sees of an object, or of a list of them.
pub struct View<T>(Bytes, PhantomData<T>);

impl Permit {
    /// What this client sees of an object: bytes that are made once for each version of it.
    pub fn view<T: Resource>(&self, object: &Object) -> View<T> {
        View(self.bytes::<T>(object).clone(), PhantomData)
    }
    pub fn views<'a, T: Resource>(
        &self,
        objects: impl IntoIterator<Item = &'a Arc<Object>>,
    ) -> View<Vec<T>> {
        View::of(self.joined::<T>(objects))
    }
    /// The bytes of a list of objects.
    pub fn joined<'a, T: Resource>(
        &self,
        objects: impl IntoIterator<Item = &'a Arc<Object>>,
    ) -> Bytes {
        let shown = objects.into_iter().map(|object| self.bytes::<T>(object));
        let shown: Vec<&Bytes> = shown.collect();
        let bytes = shown.iter().map(|bytes| bytes.len()).sum::<usize>();
        let length = bytes.saturating_add(shown.len()).saturating_add(2);
        let mut list = Vec::with_capacity(length);
        list.push(b'[');
        for (i, bytes) in shown.iter().enumerate() {
            if i > 0 {
                list.push(b',');
            }
            list.extend_from_slice(bytes);
        }
        list.push(b']');
        list.into()
    }
    fn bytes<'a, T: Resource>(&self, object: &'a Object) -> &'a Bytes {
        let make = || shown_bytes::<T>(object.get(), self.firmware);
        object.shown(self.firmware, make)
    }
    /// What this client sees of a thing that is no stored object.
    pub fn answer<T: Serialize + JsonSchema + 'static>(&self, thing: &T) -> Result<View<T>> {
        let shown = Fields::of::<T>()
            .shown(thing, self.firmware)
            .map_err(anyhow::Error::from)?;
        View::as_is(&shown)
    }
    /// The same for a list of them.
    pub fn answers<T: Serialize + JsonSchema + 'static>(
        &self,
        things: impl Iterator<Item = T>,
    ) -> Result<View<Vec<T>>> {
        let fields = Fields::of::<T>();
        let shown = things.map(|thing| fields.shown(&thing, self.firmware));
        let shown = shown.collect::<serde_json::Result<Vec<_>>>();
        View::as_is(&shown.map_err(anyhow::Error::from)?)
    }
}

impl<T> View<T> {
    /// Bytes that are JSON already.
    pub fn of(bytes: Bytes) -> Self {
        View(bytes, PhantomData)
    }
    /// A document that is given back as it came, or of which all clients see the same.
    pub fn as_is(thing: &impl Serialize) -> Result<Self> {
        let bytes = serde_json::to_vec(thing).map_err(anyhow::Error::from)?;
        Ok(View(bytes.into(), PhantomData))
    }
}

impl<T> IntoResponse for View<T> {
    fn into_response(self) -> Response {
        typed(HttpBody::from(self.0), JSON)
    }
}
impl<T: JsonSchema> Describe for View<T> {
    fn describe(doc: &mut Doc) {
        doc.answer::<T>(200, "Success")
    }
}

pub const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// An answer of a media type, with room for the headers that every answer gets.
pub fn typed(body: HttpBody, media: HeaderValue) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.reserve(12);
    headers.insert(CONTENT_TYPE, media);
    response
}
