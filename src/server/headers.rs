//! The headers of the guide's examples.
use crate::{api::wire::JSON, base::clock::Millis};
use axum::body::Body;
use http::{
    HeaderValue, Response, StatusCode,
    header::{
        CACHE_CONTROL, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, DATE, HeaderName, SERVER, VARY,
        VIA,
    },
};
use std::{
    pin::Pin,
    sync::LazyLock,
    task::{Context, Poll},
    time::{Duration, UNIX_EPOCH},
};

/// How many requests a connection serves, and for how long it may stay idle, as the guide's
/// `Keep-Alive` headers say.
pub const REQUESTS: u32 = 100;
pub const IDLE: Duration = Duration::from_secs(45);

/// The headers of every answer; `held` is the time at which the twin's clock stands.
pub fn add_headers(response: &mut Response<Body>, held: Option<Millis>) {
    if response.status() == StatusCode::NO_CONTENT {
        let length = HeaderValue::from_static("0");
        response.headers_mut().insert(CONTENT_LENGTH, length);
        *response.body_mut() = Body::new(Nothing);
    }
    let headers = response.headers_mut();
    headers.insert(VIA, HeaderValue::from_static("1.1 localhost"));
    headers.insert(SERVER, HeaderValue::from_static("Apache"));
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("private, max-age=0"),
    );
    if headers.get(CONTENT_TYPE).is_some_and(|kind| kind == JSON) {
        headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    }
    if let Some(date) = held.and_then(http_date) {
        headers.insert(DATE, date);
    }
}

/// What a connection says of itself: `left` is how many requests it has left with this one.
pub fn add_connection_headers(response: &mut Response<Body>, left: u32, ends: bool) {
    const KEEP_ALIVE: HeaderName = HeaderName::from_static("keep-alive");
    let headers = response.headers_mut();
    if ends {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    } else {
        headers.insert(CONNECTION, HeaderValue::from_static("Keep-Alive"));
        headers.insert(KEEP_ALIVE, keep_alive(left - 1));
    }
}

/// `timeout=45, max=99`, for each number there is made once.
fn keep_alive(left: u32) -> HeaderValue {
    static TEXTS: LazyLock<Vec<HeaderValue>> = LazyLock::new(|| {
        let texts = (0..REQUESTS).map(|left| format!("timeout={}, max={left}", IDLE.as_secs()));
        texts
            .filter_map(|text| HeaderValue::try_from(text).ok())
            .collect()
    });
    TEXTS[left as usize].clone()
}

/// A body of no bytes that does not say so from the start: hyper then leaves the length of a 204
/// in place, which the appliance's web server sends and HTTP itself has no need of.
struct Nothing;

impl http_body::Body for Nothing {
    type Data = bytes::Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<bytes::Bytes>, Self::Error>>> {
        Poll::Ready(None)
    }
    fn size_hint(&self) -> http_body::SizeHint {
        http_body::SizeHint::with_exact(0)
    }
}

/// A moment as `Thu, 19 Nov 2015 23:20:07 GMT`; none before 1970 and after 9999.
fn http_date(at: Millis) -> Option<HeaderValue> {
    const LAST: u64 = 253_402_300_799;
    let seconds = u64::try_from(at).ok()? / 1000;
    let date = UNIX_EPOCH + Duration::from_secs(seconds);
    let text = (seconds <= LAST).then(|| httpdate::fmt_http_date(date))?;
    HeaderValue::try_from(text).ok()
}
