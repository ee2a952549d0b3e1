//! What the schema of an object says: which fields it has in a firmware, who may set and see them,
//! and what each may be.
pub mod fields;
pub mod rule;
