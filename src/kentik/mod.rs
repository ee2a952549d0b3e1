//! The Kentik V5 API, one file for each resource: a company over the network of the same twin.
mod address;
pub mod alerts;
pub mod batch;
pub mod company;
mod create_answer;
pub mod custom_applications;
pub mod custom_dimensions;
pub mod devices;
mod email;
pub mod filters;
pub mod interfaces;
pub mod labels;
mod levels;
mod limits;
pub mod matching;
pub mod plans;
pub mod populators;
pub mod query;
pub mod saved_filters;
pub mod sites;
pub mod tags;
pub mod tenants;
pub mod tokens;
mod types;
pub mod users;

use crate::{
    api::{Family, Operation},
    base::problem::{Problem, Result},
    store::{Draft, Ends, Kind},
    twin::{
        Platform,
        access::{ApiInfo, Level, Permit, User},
        fleet::Fleet,
    },
};
use http::{HeaderMap, StatusCode};
use subtle::ConstantTimeEq;

pub const FAMILY: Family = Family {
    name: "kentik",
    title: "Kentik V5 API",
    about: "Answered by wiretwin, an emulator. Times are ISO 8601 in UTC.",
    api: &ApiInfo {
        base: "/api/v5",
        component: "Kentik V5 API",
        level: |level| match level {
            Level::ReadOnly => "member",
            _ => "administrator",
        },
    },
    error: "error",
    refused: StatusCode::BAD_REQUEST,
    missing: "The credentials are missing: send the headers X-CH-Auth-Email and X-CH-Auth-API-Token.",
    identify,
    security: || {
        serde_json::json!({
            "email": {"type": "apiKey", "in": "header", "name": EMAIL},
            "token": {"type": "apiKey", "in": "header", "name": TOKEN},
        })
    },
    operations,
    limits: Some(limits::LIMITS),
    kinds,
    relations,
    accounts: users::accounts,
    complete,
    observe: |_, _| Ok(()),
    restart: |_| Ok(()),
    keys: |state| {
        let tokens = state.all::<tokens::Token>();
        tokens.map(|token| (token.sha256, token.id)).collect()
    },
};

const EMAIL: &str = "X-CH-Auth-Email";
const TOKEN: &str = "X-CH-Auth-API-Token";

/// Every operation, resource after resource.
pub fn operations() -> Vec<Operation> {
    [
        alerts::operations(),
        batch::operations(),
        custom_applications::operations(),
        devices::operations(),
        custom_dimensions::operations(),
        interfaces::operations(),
        labels::operations(),
        plans::operations(),
        populators::operations(),
        query::operations(),
        saved_filters::operations(),
        sites::operations(),
        tags::operations(),
        tenants::operations(),
        users::operations(),
    ]
    .concat()
}

/// Every kind of object that a company has, in the order of a fixture.
pub fn kinds() -> Vec<&'static Kind> {
    vec![
        Kind::of::<company::Company>(),
        Kind::of::<users::User>(),
        Kind::of::<tokens::Token>(),
        Kind::of::<plans::Plan>(),
        Kind::of::<sites::Site>(),
        Kind::of::<labels::DeviceLabel>(),
        Kind::of::<devices::Device>(),
        Kind::of::<interfaces::Interface>(),
        Kind::of::<devices::RemovedDevice>(),
        Kind::of::<tags::Tag>(),
        Kind::of::<custom_dimensions::CustomDimension>(),
        Kind::of::<populators::Populator>(),
        Kind::of::<batch::Batch>(),
        Kind::of::<custom_applications::CustomApplication>(),
        Kind::of::<saved_filters::SavedFilter>(),
        Kind::of::<alerts::Mitigation>(),
        Kind::of::<tenants::Tenant>(),
        Kind::of::<tenants::TenantUser>(),
    ]
}

/// Every relation, by the ends that links are stored under.
pub fn relations() -> Vec<&'static Ends> {
    vec![labels::LABELLED.ends()]
}

/// The objects that no fixture has to name.
fn complete(draft: &mut Draft, _: Platform) -> Result<()> {
    company::complete(draft)?;
    plans::complete(draft)?;
    tenants::complete(draft)
}

/// The e-mail address of a user and that user's token.
fn identify(fleet: &Fleet, headers: &HeaderMap) -> Result<Option<Permit>> {
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
    Some(Permit::new(user, twin, FAMILY.api))
}
