//! All twins of the process, and which key opens which.
use crate::twin::Twin;
use arc_swap::ArcSwap;
use sha2::{Digest as _, Sha256};
use std::{collections::HashMap, sync::Arc};

/// The SHA-256 of a key: keys themselves are kept nowhere.
pub type Digest = [u8; 32];

pub fn digest(key: &str) -> Digest {
    Sha256::digest(key.as_bytes()).into()
}

/// A digest as text, as it is stored.
pub fn hex(digest: &Digest) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}

#[derive(Default)]
pub struct Fleet {
    twins: ArcSwap<HashMap<String, Arc<Twin>>>,
    /// The twin of each key, and the key's id there.
    keys: ArcSwap<HashMap<Digest, (Arc<Twin>, i64)>>,
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
    /// The twin that a key names, and the key's id there. Whether the key works is for that twin
    /// to say.
    pub fn twin_of(&self, key: &Digest) -> Option<(Arc<Twin>, i64)> {
        self.keys.load().get(key).cloned()
    }
}
