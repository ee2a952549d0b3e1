//! DNS.
use crate::network::catalog::prelude::*;

pub static DNS: Definition = definition! {
    name: "dns",
    label: "DNS",
    activity: client_and_server,
    transport: Udp 53,
    request: 45,
    response: 130,
    outcomes: &DNS_OUTCOMES,
    processing_ms: 1.2 .. 30.0,
    round_trip_ms: 1.0 .. 12.0,
    servers: RESOLVERS,
    clients: &[
        client(Workstation, 0, RESOLVERS, 2..=2, 3.0, Office),
        client(Mobile, 0, RESOLVERS, 1..=2, 1.5, Office),
        client(WebServer, 0, RESOLVERS, 2..=2, 5.0, Steady),
        client(DataServer, 0, RESOLVERS, 1..=2, 1.0, Steady),
        client(AppServer, 0, RESOLVERS, 1..=2, 2.0, Steady),
        client(NameServer, 0, INTERNET, 1..=3, 15.0, Steady),
        client(OfficeMachine, 0, RESOLVERS, 1..=2, 0.2, Steady),
        client(NetworkDevice, 0, RESOLVERS, 1..=2, 0.4, Steady),
        client(Phone, 3, RESOLVERS, 1..=1, 0.1, Steady),
        client(Camera, 1, RESOLVERS, 1..=1, 0.1, Steady),
        client(MedicalDevice, 0, RESOLVERS, 1..=2, 0.5, Office),
        client(Attacker, 0, RESOLVERS, 1..=1, 3.0, Steady),
    ],
    categories: &[
        &both!("dns", "DNS", Dns, METRICS),
        &both!("dns" detail, "DNS", Dns, &[REQ_BY_PEER, RSP_ERROR_BY_PEER, TPROCESS_BY_PEER]),
        &[
            at_level("dns", "DNS (application)", Application, Traffic::Of(Dns), &[REQ, RSP, RSP_ERROR, TPROCESS]),
            at_level("dns_host_query_detail", "DNS by host queried", Application, Traffic::Of(Dns), BY_QUERY),
            at_level("dns", "DNS (network)", Capture, Traffic::Of(Dns), &[REQ, RSP, RSP_ERROR]),
        ],
    ],
};

const fn dns(silent: f64, unknown: f64, failed: f64) -> [Share; 5] {
    [
        Share::ending("", TIMEOUT, silent),
        Share::ending("NOERROR", RESPONSE, 0.999 - silent - unknown - failed),
        Share::ending("NOERROR", RESPONSE | WARNING, 0.001),
        Share::ending("NXDOMAIN", RESPONSE | ERROR, unknown),
        Share::ending("SERVFAIL", RESPONSE | ERROR, failed),
    ]
}

static DNS_OUTCOMES: [Distribution; 3] = [
    Distribution::new("dns healthy", &const { dns(0.002, 0.03, 0.002) }),
    Distribution::new("dns ordinary", &const { dns(0.006, 0.045, 0.006) }),
    Distribution::new("dns noisy", &const { dns(0.03, 0.1, 0.04) }),
];

pub static QUERY: Distribution = Distribution::new(
    "dns query",
    &[
        Share::of("www.example.com", 0.3),
        Share::of("dc01.corp.example.com", 0.2),
        Share::of("mail.example.com", 0.15),
        Share::of("api.example.com", 0.15),
        Share::of("updates.example.net", 0.1),
        Share::of("cdn.example.org", 0.1),
    ],
);

pub static RECORD_TYPE: Distribution = Distribution::new(
    "dns record type",
    &[
        Share::of("A", 0.6),
        Share::of("AAAA", 0.25),
        Share::of("PTR", 0.08),
        Share::of("SRV", 0.07),
    ],
);

static METRICS: &[Metric] = &[
    REQ,
    RSP,
    RSP_ERROR,
    count("req_timeout", "requests", Ended(TIMEOUT)),
    count("trunc", "responses", Ended(WARNING)),
    TPROCESS,
    ends(&[KeyBy::Ending(RESPONSE)], "rsp_rcode"),
    draw(&[KeyBy::Draw(&QUERY, 0)], "host_query"),
    draw(&[KeyBy::Draw(&RECORD_TYPE, 0)], "record_type"),
];
static BY_QUERY: &[Metric] = &[draw(&[KeyBy::Draw(&QUERY, 0)], "req")];
