//! Bundles are JSON documents with chosen parts of a configuration, which can be applied.
mod apply;
mod apply_result;
pub mod document;
mod object;
mod operations;

pub use object::Bundle;
pub use operations::PART;
