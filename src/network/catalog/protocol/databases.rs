//! Databases.
use crate::network::catalog::prelude::*;

pub static DB: Definition = definition! {
    name: "db",
    label: "DB",
    activity: client_and_server,
    transport: Tcp 1433,
    per_connection: 60,
    request: 400,
    response: 3000,
    outcomes: &DB_OUTCOMES,
    processing_ms: 6.0 .. 70.0,
    round_trip_ms: 0.8 .. 6.0,
    servers: DATABASES,
    clients: &[
        client(Workstation, 19, DATABASES, 1..=1, 8.0, Office).one_in(15),
        client(WebServer, 1, DATABASES, 1..=2, 20.0, Steady),
        client(AppServer, 3, DATABASES, 1..=2, 15.0, Steady),
    ],
    categories: &[
        &both!("db", "Database", Db, DB_METRICS),
        &both!("db" detail, "Database", Db, DB_DETAIL),
        &[
            at_level("db", "Database (application)", Application, Traffic::Of(Db), &[RSP, RSP_ERROR, REQ, TPROCESS]),
            at_level("db", "Database (network)", Capture, Traffic::Of(Db), &[REQ, RSP, RSP_ERROR]),
        ],
    ],
};

outcomes!(
    DB_OUTCOMES,
    "db",
    [
        ok("OK"),
        silent(0.005),
        bad("Invalid object name", 0.002),
        bad("Deadlock victim", 0.001),
        bad("Login failed", 0.001),
        bad("Violation of unique key", 0.001),
    ]
);

static DB_METHOD: Distribution = Distribution::new(
    "db method",
    &[
        Share::of("SELECT", 0.7),
        Share::of("UPDATE", 0.12),
        Share::of("INSERT", 0.12),
        Share::of("DELETE", 0.03),
        Share::of("EXECUTE", 0.03),
    ],
);

static DB_USER: Distribution = Distribution::new(
    "db user",
    &[
        Share::of("app_web", 0.45),
        Share::of("app_shop", 0.25),
        Share::of("reporting", 0.15),
        Share::of("backup", 0.1),
        Share::of("sa", 0.05),
    ],
);

static DB_LAST_BYTE: Timing = Timing::ms("db last byte", 9.0, 110.0);

static DB_METRICS: &[Metric] = &[
    REQ,
    RSP,
    RSP_ERROR,
    TPROCESS,
    times("rsp_ttlb", RESPONSES, &DB_LAST_BYTE),
    RTT,
    count("bytes_out", "bytes", Payload(Out)),
    count("bytes_in", "bytes", Payload(In)),
    draw(&[KeyBy::Draw(&DB_METHOD, 0)], "method"),
];
static DB_DETAIL: &[Metric] = &[
    REQ_BY_PEER,
    RSP_ERROR_BY_PEER,
    draw(&[KeyBy::Draw(&DB_USER, 0)], "user"),
    ends(&[KeyBy::Ending(ERROR)], "error_msg"),
];

pub static MONGO: Definition = definition! {
    name: "mongo",
    label: "MongoDB",
    activity: client_and_server,
    transport: Tcp 27_017,
    per_connection: 100,
    request: 300,
    response: 2000,
    outcomes: &MONGO_OUTCOMES,
    processing_ms: 2.0 .. 20.0,
    round_trip_ms: 0.8 .. 6.0,
    servers: DATABASES,
    clients: &[
        client(WebServer, 10, DATABASES, 1..=1, 12.0, Steady).one_in(3),
        client(AppServer, 9, DATABASES, 1..=1, 10.0, Steady).one_in(3),
    ],
    categories: &[
        &both!("mongo", "MongoDB", Mongo, PLAIN),
        &both!("mongo" detail, "MongoDB", Mongo, &[REQ_BY_PEER]),
        &[at_level("mongo", "MongoDB (application)", Application, Traffic::Of(Mongo), &[REQ, RSP, TPROCESS])],
    ],
};

outcomes!(
    MONGO_OUTCOMES,
    "mongo",
    [ok("OK"), silent(0.005), bad("Duplicate key", 0.002)]
);
