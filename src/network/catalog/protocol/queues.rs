//! Message queues.
use crate::network::catalog::prelude::*;

pub static IBMMQ: Definition = definition! {
    name: "ibmmq",
    label: "IBMMQ",
    activity: client_and_server,
    transport: Tcp 1414,
    per_connection: 200,
    request: 1200,
    response: 500,
    outcomes: &IBMMQ_OUTCOMES,
    processing_ms: 4.0 .. 40.0,
    round_trip_ms: 0.8 .. 6.0,
    servers: APP_SERVERS,
    clients: &[
        client(AppServer, 7, APP_SERVERS, 1..=1, 12.0, Steady).one_in(3),
    ],
    categories: &[&both!("ibmmq", "IBM MQ", Ibmmq, IBMMQ_METRICS)],
};

outcomes!(
    IBMMQ_OUTCOMES,
    "ibmmq",
    [
        ok("MQCC_OK"),
        warning("MQCC_WARNING", 0.003),
        bad("MQCC_FAILED", 0.003)
    ]
);

static IBMMQ_METRICS: &[Metric] = &[
    REQ,
    RSP,
    RSP_ERROR,
    count("rsp_warning", "messages", Ended(WARNING)),
];

pub static MSMQ: Definition = definition! {
    name: "msmq",
    label: "MSMQ",
    activity: both_ends,
    transport: Tcp 1801,
    per_connection: 50,
    request: 2500,
    response: 300,
    outcomes: &MSMQ_OUTCOMES,
    processing_ms: 4.0 .. 40.0,
    round_trip_ms: 0.8 .. 6.0,
    servers: APP_SERVERS,
    clients: &[
        client(AppServer, 8, APP_SERVERS, 1..=1, 5.0, Steady).one_in(3),
    ],
    categories: &[&[at_device("msmq", "MSMQ", Traffic::Of(Msmq), MSMQ_METRICS)]],
};

outcomes!(MSMQ_OUTCOMES, "msmq", [ok("ACK"), silent(0.01)]);

static MSMQ_METRICS: &[Metric] = &[
    count("msgs_in", "messages", Messages(In)),
    count("msgs_out", "messages", Messages(Out)),
];
