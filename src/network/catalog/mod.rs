//! The metric catalogue: what each kind of object has, and the formula of each metric.
//!
//! A category is a row, a metric is a row; queries and documentation read these tables alone.
use super::{
    distributions::{shares::Distribution, timing::Timing},
    metrics::{device_counts::DeviceClass, query::ObjectType},
    model::{
        activity::Activity,
        conversation::Conversation,
        measure::{Direction, End, Quantity},
    },
};
use crate::base::firmware::Firmware;
use protocol::Protocol;

mod build;
mod data;
mod desk;
mod directory;
mod dns;
mod files;
mod http;
pub mod net;
pub mod outcomes;
mod plain;
pub mod protocol;
pub mod role;
mod ssl;
mod system;
mod talk;

/// The metrics that objects of one level have about one thing.
pub struct Category {
    pub name: &'static str,
    pub title: &'static str,
    pub level: MetricLevel,
    pub(in crate::network) sees: Sees,
    pub metrics: &'static [Metric],
    /// For what triggers write, under any name: what a metric is that none has written to.
    pub(in crate::network) open: Option<&'static Metric>,
    /// Whether it tells of the packet store, which not every appliance has.
    pub needs_packetstore: bool,
}

/// Where a category exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MetricLevel {
    /// Devices, device groups and activity groups.
    Device,
    /// The network as a whole.
    Capture,
    Application,
    Vlan,
    /// The appliance.
    System,
}

/// Which conversations a category counts, and from which end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    /// Everything that passes, forwarded traffic of L2 devices too.
    All,
    Tcp,
    Udp,
    Client(Protocol),
    Server(Protocol),
    /// Both ends, where nobody is an end.
    Of(Protocol),
    Nothing,
}

/// One metric.
#[derive(Clone, Copy)]
pub struct Metric {
    pub name: &'static str,
    pub unit: &'static str,
    /// No key for a scalar, two for a nested detail metric.
    pub(in crate::network) keys: &'static [KeyBy],
    /// What is counted; for times, what there is a sample of.
    pub(in crate::network) of: Quantity,
    pub(in crate::network) kind: Kind,
    /// The first firmware that has it.
    pub since: Firmware,
}

/// What a metric makes of its count.
#[derive(Clone, Copy)]
pub enum Kind {
    Count,
    Dataset(Timed),
    Samples(Timed),
    /// Open connections at the end of a bucket, and the most in it.
    Snapshot,
    Max,
    /// When the server's certificate ends, and when it began.
    Expires,
    NotBefore,
    /// A state of the appliance that is about this.
    Gauge(u64),
    /// How many devices there are.
    Devices(DeviceClass),
}

/// Which times a dataset has.
#[derive(Clone, Copy)]
pub enum Timed {
    /// Those of the protocol.
    Processing,
    RoundTrip,
    By(&'static Timing),
}

/// What a detail metric is broken down by.
#[derive(Clone, Copy)]
pub enum KeyBy {
    /// The address at the other end.
    Peer,
    ClientAddr,
    ServerAddr,
    Protocol,
    /// How transactions of these classes ended.
    Ending(u8),
    /// A column of a distribution.
    Draw(&'static Distribution, usize),
    /// The same where labels are numbers.
    Numbered(&'static Distribution),
    /// The type of what flows this way: an echo, or its answer.
    Message(Direction),
    ServerName,
    CertificateSubject,
    CertificateBits,
    CertificateCurve,
}

static SINGLES: [&[Category]; 8] = [
    &net::CATEGORIES,
    &http::CATEGORIES,
    &dns::CATEGORIES,
    &ssl::CATEGORIES,
    &desk::CATEGORIES,
    &directory::CATEGORIES,
    &data::CATEGORIES,
    &system::CATEGORIES,
];
/// Categories of a client, and of a server.
static ENDS: [&[[Category; 2]]; 9] = [
    &http::ENDS,
    &dns::ENDS,
    &ssl::ENDS,
    &desk::ENDS,
    &files::ENDS,
    &directory::ENDS,
    &data::ENDS,
    &talk::ENDS,
    &plain::ENDS,
];

/// Every category.
pub fn all() -> impl Iterator<Item = &'static Category> {
    let ends = ENDS.into_iter().flatten().flatten();
    SINGLES.into_iter().flatten().chain(ends)
}

/// The category of that name at the level of an object type.
pub fn find(object_type: ObjectType, name: &str) -> Option<&'static Category> {
    let level = MetricLevel::of(object_type);
    all().find(|category| category.level == level && category.name == name)
}

impl MetricLevel {
    pub fn of(object_type: ObjectType) -> MetricLevel {
        match object_type {
            ObjectType::Device | ObjectType::DeviceGroup | ObjectType::ActivityGroup => {
                MetricLevel::Device
            }
            ObjectType::Network | ObjectType::Capture => MetricLevel::Capture,
            ObjectType::Application => MetricLevel::Application,
            ObjectType::Vlan => MetricLevel::Vlan,
            ObjectType::System => MetricLevel::System,
        }
    }
}

impl Category {
    pub fn metric(&self, name: &str) -> Option<&'static Metric> {
        self.metrics.iter().find(|metric| metric.name == name)
    }
    /// What a query means by a name.
    pub(in crate::network) fn asked(&self, name: &str) -> Option<&'static Metric> {
        self.metric(name).or(self.open)
    }
    /// The activity that a device shows when it has these metrics.
    pub fn activity(&self) -> Option<Activity> {
        match (self.level, self.sees) {
            (MetricLevel::Device, Sees::All) => Some(Activity::Net),
            (MetricLevel::Device, Sees::Tcp) => Some(Activity::Tcp),
            (MetricLevel::Device, Sees::Udp) => Some(Activity::Udp),
            (MetricLevel::Device, Sees::Client(protocol) | Sees::Of(protocol)) => {
                protocol.shown(End::Client)
            }
            (MetricLevel::Device, Sees::Server(protocol)) => protocol.shown(End::Server),
            _ => None,
        }
    }
}

impl Sees {
    pub fn counts(self, protocol: Protocol, end: End) -> bool {
        let forwards = matches!(end, End::ForwardedRequest | End::ForwardedResponse);
        match self {
            Sees::All => true,
            Sees::Nothing => false,
            Sees::Tcp => !forwards && protocol.is_tcp(),
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
            (_, Kind::Snapshot | Kind::Gauge(_) | Kind::Devices(_)) => "snapshot",
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
    /// The types of its keys, from the outside in: `addr`, `str` or `int`.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().map(|key| match key {
            KeyBy::Peer | KeyBy::ClientAddr | KeyBy::ServerAddr => "addr",
            KeyBy::Numbered(_) | KeyBy::CertificateBits => "int",
            _ => "str",
        })
    }
    /// Whether its buckets are recorded and summed as plain numbers.
    pub fn is_scalar_count(&self) -> bool {
        self.keys.is_empty() && matches!(self.kind, Kind::Count)
    }
}

impl Kind {
    /// Whether it is a state at a moment, not a sum of events.
    pub(in crate::network) fn is_level(self) -> bool {
        matches!(
            self,
            Kind::Snapshot | Kind::Max | Kind::Gauge(_) | Kind::Devices(_)
        )
    }
    /// Whether its values are of samples of times.
    pub(in crate::network) fn is_timed(self) -> bool {
        matches!(self, Kind::Dataset(_) | Kind::Samples(_))
    }
    pub fn vtype(self) -> &'static str {
        match self {
            Kind::Count => "count",
            Kind::Dataset(_) => "dset",
            Kind::Samples(_) => "sset",
            Kind::Snapshot | Kind::Gauge(_) | Kind::Devices(_) => "snap",
            Kind::Max => "max",
            Kind::Expires | Kind::NotBefore => "time",
        }
    }
}

impl Timed {
    pub fn of(self, one: &Conversation) -> &'static Timing {
        match self {
            Timed::Processing => &one.protocol.row().processing,
            Timed::RoundTrip => &one.protocol.row().round_trip,
            Timed::By(timing) => timing,
        }
    }
}
