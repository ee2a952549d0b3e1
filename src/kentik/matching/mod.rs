//! The keys by which tags, populators and batches choose flows.
mod direction;
mod keys;
mod matcher;
mod rules;
mod values;

pub use direction::Direction;
pub use keys::Matching;
pub use matcher::{EndAttributes, FlowAttributes, Matcher};
