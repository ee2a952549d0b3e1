//! What a metric is: what it counts, what it makes of the count, and what it is broken down by.
use super::quantity::{Direction, Quantity};
use crate::{
    base::firmware::Firmware,
    network::distributions::{shares::Distribution, timing::Timing},
};

/// One metric.
#[derive(Clone, Copy)]
pub struct Metric {
    pub name: &'static str,
    pub unit: &'static str,
    /// No key for a scalar, two for a nested detail metric.
    pub(in crate::network) keys: &'static [KeyBy],
    /// What is counted; for times, what there is a sample of.
    pub(in crate::network) quantity: Quantity,
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

/// Devices that the appliance counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceClass {
    L2,
    L3,
    Gateway,
    Custom,
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
    pub(in crate::network) fn is_gauge(self) -> bool {
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
