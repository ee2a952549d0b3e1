//! What the schema of an object says: which fields it has in a firmware, who may set and see them,
//! and what each may be.
mod broken;
mod expected;
pub mod fields;
mod kinds;
pub mod marks;
pub mod rule;
mod unknown;

#[cfg(test)]
mod tests;
