//! All that the tables are written in.
pub(in crate::network) use super::definition::definition;
pub use super::{
    build::*,
    category::{Category, Traffic},
    client_profile::{ClientGroup::*, *},
    definition::{ActivityNames, Definition, SEGMENT, Transport},
    metric::{DeviceClass, KeyBy, Kind, Metric, Timed},
    object_type::MetricLevel::{self, *},
    outcome_class::{ABORT, ERROR, HANDSHAKE, REQUEST_ABORT, RESPONSE, TIMEOUT, WARNING},
    outcomes::*,
    protocol::Protocol::{self, *},
    quantity::{
        Direction::{Both, In, Out},
        Quantity::{self, *},
        RESPONSES,
    },
    role::Role,
    users::USER,
};
pub use crate::network::distributions::{
    pattern::TrafficPattern::*,
    shares::{Distribution, Share},
    timing::Timing,
};
