//! One twin: an appliance with its users, its state, its time and its network.
use crate::{
    clock::Clock, firmware::Firmware, network::Network, recent::Recent, seed::Seed, store::Store,
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
    pub pages: Recent,
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
