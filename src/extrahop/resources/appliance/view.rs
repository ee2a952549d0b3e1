//! What the appliance says of itself.
use crate::{
    api::read_only,
    schema::marks::{since, until},
};
use schemars::JsonSchema;
use serde::Serialize;
use std::net::Ipv4Addr;

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"version": "5.1.2.1345", "ecm": false, "platform": "extrahop", "hostname": null, "mgmt_ipaddr": "10.10.10.5", "display_host": "10.10.10.5", "external_hostname": null}]))]
pub struct ExtraHop {
    /// The firmware version: four numbers.
    #[schemars(transform = read_only)]
    pub version: String,
    /// Whether this is a Command appliance.
    #[schemars(transform = read_only, transform = until::<6, 2>)]
    pub ecm: bool,
    /// `extrahop` is a Discover and `ecm` a Command appliance. Clients of later firmware read
    /// this in place of `ecm`; it is given from the start.
    #[schemars(transform = read_only, extend("enum" = ["extrahop", "ecm"]))]
    pub platform: &'static str,
    /// The host name of the running config; null while it is the one that the appliance came with.
    #[schemars(transform = read_only, transform = since::<8, 4>)]
    pub hostname: Option<String>,
    /// The address that the appliance is managed at, from the running config.
    #[schemars(transform = read_only, transform = since::<8, 4>)]
    pub mgmt_ipaddr: String,
    /// The external host name, else the host name, else the address.
    #[schemars(transform = read_only, transform = since::<8, 4>)]
    pub display_host: String,
    #[schemars(transform = read_only, transform = since::<8, 4>)]
    pub external_hostname: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"version": "5.1.2.1345"}]))]
pub struct Version {
    #[schemars(transform = read_only)]
    pub version: String,
}

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"platform": "extrahop"}]))]
pub struct Platform {
    #[schemars(transform = read_only, extend("enum" = ["extrahop", "ecm"]))]
    pub platform: &'static str,
}

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"ipaddr": "10.10.10.206"}]))]
pub struct Idrac {
    /// The address of the remote access controller in the hardware; 0.0.0.0 on a virtual
    /// appliance, which has none.
    #[schemars(transform = read_only)]
    pub ipaddr: Ipv4Addr,
}
