//! How many calls Kentik takes of one company; a twin does so if it is told to.
use super::switches::{Per, Rate, Switches};
use crate::api::{Limit, Limits};
use std::time::Duration;

pub const LIMITS: Limits = Limits {
    of: |twin, path| {
        let limited = twin.part::<Switches>().limited()?;
        Some(match (limited, path.starts_with("/query/")) {
            (Some(rate), _) => of_rate(rate),
            (None, true) => QUERIES,
            (None, false) => OTHERS,
        })
    },
};

const QUERIES: Limit = Limit {
    name: "queries",
    at_once: 4,
    swift: 30,
    delay: Duration::from_secs(1),
    minute: 100,
    hour: 1500,
};

const OTHERS: Limit = Limit {
    name: "others",
    at_once: 1,
    swift: 20,
    delay: Duration::from_millis(1500),
    minute: 60,
    hour: 3750,
};

/// All calls count together, and none is delayed.
fn of_rate(rate: Rate) -> Limit {
    let (minute, hour) = match rate.per {
        Per::Minute => (rate.calls, usize::MAX),
        Per::Hour => (usize::MAX, rate.calls),
    };
    Limit {
        name: "calls",
        at_once: 1_000_000,
        swift: usize::MAX,
        delay: Duration::ZERO,
        minute,
        hour,
    }
}
