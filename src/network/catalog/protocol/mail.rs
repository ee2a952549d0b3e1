//! Mail.
use super::{Row, row, shown};
use crate::network::catalog::outcomes::{bad, ok, outcomes, silent, usual};

pub static SMTP: Row =
    row!(ends "smtp", "SMTP", Tcp 25 / 3, 9000 -> 90, &SMTP_ENDS, 40.0 .. 300.0, 8.0 .. 60.0);
pub static POP3: Row =
    row!(ends "pop3", "POP3", Tcp 110 / 4, 30 -> 8000, &POP3_ENDS, 15.0 .. 120.0, 2.0 .. 20.0);

outcomes!(
    SMTP_ENDS,
    "smtp",
    [
        ok("250"),
        usual("354", 0.15),
        silent(0.005),
        bad("550", 0.01)
    ]
);
outcomes!(
    POP3_ENDS,
    "pop3",
    [ok("+OK"), silent(0.005), bad("-ERR", 0.01)]
);
