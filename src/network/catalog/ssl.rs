//! SSL and TLS. A transaction is a session.
use super::{
    Category, KeyBy, Kind, Metric, MetricLevel, Sees, Timed,
    build::*,
    outcomes::{ABORT, CIPHER, HANDSHAKE, KEY_AGREEMENT, POST_QUANTUM, SSL_SESSION, VERSION, WEAK},
    protocol::Protocol::Ssl,
};
use crate::{
    base::firmware::Firmware,
    network::{
        distributions::timing::SSL_HANDSHAKE,
        model::measure::Quantity::{
            self, Ended, Expired, Labelled, RequestBytes, ResponseBytes, SelfSigned, Transactions,
        },
    },
};

pub static ENDS: [[Category; 2]; 2] = [
    both!("ssl", "TLS", Ssl, &SSL),
    both!("ssl" detail, "TLS", Ssl, &DETAIL),
];

#[rustfmt::skip]
pub static CATEGORIES: [Category; 6] = [
    at_level("ssl", "TLS (application)", MetricLevel::Application, Sees::Of(Ssl), &[CONNECTED, PQ_KEX]),
    at_level("ssl_sni_detail", "TLS by server name", MetricLevel::Application, Sees::Of(Ssl), &BY_NAME),
    at_level("ssl_certificate_detail", "TLS by certificate", MetricLevel::Application, Sees::Of(Ssl), &BY_CERTIFICATE),
    at_level("ssl_server_addr_detail", "TLS by server", MetricLevel::Application, Sees::Of(Ssl), &BY_SERVER),
    at_level("ssl_client_addr_detail", "TLS by client", MetricLevel::Application, Sees::Of(Ssl), &BY_CLIENT),
    at_level("ssl", "TLS (network)", MetricLevel::Capture, Sees::Of(Ssl), &[CONNECTED, ABORTED]),
];

const CONNECTED: Metric = count("connected", "sessions", Transactions);
const ABORTED: Metric = count("aborted", "sessions", Ended(ABORT));
const POST_QUANTUM_KEX: Quantity = Labelled(&SSL_SESSION, KEY_AGREEMENT, POST_QUANTUM);
const PQ_KEX: Metric = pq_kex(&[]);

/// It came with firmware 26, which is after the newest one that a twin can be of: that one has it.
const fn pq_kex(keys: &'static [KeyBy]) -> Metric {
    Metric {
        since: Firmware::LAST,
        ..by(keys, "post_quantum_kex", "sessions", POST_QUANTUM_KEX)
    }
}
const fn sessions(keys: &'static [KeyBy], name: &'static str) -> Metric {
    by(keys, name, "sessions", Transactions)
}
const fn certificate(name: &'static str, kind: Kind) -> Metric {
    Metric {
        unit: "ms since the epoch",
        ..timed(&[KeyBy::CertificateSubject], name, Transactions, kind)
    }
}

#[rustfmt::skip]
static SSL: [Metric; 15] = [
    CONNECTED,
    ABORTED,
    count("client_handshake_failure", "sessions", Ended(HANDSHAKE)),
    count("expired_cert", "sessions", Expired),
    count("self_signed", "sessions", SelfSigned),
    count("weak_ciphers", "sessions", Labelled(&SSL_SESSION, CIPHER, WEAK)),
    PQ_KEX,
    sessions(&[KeyBy::Draw(&SSL_SESSION, VERSION)], "version"),
    sessions(&[KeyBy::Draw(&SSL_SESSION, CIPHER)], "cipher"),
    sessions(&[KeyBy::Draw(&SSL_SESSION, KEY_AGREEMENT)], "key_agreement"),
    sessions(&[KeyBy::CertificateCurve], "cert_pubkey_curve"),
    sessions(&[KeyBy::CertificateBits], "keysize"),
    timed(&[], "rtt", Transactions, Kind::Dataset(Timed::RoundTrip)),
    count("req_bytes", "bytes", RequestBytes),
    count("rsp_bytes", "bytes", ResponseBytes),
];

#[rustfmt::skip]
static DETAIL: [Metric; 8] = [
    by_peer("connected", "sessions", Transactions),
    pq_kex(&[KeyBy::Peer]),
    sessions(&[KeyBy::Draw(&SSL_SESSION, KEY_AGREEMENT), KeyBy::Peer], "key_agreement"),
    sessions(&[KeyBy::CertificateCurve, KeyBy::Peer], "cert_pubkey_curve"),
    sessions(&[KeyBy::CertificateSubject], "cert_subject"),
    certificate("cert_expiration", Kind::Expires),
    certificate("cert_not_before", Kind::NotBefore),
    timed(
        &[KeyBy::Draw(&SSL_SESSION, VERSION)],
        "handshake_time_version", Transactions, Kind::Dataset(Timed::By(&SSL_HANDSHAKE)),
    ),
];
static BY_NAME: [Metric; 1] = [pq_kex(&[KeyBy::ServerName])];
static BY_CERTIFICATE: [Metric; 1] = [pq_kex(&[KeyBy::CertificateSubject])];
static BY_SERVER: [Metric; 1] = [pq_kex(&[KeyBy::ServerAddr])];
static BY_CLIENT: [Metric; 1] = [pq_kex(&[KeyBy::ClientAddr])];
