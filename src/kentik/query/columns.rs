//! The columns that aggregates are made of, and what is counted for them.
use super::fields::FlowEnd::{self, Destination, Source};
use crate::base::problem::{Result, refused};

/// Seen from the devices behind the routers: what they receive, what they send, or all that passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrafficDirection {
    Both,
    In,
    Out,
}
use TrafficDirection::{Both, In, Out};

/// What is counted in each interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counter {
    Bytes(TrafficDirection),
    Packets(TrafficDirection),
    Retransmitted(TrafficDirection),
    /// Transactions of the conversations.
    Flows,
    /// Different addresses.
    Addresses(FlowEnd),
}
use Counter::*;

/// A column of an aggregate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Of(Counter),
    /// Hundredths that one counter is of the other.
    Percent(Counter, Counter),
}
use Column::{Of, Percent};

const COLUMNS: [(&str, Column); 13] = [
    ("f_sum_both_bytes", Of(Bytes(Both))),
    ("f_sum_in_bytes", Of(Bytes(In))),
    ("f_sum_out_bytes", Of(Bytes(Out))),
    ("f_sum_both_pkts", Of(Packets(Both))),
    ("f_sum_in_pkts", Of(Packets(In))),
    ("f_sum_out_pkts", Of(Packets(Out))),
    ("trautocount", Of(Flows)),
    ("f_hll(inet_src_addr,0.0001)", Of(Addresses(Source))),
    ("f_hll(inet_dst_addr,0.0001)", Of(Addresses(Destination))),
    ("f_sum_tcp_retransmit", Of(Retransmitted(Both))),
    ("f_sum_retransmits_in", Of(Retransmitted(In))),
    (
        "f_perc_tcp_retransmit",
        Percent(Retransmitted(Both), Packets(Both)),
    ),
    (
        "f_perc_retransmits_in",
        Percent(Retransmitted(In), Packets(In)),
    ),
];

impl Column {
    pub fn named(name: &str) -> Result<Self> {
        let found = COLUMNS.iter().find(|(known, _)| *known == name);
        found.map(|(_, column)| *column).ok_or_else(|| {
            let names = COLUMNS.map(|(name, _)| name).join(", ");
            refused(format!(
                "`column`: there is no column `{name}`; there are {names}"
            ))
        })
    }
    pub fn counters(self) -> impl Iterator<Item = Counter> {
        let (one, other) = match self {
            Of(counter) => (counter, None),
            Percent(part, whole) => (part, Some(whole)),
        };
        [Some(one), other].into_iter().flatten()
    }
    /// What its time series is called.
    pub fn series_name(self) -> &'static str {
        match self {
            Of(Bytes(Both)) => "both_bits_per_sec",
            Of(Bytes(In)) => "in_bits_per_sec",
            Of(Bytes(Out)) => "out_bits_per_sec",
            Of(Packets(Both)) => "both_pkts_per_sec",
            Of(Packets(In)) => "in_pkts_per_sec",
            Of(Packets(Out)) => "out_pkts_per_sec",
            Of(Flows) => "flows_per_sec",
            Of(Addresses(Source)) => "src_ips",
            Of(Addresses(Destination)) => "dst_ips",
            Of(Retransmitted(_)) => "rxmits_per_sec",
            Percent(..) => "perc_rxmits",
        }
    }
    /// The value of an interval: a rate in a second, bits where bytes are counted; a number of
    /// addresses or a percentage as it is.
    pub fn value(self, counted: &dyn Fn(Counter) -> u64, seconds: i64) -> f64 {
        match self {
            Of(counter @ Bytes(_)) => counted(counter) as f64 * 8.0 / seconds as f64,
            Of(counter @ Addresses(_)) => counted(counter) as f64,
            Of(counter) => counted(counter) as f64 / seconds as f64,
            Percent(_, whole) if counted(whole) == 0 => 0.0,
            Percent(part, whole) => counted(part) as f64 * 100.0 / counted(whole) as f64,
        }
    }
}
