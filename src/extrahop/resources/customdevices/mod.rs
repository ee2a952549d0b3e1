//! Custom devices collect the traffic that their criteria match, whatever devices it comes from.
mod criteria;
mod criterion;
mod matching;
mod object;
mod operations;
mod placement;
mod seed;

pub use criterion::CustomDeviceCriterion;
pub use matching::{Customs, activities};
pub use object::CustomDevice;
pub use operations::PART;
pub use seed::complete;
