//! Who calls: the holder of a key of the ExtraHop API.
use crate::{
    api::Wording,
    base::problem::Result,
    extrahop,
    twin::{
        access::{ApiInfo, Level, Permit, UnknownNames},
        fleet::Fleet,
    },
};
use http::{HeaderMap, StatusCode};

const API: &ApiInfo = &ApiInfo {
    base: "/_wiretwin",
    component: "control API",
    unknown_names: UnknownNames::Refuse,
    level: Level::as_str,
};

pub const WORDING: Wording = Wording {
    api: API,
    error: "error_message",
    refused: StatusCode::BAD_REQUEST,
    missing: "The API key is missing: send the header Authorization: ExtraHop apikey=KEY.",
};

pub fn identify(fleet: &Fleet, headers: &HeaderMap) -> Result<Option<Permit>> {
    let permit = (extrahop::FAMILY.identify)(fleet, headers)?;
    Ok(permit.map(|permit| permit.through(API)))
}
