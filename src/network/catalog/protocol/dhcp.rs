//! DHCP.
use crate::network::catalog::prelude::*;

pub static DHCP: Definition = definition! {
    name: "dhcp",
    label: "DHCP",
    activity: client_and_server,
    transport: Udp 67,
    request: 300,
    response: 310,
    outcomes: &DHCP_OUTCOMES,
    processing_ms: 3.0 .. 50.0,
    round_trip_ms: 1.0 .. 12.0,
    servers: DHCP_SERVERS,
    clients: &[
        client(Workstation, 9, DHCP_SERVERS, 0..=1, 0.02, Office),
        client(Mobile, 3, DHCP_SERVERS, 1..=1, 0.05, Office),
        client(OfficeMachine, 3, DHCP_SERVERS, 0..=1, 0.02, Steady),
        client(Phone, 4, DHCP_SERVERS, 1..=1, 0.02, Steady),
    ],
    categories: &[
        &both!("dhcp", "DHCP", Dhcp, METRICS),
        &[at_level("dhcp", "DHCP (application)", Application, Traffic::Of(Dhcp), &[REQ, RSP, RSP_ERROR, TPROCESS])],
    ],
};

outcomes!(
    DHCP_OUTCOMES,
    "dhcp",
    [
        ok("DHCPACK"),
        usual("DHCPOFFER", 0.28),
        bad("DHCPNAK", 0.01),
        silent(0.02)
    ]
);

static REQUEST_TYPE: Distribution = Distribution::new(
    "dhcp request",
    &[
        Share::of("DHCPREQUEST", 0.7),
        Share::of("DHCPDISCOVER", 0.28),
        Share::of("DHCPRELEASE", 0.02),
    ],
);

static METRICS: &[Metric] = &[
    REQ,
    RSP,
    RSP_ERROR,
    ends(&[KeyBy::Ending(RESPONSE)], "rsp_msg_type"),
    draw(&[KeyBy::Draw(&REQUEST_TYPE, 0)], "req_msg_type"),
    TPROCESS,
];
