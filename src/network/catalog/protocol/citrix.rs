//! Citrix ICA. A transaction is the launch of a program.
use crate::network::catalog::prelude::*;

pub static ICA: Definition = definition! {
    name: "ica",
    label: "ICA",
    activity: client_and_server,
    transport: Tcp 1494,
    per_connection: 3,
    request: 100_000,
    response: 900_000,
    outcomes: &ICA_OUTCOMES,
    processing_ms: 20.0 .. 150.0,
    round_trip_ms: 20.0 .. 120.0,
    servers: APP_SERVERS,
    clients: &[
        client(Workstation, 16, APP_SERVERS, 1..=1, 0.3, Office).one_in(10),
    ],
    categories: &[
        &both!("ica", "Citrix ICA", Ica, METRICS),
        &[at_level("ica_user_detail", "Citrix ICA by user", Application, Traffic::Of(Ica), BY_USER)],
    ],
};

outcomes!(
    ICA_OUTCOMES,
    "ica",
    [ok("launched"), aborted("aborted", 0.02)]
);

static LOAD: Timing = Timing::ms("ica load", 4000.0, 15_000.0);
static LOGIN: Timing = Timing::ms("ica login", 9000.0, 30_000.0);

#[rustfmt::skip]
static METRICS: &[Metric] = &[
    count("sessions", "sessions", Connections),
    count("app_launches", "launches", Transactions),
    count("launch_aborts", "launches", Ended(ABORT)),
    times("load_time", RESPONSES, &LOAD),
    times("login_time", Connections, &LOGIN),
    timed(&[], "rtt", Connections, Kind::Dataset(Timed::RoundTrip)),
];

#[rustfmt::skip]
static BY_USER: &[Metric] = &[
    by(&[KeyBy::Draw(&USER, 0)], "app_launches", "launches", Transactions),
    timed(&[KeyBy::Draw(&USER, 0)], "load_time", Transactions, Kind::Samples(Timed::By(&LOAD))),
];
