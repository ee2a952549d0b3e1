//! Probes of a host that looks for open ports.
use crate::network::catalog::prelude::*;

/// A transaction is one scan of a host: many small packets.
pub static SCANNER: Definition = definition! {
    name: "scanner",
    label: "otherprotos",
    activity: client_only,
    transport: Tcp 0,
    request: 6000,
    response: 2000,
    segment: 60,
    outcomes: &SCANNER_OUTCOMES,
    processing_ms: 2.0 .. 20.0,
    round_trip_ms: 1.0 .. 10.0,
    servers: WORKSTATIONS,
    clients: &[
        client(Workstation, 25, WEB_SERVERS, 1..=1, 0.02, Steady).one_in(150),
        client(Attacker, 1, WEB_SERVERS, 1..=3, 0.05, Steady),
        client(Attacker, 2, WORKSTATIONS, 3..=6, 0.05, Steady),
    ],
    categories: &[&[at_device("scanner", "Scanner", Traffic::Client(Scanner), METRICS)]],
};

outcomes!(SCANNER_OUTCOMES, "scan", [ok("done")]);

static METRICS: &[Metric] = &[count("scans", "events", Transactions)];
