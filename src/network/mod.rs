//! The simulated network: devices, who talks to whom, and every metric that follows from it.
//!
//! The model is `draw` (conversations from roles) and `series` (how many transactions a
//! conversation has had up to a moment). Everything else is a function of that number: shares
//! (`split`), bytes and packets (`conversation`), times (`timing`). The `catalog` says which
//! metric is which function; `answer` evaluates it for the objects and buckets of a query, and
//! `runner` for one conversation; `tally` adds up, `written` writes down.
//! Nothing is stored and nothing depends on the order of queries.
mod activity;
mod answer;
mod appliance;
mod asked;
mod capture;
pub mod catalog;
mod conversation;
mod custom;
mod draw;
mod effort;
mod explicit;
mod habits;
mod host;
mod index;
mod known;
mod levels;
mod measure;
#[allow(clippy::module_inception)] // the type is the module
mod network;
mod outcomes;
mod parallel;
mod passed;
mod peak;
mod population;
mod protocol;
mod query;
mod recorded;
mod role;
mod runner;
mod seen;
mod series;
mod share;
mod split;
mod strain;
mod tally;
mod timing;
mod value;
mod window;
mod wishes;
mod written;

#[cfg(test)]
mod laws;

pub use activity::Activity;
pub use capture::{Capture, Flow};
pub use custom::{CustomDeviceRules, EndRule, Side};
pub use host::{ExplicitConversation, Host, RecordedMetric, Subnet, at_node, node_of};
pub use network::{ConversationInfo, Network};
pub use passed::{FlowCounts, SentCounts};
pub use population::{GeneratedDevice, plan, populate};
pub use protocol::Protocol;
pub use query::{
    Calc, Cycle, Fold, KeyFilter, MOST_ROWS, ObjectType, Query, Refusal, Spec, Subject,
};
pub use role::Role;
pub use share::Ends;
pub use value::{Entry, Frequency, Key, Samples, Stat, Value, write_rows};
