//! All twins of the process, and which key opens which.
use super::Twin;
use crate::base::{identity_hasher::IdentityHash, secret::Digest};
use arc_swap::ArcSwap;
use std::{collections::HashMap, sync::Arc};

#[derive(Default)]
pub struct Fleet {
    twins: ArcSwap<HashMap<String, Arc<Twin>>>,
    /// The twin of each key, and the key's id there.
    keys: ArcSwap<HashMap<Digest, (Arc<Twin>, i64), IdentityHash>>,
}

impl Fleet {
    pub const DEFAULT: &str = "default";

    pub fn add(&self, twin: Arc<Twin>, keys: impl IntoIterator<Item = (Digest, i64)>) {
        let mut all = HashMap::clone(&self.keys.load());
        all.extend(keys.into_iter().map(|(key, id)| (key, (twin.clone(), id))));
        self.keys.store(Arc::new(all));
        let mut twins = HashMap::clone(&self.twins.load());
        twins.insert(twin.name.clone(), twin);
        self.twins.store(Arc::new(twins));
    }
    pub fn twin(&self, name: &str) -> Option<Arc<Twin>> {
        self.twins.load().get(name).cloned()
    }
    pub fn all(&self) -> Vec<Arc<Twin>> {
        self.twins.load().values().cloned().collect()
    }
    /// Whether a twin is like this.
    pub fn any(&self, like: impl Fn(&Twin) -> bool) -> bool {
        self.twins.load().values().any(|twin| like(twin))
    }
    /// The twin that a key names, and the key's id there. Whether the key works is for that twin
    /// to say.
    pub fn twin_of(&self, key: &Digest) -> Option<(Arc<Twin>, i64)> {
        self.keys.load().get(key).cloned()
    }
}
