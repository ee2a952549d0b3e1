//! Manual mitigations, and the alarms of the network: the threshold alerts of the twin.
mod alarm_view;
mod history_view;
mod incident;
mod incidents;
mod object;
mod operations;
mod query;
mod view;

pub use object::Mitigation;
pub use operations::PART;
