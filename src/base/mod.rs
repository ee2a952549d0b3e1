//! The ground: time, chance, versions, problems. Knows nothing of what stands on it.
pub mod brief;
pub mod clock;
pub mod exact_number;
pub mod firmware;
pub mod identity_hasher;
pub mod nearest;
pub mod origin;
pub mod pattern;
pub mod plain_words;
pub mod platform;
pub mod problem;
pub mod secret;
pub mod seed;
pub mod unknown_fields;
pub mod wanted;
