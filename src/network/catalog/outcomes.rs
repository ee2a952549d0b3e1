//! The words in which protocols state how their transactions end, at healthy, ordinary and noisy
//! servers.
use super::outcome_class::{ABORT, ERROR, RESPONSE, TIMEOUT, USUAL, WARNING};
use crate::network::distributions::shares::Share;

/// What is left over of the other outcomes. It comes first.
pub const fn ok(label: &'static str) -> Share {
    Share::ending(label, RESPONSE, 0.0)
}
pub const fn usual(label: &'static str, fraction: f64) -> Share {
    Share::ending(label, RESPONSE | USUAL, fraction)
}
pub const fn bad(label: &'static str, fraction: f64) -> Share {
    Share::ending(label, RESPONSE | ERROR, fraction)
}
pub const fn expected_error(label: &'static str, fraction: f64) -> Share {
    Share::ending(label, RESPONSE | ERROR | USUAL, fraction)
}
pub const fn warning(label: &'static str, fraction: f64) -> Share {
    Share::ending(label, RESPONSE | WARNING, fraction)
}
pub const fn aborted(label: &'static str, fraction: f64) -> Share {
    Share::ending(label, RESPONSE | ABORT, fraction)
}
pub const fn silent(fraction: f64) -> Share {
    Share::ending("", 0, fraction)
}
pub const fn timeout(fraction: f64) -> Share {
    Share::ending("", TIMEOUT, fraction)
}

/// Makes trouble so many times as frequent; the first outcome gets what is left over.
pub const fn troubled<const N: usize>(mut outcomes: [Share; N], times: f64) -> [Share; N] {
    let (mut left, mut at) = (1.0, 1);
    while at < N {
        if outcomes[at].class & USUAL == 0 {
            outcomes[at].fraction *= times;
        }
        left -= outcomes[at].fraction;
        at += 1;
    }
    outcomes[0].fraction = left;
    outcomes
}

/// `outcomes!(SMTP_OUTCOMES, "smtp", [ok("250"), bad("550", 0.01)])`: outcomes of transactions,
/// given as they are at an ordinary server.
macro_rules! outcomes {
    ($at:ident, $name:literal, [$($outcome:expr),+ $(,)?]) => {
        static $at: [Distribution; 3] = [
            Distribution::new(concat!($name, " healthy"), &const { troubled([$($outcome),+], 0.5) }),
            Distribution::new(concat!($name, " ordinary"), &const { troubled([$($outcome),+], 1.0) }),
            Distribution::new(concat!($name, " noisy"), &const { troubled([$($outcome),+], 4.0) }),
        ];
    };
}
pub(in crate::network) use outcomes;
