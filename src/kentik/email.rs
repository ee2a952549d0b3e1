//! E-mail addresses of users: each belongs to one user, of the company or of a tenant.
use crate::store::State;

/// What an address looks like.
pub const PATTERN: &str = r"^[^\s@]+@[^\s@]+$";

/// The kinds of users, whose unique key is the address.
pub const COMPANY_USER: &str = "kentik_user";
pub const TENANT_USER: &str = "kentik_tenant_user";

/// The address without regard to the case in which it was sent.
pub fn key(address: &str) -> String {
    address.to_lowercase()
}

/// Whether a user of this kind has the address.
pub fn is_taken(state: &State, kind: &str, address: &str) -> bool {
    state.id_of_key(kind, &key(address)).is_some()
}
