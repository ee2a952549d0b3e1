//! Metrics that objects of one level have about one thing, and the traffic that they count.
use super::{metric::Metric, object_type::MetricLevel, protocol::Protocol};

/// The metrics that objects of one level have about one thing.
pub struct Category {
    pub name: &'static str,
    pub title: &'static str,
    pub level: MetricLevel,
    pub(in crate::network) traffic: Traffic,
    pub metrics: &'static [Metric],
    /// For what triggers write, under any name: what a metric is that none has written to.
    pub(in crate::network) open: Option<&'static Metric>,
    /// Whether it tells of the packet store, which not every appliance has.
    pub needs_packetstore: bool,
}

/// Which conversations a category counts, and from which end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Traffic {
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

impl Category {
    pub fn metric(&self, name: &str) -> Option<&'static Metric> {
        self.metrics.iter().find(|metric| metric.name == name)
    }
    /// What a query means by a name.
    pub fn metric_or_open(&self, name: &str) -> Option<&'static Metric> {
        self.metric(name).or(self.open)
    }
}
