//! What is mounted: the program on a page.
use super::{
    launch::Launched,
    served::{SERVED, family_of},
};
use crate::{
    api::{Family, caller::Caller, limited, openapi, router, wire},
    base::problem::Problem,
    tls::{ServerCertificate, pem_of},
    twin::fleet::Fleet,
};
use axum::{
    Router,
    extract::Request,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{
    HeaderMap, HeaderValue,
    header::{ACCEPT, CONTENT_TYPE},
};
use std::sync::Arc;

/// Every route. Who calls is in the request already.
pub fn routes(launched: &Launched) -> Router {
    let (fleet, certificate) = (launched.fleet.clone(), launched.certificate.clone());
    let families = SERVED.iter().fold(Router::new(), |all, family| {
        let document = documented(*family, fleet.clone());
        let path = format!("{}/openapi.json", family.base());
        all.merge(limited(router(*family, &fleet), *family, &fleet))
            .route(&path, document)
    });
    families
        .route("/public.cer", public_certificate(certificate))
        .route("/health", health())
        .route("/_wiretwin/health", health())
        .fallback(no_such_path)
        .method_not_allowed_fallback(no_such_method)
}

/// The document of a family, for the firmware of the caller's twin or else the default one.
fn documented(family: Family, fleet: Arc<Fleet>) -> axum::routing::MethodRouter {
    get(move |request: Request| async move {
        let permit = request.extensions().get().and_then(Caller::permit);
        let permit = permit
            .cloned()
            .map_or_else(|| family.wording.anyone(&fleet), Ok);
        match permit {
            Ok(permit) => (
                [(CONTENT_TYPE, wire::JSON)],
                openapi::document(family, permit.firmware).to_string(),
            )
                .into_response(),
            Err(problem) => family.render(&problem),
        }
    })
}

/// That the server is ready: it answers.
fn health() -> axum::routing::MethodRouter {
    get(|| async { ([(CONTENT_TYPE, wire::JSON)], r#"{"status":"ready"}"#) })
}

/// The certificate to trust, as the guide's Example 1 fetches it: PEM, which every client reads;
/// DER for who asks for it.
fn public_certificate(certificate: Arc<ServerCertificate>) -> axum::routing::MethodRouter {
    const DER: HeaderValue = HeaderValue::from_static("application/pkix-cert");
    const PEM: HeaderValue = HeaderValue::from_static("application/x-x509-ca-cert");
    get(move |headers: HeaderMap, request: Request| async move {
        let shown = certificate.shown();
        let named = request.uri().query() == Some("format=der");
        let accepted = headers.get(ACCEPT).is_some_and(|accept| accept == DER);
        match named || accepted {
            true => ([(CONTENT_TYPE, DER)], shown.trusted.clone()).into_response(),
            false => ([(CONTENT_TYPE, PEM)], pem_of(&shown.trusted)).into_response(),
        }
    })
}

async fn no_such_path(request: Request) -> Response {
    if let Some(later) = later(&request) {
        return later;
    }
    let what = format!("There is no {} here.", request.uri().path());
    render(request.uri().path(), &Problem::NotFound(what))
}

async fn no_such_method(request: Request) -> Response {
    if let Some(later) = later(&request) {
        return later;
    }
    let what = format!(
        "{} does not take {}; the Allow header says what it takes.",
        request.uri().path(),
        request.method()
    );
    render(request.uri().path(), &Problem::MethodNotAllowed(what))
}

/// The answer of an operation of later firmware, which is not served.
fn later(request: &Request) -> Option<Response> {
    let (method, path) = (request.method(), request.uri().path());
    let family = family_of(path);
    let since = (family.later)(method, path.strip_prefix(family.base())?)?;
    let permit = request.extensions().get().and_then(Caller::permit)?;
    let what = match permit.firmware < since {
        true => format!(
            "Firmware {} has no {method} {path}; it came with firmware {since}.",
            permit.firmware
        ),
        false => format!("{method} {path} came with firmware {since}; wiretwin does not have it."),
    };
    Some(family.render(&Problem::NotFound(what)))
}

/// In the words of the family under whose base the path is.
fn render(path: &str, problem: &Problem) -> Response {
    family_of(path).render(problem)
}
