//! Which users may call an operation.
use crate::twin::access::Level;

/// What every user may call.
pub const MEMBER: Level = Level::ReadOnly;
/// What changes something.
pub const ADMINISTRATOR: Level = Level::FullSystem;
