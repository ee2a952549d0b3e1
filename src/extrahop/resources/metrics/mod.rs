//! Metrics about every object, in answer to a query: per bucket, in total, or for each object.
#![warn(clippy::arithmetic_side_effects)]
mod documented;
pub mod node_queries;
mod operations;
mod polled;
mod query;
mod subjects;
mod view;
mod watch;

pub use operations::PART;
pub use watch::Watch;
