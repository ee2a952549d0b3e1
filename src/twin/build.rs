//! The one way to a twin: a fixture or a state becomes a state with its network, and that a twin.
use super::{
    Twin,
    access::Credentials,
    contents::Contents,
    fixture::Fixture,
    history::{History, Snapshot},
    parts::Parts,
};
use crate::{
    base::{
        clock::{Clock, ClockMode},
        seed::Seed,
    },
    network::Network,
    store::{Change, Draft, Stamp, State, Store, TwinRow},
};
use std::sync::Arc;

/// What a twin is built of.
pub enum Source<'a> {
    /// A fixture, and the secrets of the accounts that come with the twin.
    Fixture(&'a Fixture, &'a Credentials),
    /// The state of an earlier twin.
    State(State),
}

/// A twin that nobody can reach yet.
pub struct Built {
    pub row: TwinRow,
    pub state: State,
    /// The steps to the state, for a database that does not have it.
    pub changes: Vec<Change>,
    /// How the clock goes.
    pub clock: ClockMode,
    network: Arc<Network>,
}

/// Builds the twin that a row speaks of. The error says what in the source cannot be.
pub fn build(contents: Contents, row: TwinRow, source: Source) -> Result<Built, String> {
    let seed = Seed(row.seed);
    let (state, changes, network) = match source {
        Source::Fixture(fixture, given) => {
            let began = row.clock.unwrap_or_else(|| Clock::real().now());
            let of = (row.platform, row.firmware);
            let mut draft = fixture.draft_of(contents, of, began, seed, given)?;
            let network = contents.network(&draft, seed);
            let network = network.map_err(|why| fixture.with_line(why))?;
            let observed = contents.observe(&mut draft, &network);
            observed.map_err(|problem| fixture.with_line(problem.to_string()))?;
            let (state, changes) = draft.done();
            (state, changes, network)
        }
        Source::State(state) => {
            let network = contents.network(&state, seed)?;
            (state, vec![], network)
        }
    };
    Ok(Built {
        network: Arc::new(network.with_firmware(row.firmware)),
        clock: row.clock.map_or(ClockMode::Real, ClockMode::Frozen),
        row,
        state,
        changes,
    })
}

impl Built {
    /// A twin of a state, with the network that it had, or that follows from it.
    pub fn of_state(
        contents: Contents,
        row: TwinRow,
        state: State,
        network: Option<Arc<Network>>,
    ) -> Result<Self, String> {
        let Some(network) = network else {
            return build(contents, row, Source::State(state));
        };
        Ok(Self {
            clock: row.clock.map_or(ClockMode::Real, ClockMode::Frozen),
            row,
            state,
            changes: vec![],
            network,
        })
    }
    /// The same under another name, with a clock and with secrets of its own.
    pub fn copied(
        &self,
        name: &str,
        clock: ClockMode,
        contents: Contents,
        given: &Credentials,
    ) -> crate::base::problem::Result<Self> {
        let stamp = Stamp {
            at: Clock::of(clock).now(),
            by: "setup".into(),
            component: "control API",
        };
        let mut draft = Draft::new(self.state.clone(), stamp);
        contents.accounts(&mut draft, given, false)?;
        let (state, _) = draft.done();
        let mut row = self.row.clone();
        row.twin = name.to_owned();
        Ok(Self {
            row,
            state,
            changes: vec![],
            clock,
            network: self.network.clone(),
        })
    }
    /// A twin whose writes go into this store, which holds the state.
    pub fn into_twin(self, store: Arc<Store>, contents: Contents, parts: Parts) -> Twin {
        let row = self.row;
        let clock = Clock::of(self.clock);
        let creation = Snapshot {
            state: self.state,
            clock: clock.mode(),
            taken: clock.now(),
        };
        Twin {
            name: row.twin,
            firmware: row.firmware,
            platform: row.platform,
            clock,
            unknown_fields: row.unknown_fields,
            seed: Seed(row.seed),
            store,
            network: self.network,
            history: History::new(creation),
            parts: contents.parts(parts),
        }
    }
}

impl Twin {
    /// Brings a twin of an earlier run up to date: its accounts have the secrets of now, it has what
    /// an appliance of this version of the program has, and forgets what a restart forgets.
    pub async fn renew(
        &self,
        contents: Contents,
        given: &Credentials,
    ) -> crate::base::problem::Result<()> {
        let stamp = Stamp {
            at: self.clock.now(),
            by: "setup".into(),
            component: "command line",
        };
        let (given, platform, firmware) = (given.clone(), self.platform, self.firmware);
        let renewed = move |draft: &mut Draft| {
            contents.accounts(draft, &given, false)?;
            contents.complete(draft, platform, firmware)?;
            contents.restart(draft)
        };
        self.store.commit(stamp, renewed).await
    }
}
