//! Who talks to whom, drawn from the roles of the hosts.
//!
//! Nothing here depends on an order: hosts come sorted by id, and what a client draws depends on
//! the seed, its id and the hosts of each role.
mod client_profiles;
mod conversations;
mod declared;
mod drawing;
mod explicit;
mod generated;

pub use conversations::conversations;
