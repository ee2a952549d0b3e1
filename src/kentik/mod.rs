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
mod fixture;
mod identify;
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
pub mod switches;
pub mod tags;
pub mod tenants;
pub mod tokens;
mod types;
pub mod users;

use crate::{
    api::{Family, Operation},
    base::{platform::Platform, problem::Result},
    store::{Draft, Ends, Kind},
    twin::{
        access::Level,
        contents::{ApiContents, Secrets},
    },
};
use identify::{EMAIL, TOKEN};
use serde_json::json;
use users::{ADMINISTRATOR as ADMINISTRATOR_EMAIL, MEMBER as MEMBER_EMAIL};

pub const FAMILY: Family = Family {
    name: "kentik",
    title: "Kentik V5 API",
    about: "Answered by wiretwin, an emulator. Times are ISO 8601 in UTC.",
    wording: identify::WORDING,
    other_bases: &["/api/next/v5"],
    identify: identify::identify,
    security: || {
        json!({
            "email": {"type": "apiKey", "in": "header", "name": EMAIL},
            "token": {"type": "apiKey", "in": "header", "name": TOKEN},
        })
    },
    operations,
    limits: Some(limits::LIMITS),
    contents: &CONTENTS,
    ready: |tokens| {
        let ready = json!({
            "email": ADMINISTRATOR_EMAIL,
            "administrator_token": tokens[&Level::FullSystem],
            "member_email": MEMBER_EMAIL,
            "member_token": tokens[&Level::ReadOnly],
        });
        ("kentik", ready)
    },
    start_text: |tokens| {
        let token = &tokens[&Level::FullSystem];
        format!("kentik   {ADMINISTRATOR_EMAIL} {token}")
    },
};

pub static CONTENTS: ApiContents = ApiContents {
    name: "kentik",
    kinds,
    relations,
    secrets: Secrets {
        name: "kentik_tokens",
        levels: &[Level::FullSystem, Level::ReadOnly],
        come_first: false,
    },
    accounts: users::accounts,
    complete,
    network: None,
    observe: |_, _| Ok(()),
    restart: |_| Ok(()),
    keys: |state| {
        let tokens = state.all::<tokens::Token>();
        tokens.map(|token| (token.sha256, token.id)).collect()
    },
    parts: |parts| {
        if !parts.has::<switches::Switches>() {
            parts.insert(switches::Switches::default());
        }
    },
    fixture: fixture::HOOKS,
};

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
