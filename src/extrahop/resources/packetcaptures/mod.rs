//! Packet captures hold the packets of a conversation: those that the metrics count.
mod object;
mod operations;
mod seed;
mod view;

pub use object::Captured;
pub use operations::PART;
pub use seed::observe;
