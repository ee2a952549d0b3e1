//! A support pack is a file of ExtraHop Support that is run on the appliance; each run leaves a file
//! of results.
mod archive;
mod facts;
mod object;
mod operations;
mod seed;

pub use object::SupportPack;
pub use operations::PART;
pub use seed::{complete, restart};
