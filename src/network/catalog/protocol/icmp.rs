//! Echoes, and that nobody is there.
use crate::network::catalog::prelude::*;

/// A transaction is an echo.
pub static ICMP: Definition = definition! {
    name: "icmp",
    label: "ICMP",
    activity: both_ends,
    transport: Icmp 0,
    request: 56,
    response: 56,
    outcomes: &ICMP_OUTCOMES,
    processing_ms: 0.3 .. 3.0,
    round_trip_ms: 0.6 .. 12.0,
    servers: DIRECTORIES,
    clients: &[
        client(Workstation, 17, DIRECTORIES, 1..=1, 1.0, Office).one_in(10),
        client(AppServer, 13, WEB_SERVERS, 1..=1, 2.0, Steady).one_in(4),
    ],
    categories: &[&[at_device("icmp", "ICMP", Traffic::Of(Icmp), METRICS)]],
};

outcomes!(
    ICMP_OUTCOMES,
    "icmp",
    [
        ok("Echo Reply"),
        silent(0.02),
        bad("Destination Unreachable", 0.05)
    ]
);

static METRICS: &[Metric] = &[
    count("msgs_in", "messages", Messages(In)),
    count("msgs_out", "messages", Messages(Out)),
    by(
        &[KeyBy::Message(In)],
        "msg_type_in",
        "messages",
        Transactions,
    ),
    by(
        &[KeyBy::Message(Out)],
        "msg_type_out",
        "messages",
        Transactions,
    ),
];
