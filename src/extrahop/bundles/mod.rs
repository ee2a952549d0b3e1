//! Bundles are JSON documents with chosen parts of a configuration, which can be applied.
mod apply;
pub mod document;
mod object;
mod operations;
mod outcome;

pub use object::Bundle;
pub use operations::PART;
