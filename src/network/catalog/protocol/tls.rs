//! SSL and TLS. A transaction is a session.
use crate::network::catalog::prelude::*;

pub static SSL: Definition = definition! {
    name: "ssl",
    label: "SSL443",
    activity: client_and_server,
    transport: Tcp 443,
    request: 4000,
    response: 30_000,
    outcomes: &SSL_OUTCOMES,
    processing_ms: 22.0 .. 140.0,
    round_trip_ms: 10.0 .. 60.0,
    servers: &[Role::HttpServer, Role::DbServer, Role::Remote],
    clients: &[
        client(Workstation, 2, INTERNET, 1..=3, 2.0, Office),
        client(Workstation, 10, WEB_SERVERS, 1..=1, 1.0, Office).one_in(3),
        client(Mobile, 1, INTERNET, 2..=5, 1.5, Office),
        client(WebServer, 4, INTERNET, 0..=1, 0.5, Steady),
        client(Internet, 1, WEB_SERVERS, 0..=1, 1.5, Office),
    ],
    categories: &[
        &both!("ssl", "TLS", Ssl, METRICS),
        &both!("ssl" detail, "TLS", Ssl, DETAIL),
        &[
            at_level("ssl", "TLS (application)", Application, Traffic::Of(Ssl), &[CONNECTED, PQ_KEX]),
            at_level("ssl_sni_detail", "TLS by server name", Application, Traffic::Of(Ssl), BY_NAME),
            at_level("ssl_certificate_detail", "TLS by certificate", Application, Traffic::Of(Ssl), BY_CERTIFICATE),
            at_level("ssl_server_addr_detail", "TLS by server", Application, Traffic::Of(Ssl), BY_SERVER),
            at_level("ssl_client_addr_detail", "TLS by client", Application, Traffic::Of(Ssl), BY_CLIENT),
            at_level("ssl", "TLS (network)", Capture, Traffic::Of(Ssl), &[CONNECTED, ABORTED]),
        ],
    ],
};

const fn ssl(aborted: f64, failed: f64) -> [Share; 3] {
    [
        Share::ending("connected", RESPONSE, 1.0 - aborted - failed),
        Share::ending("aborted", RESPONSE | ABORT, aborted),
        Share::ending("failed", RESPONSE | HANDSHAKE, failed),
    ]
}

static SSL_OUTCOMES: [Distribution; 3] = [
    Distribution::new("ssl healthy", &const { ssl(0.004, 0.001) }),
    Distribution::new("ssl ordinary", &const { ssl(0.01, 0.003) }),
    Distribution::new("ssl noisy", &const { ssl(0.04, 0.02) }),
];

/// The columns of `SESSION`.
pub const VERSION: usize = 0;
pub const CIPHER: usize = 1;
pub const KEY_AGREEMENT: usize = 2;
/// The cipher of `SESSION` that counts as weak.
const WEAK: &str = "TLS_RSA_WITH_3DES_EDE_CBC_SHA";
/// The key agreement of `SESSION` that withstands quantum computers.
const POST_QUANTUM: &str = "PQC-ECDHE-Kyber-768-x25519";

const fn session(
    version: &'static str,
    cipher: &'static str,
    key: &'static str,
    share: f64,
) -> Share {
    Share {
        labels: [version, cipher, key],
        class: 0,
        fraction: share,
    }
}

/// Version, cipher and key agreement of one session fit each other, so they are one draw.
pub static SESSION: Distribution = Distribution::new(
    "ssl session",
    &[
        session("TLSv1.3", "TLS_AES_256_GCM_SHA384", POST_QUANTUM, 0.1),
        session("TLSv1.3", "TLS_AES_256_GCM_SHA384", "ECDHE-x25519", 0.27),
        session("TLSv1.3", "TLS_AES_128_GCM_SHA256", "ECDHE-x25519", 0.18),
        session(
            "TLSv1.2",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "ECDHE-x25519",
            0.15,
        ),
        session(
            "TLSv1.2",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "ECDHE-secp256r1",
            0.24,
        ),
        session("TLSv1.2", "TLS_RSA_WITH_AES_256_GCM_SHA384", "RSA", 0.05),
        session("TLSv1.0", WEAK, "RSA", 0.01),
    ],
);

pub static HANDSHAKE_TIME: Timing = Timing::ms("ssl handshake", 22.0, 140.0);

const CONNECTED: Metric = count("connected", "sessions", Transactions);
const ABORTED: Metric = count("aborted", "sessions", Ended(ABORT));
const PQ_KEX: Metric = post_quantum_kex(&[]);

const fn post_quantum_kex(keys: &'static [KeyBy]) -> Metric {
    let agreed = Labelled(&SESSION, KEY_AGREEMENT, POST_QUANTUM);
    by(keys, "post_quantum_kex", "sessions", agreed).since(26, 1)
}
const fn sessions(keys: &'static [KeyBy], name: &'static str) -> Metric {
    by(keys, name, "sessions", Transactions)
}
const fn certificate(name: &'static str, kind: Kind) -> Metric {
    Metric {
        unit: "s since the epoch",
        ..timed(&[KeyBy::CertificateSubject], name, Transactions, kind)
    }
}

#[rustfmt::skip]
static METRICS: &[Metric] = &[
    CONNECTED,
    ABORTED,
    count("client_handshake_failure", "sessions", Ended(HANDSHAKE)),
    count("expired_cert", "sessions", Expired),
    count("self_signed", "sessions", SelfSigned),
    count("weak_ciphers", "sessions", Labelled(&SESSION, CIPHER, WEAK)),
    PQ_KEX,
    sessions(&[KeyBy::Draw(&SESSION, VERSION)], "version"),
    sessions(&[KeyBy::Draw(&SESSION, CIPHER)], "cipher"),
    sessions(&[KeyBy::Draw(&SESSION, KEY_AGREEMENT)], "key_agreement"),
    sessions(&[KeyBy::CertificateCurve], "cert_pubkey_curve"),
    sessions(&[KeyBy::CertificateBits], "keysize"),
    timed(&[], "rtt", Transactions, Kind::Dataset(Timed::RoundTrip)),
    count("req_bytes", "bytes", RequestBytes),
    count("rsp_bytes", "bytes", ResponseBytes),
];

#[rustfmt::skip]
static DETAIL: &[Metric] = &[
    by_peer("connected", "sessions", Transactions),
    post_quantum_kex(&[KeyBy::Peer]),
    sessions(&[KeyBy::Draw(&SESSION, KEY_AGREEMENT), KeyBy::Peer], "key_agreement"),
    sessions(&[KeyBy::CertificateCurve, KeyBy::Peer], "cert_pubkey_curve"),
    sessions(&[KeyBy::CertificateSubject], "cert_subject"),
    certificate("cert_expiration", Kind::Expires),
    certificate("cert_not_before", Kind::NotBefore),
    timed(
        &[KeyBy::Draw(&SESSION, VERSION)],
        "handshake_time_version", Transactions, Kind::Dataset(Timed::By(&HANDSHAKE_TIME)),
    ),
];
static BY_NAME: &[Metric] = &[post_quantum_kex(&[KeyBy::ServerName])];
static BY_CERTIFICATE: &[Metric] = &[post_quantum_kex(&[KeyBy::CertificateSubject])];
static BY_SERVER: &[Metric] = &[post_quantum_kex(&[KeyBy::ServerAddr])];
static BY_CLIENT: &[Metric] = &[post_quantum_kex(&[KeyBy::ClientAddr])];
