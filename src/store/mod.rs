//! A twin's state: an immutable value in memory, and its durable copy. `object` and `state` are one
//! thing: a rule of an object may look at the state that the object is to stand in.
mod audit;
mod commit;
mod database;
mod draft;
mod memory;
mod object;
mod state;

pub use audit::AuditEntry;
pub use commit::{Store, Writer};
pub use database::{Database, Synchronous, TwinRow, backup_database, load_state, open_database};
pub use draft::{Draft, Stamp};
pub use object::{Kind, Object, Resource, Unique, inline_schema};
pub use state::{Change, Ends, Link, State};
