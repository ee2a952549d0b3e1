//! A span of time.
use crate::base::clock::Millis;

/// A span of time, its end not included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeRange {
    pub from: Millis,
    pub until: Millis,
}
