//! Packets and connections, whatever they carry.
use super::{
    Category, KeyBy, Kind, Metric, MetricLevel, Sees, Timed,
    build::*,
    protocol::{
        Protocol::{Icmp, Rtcp, Rtp, Scanner},
        voice::{JITTER, OPINION, R_FACTOR},
    },
};
use crate::network::{
    distributions::timing::{TCP_ROUND_TRIP, TCP_SETUP},
    model::measure::{
        Direction::{Both, In, Out},
        Quantity::{
            self, Accepted, Bytes, Connected, Connections, External, ExternalConnections, Messages,
            Millionths, Nothing, Packets, Transactions,
        },
    },
};

#[rustfmt::skip]
pub static CATEGORIES: [Category; 17] = [
    at_device("net", "Network", Sees::All, &NET),
    at_device("net_detail", "Network by peer", Sees::All, &NET_DETAIL),
    at_device("app", "Traffic by protocol", Sees::All, &APP),
    at_device("app_detail", "Traffic by protocol and peer", Sees::All, &APP_DETAIL),
    at_device("tcp", "TCP", Sees::Tcp, &TCP),
    at_device("tcp_detail", "TCP by peer", Sees::Tcp, &TCP_DETAIL),
    at_device("udp", "UDP", Sees::Udp, &UDP),
    at_device("icmp", "ICMP", Sees::Of(Icmp), &ICMP),
    at_device("rtp", "RTP", Sees::Of(Rtp), &RTP),
    at_device("rtcp", "RTCP", Sees::Of(Rtcp), &RTCP),
    at_device("scanner", "Scanner", Sees::Client(Scanner), &SCANNER),
    at_level("net", "Network", MetricLevel::Capture, Sees::All, &CAPTURE),
    at_level("net", "Network (VLAN)", MetricLevel::Vlan, Sees::All, &WHOLE),
    at_level("net", "Network (application)", MetricLevel::Application, Sees::All, &WHOLE),
    at_level("app", "Traffic by protocol", MetricLevel::Capture, Sees::All, &WHOLE_APP),
    at_level("app", "Traffic by protocol (VLAN)", MetricLevel::Vlan, Sees::All, &WHOLE_APP),
    at_level("tcp", "TCP (network)", MetricLevel::Capture, Sees::Tcp, &WHOLE_TCP),
];

static NET: [Metric; 9] = [
    count("bytes", "bytes", Bytes(Both)),
    count("bytes_in", "bytes", Bytes(In)),
    count("bytes_out", "bytes", Bytes(Out)),
    count("pkts", "packets", Packets(Both)),
    count("pkts_in", "packets", Packets(In)),
    count("pkts_out", "packets", Packets(Out)),
    count("external_bytes_in", "bytes", External(In)),
    count("external_bytes_out", "bytes", External(Out)),
    count("pkts_dropped", "packets", Nothing),
];

static NET_DETAIL: [Metric; 4] = [
    by_peer("bytes_in", "bytes", Bytes(In)),
    by_peer("bytes_out", "bytes", Bytes(Out)),
    by_peer("pkts_in", "packets", Packets(In)),
    by_peer("pkts_out", "packets", Packets(Out)),
];

static APP: [Metric; 4] = [
    by(&[KeyBy::Protocol], "bytes_in", "bytes", Bytes(In)),
    by(&[KeyBy::Protocol], "bytes_out", "bytes", Bytes(Out)),
    by(&[KeyBy::Protocol], "pkts_in", "packets", Packets(In)),
    by(&[KeyBy::Protocol], "pkts_out", "packets", Packets(Out)),
];

const PROTOCOL_AND_PEER: &[KeyBy] = &[KeyBy::Protocol, KeyBy::Peer];

static APP_DETAIL: [Metric; 4] = [
    by(PROTOCOL_AND_PEER, "bytes_in", "bytes", Bytes(In)),
    by(PROTOCOL_AND_PEER, "bytes_out", "bytes", Bytes(Out)),
    by(PROTOCOL_AND_PEER, "pkts_in", "packets", Packets(In)),
    by(PROTOCOL_AND_PEER, "pkts_out", "packets", Packets(Out)),
];

static WHOLE: [Metric; 2] = [
    count("bytes", "bytes", Bytes(Both)),
    count("pkts", "packets", Packets(Both)),
];

static CAPTURE: [Metric; 3] = [
    count("bytes", "bytes", Bytes(Both)),
    count("pkts", "packets", Packets(Both)),
    Metric {
        kind: Kind::Max,
        ..count("max_bytes_per_ms", "bytes", Bytes(Both))
    },
];

static WHOLE_APP: [Metric; 2] = [
    by(&[KeyBy::Protocol], "bytes", "bytes", Bytes(Both)),
    by(&[KeyBy::Protocol], "pkts", "packets", Packets(Both)),
];

/// Three packets in ten thousand wait for a retransmission timeout.
static TIMEOUTS_IN: Quantity = Millionths(&Packets(In), 300);
static TIMEOUTS_OUT: Quantity = Millionths(&Packets(Out), 300);

/// Five packets in ten thousand are sent again.
pub const RETRANS_OUT: Quantity = Millionths(&Packets(Out), 500);

static TCP: [Metric; 20] = [
    count("connected", "connections", Connected),
    count("accepted", "connections", Accepted),
    level(&[], "established", Kind::Snapshot),
    level(&[], "established_max", Kind::Max),
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
    count("retrans_out", "segments", RETRANS_OUT),
    count("retrans_in", "segments", Millionths(&Packets(In), 500)),
    count("zwnd_in", "events", Millionths(&Packets(In), 80)),
    count("zwnd_out", "events", Millionths(&Packets(Out), 80)),
    count("rcv_throttle_in", "events", Millionths(&Packets(In), 90)),
    count("rcv_throttle_out", "events", Millionths(&Packets(Out), 90)),
    times("rtt", Transactions, &TCP_ROUND_TRIP),
    times("setup_time", Connections, &TCP_SETUP),
];

static TCP_DETAIL: [Metric; 4] = [
    by_peer("connected", "connections", Connected),
    by_peer("accepted", "connections", Accepted),
    level(&[KeyBy::Peer], "established", Kind::Snapshot),
    level(&[KeyBy::Peer], "established_max", Kind::Max),
];

static WHOLE_TCP: [Metric; 3] = [
    count("desync", "events", Millionths(&Packets(Both), 4)),
    count(
        "unidirectional_flows",
        "flows",
        Millionths(&Connections, 500),
    ),
    count("external_accepted", "connections", ExternalConnections),
];

static UDP: [Metric; 4] = [
    count("pkts_in", "packets", Packets(In)),
    count("pkts_out", "packets", Packets(Out)),
    count("bytes_in", "bytes", Bytes(In)),
    count("bytes_out", "bytes", Bytes(Out)),
];

#[rustfmt::skip]
static ICMP: [Metric; 4] = [
    count("msgs_in", "messages", Messages(In)),
    count("msgs_out", "messages", Messages(Out)),
    by(&[KeyBy::Message(In)], "msg_type_in", "messages", Transactions),
    by(&[KeyBy::Message(Out)], "msg_type_out", "messages", Transactions),
];

static RTP: [Metric; 8] = [
    count("pkts", "packets", Packets(Both)),
    count("bytes", "bytes", Bytes(Both)),
    count("drops", "packets", Millionths(&Packets(Both), 1000)),
    count("dups", "packets", Millionths(&Packets(Both), 100)),
    count("out_of_order", "packets", Millionths(&Packets(Both), 500)),
    times("jitter", Transactions, &JITTER),
    score("mos", "MOS", Timed::By(&OPINION)),
    score("r_factor", "R", Timed::By(&R_FACTOR)),
];

static RTCP: [Metric; 1] = [count("pkts", "packets", Packets(Both))];
static SCANNER: [Metric; 1] = [count("scans", "events", Transactions)];

const fn score(name: &'static str, unit: &'static str, timed: Timed) -> Metric {
    Metric {
        kind: Kind::Dataset(timed),
        ..count(name, unit, Transactions)
    }
}
const fn level(keys: &'static [KeyBy], name: &'static str, kind: Kind) -> Metric {
    Metric {
        kind,
        ..by(keys, name, "connections", Connections)
    }
}
