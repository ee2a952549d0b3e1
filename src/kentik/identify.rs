//! Who calls: the user of an e-mail address, with that user's token.
use super::{tokens, users};
use crate::{
    api::Wording,
    base::problem::{Problem, Result},
    twin::{
        access::{ApiInfo, Level, Permit, UnknownNames, User},
        fleet::Fleet,
    },
};
use http::{HeaderMap, StatusCode};
use subtle::ConstantTimeEq;

const API: &ApiInfo = &ApiInfo {
    base: "/api/v5",
    component: "Kentik V5 API",
    // Kentik ignores what it does not know, and says nothing.
    unknown_names: UnknownNames::Ignore,
    level: |level| match level {
        Level::ReadOnly => "member",
        _ => "administrator",
    },
};

pub const WORDING: Wording = Wording {
    api: API,
    error: "error",
    refused: StatusCode::BAD_REQUEST,
    missing: "The credentials are missing: send the headers X-CH-Auth-Email and X-CH-Auth-API-Token.",
};

pub const EMAIL: &str = "X-CH-Auth-Email";
pub const TOKEN: &str = "X-CH-Auth-API-Token";

/// The e-mail address of a user and that user's token.
pub fn identify(fleet: &Fleet, headers: &HeaderMap) -> Result<Option<Permit>> {
    let sent = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let (Some(email), Some(token)) = (sent(EMAIL), sent(TOKEN)) else {
        return Ok(None);
    };
    let permit = holder(fleet, email, token);
    let unknown = || Problem::Unauthorized("Unauthorized: the token is not this user's.".into());
    permit.ok_or_else(unknown).map(Some)
}

/// The user of this address, if the token is theirs.
fn holder(fleet: &Fleet, email: &str, token: &str) -> Option<Permit> {
    let digest = tokens::digest(token);
    let (twin, id) = fleet.twin_of(&digest)?;
    let state = twin.store.published_state();
    let stored = state.get::<tokens::Token>(id).ok()?;
    let same: bool = stored.sha256.ct_eq(&digest).into();
    let user = state.get::<users::User>(stored.user_id).ok()?;
    if !same || !user.user_email.eq_ignore_ascii_case(email.trim()) {
        return None;
    }
    let user = User {
        id: user.id,
        name: user.user_email.as_str().into(),
        level: user.role.level(),
    };
    Some(Permit::new(user, twin, API))
}
