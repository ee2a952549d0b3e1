//! Answers that are files.
use super::view::{View, typed};
use crate::api::describe::{Describe, Doc};
use axum::{
    body::Body as HttpBody,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{
    HeaderValue,
    header::{CONTENT_DISPOSITION, CONTENT_TYPE},
};
use schemars::JsonSchema;
use std::marker::PhantomData;

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
impl<M: Media> Describe for Download<M> {
    fn describe(doc: &mut Doc) {
        doc.file(200, M::TYPE)
    }
}

/// JSON that is answered as a file.
pub struct SavedFile<T>(pub View<T>);

const OCTETS: &str = "application/octet-stream";

impl<T> IntoResponse for SavedFile<T> {
    fn into_response(self) -> Response {
        let mut response = self.0.into_response();
        let octets = HeaderValue::from_static(OCTETS);
        response.headers_mut().insert(CONTENT_TYPE, octets);
        response
    }
}
impl<T: JsonSchema> Describe for SavedFile<T> {
    fn describe(doc: &mut Doc) {
        doc.answer_as::<T>(200, OCTETS, "The file")
    }
}
