//! The answers that handlers give.
use crate::{
    api::describe::{Describe, Doc},
    base::{
        firmware::Firmware,
        problem::{Problem, Result},
    },
    schema::fields::{Fields, shown_bytes},
    store::{Object, Resource},
    twin::access::Permit,
};
use axum::{
    body::Body as HttpBody,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{
    HeaderValue, StatusCode,
    header::{CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION},
};
use schemars::JsonSchema;
use serde::Serialize;
use std::{marker::PhantomData, sync::Arc};

/// What a client sees of an object, or of a list of them.
pub struct View<T>(Bytes, PhantomData<T>);
/// 201 with the new object's location.
pub struct Created(pub String);
/// 201 with the new object's location, and something to read.
pub struct CreatedWith<T>(pub String, pub View<T>);
/// 201 for a thing that has no path of its own.
pub struct CreatedEmpty;
/// 201 with something to read, for a thing whose location is not told.
pub struct CreatedBody<T>(pub View<T>);
/// 202: the path where to ask how it goes on.
pub struct Accepted(pub String);
/// Something to read, with 200 or with 202.
pub enum OkOrAccepted<T> {
    Done(View<T>),
    Begun(View<T>),
}
/// 204.
pub struct NoContent;
/// JSON that is answered as a file.
pub struct SavedFile<T>(pub View<T>);
/// An answer that changed with a firmware: `New` from MAJOR.MINOR on, `Old` before.
pub enum Changed<Old, New, const MAJOR: u16, const MINOR: u16> {
    Old(Old),
    New(New),
}
/// A file, with the name that a client may save it under.
pub struct Download<M> {
    bytes: Bytes,
    name: String,
    of: PhantomData<M>,
}
/// What kind of file a [`Download`] is.
pub trait Media {
    const TYPE: &str;
}
/// A gzip file.
pub struct Gzip;
impl Media for Gzip {
    const TYPE: &str = "application/x-gzip";
}
/// A packet capture that Wireshark opens.
pub struct Pcap;
impl Media for Pcap {
    const TYPE: &str = "application/vnd.tcpdump.pcap";
}

impl<M> Download<M> {
    pub fn new(bytes: impl Into<Bytes>, name: impl Into<String>) -> Self {
        Self {
            bytes: bytes.into(),
            name: name.into(),
            of: PhantomData,
        }
    }
}

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
        let length = shown.iter().map(|bytes| bytes.len() + 1).sum::<usize>() + 2;
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

pub const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
const OCTETS: &str = "application/octet-stream";
pub const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

impl<T> IntoResponse for View<T> {
    fn into_response(self) -> Response {
        typed(HttpBody::from(self.0), JSON)
    }
}
/// An answer of a media type, with room for the headers that every answer is dressed with.
fn typed(body: HttpBody, media: HeaderValue) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.reserve(12);
    headers.insert(CONTENT_TYPE, media);
    response
}
/// An empty answer as the guide prints it.
fn empty(status: StatusCode) -> Response {
    let mut response = typed(HttpBody::empty(), TEXT);
    *response.status_mut() = status;
    response
}
/// An answer that says where something is.
fn located(mut response: Response, status: StatusCode, location: &str) -> Response {
    *response.status_mut() = status;
    // Locations are made of path segments and percent-encoded names.
    if let Ok(location) = HeaderValue::from_str(location) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}
impl IntoResponse for Created {
    fn into_response(self) -> Response {
        let status = StatusCode::CREATED;
        located(empty(status), status, &self.0)
    }
}
impl<T> IntoResponse for CreatedWith<T> {
    fn into_response(self) -> Response {
        located(self.1.into_response(), StatusCode::CREATED, &self.0)
    }
}
impl<T> IntoResponse for CreatedBody<T> {
    fn into_response(self) -> Response {
        let mut response = self.0.into_response();
        *response.status_mut() = StatusCode::CREATED;
        response
    }
}
impl<T> IntoResponse for OkOrAccepted<T> {
    fn into_response(self) -> Response {
        let (view, status) = match self {
            Self::Done(view) => (view, StatusCode::OK),
            Self::Begun(view) => (view, StatusCode::ACCEPTED),
        };
        (status, view).into_response()
    }
}
impl IntoResponse for CreatedEmpty {
    fn into_response(self) -> Response {
        empty(StatusCode::CREATED)
    }
}
impl IntoResponse for Accepted {
    fn into_response(self) -> Response {
        let status = StatusCode::ACCEPTED;
        located(empty(status), status, &self.0)
    }
}
impl<M: Media> IntoResponse for Download<M> {
    fn into_response(self) -> Response {
        let media = HeaderValue::from_static(M::TYPE);
        let mut response = typed(HttpBody::from(self.bytes), media);
        let plain = self.name.replace(['"', '\\', '\r', '\n'], "_");
        let attached = HeaderValue::try_from(format!("attachment; filename=\"{plain}\""));
        if let Ok(attached) = attached {
            response.headers_mut().insert(CONTENT_DISPOSITION, attached);
        }
        response
    }
}
impl<T> IntoResponse for SavedFile<T> {
    fn into_response(self) -> Response {
        let mut response = self.0.into_response();
        let octets = HeaderValue::from_static(OCTETS);
        response.headers_mut().insert(CONTENT_TYPE, octets);
        response
    }
}
impl<Old, New, const MAJOR: u16, const MINOR: u16> Changed<Old, New, MAJOR, MINOR> {
    pub fn of(firmware: Firmware, old: Old, new: New) -> Self {
        match firmware >= Firmware(MAJOR, MINOR) {
            true => Self::New(new),
            false => Self::Old(old),
        }
    }
}
impl<Old, New, const MAJOR: u16, const MINOR: u16> IntoResponse for Changed<Old, New, MAJOR, MINOR>
where
    Old: IntoResponse,
    New: IntoResponse,
{
    fn into_response(self) -> Response {
        match self {
            Self::Old(old) => old.into_response(),
            Self::New(new) => new.into_response(),
        }
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

impl<T: JsonSchema> Describe for View<T> {
    fn describe(doc: &mut Doc) {
        doc.answer::<T>(200, "Success")
    }
}
impl Describe for Created {
    fn describe(doc: &mut Doc) {
        doc.located(
            201,
            "Created; the Location header holds the path of the new object",
        )
    }
}
impl<T: JsonSchema> Describe for CreatedWith<T> {
    fn describe(doc: &mut Doc) {
        doc.answer::<T>(201, "Created, and what came of it");
    }
}
impl<T: JsonSchema> Describe for CreatedBody<T> {
    fn describe(doc: &mut Doc) {
        doc.answer::<T>(201, "Created: the new object");
    }
}
impl<T: JsonSchema> Describe for OkOrAccepted<T> {
    fn describe(doc: &mut Doc) {
        doc.answer::<T>(200, "OkOrAccepted");
        doc.answer::<T>(202, "OkOrAccepted, where the twin is told to say so");
    }
}
impl Describe for CreatedEmpty {
    fn describe(doc: &mut Doc) {
        doc.empty(201, "Done; the answer has no body")
    }
}
impl Describe for Accepted {
    fn describe(doc: &mut Doc) {
        doc.located(
            202,
            "Begun; the Location header holds the path where to ask for the outcome",
        )
    }
}
impl<M: Media> Describe for Download<M> {
    fn describe(doc: &mut Doc) {
        doc.file(200, M::TYPE)
    }
}
impl<T: JsonSchema> Describe for SavedFile<T> {
    fn describe(doc: &mut Doc) {
        doc.answer_as::<T>(200, OCTETS, "The file")
    }
}
impl<Old: Describe, New: Describe, const MAJOR: u16, const MINOR: u16> Describe
    for Changed<Old, New, MAJOR, MINOR>
{
    fn describe(doc: &mut Doc) {
        match doc.firmware >= Firmware(MAJOR, MINOR) {
            true => New::describe(doc),
            false => Old::describe(doc),
        }
    }
}
impl Describe for NoContent {
    fn describe(doc: &mut Doc) {
        doc.empty(204, "Done; the answer has no body")
    }
}
