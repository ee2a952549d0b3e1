//! What is exchanged with partners on the internet: orders at an exchange, text messages.
use crate::network::catalog::prelude::*;

pub static FIX: Definition = definition! {
    name: "fix",
    label: "FIX",
    activity: client_and_server,
    transport: Tcp 9878,
    per_connection: 2000,
    request: 250,
    response: 250,
    outcomes: &FIX_OUTCOMES,
    processing_ms: 2.0 .. 15.0,
    round_trip_ms: 0.6 .. 5.0,
    servers: INTERNET,
    clients: &[
        client(AppServer, 14, INTERNET, 1..=1, 8.0, Office).one_in(5),
    ],
    categories: &[&both!("fix", "FIX", Fix, PLAIN)],
};

outcomes!(
    FIX_OUTCOMES,
    "fix",
    [ok("OK"), silent(0.005), bad("Reject", 0.01)]
);

pub static SMPP: Definition = definition! {
    name: "smpp",
    label: "SMPP",
    activity: client_and_server,
    transport: Tcp 2775,
    per_connection: 1000,
    request: 220,
    response: 40,
    outcomes: &SMPP_OUTCOMES,
    processing_ms: 10.0 .. 60.0,
    round_trip_ms: 8.0 .. 60.0,
    servers: INTERNET,
    clients: &[
        client(AppServer, 15, INTERNET, 1..=1, 3.0, Office).one_in(5),
    ],
    categories: &[&both!("smpp", "SMPP", Smpp, PLAIN)],
};

outcomes!(
    SMPP_OUTCOMES,
    "smpp",
    [ok("OK"), silent(0.005), bad("ESME_RTHROTTLED", 0.01)]
);
