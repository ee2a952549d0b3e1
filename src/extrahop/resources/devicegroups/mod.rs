//! A device group holds the devices that were put there, or those that its rule matches.
mod built_in;
mod members;
mod object;
mod operations;

pub use members::{devices_of, holding, members_of};
pub use object::{DeviceGroup, MEMBERS, TAGS};
pub use operations::{PART, of_device};
