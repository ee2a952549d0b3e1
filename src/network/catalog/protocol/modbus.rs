//! Machines in factories and buildings.
use crate::network::catalog::prelude::*;

pub static MODBUS: Definition = definition! {
    name: "modbus",
    label: "Modbus",
    activity: client_and_server,
    transport: Tcp 502,
    per_connection: 5000,
    request: 12,
    response: 30,
    outcomes: &MODBUS_OUTCOMES,
    processing_ms: 5.0 .. 40.0,
    round_trip_ms: 1.0 .. 10.0,
    servers: EMBEDDED,
    clients: &[
        client(AppServer, 16, EMBEDDED, 1..=1, 20.0, Steady).one_in(5),
    ],
    categories: &[&both!("modbus", "Modbus", Modbus, PLAIN)],
};

outcomes!(
    MODBUS_OUTCOMES,
    "modbus",
    [ok("OK"), silent(0.005), bad("Illegal data address", 0.01)]
);
