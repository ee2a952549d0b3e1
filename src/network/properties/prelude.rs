//! All that properties are written with.
pub use super::{
    folding::{alike, folded},
    picks::{Pick, picks},
    samples::{NETWORKS, NOW, hosts, network},
    test_query::{TestQuery, ask, number, numbers},
};
pub use crate::{
    base::{
        clock::{DAY, HOUR, Millis},
        seed::Seed,
    },
    network::{
        Activity, Calc, Capture, CustomDeviceRules, Cycle, EndProtocols, EndRule, Entry,
        ExplicitConversation, Flow, Fold, Host, Key, KeyFilter, Network, ObjectType, Protocol,
        Query, RecordedMetric, Refusal, Role, Side, Spec, Stat, Subject, Subnet, Value,
        application_activities, catalog, flows, metrics,
    },
};
