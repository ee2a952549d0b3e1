//! The words that the tables are written in.
use super::{Category, KeyBy, Kind, Metric, MetricLevel, Sees, Timed, outcomes::ERROR};
use crate::{
    base::firmware::Firmware,
    network::{
        distributions::{shares::Distribution, timing::Timing},
        model::measure::{
            Quantity::{self, Ended, Transactions},
            RESPONSES,
        },
    },
};

pub const fn count(name: &'static str, unit: &'static str, of: Quantity) -> Metric {
    by(&[], name, unit, of)
}
pub const fn by(
    keys: &'static [KeyBy],
    name: &'static str,
    unit: &'static str,
    of: Quantity,
) -> Metric {
    let kind = Kind::Count;
    Metric {
        name,
        unit,
        keys,
        of,
        kind,
        since: Firmware::FIRST,
    }
}
pub const fn by_peer(name: &'static str, unit: &'static str, of: Quantity) -> Metric {
    by(&[KeyBy::Peer], name, unit, of)
}
/// Transactions in words of a distribution; the keys must be of that distribution.
pub const fn draw(keys: &'static [KeyBy], name: &'static str) -> Metric {
    by(keys, name, "requests", Transactions)
}
/// Responses by how they ended.
pub const fn ends(class: &'static [KeyBy], name: &'static str) -> Metric {
    by(class, name, "responses", Transactions)
}
/// Transactions whose draw has this label in this column.
pub const fn labelled(
    name: &'static str,
    unit: &'static str,
    distribution: &'static Distribution,
    label: &'static str,
) -> Metric {
    count(name, unit, Quantity::Labelled(distribution, 0, label))
}
pub const fn times(name: &'static str, of: Quantity, timing: &'static Timing) -> Metric {
    timed(&[], name, of, Kind::Dataset(Timed::By(timing)))
}
pub const fn timed(keys: &'static [KeyBy], name: &'static str, of: Quantity, kind: Kind) -> Metric {
    let unit = "ms";
    Metric {
        name,
        unit,
        keys,
        of,
        kind,
        since: Firmware::FIRST,
    }
}

// Metrics that many protocols have.
pub const REQ: Metric = count("req", "requests", Transactions);
pub const RSP: Metric = count("rsp", "responses", RESPONSES);
pub const RSP_ERROR: Metric = count("rsp_error", "responses", Ended(ERROR));
pub const TPROCESS: Metric = timed(&[], "tprocess", RESPONSES, Kind::Dataset(Timed::Processing));
pub const RTT: Metric = timed(&[], "rtt", RESPONSES, Kind::Dataset(Timed::RoundTrip));
pub const ACCESS_TIME: Metric = timed(
    &[],
    "access_time",
    RESPONSES,
    Kind::Dataset(Timed::Processing),
);
pub const SESSIONS: Metric = count("sessions", "sessions", Transactions);
pub const REQ_BY_PEER: Metric = by_peer("req", "requests", Transactions);
pub const RSP_BY_PEER: Metric = by_peer("rsp", "responses", RESPONSES);
pub const RSP_ERROR_BY_PEER: Metric = by_peer("rsp_error", "responses", Ended(ERROR));
pub const TPROCESS_BY_PEER: Metric = timed(
    &[KeyBy::Peer],
    "tprocess",
    RESPONSES,
    Kind::Samples(Timed::Processing),
);

pub const fn at_level(
    name: &'static str,
    title: &'static str,
    level: MetricLevel,
    sees: Sees,
    metrics: &'static [Metric],
) -> Category {
    Category {
        name,
        title,
        level,
        sees,
        metrics,
        open: None,
        needs_packetstore: false,
    }
}
pub const fn at_device(
    name: &'static str,
    title: &'static str,
    sees: Sees,
    metrics: &'static [Metric],
) -> Category {
    at_level(name, title, MetricLevel::Device, sees, metrics)
}

/// `both!("http", "HTTP", Http, &METRICS)`: what a client has, and what a server has; with
/// `detail` between name and title, its details.
macro_rules! both {
    ($name:literal, $title:literal, $protocol:ident, $metrics:expr) => {
        both!(@ $name, "", $title, "", $protocol, $metrics)
    };
    ($name:literal detail, $title:literal, $protocol:ident, $metrics:expr) => {
        both!(@ $name, "_detail", $title, " detail", $protocol, $metrics)
    };
    (@ $name:literal, $after:literal, $title:literal, $words:literal, $protocol:ident, $metrics:expr) => {{
        use $crate::network::catalog::{Sees, build::at_device, protocol::Protocol};
        [
            at_device(concat!($name, "_client", $after), concat!($title, " client", $words), Sees::Client(Protocol::$protocol), $metrics),
            at_device(concat!($name, "_server", $after), concat!($title, " server", $words), Sees::Server(Protocol::$protocol), $metrics),
        ]
    }};
}
pub(super) use both;
