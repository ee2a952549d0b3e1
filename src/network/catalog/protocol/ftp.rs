//! FTP. Only the control connection has conversations; files travel elsewhere.
use crate::network::catalog::prelude::*;

pub static FTP: Definition = definition! {
    name: "ftp",
    label: "FTP",
    activity: client_and_server,
    transport: Tcp 21,
    per_connection: 5,
    request: 20_000,
    response: 50_000,
    outcomes: &FTP_OUTCOMES,
    processing_ms: 20.0 .. 150.0,
    round_trip_ms: 3.0 .. 40.0,
    servers: FTP_SERVERS,
    clients: &[
        client(Workstation, 11, FTP_SERVERS, 1..=1, 0.4, Office).one_in(3),
        client(WebServer, 11, FTP_SERVERS, 1..=1, 0.3, Nightly).one_in(3),
        client(DataServer, 5, FTP_SERVERS, 1..=1, 0.5, Nightly).one_in(2),
    ],
    categories: &[
        &both!("ftp", "FTP", Ftp, METRICS),
        &both!("ftp" detail, "FTP", Ftp, DETAIL),
        &[at_level("ftp", "FTP (application)", Application, Traffic::Of(Ftp), &[REQ, RSP, RSP_ERROR, TPROCESS])],
    ],
};

const fn ftp(silent: f64, failed: f64) -> [Share; 4] {
    [
        Share::ending("", 0, silent),
        Share::ending("200", RESPONSE, 0.99 - silent - failed),
        Share::ending("120", RESPONSE | WARNING, 0.01),
        Share::ending("550", RESPONSE | ERROR, failed),
    ]
}

static FTP_OUTCOMES: [Distribution; 3] = [
    Distribution::new("ftp healthy", &const { ftp(0.002, 0.01) }),
    Distribution::new("ftp ordinary", &const { ftp(0.005, 0.03) }),
    Distribution::new("ftp noisy", &const { ftp(0.02, 0.09) }),
];

pub static METHOD: Distribution = Distribution::new(
    "ftp method",
    &[
        Share::of("RETR", 0.4),
        Share::of("STOR", 0.3),
        Share::of("LIST", 0.2),
        Share::of("USER", 0.1),
    ],
);

static METRICS: &[Metric] = &[
    REQ,
    RSP,
    RSP_ERROR,
    count("rsp_warning", "responses", Ended(WARNING)),
    TPROCESS,
    RTT,
    count("bytes_in", "bytes", Payload(In)),
    count("bytes_out", "bytes", Payload(Out)),
];
static DETAIL: &[Metric] = &[REQ_BY_PEER, draw(&[KeyBy::Draw(&METHOD, 0)], "method")];
