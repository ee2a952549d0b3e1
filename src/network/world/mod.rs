//! The hosts, who talks to whom, and what each object sees of it.
pub mod activities;
pub mod applications;
pub mod custom_devices;
pub mod draw;
pub mod host;
pub mod index;
#[allow(clippy::module_inception)] // the type is the module
pub mod network;
pub mod population;
