//! The simulated network: devices, who talks to whom, and every metric that follows from it.
//!
//! The model is `draw` (conversations from roles) and `series` (how many transactions a
//! conversation has had up to a moment). Everything else is a function of that number: shares
//! (`split`), bytes and packets (`conversation`), times (`timing`). The `catalog` says which
//! metric is which function; `answer` evaluates it for the objects and buckets of a query, and
//! `runner` for one conversation; `tally` adds up, `written` writes down.
//! Nothing is stored and nothing depends on the order of queries.
pub mod catalog;
mod distributions;
mod metrics;
mod model;
mod parallel;
mod world;

mod flows;
mod packets;
#[cfg(test)]
mod properties;

pub use catalog::protocol::Protocol;
pub use catalog::role::Role;
pub use flows::{FlowCounts, SentCounts};
pub use metrics::query::{
    Calc, Cycle, Fold, KeyFilter, MOST_ROWS, ObjectType, Query, Refusal, Spec, Subject,
};
pub use metrics::value::{Entry, Frequency, Key, Samples, Stat, Value, write_rows};
pub use model::activity::Activity;
pub use packets::{Capture, Flow};
pub use world::applications::Ends;
pub use world::custom_devices::{CustomDeviceRules, EndRule, Side};
pub use world::host::{ExplicitConversation, Host, RecordedMetric, Subnet, at_node, node_of};
pub use world::network::{ConversationInfo, Network};
pub use world::population::{GeneratedDevice, plan, populate};
