//! The operations on the appliance itself.
use super::{
    certificate, processes,
    view::{ExtraHop, Idrac, Platform, Version},
};
use crate::{
    api::{Operation, Part, View, get},
    base::{
        platform::Platform as Twins,
        problem::{Problem, Result},
        seed::Seed,
    },
    extrahop::resources::{license::License, runningconfig::RunningConfig},
    store::Kind,
    twin::access::{Level::*, Permit},
};
use std::net::Ipv4Addr;

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<processes::Started>()],
    complete: processes::complete,
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    let mut operations = vec![
        get("/extrahop",          ReadOnly,   read,     "Retrieve the firmware version and the kind of the appliance."),
        get("/extrahop/version",  ReadOnly,   version,  "Retrieve the firmware version.").public(),
        get("/extrahop/platform", ReadOnly,   platform, "Retrieve the kind of the appliance.").public(),
        get("/extrahop/idrac",    FullSystem, idrac,    "Retrieve the address of the remote access controller.").refusing(&[404]),
    ];
    operations.extend(processes::operations());
    operations.extend(certificate::operations());
    operations
}

async fn read(permit: Permit) -> Result<View<ExtraHop>> {
    let config = RunningConfig::in_effect(&permit.store.state());
    let [hostname, external_hostname, address] = [
        config.hostname(),
        config.external_hostname(),
        config.address(),
    ]
    .map(|text| text.map(str::to_owned));
    let mgmt_ipaddr = address.unwrap_or_default();
    let named = external_hostname.clone().or(hostname.clone());
    permit.answer(&ExtraHop {
        version: permit.firmware.full_version(),
        ecm: permit.platform == Twins::Command,
        platform: name(permit.platform),
        display_host: named.unwrap_or_else(|| mgmt_ipaddr.clone()),
        hostname,
        mgmt_ipaddr,
        external_hostname,
    })
}

async fn version(permit: Permit) -> Result<View<Version>> {
    permit.answer(&Version {
        version: permit.firmware.full_version(),
    })
}

async fn platform(permit: Permit) -> Result<View<Platform>> {
    permit.answer(&Platform {
        platform: name(permit.platform),
    })
}

async fn idrac(permit: Permit) -> Result<View<Idrac>> {
    if permit.platform == Twins::Command {
        let told = "A Command appliance has no remote access controller.";
        return Err(Problem::NotFound(told.into()));
    }
    let ipaddr = match License::of(&permit.store.state()).is_virtual() {
        true => Ipv4Addr::UNSPECIFIED,
        false => controller(permit.seed),
    };
    permit.answer(&Idrac { ipaddr })
}

/// An address in a management network, where no traffic is seen.
fn controller(seed: Seed) -> Ipv4Addr {
    let drawn = |part: &str, below| seed.of(("idrac", part)).below(below) as u8;
    Ipv4Addr::new(10, 255, drawn("network", 16), 1 + drawn("host", 254))
}

fn name(platform: Twins) -> &'static str {
    match platform {
        Twins::Discover => "extrahop",
        Twins::Command => "ecm",
    }
}
