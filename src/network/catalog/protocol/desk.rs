//! Terminals and desktops far away. A transaction is a session; for ICA, the launch of a program.
use super::{Row, row, shown};
use crate::network::{
    catalog::outcomes::{aborted, bad, ok, outcomes, silent},
    distributions::{
        shares::{Distribution, Share},
        timing::Timing,
    },
};

pub static SSH: Row =
    row!(ends "ssh", "SSH", Tcp 22 / 1, 12_000 -> 40_000, &SSH_ENDS, 20.0 .. 150.0, 2.0 .. 25.0);
pub static TELNET: Row = row!(ends "telnet", "Telnet", Tcp 23 / 1, 900 -> 9000, &SESSION_ENDS, 20.0 .. 150.0, 2.0 .. 25.0);
pub static RDP: Row = row!(ends "rdp", "RDP", Tcp 3389 / 1, 150_000 -> 2_000_000, &SESSION_ENDS, 20.0 .. 150.0, 2.0 .. 25.0);
pub static PCOIP: Row = row!(ends "pcoip", "PCoIP", Udp 4172 / 1, 150_000 -> 2_500_000, &SESSION_ENDS, 20.0 .. 150.0, 2.0 .. 25.0);
pub static RFB: Row = row!(ends "rfb", "RFB", Tcp 5900 / 1, 90_000 -> 1_500_000, &SESSION_ENDS, 20.0 .. 150.0, 2.0 .. 25.0);
pub static ICA: Row = row!(ends "ica", "ICA", Tcp 1494 / 3, 100_000 -> 900_000, &ICA_ENDS, 20.0 .. 150.0, 20.0 .. 120.0);

outcomes!(SSH_ENDS, "ssh", [ok("accepted"), bad("refused", 0.05)]);
outcomes!(SESSION_ENDS, "session", [ok("open"), silent(0.01)]);
outcomes!(ICA_ENDS, "ica", [ok("launched"), aborted("aborted", 0.02)]);

pub static ICA_LOAD: Timing = Timing::ms("ica load", 4000.0, 15_000.0);
pub static ICA_LOGIN: Timing = Timing::ms("ica login", 9000.0, 30_000.0);

/// Who logs in where a server tells users apart.
pub static USER: Distribution = Distribution::new(
    "user",
    &[
        Share::of("CORP\\alice", 0.14),
        Share::of("CORP\\bob", 0.13),
        Share::of("CORP\\carla", 0.12),
        Share::of("CORP\\dinesh", 0.11),
        Share::of("CORP\\eva", 0.1),
        Share::of("CORP\\farid", 0.1),
        Share::of("CORP\\greta", 0.08),
        Share::of("CORP\\hiro", 0.08),
        Share::of("CORP\\ines", 0.07),
        Share::of("CORP\\jonas", 0.07),
    ],
);

/// The columns of `SSH_KEYS` and `SSH_PROGRAMS`.
pub const KEX: usize = 0;
pub const CIPHER: usize = 1;
pub const MAC: usize = 2;
pub const VERSION: usize = 0;
pub const CLIENT_PROGRAM: usize = 1;
pub const SERVER_PROGRAM: usize = 2;

const fn three(labels: [&'static str; 3], share: f64) -> Share {
    Share {
        labels,
        class: 0,
        fraction: share,
    }
}

pub static SSH_KEYS: Distribution = Distribution::new(
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
pub static SSH_PROGRAMS: Distribution = Distribution::new(
    "ssh programs",
    &[
        three(["SSH-2.0", "OpenSSH_9.6", "OpenSSH_9.6"], 0.55),
        three(["SSH-2.0", "OpenSSH_9.6", "OpenSSH_8.9"], 0.15),
        three(["SSH-2.0", "PuTTY_Release_0.80", "OpenSSH_9.6"], 0.3),
    ],
);
