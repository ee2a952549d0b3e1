//! What is understood of SQL, and how everything else is refused.
use crate::base::problem::{Problem, refused};
use std::fmt::Display;

/// What is understood, in words.
pub const SUPPORTED: &str = "a single SELECT of columns, sum(…), round(…), numbers and + - * / FROM all_devices, \
    with WHERE, GROUP BY, ORDER BY and LIMIT alone";

pub fn unsupported(what: impl Display) -> Problem {
    refused(format!(
        "`query`: `{what}` is not understood; it must be {SUPPORTED}"
    ))
}
