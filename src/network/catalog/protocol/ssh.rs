//! SSH. A transaction is a session.
use crate::network::catalog::prelude::*;

pub static SSH: Definition = definition! {
    name: "ssh",
    label: "SSH",
    activity: client_and_server,
    transport: Tcp 22,
    request: 12_000,
    response: 40_000,
    outcomes: &SSH_OUTCOMES,
    processing_ms: 20.0 .. 150.0,
    round_trip_ms: 2.0 .. 25.0,
    servers: WEB_SERVERS,
    clients: &[
        client(Workstation, 20, WEB_SERVERS, 1..=1, 0.2, Office).one_in(15),
        client(Attacker, 4, WEB_SERVERS, 1..=2, 0.5, Steady),
    ],
    categories: &[
        &both!("ssh", "SSH", Ssh, METRICS),
        &both!("ssh" detail, "SSH", Ssh, DETAIL),
    ],
};

outcomes!(SSH_OUTCOMES, "ssh", [ok("accepted"), bad("refused", 0.05)]);

/// The columns of `KEYS` and `PROGRAMS`.
const KEX: usize = 0;
const CIPHER: usize = 1;
const MAC: usize = 2;
const VERSION: usize = 0;
const CLIENT_PROGRAM: usize = 1;
const SERVER_PROGRAM: usize = 2;

const fn three(labels: [&'static str; 3], share: f64) -> Share {
    Share {
        labels,
        class: 0,
        fraction: share,
    }
}

static KEYS: Distribution = Distribution::new(
    "ssh keys",
    &[
        three(
            [
                "curve25519-sha256",
                "aes256-gcm@openssh.com",
                "hmac-sha2-256",
            ],
            0.45,
        ),
        three(
            [
                "curve25519-sha256",
                "chacha20-poly1305@openssh.com",
                "hmac-sha2-256",
            ],
            0.35,
        ),
        three(
            [
                "sntrup761x25519-sha512",
                "chacha20-poly1305@openssh.com",
                "hmac-sha2-256",
            ],
            0.2,
        ),
    ],
);
static PROGRAMS: Distribution = Distribution::new(
    "ssh programs",
    &[
        three(["SSH-2.0", "OpenSSH_9.6", "OpenSSH_9.6"], 0.55),
        three(["SSH-2.0", "OpenSSH_9.6", "OpenSSH_8.9"], 0.15),
        three(["SSH-2.0", "PuTTY_Release_0.80", "OpenSSH_9.6"], 0.3),
    ],
);

const fn sessions(keys: &'static [KeyBy], name: &'static str) -> Metric {
    by(keys, name, "sessions", Transactions)
}

#[rustfmt::skip]
static METRICS: &[Metric] = &[
    SESSIONS,
    count("auth_successes", "events", EndedAs("accepted")),
    count("auth_failures", "events", Ended(ERROR)),
    sessions(&[KeyBy::Draw(&KEYS, KEX)], "kex_algorithm"),
    sessions(&[KeyBy::Draw(&KEYS, CIPHER)], "cipher"),
    sessions(&[KeyBy::Draw(&KEYS, CIPHER)], "server_cipher"),
    sessions(&[KeyBy::Draw(&KEYS, MAC)], "mac"),
    sessions(&[KeyBy::Draw(&KEYS, MAC)], "server_mac"),
    sessions(&[KeyBy::Draw(&PROGRAMS, VERSION)], "version"),
    sessions(&[KeyBy::Draw(&PROGRAMS, VERSION)], "server_version"),
    sessions(&[KeyBy::Draw(&PROGRAMS, CLIENT_PROGRAM)], "implementation"),
    sessions(&[KeyBy::Draw(&PROGRAMS, SERVER_PROGRAM)], "server_implementation"),
];
static DETAIL: &[Metric] = &[
    sessions(&[KeyBy::Draw(&KEYS, KEX), KeyBy::Peer], "kex_algorithm"),
    by_peer("sessions", "sessions", Transactions),
];
