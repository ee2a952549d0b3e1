//! Names that neighbours ask each other for.
use crate::network::catalog::prelude::*;

pub static LLMNR: Definition = definition! {
    name: "llmnr",
    label: "LLMNR",
    activity: client_and_server,
    transport: Udp 5355,
    request: 40,
    response: 70,
    outcomes: &LLMNR_OUTCOMES,
    processing_ms: 1.0 .. 20.0,
    round_trip_ms: 0.6 .. 5.0,
    servers: WORKSTATIONS,
    clients: &[
        client(Workstation, 13, WORKSTATIONS, 1..=1, 0.1, Office).one_in(4),
    ],
    categories: &[&both!("llmnr", "LLMNR", Llmnr, PLAIN)],
};

outcomes!(
    LLMNR_OUTCOMES,
    "llmnr",
    [ok("OK"), silent(0.005), bad("NXDOMAIN", 0.01)]
);

pub static NBNS: Definition = definition! {
    name: "nbns",
    label: "NBNS",
    activity: client_and_server,
    transport: Udp 137,
    request: 60,
    response: 90,
    outcomes: &NBNS_OUTCOMES,
    processing_ms: 1.0 .. 20.0,
    round_trip_ms: 0.6 .. 5.0,
    servers: DIRECTORIES,
    clients: &[
        client(Workstation, 14, DIRECTORIES, 1..=1, 0.1, Office).one_in(4),
    ],
    categories: &[&both!("nbns", "NetBIOS name service", Nbns, PLAIN)],
};

outcomes!(
    NBNS_OUTCOMES,
    "nbns",
    [ok("OK"), silent(0.005), bad("NAM_ERR", 0.01)]
);
