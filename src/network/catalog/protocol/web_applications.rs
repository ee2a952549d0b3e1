//! What web applications speak beside HTTP.
use crate::network::catalog::prelude::*;

pub static AJP: Definition = definition! {
    name: "ajp",
    label: "AJP",
    activity: client_and_server,
    transport: Tcp 8009,
    per_connection: 50,
    request: 700,
    response: 5000,
    outcomes: &AJP_OUTCOMES,
    processing_ms: 20.0 .. 150.0,
    round_trip_ms: 1.0 .. 10.0,
    servers: APP_SERVERS,
    clients: &[
        client(WebServer, 9, APP_SERVERS, 1..=1, 15.0, Steady).one_in(3),
    ],
    categories: &[&both!("ajp", "AJP", Ajp, PLAIN)],
};

outcomes!(
    AJP_OUTCOMES,
    "ajp",
    [ok("OK"), silent(0.005), bad("500", 0.01)]
);

pub static AMF: Definition = definition! {
    name: "amf",
    label: "AMF",
    activity: client_and_server,
    transport: Tcp 1935,
    per_connection: 10,
    request: 500,
    response: 4000,
    outcomes: &AMF_OUTCOMES,
    processing_ms: 40.0 .. 200.0,
    round_trip_ms: 2.0 .. 25.0,
    servers: WEB_SERVERS,
    clients: &[
        client(Workstation, 23, WEB_SERVERS, 1..=1, 0.6, Office).one_in(30),
    ],
    categories: &[&both!("amf", "AMF", Amf, PLAIN)],
};

outcomes!(
    AMF_OUTCOMES,
    "amf",
    [ok("OK"), silent(0.005), bad("onStatus", 0.01)]
);

pub static WEBSOCKET: Definition = definition! {
    name: "websocket",
    label: "WebSocket",
    activity: client_and_server,
    transport: Tcp 8443,
    request: 9000,
    response: 40_000,
    outcomes: &WEBSOCKET_OUTCOMES,
    processing_ms: 20.0 .. 120.0,
    round_trip_ms: 5.0 .. 40.0,
    servers: WEB_SERVERS,
    clients: &[
        client(Workstation, 15, WEB_SERVERS, 1..=1, 0.1, Office).one_in(8),
    ],
    categories: &[&both!("websocket", "WebSocket", Websocket, &[SESSIONS])],
};

outcomes!(WEBSOCKET_OUTCOMES, "websocket", [ok("open"), silent(0.005)]);
