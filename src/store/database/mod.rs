//! The durable copy of the states.
mod contract;
mod file;
mod loading;
mod open;
mod row_changes;
mod sqlite;

pub use contract::{Database, Synchronous, TwinRow};
pub use open::{backup_database, load_state, open_database};

#[cfg(test)]
mod tests;
