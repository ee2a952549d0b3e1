//! Alerts are notifications of an event; a threshold alert says when a metric crosses a value.
mod alarms;
mod condition;
mod episodes;
mod firing;
mod object;
mod operations;
mod operator;
mod rules;
mod sources;

pub use alarms::alarms;
pub use object::{Alert, NOTIFIED, ON_APPLICATIONS, ON_DEVICES, ON_GROUPS, ON_NETWORKS, SILENCED};
pub use operations::PART;
