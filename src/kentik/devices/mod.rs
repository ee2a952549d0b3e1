//! Devices: the routers and hosts that send flow.
mod enums;
mod object;
mod operations;
mod removed_device;
mod rules;
mod secrets;
mod snmp;
mod view;
mod view_builder;

pub use enums::{DeviceStatus, DeviceType};
pub use object::Device;
pub use operations::PART;
pub use removed_device::RemovedDevice;
