//! What twins hold: the kinds of objects and relations of every API, and what happens to them as a
//! twin begins, starts again, and is asked who may call.
use super::{
    access::{Credentials, Keys, Level},
    fixture::loader::FixtureHooks,
    parts::Parts,
};
use crate::{
    base::{
        firmware::Firmware,
        platform::Platform,
        problem::Result,
        secret::{Digest, random_key},
        seed::Seed,
    },
    network::Network,
    store::{Draft, Ends, Kind, State},
};
use std::collections::btree_map::Entry;

/// What a twin holds of one API.
pub struct ApiContents {
    /// The name of the API: what the paths of its kinds begin with, unless it is the appliance's.
    pub name: &'static str,
    /// Every kind of object, in the order of a fixture.
    pub kinds: fn() -> Vec<&'static Kind>,
    /// Every relation, by the ends that links are stored under.
    pub relations: fn() -> Vec<&'static Ends>,
    /// The secrets of the accounts that come with every twin.
    pub secrets: Secrets,
    /// Makes those accounts, each with the secret given for it.
    pub accounts: fn(&mut Draft, &Keys) -> Result<()>,
    /// Makes the objects that no fixture has to name, where they are missing. Called once all
    /// other objects are there, and at every start.
    pub complete: fn(&mut Draft, Platform) -> Result<()>,
    /// Makes the objects that come with an appliance of this firmware, where they are missing.
    /// Called after `complete`.
    pub built_in: fn(&mut Draft, Platform, Firmware) -> Result<()>,
    /// The network that follows from a state; one API says it.
    pub network: Option<DrawNetwork>,
    /// What a new twin has seen of its network before it began, and whether what its fixture says
    /// of that can be.
    pub observe: fn(&mut Draft, &Network) -> Result<()>,
    /// What a restart does: called when a server starts with a twin that it had.
    pub restart: fn(&mut Draft) -> Result<()>,
    /// What callers of a state may identify themselves with, and the id that it is found by.
    pub keys: fn(&State) -> Vec<(Digest, i64)>,
    /// Adds the parts that are missing.
    pub parts: fn(&mut Parts),
    pub fixture: FixtureHooks,
}

/// Draws the network of a state; an error says what in the fixture cannot be.
pub type DrawNetwork = fn(&State, Seed) -> Result<Network, String>;

/// The secrets of one API.
pub struct Secrets {
    /// What files call them.
    pub name: &'static str,
    /// The levels that have one.
    pub levels: &'static [Level],
    /// Whether the accounts have the first ids, before those of a fixture.
    pub come_first: bool,
}

/// What a twin holds of all APIs.
#[derive(Clone, Copy)]
pub struct Contents(pub &'static [&'static ApiContents]);

impl Contents {
    pub fn apis(self) -> impl Iterator<Item = &'static ApiContents> {
        self.0.iter().copied()
    }
    /// The API of this name.
    pub fn api(self, name: &str) -> Option<&'static ApiContents> {
        self.apis().find(|api| api.name == name)
    }
    pub fn kinds(self) -> Vec<&'static Kind> {
        self.apis().flat_map(|api| (api.kinds)()).collect()
    }
    /// The kind whose objects stand in this section of a fixture.
    pub fn kind_at(self, path: &str) -> Option<&'static Kind> {
        self.kinds().into_iter().find(|kind| kind.path == path)
    }
    pub fn relations(self) -> Vec<&'static Ends> {
        self.apis().flat_map(|api| (api.relations)()).collect()
    }
    /// The accounts that come with every twin; of those with the first ids, or of all.
    pub fn accounts(self, draft: &mut Draft, given: &Credentials, first_only: bool) -> Result<()> {
        let mut apis = self
            .apis()
            .filter(|api| !first_only || api.secrets.come_first);
        apis.try_for_each(|api| (api.accounts)(draft, given.of(api.secrets.name)))
    }
    /// Gives those accounts that have no secret a random one.
    pub fn fill(self, credentials: &mut Credentials) -> Result<()> {
        for api in self.apis() {
            let keys = credentials.of_mut(api.secrets.name);
            for level in api.secrets.levels {
                if let Entry::Vacant(missing) = keys.entry(*level) {
                    missing.insert(random_key()?);
                }
            }
        }
        Ok(())
    }
    /// A random secret for each of them.
    pub fn random_credentials(self) -> Result<Credentials> {
        let mut credentials = Credentials::default();
        self.fill(&mut credentials).map(|()| credentials)
    }
    pub fn complete(self, draft: &mut Draft, platform: Platform, firmware: Firmware) -> Result<()> {
        self.apis()
            .try_for_each(|api| (api.complete)(draft, platform))?;
        self.apis()
            .try_for_each(|api| (api.built_in)(draft, platform, firmware))
    }
    pub fn network(self, state: &State, seed: Seed) -> Result<Network, String> {
        match self.apis().find_map(|api| api.network) {
            Some(network) => network(state, seed),
            None => Ok(Network::empty()),
        }
    }
    pub fn observe(self, draft: &mut Draft, network: &Network) -> Result<()> {
        self.apis()
            .try_for_each(|api| (api.observe)(draft, network))
    }
    pub fn restart(self, draft: &mut Draft) -> Result<()> {
        self.apis().try_for_each(|api| (api.restart)(draft))
    }
    pub fn keys(self, state: &State) -> Vec<(Digest, i64)> {
        self.apis().flat_map(|api| (api.keys)(state)).collect()
    }
    /// These parts, and those that are missing.
    pub fn parts(self, mut parts: Parts) -> Parts {
        self.apis().for_each(|api| (api.parts)(&mut parts));
        parts
    }
}
