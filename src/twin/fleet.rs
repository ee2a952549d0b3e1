//! All twins of the process, and which key opens which.
use super::Twin;
use crate::base::{
    clock::{Clock, Millis},
    identity_hasher::IdentityHash,
    secret::Digest,
};
use arc_swap::ArcSwap;
use imbl::{GenericHashMap, OrdMap, shared_ptr::DefaultSharedPtr};
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

/// The twin of each key, and the key's id there.
type Holders = GenericHashMap<Digest, (Arc<Twin>, i64), IdentityHash, DefaultSharedPtr>;

/// Both maps share what they have with those before them, so that one twin more costs the same
/// however many there are.
#[derive(Default)]
pub struct Fleet {
    twins: ArcSwap<OrdMap<String, Member>>,
    holders: ArcSwap<Holders>,
    /// One change at a time.
    changing: Mutex<()>,
    addresses: OnceLock<Addresses>,
}

/// A twin with what is known of it here.
#[derive(Clone)]
pub struct Member {
    pub twin: Arc<Twin>,
    /// What was found under its keys.
    keys: Arc<[Digest]>,
    /// When it was made, by the system's clock.
    pub made: Millis,
    /// When it is dropped, by the system's clock.
    pub expires: Option<Millis>,
}

/// Where the server of the twins is reached.
#[derive(Clone, Debug)]
pub struct Addresses {
    pub https: String,
    pub http: Option<String>,
    pub ca_file: PathBuf,
}

impl Fleet {
    pub const DEFAULT: &str = "default";

    /// Adds a twin, unless there is one of its name. A key that opens another twin goes on doing so.
    pub fn add(
        &self,
        twin: Arc<Twin>,
        keys: impl IntoIterator<Item = (Digest, i64)>,
        expires: Option<Millis>,
    ) -> bool {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut twins = OrdMap::clone(&self.twins.load());
        if twins.contains_key(&twin.name) {
            return false;
        }
        let mut holders = Holders::clone(&self.holders.load());
        let mut own = vec![];
        for (key, id) in keys {
            if !holders.contains_key(&key) {
                holders.insert(key, (twin.clone(), id));
                own.push(key);
            }
        }
        let member = Member {
            twin: twin.clone(),
            keys: own.into(),
            made: Clock::real().now(),
            expires,
        };
        twins.insert(twin.name.clone(), member);
        self.holders.store(Arc::new(holders));
        self.twins.store(Arc::new(twins));
        true
    }
    /// Drops a twin: its keys open nothing any more.
    pub fn remove(&self, name: &str) -> Option<Member> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut twins = OrdMap::clone(&self.twins.load());
        let removed = twins.remove(name)?;
        let mut holders = Holders::clone(&self.holders.load());
        for key in removed.keys.iter() {
            holders.remove(key);
        }
        self.holders.store(Arc::new(holders));
        self.twins.store(Arc::new(twins));
        Some(removed)
    }
    /// Drops the twins whose time is over.
    pub fn remove_expired(&self, now: Millis) {
        let twins = self.twins.load();
        let expired = |member: &&Member| member.expires.is_some_and(|at| at <= now);
        for member in twins.values().filter(expired) {
            self.remove(&member.twin.name);
        }
    }
    pub fn twin(&self, name: &str) -> Option<Arc<Twin>> {
        self.member(name).map(|member| member.twin)
    }
    pub fn member(&self, name: &str) -> Option<Member> {
        self.twins.load().get(name).cloned()
    }
    /// All twins, by name.
    pub fn members(&self) -> Vec<Member> {
        self.twins.load().values().cloned().collect()
    }
    /// Whether a twin is like this.
    pub fn any(&self, like: impl Fn(&Twin) -> bool) -> bool {
        self.twins.load().values().any(|member| like(&member.twin))
    }
    /// The twin that a key names, and the key's id there. Whether the key works is for that twin
    /// to say.
    pub fn twin_of(&self, key: &Digest) -> Option<(Arc<Twin>, i64)> {
        self.holders.load().get(key).cloned()
    }
    /// Says once where the server is reached.
    pub fn set_addresses(&self, addresses: Addresses) {
        self.addresses.set(addresses).ok();
    }
    /// Where the server is reached, once it listens.
    pub fn addresses(&self) -> Option<&Addresses> {
        self.addresses.get()
    }
}
