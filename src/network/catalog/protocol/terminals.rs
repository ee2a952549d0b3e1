//! Terminals and desktops far away. A transaction is a session.
use crate::network::catalog::prelude::*;

pub static TELNET: Definition = definition! {
    name: "telnet",
    label: "Telnet",
    activity: client_and_server,
    transport: Tcp 23,
    request: 900,
    response: 9000,
    outcomes: &SESSION_OUTCOMES,
    processing_ms: 20.0 .. 150.0,
    round_trip_ms: 2.0 .. 25.0,
    servers: EMBEDDED,
    clients: &[
        client(Workstation, 24, EMBEDDED, 1..=1, 0.05, Office).one_in(40),
    ],
    categories: &[&both!("telnet", "Telnet", Telnet, &[SESSIONS])],
};

pub static RDP: Definition = definition! {
    name: "rdp",
    label: "RDP",
    activity: client_and_server,
    transport: Tcp 3389,
    request: 150_000,
    response: 2_000_000,
    outcomes: &SESSION_OUTCOMES,
    processing_ms: 20.0 .. 150.0,
    round_trip_ms: 2.0 .. 25.0,
    servers: APP_SERVERS,
    clients: &[
        client(Workstation, 18, APP_SERVERS, 1..=1, 0.1, Office).one_in(12),
    ],
    categories: &[&both!("rdp", "RDP", Rdp, &[SESSIONS])],
};

pub static PCOIP: Definition = definition! {
    name: "pcoip",
    label: "PCoIP",
    activity: client_and_server,
    transport: Udp 4172,
    request: 150_000,
    response: 2_500_000,
    outcomes: &SESSION_OUTCOMES,
    processing_ms: 20.0 .. 150.0,
    round_trip_ms: 2.0 .. 25.0,
    servers: APP_SERVERS,
    clients: &[
        client(Workstation, 22, APP_SERVERS, 1..=1, 0.05, Office).one_in(30),
    ],
    categories: &[&both!("pcoip", "PCoIP", Pcoip, &[SESSIONS])],
};

pub static RFB: Definition = definition! {
    name: "rfb",
    label: "RFB",
    activity: client_and_server,
    transport: Tcp 5900,
    request: 90_000,
    response: 1_500_000,
    outcomes: &SESSION_OUTCOMES,
    processing_ms: 20.0 .. 150.0,
    round_trip_ms: 2.0 .. 25.0,
    servers: WORKSTATIONS,
    clients: &[
        client(Workstation, 21, WORKSTATIONS, 1..=1, 0.05, Office).one_in(30),
    ],
    categories: &[&both!("rfb", "RFB/VNC", Rfb, &[SESSIONS])],
};

outcomes!(SESSION_OUTCOMES, "session", [ok("open"), silent(0.01)]);
