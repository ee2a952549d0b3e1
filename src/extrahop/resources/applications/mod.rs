//! An application is a container for metrics of the devices and protocols that it is made of.
mod criteria;
mod criterion;
mod object;
mod operations;
mod search;
mod seed;
mod view;

pub use object::Application;
pub use operations::PART;
pub use seed::complete;
