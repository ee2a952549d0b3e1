//! Conversations as others see them from outside: which there are, what a router counts of them,
//! their packets.
mod counts;
mod find;
mod flow;

pub use counts::{FlowCounts, SentCounts, count, is_quick};
pub use find::{all, between, busiest, busiest_of};
pub use flow::Flow;
