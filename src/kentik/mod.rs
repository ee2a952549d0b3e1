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
    api::{Accounts, Family, Operation, Part, part},
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
    later: |_, _| None,
    limits: Some(limits::LIMITS),
    allowed_origins: |_| vec![],
    accounts: Some(Accounts {
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
    }),
};

pub static CONTENTS: ApiContents = ApiContents {
    name: "kentik",
    kinds: || part::kinds(PARTS),
    relations: || part::relations(PARTS),
    secrets: Secrets {
        name: "kentik_tokens",
        levels: &[Level::FullSystem, Level::ReadOnly],
        come_first: false,
    },
    accounts: users::accounts,
    complete: |draft, platform| part::complete(PARTS, draft, platform),
    built_in: |draft, platform, firmware| part::built_in(PARTS, draft, platform, firmware),
    network: None,
    observe: |draft, network| part::observe(PARTS, draft, network),
    restart: |draft| part::restart(PARTS, draft),
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

/// In the order of a fixture: what others refer to comes before them.
const PARTS: &[Part] = &[
    company::PART,
    users::PART,
    tokens::PART,
    plans::PART,
    sites::PART,
    labels::PART,
    devices::PART,
    interfaces::PART,
    tags::PART,
    custom_dimensions::PART,
    populators::PART,
    batch::PART,
    custom_applications::PART,
    saved_filters::PART,
    alerts::PART,
    tenants::PART,
    query::PART,
];

/// Every operation, resource after resource.
pub fn operations() -> Vec<Operation> {
    part::operations(PARTS)
}
