//! Triggers are scripts that run on events of the network and make metrics of their own.
pub mod captures;
mod events;
mod hints;
mod nesting;
mod object;
mod operations;
mod script;

pub use hints::TriggerHints;
pub use object::{ON_DEVICES, ON_GROUPS, Trigger};
pub use operations::PART;
