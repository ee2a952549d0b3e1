//! Connections and datagrams, whatever they carry.
use crate::network::catalog::prelude::*;

#[rustfmt::skip]
pub static CATEGORIES: &[Category] = &[
    at_device("tcp", "TCP", Traffic::Tcp, TCP),
    at_device("tcp_detail", "TCP by peer", Traffic::Tcp, TCP_DETAIL),
    at_device("udp", "UDP", Traffic::Udp, UDP),
    at_level("tcp", "TCP (network)", Capture, Traffic::Tcp, WHOLE_TCP),
];

static ROUND_TRIP: Timing = Timing::ms("tcp round trip", 0.6, 12.0);
static SETUP: Timing = Timing::ms("tcp setup", 0.8, 15.0);

/// Three packets in ten thousand wait for a retransmission timeout.
static TIMEOUTS_IN: Quantity = Millionths(&Packets(In), 300);
static TIMEOUTS_OUT: Quantity = Millionths(&Packets(Out), 300);

/// Five packets in ten thousand are sent again.
pub const RETRANSMITTED_OUT: Quantity = Millionths(&Packets(Out), 500);

static TCP: &[Metric] = &[
    count("connected", "connections", Connected),
    count("accepted", "connections", Accepted),
    gauge(&[], "established", Kind::Snapshot),
    gauge(&[], "established_max", Kind::Max),
    count("aborted_in", "connections", Millionths(&Accepted, 10_000)),
    count("aborted_out", "connections", Millionths(&Connected, 10_000)),
    count(
        "syn_unanswered_in",
        "connections",
        Millionths(&Accepted, 2000),
    ),
    count(
        "syn_unanswered_out",
        "connections",
        Millionths(&Connected, 5000),
    ),
    count("rto_in", "timeouts", Millionths(&Packets(In), 300)),
    count("rto_out", "timeouts", Millionths(&Packets(Out), 300)),
    count(
        "rto_multi_in",
        "timeouts",
        Millionths(&TIMEOUTS_IN, 100_000),
    ),
    count(
        "rto_multi_out",
        "timeouts",
        Millionths(&TIMEOUTS_OUT, 100_000),
    ),
    count("retrans_out", "segments", RETRANSMITTED_OUT),
    count("retrans_in", "segments", Millionths(&Packets(In), 500)),
    count("zwnd_in", "events", Millionths(&Packets(In), 80)),
    count("zwnd_out", "events", Millionths(&Packets(Out), 80)),
    count("rcv_throttle_in", "events", Millionths(&Packets(In), 90)),
    count("rcv_throttle_out", "events", Millionths(&Packets(Out), 90)),
    times("rtt", Transactions, &ROUND_TRIP),
    times("setup_time", Connections, &SETUP),
];

static TCP_DETAIL: &[Metric] = &[
    by_peer("connected", "connections", Connected),
    by_peer("accepted", "connections", Accepted),
    gauge(&[KeyBy::Peer], "established", Kind::Snapshot),
    gauge(&[KeyBy::Peer], "established_max", Kind::Max),
];

static WHOLE_TCP: &[Metric] = &[
    count("desync", "events", Millionths(&Packets(Both), 4)),
    count(
        "unidirectional_flows",
        "flows",
        Millionths(&Connections, 500),
    ),
    count("external_accepted", "connections", ExternalConnections),
];

static UDP: &[Metric] = &[
    count("pkts_in", "packets", Packets(In)),
    count("pkts_out", "packets", Packets(Out)),
    count("bytes_in", "bytes", Bytes(In)),
    count("bytes_out", "bytes", Bytes(Out)),
];

const fn gauge(keys: &'static [KeyBy], name: &'static str, kind: Kind) -> Metric {
    Metric {
        kind,
        ..by(keys, name, "connections", Connections)
    }
}
