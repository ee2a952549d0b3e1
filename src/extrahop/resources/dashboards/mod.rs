//! Dashboards are built-in or customized views of metrics. They are made in the Web UI or by a
//! bundle; here they are read, handed over and deleted.
mod object;
mod operations;
mod rights;
mod system;

pub use object::{ABOUT_APPLICATIONS, ABOUT_DEVICES, ABOUT_GROUPS, Dashboard, SHARED};
pub use operations::{PART, inherit};
