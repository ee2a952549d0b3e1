//! Mail.
use crate::network::catalog::prelude::*;

pub static SMTP: Definition = definition! {
    name: "smtp",
    label: "SMTP",
    activity: client_and_server,
    transport: Tcp 25,
    per_connection: 3,
    request: 9000,
    response: 90,
    outcomes: &SMTP_OUTCOMES,
    processing_ms: 40.0 .. 300.0,
    round_trip_ms: 8.0 .. 60.0,
    servers: APP_SERVERS,
    clients: &[
        client(Workstation, 6, APP_SERVERS, 0..=1, 0.6, Office),
        client(WebServer, 7, APP_SERVERS, 1..=1, 0.5, Steady).one_in(2),
        client(AppServer, 5, INTERNET, 1..=1, 1.0, Office).one_in(2),
        client(Internet, 2, APP_SERVERS, 1..=1, 0.5, Office).one_in(3),
    ],
    categories: &[
        &both!("smtp", "SMTP", Smtp, SMTP_METRICS),
        &both!("smtp" detail, "SMTP", Smtp, &[REQ_BY_PEER, STATUS_CODE]),
        &[at_level("smtp", "SMTP (application)", Application, Traffic::Of(Smtp), &[REQ, RSP, RSP_ERROR, TPROCESS])],
    ],
};

outcomes!(
    SMTP_OUTCOMES,
    "smtp",
    [
        ok("250"),
        usual("354", 0.15),
        silent(0.005),
        bad("550", 0.01)
    ]
);

pub static POP3: Definition = definition! {
    name: "pop3",
    label: "POP3",
    activity: client_and_server,
    transport: Tcp 110,
    per_connection: 4,
    request: 30,
    response: 8000,
    outcomes: &POP3_OUTCOMES,
    processing_ms: 15.0 .. 120.0,
    round_trip_ms: 2.0 .. 20.0,
    servers: APP_SERVERS,
    clients: &[
        client(Workstation, 7, APP_SERVERS, 0..=1, 0.8, Office),
    ],
    categories: &[&both!("pop3", "POP3", Pop3, &[LOGINS, REQ, RSP, RSP_ERROR, TPROCESS])],
};

outcomes!(
    POP3_OUTCOMES,
    "pop3",
    [ok("+OK"), silent(0.005), bad("-ERR", 0.01)]
);

/// A session is a connection.
const LOGINS: Metric = count("sessions", "sessions", Connections);
const STATUS_CODE: Metric = ends(&[KeyBy::Ending(RESPONSE)], "status_code");

static SMTP_METRICS: &[Metric] = &[LOGINS, REQ, RSP, RSP_ERROR, TPROCESS, RTT];
