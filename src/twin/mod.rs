//! One twin: an appliance with its users, its state, its time and its network; how it is built of a
//! fixture, and who may reach it.
pub mod access;
pub mod appliance;
pub mod build;
pub mod contents;
pub mod fixture;
pub mod fleet;
pub mod parts;

use crate::{
    base::{
        clock::Clock, firmware::Firmware, platform::Platform, seed::Seed,
        unknown_fields::UnknownFields,
    },
    network::Network,
    store::Store,
};
use parts::Parts;
use std::sync::Arc;

pub struct Twin {
    pub name: String,
    pub firmware: Firmware,
    pub platform: Platform,
    pub clock: Clock,
    pub unknown_fields: UnknownFields,
    pub seed: Seed,
    pub store: Arc<Store>,
    pub network: Arc<Network>,
    /// What the APIs keep of it beside its state.
    pub parts: Parts,
}

impl Twin {
    /// What an API keeps of the twin.
    pub fn part<T: Send + Sync + 'static>(&self) -> &Arc<T> {
        self.parts.get()
    }
}
