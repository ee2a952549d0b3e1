//! Repeatable chance: a number depends on what it is for, never on what was drawn before.
use serde::{Deserialize, Serialize};
use std::hash::{Hash, Hasher};

/// Where every number of a twin that looks random comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seed(pub u64);

impl Seed {
    /// The seed of one thing, named by its purpose and ids: `seed.of(("names", device))`.
    pub fn of(self, what: impl Hash) -> Seed {
        let mut hasher = Fnv(0xcbf2_9ce4_8422_2325 ^ self.0);
        what.hash(&mut hasher);
        Seed(mix(hasher.0))
    }
    /// The seed of the `index`th of many like things; cheaper than `of`.
    pub fn at(self, index: u64) -> Seed {
        Seed(mix(self.0 ^ index.wrapping_mul(0xd6e8_feb8_6659_fd93)))
    }
    /// A number in `0.0..1.0`.
    pub fn unit(self) -> f64 {
        (mix(self.0) >> 11) as f64 / (1u64 << 53) as f64
    }
    /// A number in `0..below`; 0 when `below` is 0.
    pub fn below(self, below: u64) -> u64 {
        ((u128::from(mix(self.0)) * u128::from(below)) >> 64) as u64
    }
}

struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    // Numbers are fed in little-endian order on every machine.
    fn write_u64(&mut self, number: u64) {
        self.write(&number.to_le_bytes());
    }
    fn write_i64(&mut self, number: i64) {
        self.write(&number.to_le_bytes());
    }
    fn write_usize(&mut self, number: usize) {
        self.write(&(number as u64).to_le_bytes());
    }
}

/// The finalizer of splitmix64.
fn mix(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_depends_on_its_purpose_alone() {
        let seed = Seed(7);
        assert_eq!(seed.of(("a", 1u64)), seed.of(("a", 1u64)));
        assert_ne!(seed.of(("a", 1u64)), seed.of(("a", 2u64)));
        assert_ne!(seed.of(("a", 1u64)), Seed(8).of(("a", 1u64)));
        assert!((0..100).all(|i| seed.at(i).below(10) < 10 && seed.at(i).unit() < 1.0));
    }
}
