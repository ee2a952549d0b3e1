//! The ExtraHop REST API: its resources, and what concerns all of them.
mod assignable;
mod builtin;
pub mod bundles;
pub mod configuration;
pub mod customizations;
mod fixture;
mod fixture_checks;
mod fixture_devices;
mod fixture_fields;
mod identify;
mod later_paths;
mod placement;
pub mod resources;
pub mod supportpacks;

use crate::{
    api::{Accounts, Family, Operation, Part, part},
    store::{Ends, Kind},
    twin::{
        access::Level,
        appliance::Appliance,
        contents::{ApiContents, Secrets},
    },
};
use resources::{alerts, apikeys, devices, metrics, runningconfig, simulation, users};
use serde_json::json;

pub const FAMILY: Family = Family {
    name: "extrahop",
    title: "ExtraHop REST API",
    about: "Answered by wiretwin, an emulator. Times are milliseconds since the Unix epoch.",
    wording: identify::WORDING,
    other_bases: &[],
    identify: identify::identify,
    security: || {
        json!({"credentials": {
            "type": "apiKey", "in": "header", "name": "Authorization",
            "description": "`ExtraHop apikey=KEY`",
        }})
    },
    operations,
    later: later_paths::since,
    limits: None,
    allowed_origins: runningconfig::allowed_origins,
    accounts: Some(Accounts {
        contents: &CONTENTS,
        ready: |keys| ("api_keys", json!(keys)),
        start_text: |keys| {
            let key = &keys[&Level::FullSystem];
            format!("key      {key}  (full system privileges)")
        },
    }),
};

pub static CONTENTS: ApiContents = ApiContents {
    name: "extrahop",
    kinds,
    relations,
    secrets: Secrets {
        name: "api_keys",
        levels: &Level::ALL,
        come_first: true,
    },
    accounts: users::accounts,
    complete: |draft, platform| part::complete(parts(), draft, platform),
    built_in: |draft, platform, firmware| part::built_in(parts(), draft, platform, firmware),
    network: Some(simulation::network),
    observe: |draft, network| part::observe(parts(), draft, network),
    restart: |draft| part::restart(parts(), draft),
    keys: |state| {
        let keys = state.all::<apikeys::ApiKey>();
        keys.map(|key| (key.sha256, key.id)).collect()
    },
    parts: |parts| {
        parts.insert(Appliance {
            mac_address: devices::mac_address,
            alarms: alerts::alarms,
        });
        parts.insert(devices::search::DeviceLists::default());
        parts.insert(metrics::node_queries::NodeQueries::default());
    },
    fixture: fixture::HOOKS,
};

/// The resources that the configuration is made of, and those that deal with it as a whole.
fn parts() -> impl Iterator<Item = &'static Part> {
    let whole = &[supportpacks::PART, bundles::PART, customizations::PART];
    resources::PARTS.iter().chain(whole)
}

/// Every operation, resource after resource.
pub fn operations() -> Vec<Operation> {
    part::operations(parts())
}
/// Every kind of object that a state holds, in the order of a fixture.
pub fn kinds() -> Vec<&'static Kind> {
    part::kinds(parts())
}
/// Every relation, by the ends that links are stored under.
pub fn relations() -> Vec<&'static Ends> {
    part::relations(parts())
}
