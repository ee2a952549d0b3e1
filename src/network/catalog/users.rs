//! The people of the invented company.
use crate::network::distributions::shares::{Distribution, Share};

/// Who logs in where a server tells users apart.
pub static USER: Distribution = Distribution::new(
    "user",
    &[
        Share::of("CORP\\alice", 0.14),
        Share::of("CORP\\bob", 0.13),
        Share::of("CORP\\carla", 0.12),
        Share::of("CORP\\dinesh", 0.11),
        Share::of("CORP\\eva", 0.1),
        Share::of("CORP\\farid", 0.1),
        Share::of("CORP\\greta", 0.08),
        Share::of("CORP\\hiro", 0.08),
        Share::of("CORP\\ines", 0.07),
        Share::of("CORP\\jonas", 0.07),
    ],
);
