//! Cross-origin requests of web pages: which pages may read answers, and what a browser asks before it
//! sends a request of theirs (the Fetch standard's CORS protocol). Keys are sent in headers and never in
//! cookies, so that no credentials have to be allowed.
use crate::base::origin::Origin;
use axum::body::Body;
use http::{
    HeaderMap, HeaderValue, Method, Request, Response, StatusCode,
    header::{
        ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
        ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD,
        ORIGIN, VARY,
    },
};
use std::sync::Arc;

const METHODS: HeaderValue =
    HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
/// What requests of both APIs carry beyond what every page may send.
const REQUEST_HEADERS: HeaderValue = HeaderValue::from_static(
    "authorization, content-type, content-encoding, content-disposition, accept, x-ch-auth-email, \
     x-ch-auth-api-token, x-requested-with",
);
/// What answers tell beyond what every page may read.
const ANSWER_HEADERS: HeaderValue = HeaderValue::from_static(
    "location, allow, retry-after, content-disposition, content-length, date, x-wiretwin-ignored, \
     x-wiretwin-nearest",
);

/// The origins whose pages may read answers, by the options of the server.
#[derive(Clone)]
pub struct Cors {
    allowed: Arc<[Origin]>,
}

/// What pages of other origins may do with the answer to one request.
pub struct Pages {
    /// The origin of the request, if its pages may read the answer.
    allowed: Option<HeaderValue>,
    /// Whether pages of any origin may.
    any: bool,
}

impl Cors {
    pub fn new(allowed: &[Origin]) -> Self {
        Self {
            allowed: allowed.into(),
        }
    }
    /// Those of a request; `configured` are the origins that its twin allows beside the options.
    pub fn pages(&self, headers: &HeaderMap, configured: &[Origin]) -> Pages {
        let find = |origin: &HeaderValue| {
            let mut all = self.allowed.iter().chain(configured);
            all.find(|one| one.header() == origin)
                .map(|one| one.header().clone())
        };
        Pages {
            allowed: headers.get(ORIGIN).and_then(find),
            any: !self.allowed.is_empty() || !configured.is_empty(),
        }
    }
}

impl Pages {
    /// The answer to a browser that asks whether a page may send a request; it has no key to show.
    /// To a page that may not, it allows nothing.
    pub fn preflight(&self, request: &Request<Body>) -> Option<Response<Body>> {
        let headers = request.headers();
        let asks = request.method() == Method::OPTIONS
            && headers.contains_key(ORIGIN)
            && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        if !asks {
            return None;
        }
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        if self.allowed.is_some() {
            let headers = response.headers_mut();
            headers.insert(ACCESS_CONTROL_ALLOW_METHODS, METHODS);
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS);
            headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
        }
        Some(response)
    }
    /// Adds to an answer what it says to pages of the request's origin. It varies with the origin
    /// also where none was sent: a cache must not give that answer to a page.
    pub fn add_headers(self, response: &mut Response<Body>) {
        if !self.any {
            return;
        }
        let headers = response.headers_mut();
        headers.append(VARY, HeaderValue::from_static("Origin"));
        if let Some(origin) = self.allowed {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, ANSWER_HEADERS);
        }
    }
}
