//! The way of every request, from the first look at its path to the headers of its answer; the same for
//! who calls in process and over a connection.
use super::{
    app::routes,
    cors::{Cors, Pages},
    headers::add_headers,
    launch::Launched,
    request_log::Logged,
    request_path::normalize,
    served::family_of,
    zipped::{compressing, with_length},
};
use crate::{
    api::{Family, caller::Caller},
    base::{origin::Origin, problem::Problem},
    twin::{Twin, fleet::Fleet},
};
use anyhow::anyhow;
use axum::{Router, body::Body, extract::Request, response::Response};
use futures_util::FutureExt;
use http::{
    HeaderMap, Method,
    header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, ORIGIN},
};
use http_body::Body as _;
use std::{any::Any, convert::Infallible, panic::AssertUnwindSafe, sync::Arc};
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
        let mut logged = tracing::enabled!(tracing::Level::INFO)
            .then(|| Logged::new(request.method(), request.uri()));
        // HEAD is worked out as its GET, so that it has the same headers.
        let is_head = request.method() == Method::HEAD;
        if is_head {
            *request.method_mut() = Method::GET;
        }
        let family = family_of(request.uri().path());
        let caller = Caller::of((family.identify)(&self.fleet, request.headers()));
        if let Some(logged) = &mut logged {
            logged.called_by(&caller);
        }
        let held = self.held(&caller);
        let pages = self.pages(&caller, family, request.headers());
        request.extensions_mut().insert(caller);
        let zips = takes_gzip(&request);
        let mut response = match pages.preflight(&request) {
            Some(response) => response,
            None => self.route(request, family, zips).await,
        };
        if let Some(logged) = logged {
            logged.answered(&response);
        }
        if zips && response.headers().contains_key(CONTENT_ENCODING) {
            response = with_length(response, family).await;
        }
        add_headers(&mut response, held);
        pages.add_headers(&mut response);
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
        caught(family, routes.call(request)).await
    }

    /// What pages may read of the answer: those of the caller's twin, and where nobody is known, as in
    /// a preflight, those of any twin.
    fn pages(&self, caller: &Caller, family: &Family, headers: &HeaderMap) -> Pages {
        let of = |twin: &Twin| (family.allowed_origins)(&twin.store.published_state());
        let configured = match caller.permit() {
            Some(permit) => of(permit),
            // Who asks without a key and is no page hears nothing of origins.
            None if !headers.contains_key(ORIGIN) => vec![],
            None => {
                let members = self.fleet.members();
                members.iter().flat_map(|member| of(&member.twin)).collect()
            }
        };
        self.cors.pages(headers, &configured)
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

/// The answer, also where its handling panics.
async fn caught(
    family: &Family,
    handling: impl Future<Output = Result<Response, Infallible>>,
) -> Response {
    match AssertUnwindSafe(handling).catch_unwind().await {
        Ok(Ok(response)) => response,
        Err(cause) => panicked(family, cause),
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

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use http_body_util::BodyExt;

    async fn sums(request: Request) -> String {
        let number: i64 = request.uri().query().unwrap().parse().unwrap();
        (number + 1).to_string()
    }

    #[tokio::test]
    async fn a_panic_is_an_internal_error_and_the_next_request_is_answered() {
        let mut routes = Router::new().route("/", get(sums));
        for base in ["/api/v1/x", "/api/v5/x"] {
            for (number, status) in [("9223372036854775807", 500), ("1", 200)] {
                let request = Request::get(format!("/?{number}")).body(Body::empty());
                let handling = routes.call(request.unwrap());
                let response = caught(family_of(base), handling).await;
                assert_eq!(response.status(), status);
                let body = response.into_body().collect().await.unwrap().to_bytes();
                let body = String::from_utf8(body.into()).unwrap();
                assert!(!body.contains("overflow"), "{body}");
                assert_eq!(status == 200, body == "2", "{body}");
            }
        }
    }
}
