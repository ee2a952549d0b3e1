//! Terminals and desktops far away.
use super::{
    Category, KeyBy, Kind, Metric, MetricLevel, Sees, Timed,
    build::*,
    outcomes::{ABORT, ERROR},
    protocol::{
        Protocol::Ica,
        desk::{
            CIPHER, CLIENT_PROGRAM, ICA_LOAD, ICA_LOGIN, KEX, MAC, SERVER_PROGRAM, SSH_KEYS,
            SSH_PROGRAMS, USER, VERSION,
        },
    },
};
use crate::network::model::measure::{
    Quantity::{Connections, Ended, Transactions},
    RESPONSES,
};

pub static ENDS: [[Category; 2]; 7] = [
    both!("ssh", "SSH", Ssh, &SSH),
    both!("ssh" detail, "SSH", Ssh, &SSH_DETAIL),
    both!("telnet", "Telnet", Telnet, &[SESSIONS]),
    both!("ica", "Citrix ICA", Ica, &ICA),
    both!("rdp", "RDP", Rdp, &[SESSIONS]),
    both!("pcoip", "PCoIP", Pcoip, &[SESSIONS]),
    both!("rfb", "RFB/VNC", Rfb, &[SESSIONS]),
];

#[rustfmt::skip]
pub static CATEGORIES: [Category; 1] = [
    at_level("ica_user_detail", "Citrix ICA by user", MetricLevel::Application, Sees::Of(Ica), &ICA_BY_USER),
];

const fn sessions(keys: &'static [KeyBy], name: &'static str) -> Metric {
    by(keys, name, "sessions", Transactions)
}

#[rustfmt::skip]
static SSH: [Metric; 12] = [
    SESSIONS,
    count("auth_successes", "events", crate::network::model::measure::Quantity::EndedAs("accepted")),
    count("auth_failures", "events", Ended(ERROR)),
    sessions(&[KeyBy::Draw(&SSH_KEYS, KEX)], "kex_algorithm"),
    sessions(&[KeyBy::Draw(&SSH_KEYS, CIPHER)], "cipher"),
    sessions(&[KeyBy::Draw(&SSH_KEYS, CIPHER)], "server_cipher"),
    sessions(&[KeyBy::Draw(&SSH_KEYS, MAC)], "mac"),
    sessions(&[KeyBy::Draw(&SSH_KEYS, MAC)], "server_mac"),
    sessions(&[KeyBy::Draw(&SSH_PROGRAMS, VERSION)], "version"),
    sessions(&[KeyBy::Draw(&SSH_PROGRAMS, VERSION)], "server_version"),
    sessions(&[KeyBy::Draw(&SSH_PROGRAMS, CLIENT_PROGRAM)], "implementation"),
    sessions(&[KeyBy::Draw(&SSH_PROGRAMS, SERVER_PROGRAM)], "server_implementation"),
];
static SSH_DETAIL: [Metric; 2] = [
    sessions(&[KeyBy::Draw(&SSH_KEYS, KEX), KeyBy::Peer], "kex_algorithm"),
    by_peer("sessions", "sessions", Transactions),
];

#[rustfmt::skip]
static ICA: [Metric; 6] = [
    count("sessions", "sessions", Connections),
    count("app_launches", "launches", Transactions),
    count("launch_aborts", "launches", Ended(ABORT)),
    times("load_time", RESPONSES, &ICA_LOAD),
    times("login_time", Connections, &ICA_LOGIN),
    timed(&[], "rtt", Connections, Kind::Dataset(Timed::RoundTrip)),
];

#[rustfmt::skip]
static ICA_BY_USER: [Metric; 2] = [
    by(&[KeyBy::Draw(&USER, 0)], "app_launches", "launches", Transactions),
    timed(&[KeyBy::Draw(&USER, 0)], "load_time", Transactions, Kind::Samples(Timed::By(&ICA_LOAD))),
];
