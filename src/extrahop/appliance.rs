//! `/extrahop`: the firmware version, and what kind of appliance it is.
use crate::{
    access::{Level::*, Permit},
    api::{Operation, View, get, read_only},
    problem::Result,
    twin::Platform as Twins,
};
use schemars::JsonSchema;
use serde::Serialize;

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

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    vec![
        get("/extrahop",          ReadOnly, read,     "Retrieve the firmware version and the kind of the appliance."),
        get("/extrahop/version",  ReadOnly, version,  "Retrieve the firmware version.").open(),
        get("/extrahop/platform", ReadOnly, platform, "Retrieve the kind of the appliance.").open(),
    ]
}

async fn read(permit: Permit) -> Result<View<ExtraHop>> {
    permit.answer(&ExtraHop {
        version: permit.firmware.full_version(),
        ecm: permit.platform == Twins::Command,
        platform: name(permit.platform),
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

fn name(platform: Twins) -> &'static str {
    match platform {
        Twins::Discover => "extrahop",
        Twins::Command => "ecm",
    }
}
