//! The metric catalogue: what each kind of object has, and the formula of each metric.
//!
//! A category is a row, a metric is a row; queries and documentation read these tables alone.
use super::activity::Activity;
use super::measure::{End, Quantity};
use super::protocol::Protocol;
use super::query::ObjectType;
use super::split::Split;
use super::timing::Timing;

mod dns;
mod ftp;
mod http;
mod net;
mod ssl;

/// The metrics that objects of one level have about one thing.
pub struct Category {
    pub name: &'static str,
    pub title: &'static str,
    pub level: Level,
    pub(super) sees: Sees,
    pub metrics: &'static [Metric],
}

/// Where a category exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Devices, device groups and activity groups.
    Device,
    /// The network as a whole.
    Capture,
    Application,
    Vlan,
}

/// Which conversations a category counts, and from which end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sees {
    /// Everything that passes, forwarded traffic of L2 devices too.
    All,
    Tcp,
    Udp,
    Client(Protocol),
    Server(Protocol),
    /// Both ends, where nobody is an end.
    Of(Protocol),
}

/// One metric.
pub struct Metric {
    pub name: &'static str,
    pub unit: &'static str,
    /// No key for a scalar, two for a nested detail metric.
    pub(super) keys: &'static [KeyBy],
    /// What is counted; for times, what there is a sample of.
    pub(super) of: Quantity,
    pub(super) kind: Kind,
}

/// What a metric makes of its count.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Count,
    Dataset(&'static Timing),
    Samples(&'static Timing),
    /// Open connections at the end of a bucket, and the most in it.
    Snapshot,
    Max,
    /// When the server's certificate ends, and when it began.
    Expires,
    NotBefore,
}

/// What a detail metric is broken down by.
#[derive(Clone, Copy)]
pub(super) enum KeyBy {
    /// The address at the other end.
    Peer,
    ClientAddr,
    ServerAddr,
    Protocol,
    /// How transactions of these classes ended.
    Ending(u8),
    /// A column of a distribution.
    Draw(&'static Split, usize),
    CertificateSubject,
    CertificateBits,
    CertificateCurve,
}

static TABLES: [&[Category]; 5] = [
    &net::CATEGORIES,
    &http::CATEGORIES,
    &dns::CATEGORIES,
    &ftp::CATEGORIES,
    &ssl::CATEGORIES,
];

/// Every category, in the order of the documentation.
pub fn all() -> impl Iterator<Item = &'static Category> {
    TABLES.into_iter().flatten()
}

/// The category of that name at the level of an object type.
pub fn find(object_type: ObjectType, name: &str) -> Option<&'static Category> {
    let level = match object_type {
        ObjectType::Device | ObjectType::DeviceGroup | ObjectType::ActivityGroup => Level::Device,
        ObjectType::Network | ObjectType::Capture => Level::Capture,
        ObjectType::Application => Level::Application,
        ObjectType::Vlan => Level::Vlan,
        ObjectType::System => return None,
    };
    all().find(|category| category.level == level && category.name == name)
}

impl Category {
    pub fn metric(&self, name: &str) -> Option<&'static Metric> {
        self.metrics.iter().find(|metric| metric.name == name)
    }
    /// The activity that a device shows when it has these metrics.
    pub fn activity(&self) -> Option<Activity> {
        match (self.level, self.sees) {
            (Level::Device, Sees::All) => Some(Activity::Net),
            (Level::Device, Sees::Tcp) => Some(Activity::Tcp),
            (Level::Device, Sees::Udp) => Some(Activity::Udp),
            (_, Sees::Client(protocol)) => Some(Activity::Client(protocol)),
            (_, Sees::Server(protocol)) => Some(Activity::Server(protocol)),
            _ => None,
        }
    }
}

impl Sees {
    pub fn counts(self, protocol: Protocol, end: End) -> bool {
        let forwards = matches!(end, End::Forth | End::Back);
        match self {
            Sees::All => true,
            Sees::Tcp => !forwards && !protocol.is_udp(),
            Sees::Udp => !forwards && protocol.is_udp(),
            Sees::Client(wanted) => end == End::Client && protocol == wanted,
            Sees::Server(wanted) => end == End::Server && protocol == wanted,
            Sees::Of(wanted) => !forwards && protocol == wanted,
        }
    }
}

impl Metric {
    /// What kind of metric it is, as the documentation calls it.
    pub fn kind(&self) -> &'static str {
        match (self.keys.len(), self.kind) {
            (1.., _) => "topnset",
            (_, Kind::Count) => "count",
            (_, Kind::Dataset(_)) => "dataset",
            (_, Kind::Samples(_)) => "sampleset",
            (_, Kind::Snapshot) => "snapshot",
            (_, Kind::Max) => "max",
            (_, Kind::Expires | Kind::NotBefore) => "time",
        }
    }
    /// What kind of value a detail entry has; of the outer list, for a nested one.
    pub fn vtype(&self) -> &'static str {
        if self.keys.len() > 1 {
            "tset"
        } else {
            self.kind.vtype()
        }
    }
    /// Whether its buckets are recorded and summed as plain numbers.
    pub fn is_scalar_count(&self) -> bool {
        self.keys.is_empty() && matches!(self.kind, Kind::Count)
    }
}

impl Kind {
    /// Whether it is a state at a moment, not a sum of events.
    pub(super) fn is_level(self) -> bool {
        matches!(self, Kind::Snapshot | Kind::Max)
    }
    pub fn vtype(self) -> &'static str {
        match self {
            Kind::Count => "count",
            Kind::Dataset(_) => "dset",
            Kind::Samples(_) => "sset",
            Kind::Snapshot => "snap",
            Kind::Max => "max",
            Kind::Expires | Kind::NotBefore => "time",
        }
    }
}

const fn count(name: &'static str, unit: &'static str, of: Quantity) -> Metric {
    Metric {
        name,
        unit,
        keys: &[],
        of,
        kind: Kind::Count,
    }
}
const fn by(
    keys: &'static [KeyBy],
    name: &'static str,
    unit: &'static str,
    of: Quantity,
) -> Metric {
    Metric {
        name,
        unit,
        keys,
        of,
        kind: Kind::Count,
    }
}
const fn by_peer(name: &'static str, unit: &'static str, of: Quantity) -> Metric {
    by(&[KeyBy::Peer], name, unit, of)
}
const fn times(name: &'static str, of: Quantity, timing: &'static Timing) -> Metric {
    Metric {
        name,
        unit: "ms",
        keys: &[],
        of,
        kind: Kind::Dataset(timing),
    }
}
const fn samples_by_peer(name: &'static str, of: Quantity, timing: &'static Timing) -> Metric {
    Metric {
        name,
        unit: "ms",
        keys: &[KeyBy::Peer],
        of,
        kind: Kind::Samples(timing),
    }
}
const fn at_level(
    name: &'static str,
    title: &'static str,
    level: Level,
    sees: Sees,
    metrics: &'static [Metric],
) -> Category {
    Category {
        name,
        title,
        level,
        sees,
        metrics,
    }
}
const fn at_device(
    name: &'static str,
    title: &'static str,
    sees: Sees,
    metrics: &'static [Metric],
) -> Category {
    at_level(name, title, Level::Device, sees, metrics)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_found() {
        let types = [
            ObjectType::Device,
            ObjectType::Network,
            ObjectType::Application,
            ObjectType::Vlan,
        ];
        let mut found = 0;
        for object_type in types {
            for category in all()
                .filter(|one| find(object_type, one.name).is_some_and(|it| std::ptr::eq(it, *one)))
            {
                found += 1;
                for metric in category.metrics {
                    assert!(
                        category
                            .metric(metric.name)
                            .is_some_and(|it| std::ptr::eq(it, metric)),
                        "{}",
                        metric.name
                    );
                }
            }
        }
        assert_eq!(found, all().count());
        assert!(find(ObjectType::System, "net").is_none());
        assert!(find(ObjectType::Device, "http").is_none());
    }
}
