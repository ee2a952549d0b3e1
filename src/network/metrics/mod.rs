//! Queries of metrics, answered.
//!
//! `answer` looks up what a query names, `engine` makes its rows: the `objects`, the buckets of the
//! `window`. `gather` adds up what each `runner` counts in one conversation in the columns of `tally`,
//! and `column_values` writes those down. Nothing is stored, and nothing depends on the order of
//! queries.
mod answer;
mod answer_size;
mod budget;
mod column_values;
mod cycle;
mod device_counts;
mod engine;
mod gather;
mod gauges;
mod key;
mod key_filter;
mod objects;
mod query;
mod query_cost;
mod recorded;
mod refusal;
mod resolved_query;
mod runner;
mod shared_counts;
mod stat;
mod tally;
mod value;
mod window;

pub use answer::{answer, check, has_metric, over};
pub use cycle::Cycle;
pub use key::Key;
pub use key_filter::KeyFilter;
pub use query::{Calc, Fold, Query, Spec};
pub use query_cost::is_quick;
pub use refusal::{MOST_ROWS, Refusal};
pub use stat::{Stat, write_rows};
pub use value::{Entry, Frequency, Samples, Value};
