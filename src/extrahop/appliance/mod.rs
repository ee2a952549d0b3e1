//! `/extrahop`: the firmware version, what kind of appliance it is, its processes and its
//! certificate.
mod certificate;
pub mod processes;

use super::{license::License, runningconfig::RunningConfig};
use crate::{
    api::{Operation, View, get, read_only},
    base::{
        problem::{Problem, Result},
        seed::Seed,
    },
    twin::{
        Platform as Twins,
        access::{Level::*, Permit},
    },
};
use schemars::JsonSchema;
use serde::Serialize;
use std::net::Ipv4Addr;

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"version": "5.1.2.1345", "ecm": false, "platform": "extrahop"}]))]
struct ExtraHop {
    /// The firmware version: four numbers.
    #[schemars(transform = read_only)]
    version: String,
    /// Whether this is a Command appliance.
    #[schemars(transform = read_only, extend("x-until" = "6.2"))]
    ecm: bool,
    /// `extrahop` is a Discover and `ecm` a Command appliance. Clients of later firmware read
    /// this in place of `ecm`; it is given from the start.
    #[schemars(transform = read_only, extend("enum" = ["extrahop", "ecm"]))]
    platform: &'static str,
    /// The host name of the running config; null while it is the one that the appliance came with.
    #[schemars(transform = read_only, extend("x-since" = "8.4"))]
    hostname: Option<String>,
    /// The address that the appliance is managed at, from the running config.
    #[schemars(transform = read_only, extend("x-since" = "8.4"))]
    mgmt_ipaddr: String,
    /// The external host name, else the host name, else the address.
    #[schemars(transform = read_only, extend("x-since" = "8.4"))]
    display_host: String,
    #[schemars(transform = read_only, extend("x-since" = "8.4"))]
    external_hostname: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"version": "5.1.2.1345"}]))]
struct Version {
    #[schemars(transform = read_only)]
    version: String,
}

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"platform": "extrahop"}]))]
struct Platform {
    #[schemars(transform = read_only, extend("enum" = ["extrahop", "ecm"]))]
    platform: &'static str,
}

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"ipaddr": "10.10.10.206"}]))]
struct Idrac {
    /// The address of the remote access controller in the hardware; 0.0.0.0 on a virtual
    /// appliance, which has none.
    #[schemars(transform = read_only)]
    ipaddr: Ipv4Addr,
}

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    let mut operations = vec![
        get("/extrahop",          ReadOnly,   read,     "Retrieve the firmware version and the kind of the appliance."),
        get("/extrahop/version",  ReadOnly,   version,  "Retrieve the firmware version.").open(),
        get("/extrahop/platform", ReadOnly,   platform, "Retrieve the kind of the appliance.").open(),
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
