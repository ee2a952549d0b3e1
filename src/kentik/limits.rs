//! How many calls Kentik takes of one company; a twin does so if it is told to.
use super::switches::{Switch, Switches};
use crate::api::{Limit, Limits};
use std::time::Duration;

pub const LIMITS: Limits = Limits {
    hold: |twin| twin.part::<Switches>().has(Switch::RateLimits),
    of: |path| match path.starts_with("/query/") {
        true => &QUERIES,
        false => &OTHERS,
    },
};

static QUERIES: Limit = Limit {
    name: "queries",
    at_once: 4,
    swift: 30,
    delay: Duration::from_secs(1),
    minute: 100,
    hour: 1500,
};

static OTHERS: Limit = Limit {
    name: "others",
    at_once: 1,
    swift: 20,
    delay: Duration::from_millis(1500),
    minute: 60,
    hour: 3750,
};
