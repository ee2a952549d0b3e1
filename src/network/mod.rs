//! The simulated network: devices, who talks to whom, and every metric that follows from it.
//!
//! Its rooms, each of which knows those above it alone:
//! - `distributions`: exact shares, times and series; pure functions of a seed.
//! - `catalog`: the tables: each protocol in a file of its own, and every metric.
//! - `model`: one conversation, and every count that follows from the number of its transactions.
//! - `world`: the hosts, the conversations drawn for them, and what each object sees of those.
//! - `packets`: conversations byte for byte, as captures keep them.
//! - `metrics`: queries of metrics, answered for objects and buckets.
//! - `flows`: conversations from outside, as routers count them.
//! - `properties` (tests): what must hold of any network, whatever its seed.
//!
//! `parallel` shares long work among the cores. Nothing is stored and nothing depends on the order of
//! queries.
pub mod catalog;
mod distributions;
pub mod flows;
pub mod metrics;
mod model;
mod packets;
mod parallel;
#[cfg(test)]
mod properties;
mod world;

pub use catalog::{ObjectType, Protocol, Role};
pub use flows::{Flow, FlowCounts, SentCounts};
pub use metrics::{
    Calc, Cycle, Entry, Fold, Frequency, Key, KeyFilter, MOST_ROWS, Query, Refusal, Samples, Spec,
    Stat, Value, write_rows,
};
pub use model::activity::Activity;
pub use packets::Capture;
pub use world::{
    applications::application_activities,
    custom_devices::{CustomDeviceRules, EndRule, Side},
    host::Host,
    ids::{at_node, node_of},
    inputs::{ExplicitConversation, RecordedMetric, Subnet},
    network::{ConversationInfo, Network},
    population::{GeneratedDevice, plan, populate, subnet_faults},
    subject::{EndProtocols, Subject},
};
