//! Bodies as bytes, of a type and a length that are taken.
use super::coding::Coding;
use crate::{
    api::{
        body_room::SMALL,
        incoming::{BodyTooSlow, Incoming},
    },
    base::{
        brief::shortened,
        problem::{Problem, Result, malformed},
    },
};
use axum::body::Body;
use bytes::Bytes;
use http::{
    HeaderMap,
    header::{CONTENT_LENGTH, CONTENT_TYPE},
};
use http_body::{Body as _, Frame};
use http_body_util::BodyExt;

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
/// The body of a request, decoded, of no more bytes than are allowed.
pub async fn body(from: &mut Incoming) -> Result<Bytes> {
    let most = from.limit;
    let coding = Coding::of(&from.head.headers)?;
    let announced = from
        .head
        .headers
        .get(CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    let announced = announced.unwrap_or_default();
    if announced > most {
        return Err(Problem::TooLarge(most));
    }
    let mut body = from.take_body();
    // Most bodies come in one piece, which needs no copy.
    let first = data(body.frame().await)?;
    let sent = match body.is_end_stream() {
        true if first.len() > most => return Err(Problem::TooLarge(most)),
        true => {
            from.room.hold(first.len()).await?;
            first
        }
        false => collect(from, body, first, announced).await?,
    };
    match coding {
        None => Ok(sent),
        Some(coding) => coding.decode(sent, most, &mut from.room).await,
    }
}
/// A body that comes in pieces.
async fn collect(
    from: &mut Incoming,
    mut body: Body,
    first: Bytes,
    announced: usize,
) -> Result<Bytes> {
    let mut whole = Vec::with_capacity(announced.min(SMALL).max(first.len()));
    let mut piece = first;
    let mut counted = 0_usize;
    loop {
        let length = whole.len().saturating_add(piece.len());
        if length > from.limit {
            return Err(Problem::TooLarge(from.limit));
        }
        if length > SMALL {
            // Nothing is held for what was only promised.
            match length <= announced {
                true => from.room.hold(announced).await?,
                false => from.room.hold_growing(length).await?,
            }
            whole.reserve_exact(announced.saturating_sub(whole.len()));
            counted = piece.len().saturating_add(counted);
        }
        whole.extend_from_slice(&piece);
        drop(piece);
        let frame = tokio::select! {
            biased;
            frame = body.frame() => frame,
            () = from.room.is_owed(counted) => return Err(owed()),
        };
        let Some(frame) = frame else {
            return Ok(whole.into());
        };
        piece = data(Some(frame))?;
    }
}
/// The answer to who sends too slowly while others wait.
fn owed() -> Problem {
    Problem::Protocol {
        status: 408,
        why: "the body came too slowly while others wait for its room: then at least 256 KiB must \
              come in a second"
            .into(),
    }
}
/// The bytes of a piece of a body; trailers have none.
fn data(frame: Option<Result<Frame<Bytes>, axum::Error>>) -> Result<Bytes> {
    let frame = frame
        .transpose()
        .map_err(|why| match why.into_inner().is::<BodyTooSlow>() {
            true => Problem::Protocol {
                status: 408,
                why: "the body came too slowly: at least 1 KiB must come in 30 seconds".into(),
            },
            false => malformed("the body ends before its length, or its chunks are malformed"),
        })?;
    Ok(frame
        .and_then(|frame| frame.into_data().ok())
        .unwrap_or_default())
}
