//! Interfaces: the ports of a device.
mod created_view;
mod object;
mod operations;
mod rules;
mod shared_vrf;
mod summary_view;
mod view;
mod vrf;

pub use object::Interface;
pub use operations::PART;
pub use summary_view::InterfaceSummary;
