//! Who is who, and who may do what.
use crate::network::catalog::prelude::*;

pub static LDAP: Definition = definition! {
    name: "ldap",
    label: "LDAP",
    activity: client_and_server,
    transport: Tcp 389,
    per_connection: 8,
    request: 220,
    response: 900,
    outcomes: &LDAP_OUTCOMES,
    processing_ms: 2.0 .. 25.0,
    round_trip_ms: 1.0 .. 10.0,
    servers: DIRECTORIES,
    clients: &[
        client(Workstation, 3, DIRECTORIES, 1..=1, 0.4, Office),
        client(WebServer, 3, DIRECTORIES, 1..=1, 0.8, Steady),
        client(DataServer, 1, DIRECTORIES, 1..=1, 0.5, Steady),
        client(AppServer, 1, DIRECTORIES, 1..=1, 0.6, Steady),
        client(NameServer, 1, DIRECTORIES, 0..=1, 0.4, Steady),
        client(OfficeMachine, 1, DIRECTORIES, 0..=1, 0.05, Steady),
    ],
    categories: &[
        &both!("ldap", "LDAP", Ldap, LDAP_METRICS),
        &both!("ldap" detail, "LDAP", Ldap, &[REQ_BY_PEER, RSP_ERROR_BY_PEER]),
        &[
            at_level("ldap", "LDAP (application)", Application, Traffic::Of(Ldap), LDAP_APPLICATION),
            at_level("ldap", "LDAP (network)", Capture, Traffic::Of(Ldap), &[REQ, RSP, RSP_ERROR]),
        ],
    ],
};

outcomes!(
    LDAP_OUTCOMES,
    "ldap",
    [
        ok("success"),
        silent(0.01),
        bad("invalidCredentials", 0.003),
        bad("noSuchObject", 0.002)
    ]
);

static BIND: Distribution = Distribution::new(
    "ldap bind",
    &[
        Share::of("other", 0.6),
        Share::of("plain", 0.1),
        Share::of("sasl", 0.3),
    ],
);

const PLAIN_BIND: Metric = labelled("plain", "messages", &BIND, "plain");
const SASL_BIND: Metric = labelled("sasl", "messages", &BIND, "sasl");
const ERRORS: Quantity = Ended(ERROR);

static LDAP_METRICS: &[Metric] = &[
    REQ,
    RSP,
    RSP_ERROR,
    TPROCESS,
    RTT,
    ends(&[KeyBy::Ending(ERROR)], "error_msg_short"),
    PLAIN_BIND,
    SASL_BIND,
];
static LDAP_APPLICATION: &[Metric] = &[
    PLAIN_BIND,
    SASL_BIND,
    count("error", "messages", ERRORS),
    REQ,
    RSP,
];

pub static KERBEROS: Definition = definition! {
    name: "kerberos",
    label: "Kerberos",
    activity: client_and_server,
    transport: Tcp 88,
    request: 1400,
    response: 1500,
    outcomes: &KERBEROS_OUTCOMES,
    processing_ms: 1.5 .. 15.0,
    round_trip_ms: 1.0 .. 10.0,
    servers: DIRECTORIES,
    clients: &[
        client(Workstation, 4, DIRECTORIES, 1..=1, 0.5, Office),
        client(DataServer, 2, DIRECTORIES, 1..=1, 0.4, Steady),
        client(AppServer, 2, DIRECTORIES, 1..=1, 0.5, Steady),
    ],
    categories: &[
        &both!("kerberos", "Kerberos", Kerberos, KERBEROS_METRICS),
        &both!("kerberos" detail, "Kerberos", Kerberos, KERBEROS_DETAIL),
        &[at_level("kerberos", "Kerberos (application)", Application, Traffic::Of(Kerberos), &[REQ, RSP, RSP_ERROR, TPROCESS])],
        &[at_level("kerberos", "Kerberos (network)", Capture, Traffic::Of(Kerberos), &[REQ, RSP, RSP_ERROR])],
    ],
};

// The first error is how a client learns that it must prove who it is: common, and no trouble.
outcomes!(
    KERBEROS_OUTCOMES,
    "kerberos",
    [
        ok("OK"),
        silent(0.002),
        expected_error("KDC_ERR_PREAUTH_REQUIRED", 0.18),
        bad("KDC_ERR_S_PRINCIPAL_UNKNOWN", 0.012),
        bad("KDC_ERR_PREAUTH_FAILED", 0.008),
    ]
);

static KERBEROS_METRICS: &[Metric] = &[
    REQ,
    RSP,
    RSP_ERROR,
    TPROCESS,
    count("account_lockout", "events", Millionths(&ERRORS, 1000)),
    count("user_auth_error", "events", Millionths(&ERRORS, 20_000)),
    count("computer_auth_error", "events", Millionths(&ERRORS, 5000)),
    count("user_policy_error", "events", Millionths(&ERRORS, 2000)),
    count("computer_policy_error", "events", Millionths(&ERRORS, 1010)),
];
static KERBEROS_DETAIL: &[Metric] = &[ends(&[KeyBy::Ending(ERROR)], "error_msg"), REQ_BY_PEER];

pub static AAA: Definition = definition! {
    name: "aaa",
    label: "AAA",
    activity: client_and_server,
    transport: Udp 1812,
    request: 180,
    response: 120,
    outcomes: &AAA_OUTCOMES,
    processing_ms: 10.0 .. 80.0,
    round_trip_ms: 1.0 .. 10.0,
    servers: DIRECTORIES,
    clients: &[
        client(NetworkDevice, 1, DIRECTORIES, 1..=1, 3.0, Office),
    ],
    categories: &[
        &both!("aaa", "AAA", Aaa, AAA_METRICS),
        &both!("aaa" detail, "AAA", Aaa, AAA_DETAIL),
    ],
};

outcomes!(
    AAA_OUTCOMES,
    "aaa",
    [
        ok("Access-Accept"),
        timeout(0.01),
        bad("Access-Reject", 0.03)
    ]
);

static AAA_METRICS: &[Metric] = &[
    REQ,
    RSP,
    RSP_ERROR,
    count("req_timeout", "requests", Ended(TIMEOUT)),
    TPROCESS,
    ends(&[KeyBy::Ending(ERROR)], "error_code"),
];
static AAA_DETAIL: &[Metric] = &[REQ_BY_PEER, draw(&[KeyBy::Draw(&USER, 0)], "user")];
