//! `/extrahop`: the firmware version, what kind of appliance it is, its processes and its
//! certificate.
mod certificate;
mod operations;
pub mod processes;
mod view;

pub use operations::PART;
