//! How many calls are taken in a time, where that is limited.
use crate::twin::Twin;
use std::time::Duration;

/// The limits of a family. Each twin has counts of its own.
#[derive(Clone, Copy)]
pub struct Limits {
    /// The limit that a call to this path counts for, where a twin has them.
    pub of: fn(&Twin, &str) -> Option<Limit>,
}

/// How many calls there may be, over a sliding minute and a sliding hour.
#[derive(Clone, Copy)]
pub struct Limit {
    pub name: &'static str,
    /// How many are worked on at the same time; others wait.
    pub at_once: usize,
    /// After how many in a minute each answer is delayed, and by what.
    pub swift: usize,
    pub delay: Duration,
    /// How many there are in a minute and in an hour before one is refused.
    pub minute: usize,
    pub hour: usize,
}
