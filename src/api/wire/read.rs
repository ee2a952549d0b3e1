//! Bodies as bytes, of a type and a length that are taken.
use crate::{
    api::incoming::Incoming,
    base::problem::{Problem, Result, malformed, shortened},
};
use axum::BoxError;
use bytes::{Bytes, BytesMut};
use http::{
    HeaderMap,
    header::{CONTENT_LENGTH, CONTENT_TYPE},
};
use http_body::{Body as _, Frame};
use http_body_util::{BodyExt, LengthLimitError, Limited};

/// Nothing, JSON, text, and what `curl -d` and Python's urllib say when nobody chose a type.
pub fn takes_json(headers: &HeaderMap) -> Result<()> {
    let Some(given) = headers.get(CONTENT_TYPE) else {
        return Ok(());
    };
    if given == "application/json" {
        return Ok(());
    }
    let given = String::from_utf8_lossy(given.as_bytes());
    let essence = given.split(';').next().unwrap_or_default().trim();
    let is = |name: &str| essence.eq_ignore_ascii_case(name);
    let known = essence.is_empty()
        || is("application/json")
        || is("text/json")
        || is("text/plain")
        || is("application/x-www-form-urlencoded")
        || essence.to_ascii_lowercase().ends_with("+json");
    let mut parameters = given.split(';').skip(1);
    match known && parameters.all(is_utf8) {
        true => Ok(()),
        false => Err(Problem::MediaType {
            given: shortened(&given).into_owned(),
            wanted: "application/json",
        }),
    }
}
/// Whether a parameter of a media type says nothing against UTF-8.
fn is_utf8(parameter: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else {
        return true;
    };
    let charset = value.trim().trim_matches('"').to_ascii_lowercase();
    let known = matches!(charset.as_str(), "utf-8" | "utf8" | "us-ascii" | "ascii");
    known || !name.trim().eq_ignore_ascii_case("charset")
}
/// The body of a request, of no more bytes than are allowed.
pub async fn body(from: &mut Incoming) -> Result<Bytes> {
    let most = from.limit;
    let announced = from
        .head
        .headers
        .get(CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > most) {
        return Err(Problem::TooLarge(most));
    }
    let mut body = Limited::new(from.take_body(), most);
    // Most bodies come in one piece, which needs no copy.
    let first = data(body.frame().await, most)?;
    if body.is_end_stream() {
        return Ok(first);
    }
    let mut whole = BytesMut::from(first);
    while let Some(frame) = body.frame().await {
        whole.extend_from_slice(&data(Some(frame), most)?);
    }
    Ok(whole.freeze())
}
/// The bytes of a piece of a body; trailers have none.
fn data(frame: Option<Result<Frame<Bytes>, BoxError>>, most: usize) -> Result<Bytes> {
    let frame = frame
        .transpose()
        .map_err(|why| match why.is::<LengthLimitError>() {
            true => Problem::TooLarge(most),
            false => malformed("the body ended before its announced length"),
        })?;
    Ok(frame
        .and_then(|frame| frame.into_data().ok())
        .unwrap_or_default())
}
