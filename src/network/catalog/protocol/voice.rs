//! Telephones.
use crate::network::catalog::prelude::*;

pub static SIP: Definition = definition! {
    name: "sip",
    label: "SIP",
    activity: client_and_server,
    transport: Udp 5060,
    request: 600,
    response: 500,
    outcomes: &SIP_OUTCOMES,
    processing_ms: 30.0 .. 250.0,
    round_trip_ms: 2.0 .. 25.0,
    servers: APP_SERVERS,
    clients: &[
        client(Phone, 0, APP_SERVERS, 1..=1, 3.0, Office),
    ],
    categories: &[
        &both!("sip", "SIP", Sip, SIP_METRICS),
        &both!("sip" detail, "SIP", Sip, &[REQ_BY_PEER]),
        &[at_level("sip", "SIP (application)", Application, Traffic::Of(Sip), &[REQ, RSP, RSP_ERROR, TPROCESS])],
    ],
};

outcomes!(
    SIP_OUTCOMES,
    "sip",
    [
        ok("200"),
        usual("100", 0.15),
        usual("180", 0.1),
        silent(0.005),
        bad("486", 0.02),
        bad("503", 0.01),
    ]
);

static SIP_METHOD: Distribution = Distribution::new(
    "sip method",
    &[
        Share::of("REGISTER", 0.4),
        Share::of("INVITE", 0.2),
        Share::of("BYE", 0.2),
        Share::of("OPTIONS", 0.2),
    ],
);

static SIP_METRICS: &[Metric] = &[
    REQ,
    RSP,
    RSP_ERROR,
    TPROCESS,
    ends(&[KeyBy::Ending(RESPONSE)], "status_code"),
    draw(&[KeyBy::Draw(&SIP_METHOD, 0)], "method"),
];

/// A transaction is a second of talk: fifty packets each way.
pub static RTP: Definition = definition! {
    name: "rtp",
    label: "RTP",
    activity: both_ends,
    transport: Udp 16_384,
    request: 8000,
    response: 8000,
    segment: 288,
    outcomes: &RTP_OUTCOMES,
    processing_ms: 1.0 .. 10.0,
    round_trip_ms: 2.0 .. 25.0,
    servers: PHONES,
    clients: &[
        client(Phone, 1, PHONES, 1..=2, 6.0, Office),
        client(Camera, 0, APP_SERVERS, 1..=1, 30.0, Steady),
    ],
    categories: &[&[
        at_device("rtp", "RTP", Traffic::Of(Rtp), RTP_METRICS),
        at_level("rtp", "RTP (application)", Application, Traffic::Of(Rtp), RTP_METRICS),
    ]],
};

pub static RTCP: Definition = definition! {
    name: "rtcp",
    label: "RTCP",
    activity: both_ends,
    transport: Udp 16_385,
    request: 100,
    response: 100,
    outcomes: &RTP_OUTCOMES,
    processing_ms: 1.0 .. 10.0,
    round_trip_ms: 2.0 .. 25.0,
    servers: PHONES,
    clients: &[
        client(Phone, 2, PHONES, 1..=1, 1.0, Office),
    ],
    categories: &[&[at_device("rtcp", "RTCP", Traffic::Of(Rtcp), RTCP_METRICS)]],
};

outcomes!(RTP_OUTCOMES, "rtp", [ok("talk")]);

static JITTER: Timing = Timing::ms("rtp jitter", 2.0, 12.0);
/// Scores lie on the grid of times: 4.3 is noted as 4.3 ms.
static OPINION: Timing = Timing::score("rtp opinion", 4.3, 4.4);
static R_FACTOR: Timing = Timing::score("rtp r factor", 90.0, 93.0);

static RTP_METRICS: &[Metric] = &[
    count("pkts", "packets", Packets(Both)),
    count("bytes", "bytes", Bytes(Both)),
    count("drops", "packets", Millionths(&Packets(Both), 1000)),
    count("dups", "packets", Millionths(&Packets(Both), 100)),
    count("out_of_order", "packets", Millionths(&Packets(Both), 500)),
    times("jitter", Transactions, &JITTER),
    score("mos", "MOS", Timed::By(&OPINION)),
    score("r_factor", "R", Timed::By(&R_FACTOR)),
];

static RTCP_METRICS: &[Metric] = &[count("pkts", "packets", Packets(Both))];

const fn score(name: &'static str, unit: &'static str, timed: Timed) -> Metric {
    Metric {
        kind: Kind::Dataset(timed),
        ..count(name, unit, Transactions)
    }
}
