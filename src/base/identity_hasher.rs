//! Maps whose keys are as good as random already, and are not chosen by who sends requests: hashing
//! them once more would only take time.
use std::hash::{BuildHasherDefault, Hasher};

pub type IdentityHash = BuildHasherDefault<IdentityHasher>;

/// Takes the last number that it is given as the hash.
#[derive(Default)]
pub struct IdentityHasher(u64);

impl Hasher for IdentityHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
}
