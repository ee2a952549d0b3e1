//! Who calls: the user whose API key a request carries.
use super::resources::{apikeys::ApiKey, users};
use crate::{
    api::Wording,
    base::{
        problem::{Problem, Result},
        secret::Digest,
    },
    twin::{
        access::{ApiInfo, Level, Permit, UnknownNames, User},
        fleet::Fleet,
    },
};
use http::{HeaderMap, StatusCode, header::AUTHORIZATION};
use subtle::ConstantTimeEq;

const API: &ApiInfo = &ApiInfo {
    base: "/api/v1",
    component: "REST API",
    unknown_names: UnknownNames::NameOrRefuse,
    level: Level::as_str,
};

pub const WORDING: Wording = Wording {
    api: API,
    error: "error_message",
    refused: StatusCode::UNPROCESSABLE_ENTITY,
    missing: "The API key is missing: send the header Authorization: ExtraHop apikey=KEY.",
};

/// `Authorization: ExtraHop apikey=KEY` and nothing else. The scheme and the name of the parameter are
/// read in any case and with any blanks around them (RFC 9110, 11.1 and 11.2).
pub fn identify(fleet: &Fleet, headers: &HeaderMap) -> Result<Option<Permit>> {
    let Some(given) = headers.get(AUTHORIZATION) else {
        return Ok(None);
    };
    let Some(key) = key_of(given.as_bytes()) else {
        return Err(Problem::Unauthorized(
            "Invalid access token: send the header Authorization: ExtraHop apikey=KEY.".into(),
        ));
    };
    let permit =
        holder(fleet, key).ok_or_else(|| Problem::Unauthorized("Invalid access token.".into()))?;
    Ok(Some(permit))
}

/// The key of `ExtraHop apikey=KEY`.
fn key_of(authorization: &[u8]) -> Option<&[u8]> {
    let authorization = authorization.trim_ascii();
    let blank = authorization.iter().position(u8::is_ascii_whitespace)?;
    let (scheme, rest) = authorization.split_at(blank);
    let (name, key) = rest.split_at(rest.iter().position(|byte| *byte == b'=')?);
    let is_ours = scheme.eq_ignore_ascii_case(b"ExtraHop")
        && name.trim_ascii().eq_ignore_ascii_case(b"apikey");
    let key = key[1..].trim_ascii();
    (is_ours && !key.is_empty()).then_some(key)
}

/// The user whose key it is; a key of a disabled or deleted user opens nothing.
fn holder(fleet: &Fleet, key: &[u8]) -> Option<Permit> {
    let digest = Digest::of(key);
    let (twin, id) = fleet.twin_of(&digest)?;
    let state = twin.store.published_state();
    let stored = state.get::<ApiKey>(id).ok()?;
    let same: bool = stored.sha256.ct_eq(&digest).into();
    let user = state.get::<users::User>(stored.user_id?).ok()?;
    if !same || !user.enabled {
        return None;
    }
    let user = User {
        id: user.id,
        name: user.username.as_str().into(),
        level: user.level(),
    };
    Some(Permit::new(user, twin, API))
}
