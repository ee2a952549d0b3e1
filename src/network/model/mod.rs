//! One conversation, and every count that follows from it.
//!
//! `conversation` has the counts of both ends, `view` is what one object sees of them, `measure`
//! works out the formulas of the catalogue; `busy_hours` makes times longer when there is much to do.
pub mod activity;
pub mod busy_hours;
pub mod conversation;
pub mod measure;
pub mod server_traits;
pub mod time_range;
pub mod view;
