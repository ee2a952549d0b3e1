//! The running config holds the settings of the appliance, in sections: one copy is in effect, and
//! one is saved for the next start.
mod object;
mod operations;
mod origins;
mod secrets;
mod settings;

pub use object::{ConfigCopy, RunningConfig};
pub use operations::{PART, restart};
pub use origins::allowed_origins;
