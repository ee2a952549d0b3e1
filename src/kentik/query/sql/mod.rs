//! Queries in SQL: sums of traffic by columns and intervals.
mod expression;
mod grammar;
mod prepared_select;
mod select;
mod value;
mod where_clause;

pub use prepared_select::PreparedSelect;
pub use select::Select;
