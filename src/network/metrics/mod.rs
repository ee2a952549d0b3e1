//! Queries of metrics, answered.
pub mod ask;
pub mod device_counts;
pub mod engine;
pub mod gauges;
pub mod query;
pub mod query_cost;
pub mod recorded;
pub mod runner;
pub mod shared_counts;
pub mod tally;
pub mod value;
pub mod values;
pub mod window;
