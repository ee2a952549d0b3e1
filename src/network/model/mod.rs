//! One conversation, and every count that follows from it.
pub mod activity;
pub mod busy_hours;
pub mod conversation;
pub mod measure;
