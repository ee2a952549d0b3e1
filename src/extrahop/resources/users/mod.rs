//! Users have access to the appliance; their granted roles are their permission level.
mod accounts;
mod keys;
mod object;
mod operations;
pub mod password;
pub mod roles;

pub use accounts::accounts;
pub use object::{User, any};
pub use operations::PART;
