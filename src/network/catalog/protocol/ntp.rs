//! The time of day. It has no metrics of its own.
use crate::network::catalog::prelude::*;

pub static NTP: Definition = definition! {
    name: "ntp",
    label: "NTP",
    activity: none,
    transport: Udp 123,
    request: 48,
    response: 48,
    outcomes: &NTP_OUTCOMES,
    processing_ms: 0.5 .. 4.0,
    round_trip_ms: 1.0 .. 10.0,
    servers: DIRECTORIES,
    clients: &[
        client(WebServer, 12, DIRECTORIES, 1..=1, 0.06, Steady),
        client(DataServer, 6, DIRECTORIES, 1..=1, 0.06, Steady),
        client(NameServer, 2, INTERNET, 1..=1, 0.06, Steady),
        client(OfficeMachine, 4, DIRECTORIES, 1..=1, 0.06, Steady).one_in(2),
        client(NetworkDevice, 2, DIRECTORIES, 1..=1, 0.06, Steady),
        client(Camera, 2, DIRECTORIES, 1..=1, 0.06, Steady),
        client(MedicalDevice, 3, DIRECTORIES, 1..=1, 0.06, Steady),
    ],
    categories: &[],
};

outcomes!(
    NTP_OUTCOMES,
    "ntp",
    [ok("OK"), silent(0.005), bad("kiss of death", 0.001)]
);
