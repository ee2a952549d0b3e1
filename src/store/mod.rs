//! A twin's state: an immutable value in memory, and its durable copy.
mod audit;
mod change;
mod commit;
mod memory;
mod object;
mod row_changes;
mod sqlite;
mod state;

pub use audit::AuditEntry;
pub use change::{Change, Draft, Stamp};
pub use commit::{Store, Writer};
pub use object::{Kind, Object, Resource, Unique, inline_schema};
pub use sqlite::{Database, Synchronous, TwinRow};
pub use state::{Ends, Link, State};
