//! Who talks to whom, drawn from the roles of the hosts.
pub mod client_profiles;
pub mod declared;
pub mod drawing;
pub mod explicit;
