//! The durable copy of the states.
mod contract;
mod loading;
mod open;
mod row_changes;
mod sqlite;

pub use contract::{Database, Synchronous, TwinRow};
pub use open::{load_state, open_database};

#[cfg(test)]
mod tests;
