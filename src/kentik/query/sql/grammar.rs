//! What is understood of SQL, and how everything else is refused.
use crate::base::{
    brief::cut,
    problem::{Problem, refused},
};
use std::fmt::Display;

/// The most characters of a query that a refusal repeats.
const REPEATED: usize = 60;
/// What is understood, in words.
pub const SUPPORTED: &str = "a single SELECT of columns, sum(…), round(…), numbers and + - * / FROM all_devices, \
    with WHERE, GROUP BY, ORDER BY and LIMIT alone";

pub fn unsupported(what: impl Display) -> Problem {
    let what = what.to_string();
    refused(format!(
        "`query`: `{}` is not understood; it must be {SUPPORTED}",
        cut(&what, REPEATED)
    ))
}
