//! Customizations are backups of the configuration: taken, downloaded, and put back.
mod document;
mod object;
mod operations;
mod restore;
mod seed;

pub use object::{Customization, CustomizationStatus};
pub use operations::PART;
pub use seed::complete;
