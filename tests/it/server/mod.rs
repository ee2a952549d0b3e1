//! The server itself: where it listens, who may read its answers, and what it leaves on the disk.
mod addresses;
mod cors;
mod private;
