//! Users of the company.
mod object;
mod operations;
mod query;
mod rules;
mod seed;
mod view;

pub use object::User;
pub use operations::PART;
pub use rules::author;
pub use seed::{ADMINISTRATOR, MEMBER, accounts};
