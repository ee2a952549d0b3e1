//! What goes over the wire: arguments that handlers take, answers that they give.
use super::{
    fields::{Fields, shown_bytes},
    openapi::{Describe, Doc},
};
use crate::{
    access::Permit,
    problem::{Problem, Result, malformed},
    store::{Object, Resource},
};
use axum::{
    body::Body as HttpBody,
    extract::{FromRequest, FromRequestParts, Path, Request},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION},
    request::Parts,
};
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use std::{marker::PhantomData, sync::Arc};

/// The `{id}` of the path.
pub struct Id(pub i64);
/// The `{id}` and `{child}` of the path.
pub struct Pair(pub i64, pub i64);
/// A name in the path.
pub struct Name(pub String);
/// The query string.
pub struct Query<T>(pub T);
/// The body of a POST or PUT: a whole object. Where `FIRST` is set, bytes after the first JSON
/// value are ignored.
pub struct Body<T, const FIRST: bool = false>(pub T);
/// The body of a PATCH: some of an object's fields.
pub struct Patch<T>(Map<String, Value>, PhantomData<T>);
/// A body that is not JSON but text.
pub struct Text(pub String);
/// What a client sees of an object, or of a list of them.
pub struct View<T>(Bytes, PhantomData<T>);
/// 201 with the new object's location.
pub struct Created(pub String);
/// 204.
pub struct NoContent;

/// The largest body that is read.
pub const BODY_LIMIT: usize = 16 * 1024 * 1024;

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
impl<S: Send + Sync> FromRequestParts<S> for Pair {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let ids = Path::<(String, String)>::from_request_parts(parts, state).await;
        let Path((id, child)) = ids.map_err(|e| Problem::NotFound(e.body_text()))?;
        Ok(Pair(number("id", &id)?, number("child id", &child)?))
    }
}
/// An id that is no number names nothing.
fn number(name: &str, text: &str) -> Result<i64> {
    text.parse()
        .map_err(|_| Problem::NotFound(format!("`{name}` must be an integer, not `{text}`.")))
}

impl<T: DeserializeOwned + JsonSchema + 'static, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let permit = Permit::from_request_parts(parts, state).await?;
        let query = parts.uri.query().unwrap_or_default();
        let sent = Fields::of::<T>().typed_query(query, permit.firmware)?;
        typed(Value::Object(sent)).map(Query)
    }
}
impl<T: DeserializeOwned + JsonSchema + 'static, S: Send + Sync, const FIRST: bool> FromRequest<S>
    for Body<T, FIRST>
{
    type Rejection = Problem;
    async fn from_request(request: Request, _: &S) -> Result<Self> {
        let sent = writable::<T>(request, FIRST).await?;
        Fields::of::<T>().need_required(&sent)?;
        typed(Value::Object(sent)).map(Body)
    }
}
impl<T: Resource, S: Send + Sync> FromRequest<S> for Patch<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, _: &S) -> Result<Self> {
        Ok(Patch(writable::<T>(request, false).await?, PhantomData))
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

/// The fields of the body that a client may set, each of them checked.
async fn writable<T: JsonSchema + 'static>(
    request: Request,
    first: bool,
) -> Result<Map<String, Value>> {
    let permit = request.extensions().get::<Permit>().cloned();
    let firmware = permit
        .ok_or_else(|| Problem::Unauthorized("The API key is missing.".into()))?
        .firmware;
    takes_json(request.headers())?;
    let mut sent = object(&body(request).await?, first)?;
    Fields::of::<T>().keep_writable(&mut sent, firmware)?;
    Ok(sent)
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
/// Nothing, JSON, text, and what `curl -d` and Python's urllib say when nobody chose a type.
fn takes_json(headers: &HeaderMap) -> Result<()> {
    let Some(given) = headers.get(CONTENT_TYPE) else {
        return Ok(());
    };
    let given = String::from_utf8_lossy(given.as_bytes()).into_owned();
    let essence = given
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match essence.as_str() {
        ""
        | "application/json"
        | "text/json"
        | "text/plain"
        | "application/x-www-form-urlencoded" => Ok(()),
        other if other.ends_with("+json") => Ok(()),
        _ => Err(Problem::MediaType {
            given,
            wanted: "application/json",
        }),
    }
}
async fn body(request: Request) -> Result<Bytes> {
    let announced = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > BODY_LIMIT) {
        return Err(Problem::TooLarge(BODY_LIMIT));
    }
    let read = axum::body::to_bytes(request.into_body(), BODY_LIMIT).await;
    read.map_err(|why| {
        let limit = std::error::Error::source(&why)
            .is_some_and(|s| s.is::<http_body_util::LengthLimitError>());
        match limit {
            true => Problem::TooLarge(BODY_LIMIT),
            false => malformed(format!("the body could not be read: {why}")),
        }
    })
}
fn typed<T: DeserializeOwned>(value: Value) -> Result<T> {
    serde_path_to_error::deserialize(value).map_err(|e| match e.path().to_string().as_str() {
        "." => malformed(e.inner()),
        place => malformed(format!("`{place}`: {}", e.inner())),
    })
}

impl Permit {
    /// What this client sees of an object: bytes that are made once for each version of it.
    pub fn view<T: Resource>(&self, object: &Object) -> View<T> {
        View(self.bytes::<T>(object), PhantomData)
    }
    pub fn views<'a, T: Resource>(
        &self,
        objects: impl IntoIterator<Item = &'a Arc<Object>>,
    ) -> View<Vec<T>> {
        let shown: Vec<Bytes> = objects
            .into_iter()
            .map(|object| self.bytes::<T>(object))
            .collect();
        let mut list =
            Vec::with_capacity(shown.iter().map(|bytes| bytes.len() + 1).sum::<usize>() + 2);
        list.push(b'[');
        for (i, bytes) in shown.iter().enumerate() {
            if i > 0 {
                list.push(b',');
            }
            list.extend_from_slice(bytes);
        }
        list.push(b']');
        View(list.into(), PhantomData)
    }
    fn bytes<T: Resource>(&self, object: &Object) -> Bytes {
        object.shown(|| shown_bytes::<T>(object.get(), self.firmware))
    }
    /// What this client sees of a thing that is no stored object.
    pub fn answer<T: Serialize + JsonSchema + 'static>(&self, thing: &T) -> Result<View<T>> {
        let shown = Fields::of::<T>()
            .shown(thing, self.firmware)
            .map_err(anyhow::Error::from)?;
        View::json(&shown)
    }
}
impl<T> View<T> {
    /// A JSON text without a look at the fields.
    pub fn json(thing: &impl Serialize) -> Result<Self> {
        let bytes = serde_json::to_vec(thing).map_err(anyhow::Error::from)?;
        Ok(View(bytes.into(), PhantomData))
    }
}

pub const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
pub const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

impl<T> IntoResponse for View<T> {
    fn into_response(self) -> Response {
        let mut response = Response::new(HttpBody::from(self.0));
        response.headers_mut().insert(CONTENT_TYPE, JSON);
        response
    }
}
/// An empty answer as the guide prints it.
fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(HttpBody::empty());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, TEXT);
    response
}
impl IntoResponse for Created {
    fn into_response(self) -> Response {
        let mut response = empty(StatusCode::CREATED);
        // Locations are made of path segments and percent-encoded names.
        if let Ok(location) = HeaderValue::from_str(&self.0) {
            response.headers_mut().insert(LOCATION, location);
        }
        response
    }
}
impl IntoResponse for NoContent {
    fn into_response(self) -> Response {
        empty(StatusCode::NO_CONTENT)
    }
}
impl IntoResponse for Problem {
    /// Leaves the problem for the gate, which knows in whose words to tell it.
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

macro_rules! silent {
    ($($argument:ty),*) => {$(impl Describe for $argument { fn describe(_: &mut Doc) {} })*};
}
silent!(Permit, Id, Pair, Name);

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
impl<T: JsonSchema> Describe for View<T> {
    fn describe(doc: &mut Doc) {
        doc.answer::<T>(200, "Success")
    }
}
impl Describe for Created {
    fn describe(doc: &mut Doc) {
        doc.empty(
            201,
            "Created; the Location header holds the path of the new object",
        )
    }
}
impl Describe for NoContent {
    fn describe(doc: &mut Doc) {
        doc.empty(204, "Done; the answer has no body")
    }
}
impl<T: Describe> Describe for Result<T> {
    fn describe(doc: &mut Doc) {
        T::describe(doc)
    }
}
