//! Batches: many tags, or many populators of a dimension, in a few calls.
mod apply;
mod item;
mod lifecycle;
mod object;
mod operations;
mod query;
mod view;

pub use object::Batch;
pub use operations::PART;
