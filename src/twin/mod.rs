//! One twin: an appliance with its users, its state, its time and its network; how it is built of a
//! fixture, and who may reach it.
pub mod access;
pub mod appliance;
pub mod build;
pub mod contents;
pub mod fixture;
pub mod fleet;
pub mod history;
pub mod parts;

use crate::{
    base::{
        clock::{Clock, ClockMode},
        firmware::Firmware,
        platform::Platform,
        problem::Result,
        seed::Seed,
        unknown_fields::UnknownFields,
    },
    network::Network,
    store::{Stamp, State, Store, TwinRow},
};
use history::{History, Snapshot};
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
    pub history: History,
    /// What the APIs keep of it beside its state.
    pub parts: Parts,
}

impl Twin {
    /// What an API keeps of the twin.
    pub fn part<T: Send + Sync + 'static>(&self) -> &Arc<T> {
        self.parts.get()
    }
    /// Its settings, as a database keeps them. A clock that goes is none of them.
    pub fn row(&self) -> TwinRow {
        TwinRow {
            twin: self.name.clone(),
            firmware: self.firmware,
            platform: self.platform,
            seed: self.seed.0,
            clock: match self.clock.mode() {
                ClockMode::Frozen(at) => Some(at),
                ClockMode::Real | ClockMode::Shifted { .. } => None,
            },
            fixture: String::new(),
            unknown_fields: self.unknown_fields,
            fixture_digest: None,
            made_at: None,
        }
    }
    /// The twin as it is now.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            state: State::clone(&self.store.state()),
            clock: self.clock.mode(),
            taken: self.clock.now(),
        }
    }
    /// Goes back to a moment: what was done since is undone, and the clock is set to it.
    pub async fn restore(&self, stamp: Stamp, to: Snapshot) -> Result<()> {
        self.store.replace(stamp, to.state).await?;
        self.clock.set(to.clock);
        Ok(())
    }
}
