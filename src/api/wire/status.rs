//! Answers of which the status says most.
use super::view::{View, typed};
use crate::api::describe::{Describe, Doc};
use axum::{
    body::Body as HttpBody,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header::LOCATION};
use schemars::JsonSchema;

/// 201 with the new object's location.
pub struct Created(pub String);
impl IntoResponse for Created {
    fn into_response(self) -> Response {
        let status = StatusCode::CREATED;
        located(empty(status), status, &self.0)
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

/// 201 with the new object's location, and something to read.
pub struct CreatedWith<T>(pub String, pub View<T>);
impl<T> IntoResponse for CreatedWith<T> {
    fn into_response(self) -> Response {
        located(self.1.into_response(), StatusCode::CREATED, &self.0)
    }
}
impl<T: JsonSchema> Describe for CreatedWith<T> {
    fn describe(doc: &mut Doc) {
        doc.answer::<T>(201, "Created, and what came of it");
    }
}

/// 201 for a thing that has no path of its own.
pub struct CreatedEmpty;
impl IntoResponse for CreatedEmpty {
    fn into_response(self) -> Response {
        empty(StatusCode::CREATED)
    }
}
impl Describe for CreatedEmpty {
    fn describe(doc: &mut Doc) {
        doc.empty(201, "Done; the answer has no body")
    }
}

/// 201 with something to read, for a thing whose location is not told.
pub struct CreatedBody<T>(pub View<T>);
impl<T> IntoResponse for CreatedBody<T> {
    fn into_response(self) -> Response {
        let mut response = self.0.into_response();
        *response.status_mut() = StatusCode::CREATED;
        response
    }
}
impl<T: JsonSchema> Describe for CreatedBody<T> {
    fn describe(doc: &mut Doc) {
        doc.answer::<T>(201, "Created: the new object");
    }
}

/// 202: the path where to ask how it goes on.
pub struct Accepted(pub String);
impl IntoResponse for Accepted {
    fn into_response(self) -> Response {
        let status = StatusCode::ACCEPTED;
        located(empty(status), status, &self.0)
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

/// Something to read, with 200 or with 202.
pub enum OkOrAccepted<T> {
    Done(View<T>),
    Begun(View<T>),
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
impl<T: JsonSchema> Describe for OkOrAccepted<T> {
    fn describe(doc: &mut Doc) {
        doc.answer::<T>(200, "Taken");
        doc.answer::<T>(202, "Taken, where the twin is told to say so");
    }
}

/// 204.
pub struct NoContent;
impl IntoResponse for NoContent {
    fn into_response(self) -> Response {
        empty(StatusCode::NO_CONTENT)
    }
}
impl Describe for NoContent {
    fn describe(doc: &mut Doc) {
        doc.empty(204, "Done; the answer has no body")
    }
}

pub const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

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
