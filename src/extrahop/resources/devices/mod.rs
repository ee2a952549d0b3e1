//! Devices are objects on the network that the appliance has identified and classified.
pub mod filter;
mod names;
mod object;
mod operations;
pub(super) mod pattern;
pub mod search;
pub mod search_fields;

pub use object::{Device, cleared, mac_address};
pub use operations::PART;
