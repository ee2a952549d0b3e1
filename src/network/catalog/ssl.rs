//! SSL and TLS. A transaction is a session.
use super::{Category, KeyBy, Kind, Metric, Sees, at_device, by, by_peer, count, times};
use crate::network::measure::Quantity::{
    Ended, Expired, Labelled, RequestBytes, ResponseBytes, SelfSigned, Transactions,
};
use crate::network::outcomes::{
    ABORT, CIPHER, HANDSHAKE, KEY_AGREEMENT, SSL_SESSION, VERSION, WEAK,
};
use crate::network::protocol::Protocol::Ssl;
use crate::network::timing::{SSL_HANDSHAKE, SSL_ROUND_TRIP};

pub(super) static CATEGORIES: [Category; 4] = [
    at_device("ssl_client", "TLS client", Sees::Client(Ssl), &SSL),
    at_device(
        "ssl_client_detail",
        "TLS client detail",
        Sees::Client(Ssl),
        &DETAIL,
    ),
    at_device("ssl_server", "TLS server", Sees::Server(Ssl), &SSL),
    at_device(
        "ssl_server_detail",
        "TLS server detail",
        Sees::Server(Ssl),
        &DETAIL,
    ),
];

static SSL: [Metric; 14] = [
    count("connected", "sessions", Transactions),
    count("aborted", "sessions", Ended(ABORT)),
    count("client_handshake_failure", "sessions", Ended(HANDSHAKE)),
    count("expired_cert", "sessions", Expired),
    count("self_signed", "sessions", SelfSigned),
    count(
        "weak_ciphers",
        "sessions",
        Labelled(&SSL_SESSION, CIPHER, WEAK),
    ),
    by(
        &[KeyBy::Draw(&SSL_SESSION, VERSION)],
        "version",
        "sessions",
        Transactions,
    ),
    by(
        &[KeyBy::Draw(&SSL_SESSION, CIPHER)],
        "cipher",
        "sessions",
        Transactions,
    ),
    by(
        &[KeyBy::Draw(&SSL_SESSION, KEY_AGREEMENT)],
        "key_agreement",
        "sessions",
        Transactions,
    ),
    by(
        &[KeyBy::CertificateCurve],
        "cert_pubkey_curve",
        "sessions",
        Transactions,
    ),
    by(
        &[KeyBy::CertificateBits],
        "keysize",
        "sessions",
        Transactions,
    ),
    times("rtt", Transactions, &SSL_ROUND_TRIP),
    count("req_bytes", "bytes", RequestBytes),
    count("rsp_bytes", "bytes", ResponseBytes),
];

static DETAIL: [Metric; 7] = [
    by_peer("connected", "sessions", Transactions),
    by(
        &[KeyBy::Draw(&SSL_SESSION, KEY_AGREEMENT), KeyBy::Peer],
        "key_agreement",
        "sessions",
        Transactions,
    ),
    by(
        &[KeyBy::CertificateCurve, KeyBy::Peer],
        "cert_pubkey_curve",
        "sessions",
        Transactions,
    ),
    by(
        &[KeyBy::CertificateSubject],
        "cert_subject",
        "sessions",
        Transactions,
    ),
    certificate("cert_expiration", Kind::Expires),
    certificate("cert_not_before", Kind::NotBefore),
    Metric {
        name: "handshake_time_version",
        unit: "ms",
        keys: &[KeyBy::Draw(&SSL_SESSION, VERSION)],
        of: Transactions,
        kind: Kind::Dataset(&SSL_HANDSHAKE),
    },
];

const fn certificate(name: &'static str, kind: Kind) -> Metric {
    Metric {
        name,
        unit: "ms since the epoch",
        keys: &[KeyBy::CertificateSubject],
        of: Transactions,
        kind,
    }
}
