//! Objects as records of a bundle or a customization.
mod form;
mod references;
mod row;
mod set;
mod table;

pub use form::listed;
pub use references::{Index, reference};
pub use row::{Row, fields_of};
pub use set::Set;
pub use table::{row_of, table};
