//! What goes over the wire: arguments that handlers take, and in `answer` what they give.
mod answer;
mod document;
mod envelope;
mod max_size;
mod one_of;
mod optional_body;
mod read;
mod upload;

pub use answer::{
    Accepted, Changed, Created, CreatedBody, CreatedEmpty, CreatedWith, Download, Gzip, JSON,
    NoContent, OkOrAccepted, Pcap, SavedFile, View,
};
pub use document::Document;
pub use envelope::{Enveloped, Unwrapped, UnwrappedPart, UnwrappedPatch, without_nulls};
pub use max_size::MaxSize;
pub use one_of::OneOf;
pub use optional_body::OptionalBody;
pub use read::BODY_LIMIT;
pub use upload::Upload;

use super::describe::{Describe, Doc};
use crate::{
    base::{
        firmware::Firmware,
        problem::{Problem, Result, malformed},
    },
    schema::fields::Fields,
    store::Resource,
    twin::access::Permit,
};
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use http::request::Parts;
use read::{body, takes_json};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::marker::PhantomData;

/// The `{id}` of the path.
pub struct Id(pub i64);
/// The `{id}` and `{child}` of the path.
pub struct Pair(pub i64, pub i64);
/// A name in the path.
pub struct Name(pub String);
/// Two names in the path.
pub struct Names(pub String, pub String);
/// The query string.
pub struct Query<T>(pub T);
/// The query string before it is looked at.
pub struct RawQuery<T> {
    pub text: String,
    firmware: Firmware,
    of: PhantomData<T>,
}
/// The body of a POST or PUT: a whole object. Where `FIRST` is set, bytes after the first JSON
/// value are ignored.
pub struct Body<T, const FIRST: bool = false>(pub T);
/// The body of a PATCH: some of an object's fields.
pub struct Patch<T>(Map<String, Value>, PhantomData<T>);
/// A body that is not JSON but text.
pub struct Text(pub String);

impl<S: Sync> FromRequestParts<S> for Permit {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let permit = parts.extensions.get::<Permit>().cloned();
        permit.ok_or_else(|| Problem::Unauthorized("The API key is missing.".into()))
    }
}
impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let Name(id) = Name::from_request_parts(parts, state).await?;
        number("id", &id).map(Id)
    }
}
impl<S: Send + Sync> FromRequestParts<S> for Name {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let name = Path::from_request_parts(parts, state).await;
        name.map(|Path(name)| Name(name))
            .map_err(|e| Problem::NotFound(e.body_text()))
    }
}
impl<S: Send + Sync> FromRequestParts<S> for Names {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let names = Path::from_request_parts(parts, state).await;
        names
            .map(|Path((one, other))| Names(one, other))
            .map_err(|e| Problem::NotFound(e.body_text()))
    }
}
impl<S: Send + Sync> FromRequestParts<S> for Pair {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let Names(id, child) = Names::from_request_parts(parts, state).await?;
        Ok(Pair(number("id", &id)?, number("child id", &child)?))
    }
}
/// An id that is no number names nothing.
fn number(name: &str, text: &str) -> Result<i64> {
    text.parse()
        .map_err(|_| Problem::NotFound(format!("`{name}` must be an integer, not `{text}`.")))
}

impl<T, S: Send + Sync> FromRequestParts<S> for RawQuery<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let firmware = Permit::from_request_parts(parts, state).await?.firmware;
        let text = parts.uri.query().unwrap_or_default().to_owned();
        Ok(Self {
            text,
            firmware,
            of: PhantomData,
        })
    }
}
impl<T: DeserializeOwned + JsonSchema + 'static> RawQuery<T> {
    pub fn read(&self) -> Result<T> {
        let sent = Fields::of::<T>().typed_query(&self.text, self.firmware)?;
        typed(Value::Object(sent))
    }
}
impl<T: DeserializeOwned + JsonSchema + 'static, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let asked = RawQuery::from_request_parts(parts, state).await?;
        asked.read().map(Query)
    }
}
impl<T: DeserializeOwned + JsonSchema + 'static, S: Send + Sync, const FIRST: bool> FromRequest<S>
    for Body<T, FIRST>
{
    type Rejection = Problem;
    async fn from_request(request: Request, _: &S) -> Result<Self> {
        let fields = Fields::of::<T>();
        let sent = writable(&fields, request, FIRST).await?;
        sent.whole(&fields).map(Body)
    }
}
impl<T: Resource, S: Send + Sync> FromRequest<S> for Patch<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, _: &S) -> Result<Self> {
        let sent = writable(&Fields::of::<T>(), request, false).await?;
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
impl<S: Send + Sync> FromRequest<S> for Text {
    type Rejection = Problem;
    async fn from_request(request: Request, _: &S) -> Result<Self> {
        let bytes = body(request).await?;
        let text =
            String::from_utf8(bytes.into()).map_err(|_| malformed("the body is not UTF-8 text"))?;
        Ok(Text(text))
    }
}

/// The fields of a body that a client may set, each of them checked.
struct Sent {
    fields: Map<String, Value>,
    firmware: Firmware,
}

impl Sent {
    fn new(mut sent: Map<String, Value>, known: &Fields, firmware: Firmware) -> Result<Self> {
        known.keep_writable(&mut sent, firmware)?;
        Ok(Self {
            fields: sent,
            firmware,
        })
    }
    /// As a whole object, which has every field that it must have.
    fn whole<T: DeserializeOwned>(self, known: &Fields) -> Result<T> {
        known.need_required(&self.fields, self.firmware)?;
        typed(Value::Object(self.fields))
    }
}

fn firmware_of(request: &Request) -> Result<Firmware> {
    let permit = request.extensions().get::<Permit>();
    let missing = || Problem::Unauthorized("The API key is missing.".into());
    permit.map(|permit| permit.firmware).ok_or_else(missing)
}
async fn writable(fields: &Fields, request: Request, first: bool) -> Result<Sent> {
    let firmware = firmware_of(&request)?;
    takes_json(request.headers())?;
    let sent = object(&body(request).await?, first)?;
    Sent::new(sent, fields, firmware)
}
fn object(bytes: &[u8], first: bool) -> Result<Map<String, Value>> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde::Deserialize::deserialize(&mut reader).and_then(|value| match first {
        true => Ok(value),
        false => reader.end().map(|()| value),
    });
    match value {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(malformed("the body must be a JSON object")),
        Err(_) if bytes.is_empty() => Err(malformed("the body is empty; it must be a JSON object")),
        Err(why) => Err(malformed(format!("the body is not JSON: {why}"))),
    }
}
fn typed<T: DeserializeOwned>(value: Value) -> Result<T> {
    serde_path_to_error::deserialize(value).map_err(|e| match e.path().to_string().as_str() {
        "." => malformed(e.inner()),
        place => malformed(format!("`{place}`: {}", e.inner())),
    })
}

macro_rules! silent {
    ($($argument:ty),*) => {$(impl Describe for $argument { fn describe(_: &mut Doc) {} })*};
}
silent!(Permit, Id, Pair);

impl Describe for Name {
    fn describe(doc: &mut Doc) {
        doc.text_names()
    }
}
impl Describe for Names {
    fn describe(doc: &mut Doc) {
        doc.text_names()
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
impl Describe for Text {
    fn describe(doc: &mut Doc) {
        doc.text_body()
    }
}
impl<T: Describe> Describe for Result<T> {
    fn describe(doc: &mut Doc) {
        T::describe(doc)
    }
}
