//! HTTP. A transaction is a request.
use crate::network::catalog::prelude::*;

pub static HTTP: Definition = definition! {
    name: "http",
    label: "HTTP",
    activity: client_and_server,
    transport: Tcp 80,
    per_connection: 6,
    request: 600,
    response: 6000,
    outcomes: &HTTP_OUTCOMES,
    processing_ms: 35.0 .. 180.0,
    round_trip_ms: 2.0 .. 25.0,
    servers: WEB_SERVERS,
    clients: &[
        client(Workstation, 1, WEB_SERVERS, 1..=3, 4.0, Office),
        client(Workstation, 8, PRINTERS, 0..=1, 0.05, Office),
        client(Mobile, 2, WEB_SERVERS, 0..=2, 1.0, Office),
        client(WebServer, 2, WEB_SERVERS, 0..=2, 12.0, Steady),
        client(AppServer, 4, WEB_SERVERS, 1..=2, 3.0, Office),
        client(OfficeMachine, 2, WEB_SERVERS, 0..=1, 0.1, Steady),
        client(Phone, 5, WEB_SERVERS, 0..=1, 0.05, Steady),
        client(Attacker, 3, WEB_SERVERS, 1..=2, 2.0, Steady),
        client(Internet, 0, WEB_SERVERS, 1..=2, 3.0, Office),
    ],
    categories: &[
        &both!("http", "HTTP", Http, METRICS),
        &both!("http" detail, "HTTP", Http, DETAIL),
        &[
            at_device("host_http_server_detail", "HTTP server by host", Traffic::Server(Http), BY_HOST),
            at_device("uri_http_server_detail", "HTTP server by URI", Traffic::Server(Http), BY_URI),
            at_level("http", "HTTP (application)", Application, Traffic::Of(Http), APPLICATION),
            at_level("http_server_addr_detail", "HTTP by server", Application, Traffic::Of(Http), BY_SERVER),
            at_level("http_client_addr_detail", "HTTP by client", Application, Traffic::Of(Http), BY_CLIENT),
            at_level("http", "HTTP (network)", Capture, Traffic::Of(Http), &[REQ, RSP, RSP_ERROR]),
        ],
    ],
};

const fn http(silent: f64, missing: f64, failed: f64, aborted: f64) -> [Share; 9] {
    [
        Share::ending("", 0, silent),
        Share::ending("", REQUEST_ABORT, silent / 4.0),
        Share::ending(
            "200",
            RESPONSE,
            0.9 - silent * 1.25 - missing * 1.2 - failed - aborted,
        ),
        Share::ending("200", RESPONSE | ABORT, aborted),
        Share::ending("304", RESPONSE, 0.06),
        Share::ending("302", RESPONSE, 0.04),
        Share::ending("404", RESPONSE | ERROR, missing),
        Share::ending("401", RESPONSE | ERROR, missing / 5.0),
        Share::ending("500", RESPONSE | ERROR, failed),
    ]
}

static HTTP_OUTCOMES: [Distribution; 3] = [
    Distribution::new("http healthy", &const { http(0.002, 0.006, 0.001, 0.001) }),
    Distribution::new("http ordinary", &const { http(0.004, 0.012, 0.003, 0.002) }),
    Distribution::new("http noisy", &const { http(0.012, 0.04, 0.03, 0.01) }),
];

pub static METHOD: Distribution = Distribution::new(
    "http method",
    &[
        Share::of("GET", 0.78),
        Share::of("POST", 0.18),
        Share::of("PUT", 0.02),
        Share::of("OPTIONS", 0.02),
    ],
);

/// The columns of `URI`: the host, and the host with the path.
pub const HOST: usize = 0;
pub const PATH: usize = 1;

pub static URI: Distribution = Distribution::new(
    "http uri",
    &[
        Share {
            labels: ["www.example.com", "www.example.com/", ""],
            class: 0,
            fraction: 0.35,
        },
        Share {
            labels: ["www.example.com", "www.example.com/login", ""],
            class: 0,
            fraction: 0.1,
        },
        Share {
            labels: ["www.example.com", "www.example.com/search", ""],
            class: 0,
            fraction: 0.15,
        },
        Share {
            labels: ["api.example.com", "api.example.com/v1/items", ""],
            class: 0,
            fraction: 0.3,
        },
        Share {
            labels: ["api.example.com", "api.example.com/v1/orders", ""],
            class: 0,
            fraction: 0.1,
        },
    ],
);

static LAST_BYTE: Timing = Timing::ms("http last byte", 60.0, 400.0);

const STATUS_CODE: Metric = ends(&[KeyBy::Ending(RESPONSE)], "status_code");

static METRICS: &[Metric] = &[
    REQ,
    RSP,
    RSP_ERROR,
    count("rsp_abort", "responses", Ended(ABORT)),
    count("req_abort", "requests", Ended(REQUEST_ABORT)),
    TPROCESS,
    times("rsp_ttlb", RESPONSES, &LAST_BYTE),
    RTT,
    STATUS_CODE,
    draw(&[KeyBy::Draw(&METHOD, 0)], "method"),
    count("req_bytes", "bytes", RequestBytes),
    count("rsp_bytes", "bytes", ResponseBytes),
    count("req_rto", "timeouts", Millionths(&Transactions, 500)),
    count("rsp_rto", "timeouts", Millionths(&RESPONSES, 510)),
    count("req_zwnd", "events", Millionths(&Transactions, 200)),
    count("rsp_zwnd", "events", Millionths(&RESPONSES, 210)),
];
static DETAIL: &[Metric] = &[
    REQ_BY_PEER,
    RSP_BY_PEER,
    RSP_ERROR_BY_PEER,
    TPROCESS_BY_PEER,
];
static BY_HOST: &[Metric] = &[draw(&[KeyBy::Draw(&URI, HOST)], "req")];
static BY_URI: &[Metric] = &[draw(&[KeyBy::Draw(&URI, PATH)], "req")];
static BY_SERVER: &[Metric] = &[draw(&[KeyBy::ServerAddr], "req")];
static BY_CLIENT: &[Metric] = &[draw(&[KeyBy::ClientAddr], "req")];
static APPLICATION: &[Metric] = &[REQ, RSP, RSP_ERROR, STATUS_CODE, TPROCESS];
