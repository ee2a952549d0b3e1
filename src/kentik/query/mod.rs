//! Queries of traffic: what the routers of the company see of the simulated network.
#![warn(clippy::arithmetic_side_effects)]
mod chart;
mod columns;
mod condition;
mod counters;
mod custom_dimensions;
mod fields;
mod filter_conditions;
mod grouped_traffic;
mod grouping;
mod lookup;
mod measures;
mod metrics;
mod observed_flow;
mod operations;
mod prepared_query;
mod request;
mod results;
mod router_selection;
mod routers;
mod sql;
mod time_range;
mod tolerant;
mod traffic;
mod view;

pub use operations::PART;
