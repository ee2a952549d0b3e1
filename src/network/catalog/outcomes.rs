//! How transactions end and what they carry: the invented distributions of the protocols.
use crate::network::distributions::shares::{Distribution, Share};

/// The transaction got a response.
pub const RESPONSE: u8 = 1;
/// The response reports an error.
pub const ERROR: u8 = 2;
/// The response was broken off.
pub const ABORT: u8 = 4;
/// The request was broken off.
pub const REQUEST_ABORT: u8 = 8;
/// Nobody answered in time.
pub const TIMEOUT: u8 = 16;
/// The response warns, or was cut short.
pub const WARNING: u8 = 32;
/// The handshake failed.
pub const HANDSHAKE: u8 = 64;
/// An end that is as frequent at a noisy server as at a healthy one.
const USUAL: u8 = 128;

/// What is left over of the other ends. It comes first.
pub const fn ok(label: &'static str) -> Share {
    Share::ending(label, RESPONSE, 0.0)
}
pub const fn usual(label: &'static str, share: f64) -> Share {
    Share::ending(label, RESPONSE | USUAL, share)
}
pub const fn bad(label: &'static str, share: f64) -> Share {
    Share::ending(label, RESPONSE | ERROR, share)
}
pub const fn expected_error(label: &'static str, share: f64) -> Share {
    Share::ending(label, RESPONSE | ERROR | USUAL, share)
}
pub const fn warning(label: &'static str, share: f64) -> Share {
    Share::ending(label, RESPONSE | WARNING, share)
}
pub const fn aborted(label: &'static str, share: f64) -> Share {
    Share::ending(label, RESPONSE | ABORT, share)
}
pub const fn silent(share: f64) -> Share {
    Share::ending("", 0, share)
}
pub const fn timeout(share: f64) -> Share {
    Share::ending("", TIMEOUT, share)
}

/// Makes trouble so many times as frequent; the first end gets what is left over.
pub const fn troubled<const N: usize>(mut ends: [Share; N], times: f64) -> [Share; N] {
    let (mut left, mut at) = (1.0, 1);
    while at < N {
        if ends[at].class & USUAL == 0 {
            ends[at].fraction *= times;
        }
        left -= ends[at].fraction;
        at += 1;
    }
    ends[0].fraction = left;
    ends
}

/// Ends of transactions, given as they are at an ordinary server.
macro_rules! outcomes {
    ($at:ident, $name:literal, [$($end:expr),+ $(,)?]) => {
        static $at: [$crate::network::distributions::shares::Distribution; 3] = {
            use $crate::network::{catalog::outcomes::troubled, distributions::shares::Distribution};
            [
                Distribution::new(concat!($name, " healthy"), &const { troubled([$($end),+], 0.5) }),
                Distribution::new(concat!($name, " ordinary"), &const { troubled([$($end),+], 1.0) }),
                Distribution::new(concat!($name, " noisy"), &const { troubled([$($end),+], 4.0) }),
            ]
        };
    };
}
pub(super) use outcomes;

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

const fn dns(silent: f64, unknown: f64, failed: f64) -> [Share; 5] {
    [
        Share::ending("", TIMEOUT, silent),
        Share::ending("NOERROR", RESPONSE, 0.999 - silent - unknown - failed),
        Share::ending("NOERROR", RESPONSE | WARNING, 0.001),
        Share::ending("NXDOMAIN", RESPONSE | ERROR, unknown),
        Share::ending("SERVFAIL", RESPONSE | ERROR, failed),
    ]
}

const fn ftp(silent: f64, failed: f64) -> [Share; 4] {
    [
        Share::ending("", 0, silent),
        Share::ending("200", RESPONSE, 0.99 - silent - failed),
        Share::ending("120", RESPONSE | WARNING, 0.01),
        Share::ending("550", RESPONSE | ERROR, failed),
    ]
}

const fn ssl(aborted: f64, failed: f64) -> [Share; 3] {
    [
        Share::ending("connected", RESPONSE, 1.0 - aborted - failed),
        Share::ending("aborted", RESPONSE | ABORT, aborted),
        Share::ending("failed", RESPONSE | HANDSHAKE, failed),
    ]
}

pub static HTTP: [Distribution; 3] = [
    Distribution::new("http healthy", &const { http(0.002, 0.006, 0.001, 0.001) }),
    Distribution::new("http ordinary", &const { http(0.004, 0.012, 0.003, 0.002) }),
    Distribution::new("http noisy", &const { http(0.012, 0.04, 0.03, 0.01) }),
];

pub static DNS: [Distribution; 3] = [
    Distribution::new("dns healthy", &const { dns(0.002, 0.03, 0.002) }),
    Distribution::new("dns ordinary", &const { dns(0.006, 0.045, 0.006) }),
    Distribution::new("dns noisy", &const { dns(0.03, 0.1, 0.04) }),
];

pub static FTP: [Distribution; 3] = [
    Distribution::new("ftp healthy", &const { ftp(0.002, 0.01) }),
    Distribution::new("ftp ordinary", &const { ftp(0.005, 0.03) }),
    Distribution::new("ftp noisy", &const { ftp(0.02, 0.09) }),
];

pub static SSL: [Distribution; 3] = [
    Distribution::new("ssl healthy", &const { ssl(0.004, 0.001) }),
    Distribution::new("ssl ordinary", &const { ssl(0.01, 0.003) }),
    Distribution::new("ssl noisy", &const { ssl(0.04, 0.02) }),
];

pub static HTTP_METHOD: Distribution = Distribution::new(
    "http method",
    &[
        Share::of("GET", 0.78),
        Share::of("POST", 0.18),
        Share::of("PUT", 0.02),
        Share::of("OPTIONS", 0.02),
    ],
);

pub static HTTP_URI: Distribution = Distribution::new(
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

pub static DNS_QUERY: Distribution = Distribution::new(
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

pub static DNS_RECORD: Distribution = Distribution::new(
    "dns record type",
    &[
        Share::of("A", 0.6),
        Share::of("AAAA", 0.25),
        Share::of("PTR", 0.08),
        Share::of("SRV", 0.07),
    ],
);

pub static DHCP_REQUEST: Distribution = Distribution::new(
    "dhcp request",
    &[
        Share::of("DHCPREQUEST", 0.7),
        Share::of("DHCPDISCOVER", 0.28),
        Share::of("DHCPRELEASE", 0.02),
    ],
);

pub static LDAP_BIND: Distribution = Distribution::new(
    "ldap bind",
    &[
        Share::of("other", 0.6),
        Share::of("plain", 0.1),
        Share::of("sasl", 0.3),
    ],
);

/// Views of dashboards, by their ids.
pub static DASHBOARD: Distribution = Distribution::new(
    "dashboard",
    &[
        Share::of("1", 0.5),
        Share::of("2", 0.25),
        Share::of("3", 0.15),
        Share::of("4", 0.1),
    ],
);

pub static FTP_METHOD: Distribution = Distribution::new(
    "ftp method",
    &[
        Share::of("RETR", 0.4),
        Share::of("STOR", 0.3),
        Share::of("LIST", 0.2),
        Share::of("USER", 0.1),
    ],
);

/// The columns of `SSL_SESSION`.
pub const VERSION: usize = 0;
pub const CIPHER: usize = 1;
pub const KEY_AGREEMENT: usize = 2;
/// The cipher of `SSL_SESSION` that counts as weak.
pub const WEAK: &str = "TLS_RSA_WITH_3DES_EDE_CBC_SHA";
/// The key agreement of `SSL_SESSION` that withstands quantum computers.
pub const POST_QUANTUM: &str = "PQC-ECDHE-Kyber-768-x25519";

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
pub static SSL_SESSION: Distribution = Distribution::new(
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
