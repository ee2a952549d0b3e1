//! Tenants of the My Kentik portal, and their users.
mod object;
mod operations;
mod query;
mod seed;
mod view;

pub use object::{Tenant, TenantUser};
pub use operations::PART;
