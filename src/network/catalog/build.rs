//! The words for metrics and categories.
use super::{
    category::{Category, Traffic},
    metric::{KeyBy, Kind, Metric, Timed},
    object_type::MetricLevel,
    outcome_class::ERROR,
    quantity::{
        Quantity::{self, Ended, Transactions},
        RESPONSES,
    },
};
use crate::{
    base::firmware::Firmware,
    network::distributions::{shares::Distribution, timing::Timing},
};

pub const fn count(name: &'static str, unit: &'static str, quantity: Quantity) -> Metric {
    by(&[], name, unit, quantity)
}
pub const fn by(
    keys: &'static [KeyBy],
    name: &'static str,
    unit: &'static str,
    quantity: Quantity,
) -> Metric {
    let kind = Kind::Count;
    Metric {
        name,
        unit,
        keys,
        quantity,
        kind,
        since: Firmware::FIRST,
    }
}
pub const fn by_peer(name: &'static str, unit: &'static str, quantity: Quantity) -> Metric {
    by(&[KeyBy::Peer], name, unit, quantity)
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
pub const fn times(name: &'static str, quantity: Quantity, timing: &'static Timing) -> Metric {
    timed(&[], name, quantity, Kind::Dataset(Timed::By(timing)))
}
pub const fn timed(
    keys: &'static [KeyBy],
    name: &'static str,
    quantity: Quantity,
    kind: Kind,
) -> Metric {
    let unit = "ms";
    Metric {
        name,
        unit,
        keys,
        quantity,
        kind,
        since: Firmware::FIRST,
    }
}

impl Metric {
    /// The same metric, that came with a later firmware than the first.
    pub const fn since(mut self, major: u16, minor: u16) -> Metric {
        self.since = Firmware::known(major, minor);
        self
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
/// Of protocols of which requests, responses, errors and times are all there is to say.
pub static PLAIN: &[Metric] = &[REQ, RSP, RSP_ERROR, TPROCESS];

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
    traffic: Traffic,
    metrics: &'static [Metric],
) -> Category {
    Category {
        name,
        title,
        level,
        traffic,
        metrics,
        open: None,
        needs_packetstore: false,
    }
}
pub const fn at_device(
    name: &'static str,
    title: &'static str,
    traffic: Traffic,
    metrics: &'static [Metric],
) -> Category {
    at_level(name, title, MetricLevel::Device, traffic, metrics)
}

/// `both!("http", "HTTP", Http, METRICS)`: what a client has, and what a server has; with
/// `detail` after the name, their details.
macro_rules! both {
    ($name:literal, $title:literal, $protocol:ident, $metrics:expr) => {
        both!(@ $name, "", $title, "", $protocol, $metrics)
    };
    ($name:literal detail, $title:literal, $protocol:ident, $metrics:expr) => {
        both!(@ $name, "_detail", $title, " detail", $protocol, $metrics)
    };
    (@ $name:literal, $after:literal, $title:literal, $words:literal, $protocol:ident, $metrics:expr) => {
        [
            at_device(
                concat!($name, "_client", $after),
                concat!($title, " client", $words),
                Traffic::Client(Protocol::$protocol),
                $metrics,
            ),
            at_device(
                concat!($name, "_server", $after),
                concat!($title, " server", $words),
                Traffic::Server(Protocol::$protocol),
                $metrics,
            ),
        ]
    };
}
pub(in crate::network) use both;
