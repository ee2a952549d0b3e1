//! One twin: an appliance with its users, its state, its time and its network.
pub mod access;
pub mod fleet;
use crate::{
    base::{clock::Clock, firmware::Firmware, seed::Seed},
    network::Network,
    polls::NodeQueries,
    runtime::response_cache::ResponseCache,
    store::Store,
    tls::Served,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{fmt, sync::Arc};

pub struct Twin {
    pub name: String,
    pub firmware: Firmware,
    pub platform: Platform,
    pub clock: Clock,
    pub seed: Seed,
    pub store: Arc<Store>,
    pub network: Arc<Network>,
    /// Pages of devices that were just asked for.
    pub device_lists: ResponseCache,
    /// Where the Kentik API is to be otherwise.
    pub kentik: Vec<KentikSwitch>,
    /// Questions that the nodes of a Command appliance answer one after another.
    pub node_queries: NodeQueries,
    /// The certificate of the listener through which clients reach the twin.
    pub certificate: Arc<Served>,
}

/// What kind of appliance it is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum,
)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// A Discover appliance: it sees traffic.
    #[default]
    Discover,
    /// A Command appliance: it has nodes.
    Command,
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Discover => "discover",
            Self::Command => "command",
        })
    }
}

/// Where sources disagree about the Kentik API, or it has what is off by default: what a client
/// may want to meet instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum KentikSwitch {
    /// A dash in a device's name is refused, and not made an underscore.
    StrictNames,
    /// The first DELETE of a device archives it, the second removes it.
    ArchiveDevices,
    /// A create is answered with 200, not 201.
    Created200,
    /// DELETE of an interface answers 200 with {}, not 204.
    InterfaceDelete200,
    /// A part of a batch is answered with 202, not 200.
    Batch202,
    /// A plan takes no more devices than it says.
    PlanLimits,
    /// Calls are counted, delayed and refused as Kentik does.
    RateLimits,
}
