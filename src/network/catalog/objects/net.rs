//! Packets, whatever they carry.
use crate::network::catalog::prelude::*;

#[rustfmt::skip]
pub static CATEGORIES: &[Category] = &[
    at_device("net", "Network", Traffic::All, NET),
    at_device("net_detail", "Network by peer", Traffic::All, NET_DETAIL),
    at_device("app", "Traffic by protocol", Traffic::All, APP),
    at_device("app_detail", "Traffic by protocol and peer", Traffic::All, APP_DETAIL),
    at_level("net", "Network", Capture, Traffic::All, CAPTURE),
    at_level("net", "Network (VLAN)", Vlan, Traffic::All, WHOLE),
    at_level("net", "Network (application)", Application, Traffic::All, WHOLE),
    at_level("app", "Traffic by protocol", Capture, Traffic::All, WHOLE_APP),
    at_level("app", "Traffic by protocol (VLAN)", Vlan, Traffic::All, WHOLE_APP),
];

static NET: &[Metric] = &[
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

static NET_DETAIL: &[Metric] = &[
    by_peer("bytes_in", "bytes", Bytes(In)),
    by_peer("bytes_out", "bytes", Bytes(Out)),
    by_peer("pkts_in", "packets", Packets(In)),
    by_peer("pkts_out", "packets", Packets(Out)),
];

static APP: &[Metric] = &[
    by(&[KeyBy::Protocol], "bytes_in", "bytes", Bytes(In)),
    by(&[KeyBy::Protocol], "bytes_out", "bytes", Bytes(Out)),
    by(&[KeyBy::Protocol], "pkts_in", "packets", Packets(In)),
    by(&[KeyBy::Protocol], "pkts_out", "packets", Packets(Out)),
];

const PROTOCOL_AND_PEER: &[KeyBy] = &[KeyBy::Protocol, KeyBy::Peer];

static APP_DETAIL: &[Metric] = &[
    by(PROTOCOL_AND_PEER, "bytes_in", "bytes", Bytes(In)),
    by(PROTOCOL_AND_PEER, "bytes_out", "bytes", Bytes(Out)),
    by(PROTOCOL_AND_PEER, "pkts_in", "packets", Packets(In)),
    by(PROTOCOL_AND_PEER, "pkts_out", "packets", Packets(Out)),
];

static WHOLE: &[Metric] = &[
    count("bytes", "bytes", Bytes(Both)),
    count("pkts", "packets", Packets(Both)),
];

static CAPTURE: &[Metric] = &[
    count("bytes", "bytes", Bytes(Both)),
    count("pkts", "packets", Packets(Both)),
    Metric {
        kind: Kind::Max,
        ..count("max_bytes_per_ms", "bytes", Bytes(Both))
    },
];

static WHOLE_APP: &[Metric] = &[
    by(&[KeyBy::Protocol], "bytes", "bytes", Bytes(Both)),
    by(&[KeyBy::Protocol], "pkts", "packets", Packets(Both)),
];
