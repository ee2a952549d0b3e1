//! The way of every request, from the first look at its path to the headers of its answer; the same for
//! who calls in process and over a connection.
use super::{
    app::routes,
    cors::Cors,
    headers::add_headers,
    launch::Launched,
    origin::Origin,
    request_log::logged_path,
    request_path::normalize,
    served::family_of,
    zipped::{compressing, with_length},
};
use crate::{
    api::{Family, caller::Caller},
    base::problem::Problem,
    twin::fleet::Fleet,
};
use anyhow::anyhow;
use axum::{Router, body::Body, extract::Request, response::Response};
use futures_util::FutureExt;
use http::{
    Method,
    header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH},
};
use http_body::Body as _;
use std::{any::Any, panic::AssertUnwindSafe, sync::Arc};
use tower::Service;

/// What a server serves.
#[derive(Clone)]
pub struct Pipeline {
    routes: Router,
    /// The same with compressed answers.
    compressing: Router,
    fleet: Arc<Fleet>,
    cors: Cors,
}

impl Pipeline {
    pub fn new(launched: &Launched, allowed_origins: &[Origin]) -> Self {
        let routes = routes(launched);
        Self {
            compressing: compressing(routes.clone()),
            routes,
            fleet: launched.fleet.clone(),
            cors: Cors::new(allowed_origins),
        }
    }

    /// Answers a request, whatever comes.
    pub async fn answer(&self, mut request: Request) -> Response {
        normalize(request.uri_mut());
        let called = tracing::enabled!(tracing::Level::INFO)
            .then(|| (request.method().clone(), logged_path(request.uri())));
        let allowed = self.cors.allowed(request.headers());
        // HEAD is worked out as its GET, so that it has the same headers.
        let is_head = request.method() == Method::HEAD;
        if is_head {
            *request.method_mut() = Method::GET;
        }
        let family = family_of(request.uri().path());
        let caller = Caller::of((family.identify)(&self.fleet, request.headers()));
        let held = self.held(&caller);
        request.extensions_mut().insert(caller);
        let zips = takes_gzip(&request);
        let mut response = match self.cors.preflight(&request) {
            Some(response) => response,
            None => self.route(request, family, zips).await,
        };
        if let Some((method, path)) = called {
            tracing::info!(%method, path, status = response.status().as_u16(), "request");
        }
        if zips && response.headers().contains_key(CONTENT_ENCODING) {
            response = with_length(response, family).await;
        }
        add_headers(&mut response, held);
        self.cors.add_headers(&mut response, allowed);
        if is_head {
            without_body(&mut response);
        }
        response
    }

    /// The answer of a request that breaks a rule of HTTP, in the words of the API of its path.
    pub fn refuse(&self, path: &str, problem: &Problem) -> Response {
        let mut response = family_of(path).render(problem);
        add_headers(&mut response, self.held(&Caller::Nobody));
        response
    }

    async fn route(&self, request: Request, family: &Family, zips: bool) -> Response {
        let mut routes = match zips {
            true => self.compressing.clone(),
            false => self.routes.clone(),
        };
        let answered = AssertUnwindSafe(routes.call(request)).catch_unwind();
        match answered.await {
            Ok(Ok(response)) => response,
            Err(cause) => panicked(family, cause),
        }
    }

    /// The time at which the clock of the caller's twin stands; that of the default twin where
    /// nobody is known.
    fn held(&self, caller: &Caller) -> Option<i64> {
        match caller.permit() {
            Some(permit) => permit.clock.held(),
            None => self.fleet.twin(Fleet::DEFAULT)?.clock.held(),
        }
    }
}

/// The answer of a request whose handling panicked.
fn panicked(family: &Family, cause: Box<dyn Any + Send>) -> Response {
    let why = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or(cause.downcast_ref::<&str>().copied());
    let why = why.unwrap_or("no word of why");
    family.render(&Problem::Internal(anyhow!("a request panicked: {why}")))
}

/// The headers alone; they say how long the body would be.
fn without_body(response: &mut Response) {
    let length = response.body().size_hint().exact();
    let said = response.headers().contains_key(CONTENT_LENGTH);
    if let Some(length) = length.filter(|_| !said) {
        response.headers_mut().insert(CONTENT_LENGTH, length.into());
    }
    *response.body_mut() = Body::empty();
}

/// Whether it is worth while to look closer at what the client accepts.
fn takes_gzip(request: &Request<Body>) -> bool {
    let accepted = request
        .headers()
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok());
    accepted.is_some_and(|value| value.contains("gzip") || value.contains('*'))
}
