//! Why a query has no answer.
use std::fmt;

/// The most rows of one answer.
pub const MOST_ROWS: i64 = 1_000_000;

/// Why a query has no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The object type has no such category.
    Category {
        /// The full stat name.
        stat: String,
        /// The category that was probably meant.
        meant: Option<&'static str>,
    },
    /// The category has no such metric.
    Metric {
        name: String,
        /// The metric that was probably meant.
        meant: Option<&'static str>,
    },
    /// The answer would have this many rows.
    TooMany(i64),
    /// The answer would take too much memory.
    TooLarge,
}

impl fmt::Display for Refusal {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Refusal::Category { stat, .. } => write!(to, "invalid stat name '{stat}' (-32602)"),
            Refusal::Metric { .. } => write!(to, "Provided spec name or category is incorrect"),
            Refusal::TooMany(rows) => write!(
                to,
                "the answer would have {rows} rows and {MOST_ROWS} are the most; \
                 ask for a shorter time, a longer cycle or fewer objects, or for a total"
            ),
            Refusal::TooLarge => write!(
                to,
                "the answer is too large; ask for a shorter time, a longer cycle, fewer objects or \
                 metrics, or for a total"
            ),
        }
    }
}

impl std::error::Error for Refusal {}
