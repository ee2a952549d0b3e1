//! How machines are managed from afar. SNMP has no metrics of its own.
use crate::network::catalog::prelude::*;

pub static RPC: Definition = definition! {
    name: "rpc",
    label: "MSRPC",
    activity: client_and_server,
    transport: Tcp 135,
    per_connection: 20,
    request: 300,
    response: 700,
    outcomes: &RPC_OUTCOMES,
    processing_ms: 3.0 .. 30.0,
    round_trip_ms: 0.8 .. 8.0,
    servers: DIRECTORIES,
    clients: &[
        client(Workstation, 12, DIRECTORIES, 1..=1, 0.6, Office).one_in(4),
        client(AppServer, 6, DIRECTORIES, 1..=1, 4.0, Steady).one_in(2),
    ],
    categories: &[&both!("rpc", "MSRPC", Rpc, PLAIN)],
};

outcomes!(
    RPC_OUTCOMES,
    "rpc",
    [ok("OK"), silent(0.005), bad("Access denied", 0.01)]
);

pub static WSMAN: Definition = definition! {
    name: "wsman",
    label: "WSMAN",
    activity: client_and_server,
    transport: Tcp 5985,
    per_connection: 10,
    request: 2500,
    response: 6000,
    outcomes: &WSMAN_OUTCOMES,
    processing_ms: 20.0 .. 200.0,
    round_trip_ms: 1.0 .. 10.0,
    servers: WEB_SERVERS,
    clients: &[
        client(AppServer, 11, WEB_SERVERS, 1..=1, 1.0, Steady).one_in(4),
    ],
    categories: &[&both!("wsman", "WS-Management", Wsman, PLAIN)],
};

outcomes!(
    WSMAN_OUTCOMES,
    "wsman",
    [ok("OK"), silent(0.005), bad("Fault", 0.01)]
);

pub static SNMP: Definition = definition! {
    name: "snmp",
    label: "SNMP",
    activity: none,
    transport: Udp 161,
    request: 80,
    response: 110,
    outcomes: &SNMP_OUTCOMES,
    processing_ms: 2.0 .. 30.0,
    round_trip_ms: 1.0 .. 10.0,
    servers: PRINTERS,
    clients: &[
        client(AppServer, 10, PRINTERS, 1..=1, 0.5, Steady).one_in(3),
    ],
    categories: &[],
};

outcomes!(
    SNMP_OUTCOMES,
    "snmp",
    [ok("OK"), silent(0.005), bad("noSuchName", 0.01)]
);
