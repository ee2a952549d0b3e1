//! Custom dimensions: columns of a flow that the company fills itself, by populators.
mod object;
mod operations;
mod query;
mod view;

pub use object::CustomDimension;
pub use operations::PART;
