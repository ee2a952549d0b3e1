//! Who is who, and who may do what.
use super::{Row, row, shown};
use crate::network::catalog::outcomes::{bad, expected_error, ok, outcomes, silent, timeout};

pub static LDAP: Row =
    row!(ends "ldap", "LDAP", Tcp 389 / 8, 220 -> 900, &LDAP_ENDS, 2.0 .. 25.0, 1.0 .. 10.0);
pub static KERBEROS: Row = row!(ends "kerberos", "Kerberos", Tcp 88 / 1, 1400 -> 1500, &KERBEROS_ENDS, 1.5 .. 15.0, 1.0 .. 10.0);
pub static AAA: Row =
    row!(ends "aaa", "AAA", Udp 1812 / 1, 180 -> 120, &AAA_ENDS, 10.0 .. 80.0, 1.0 .. 10.0);

outcomes!(
    LDAP_ENDS,
    "ldap",
    [
        ok("success"),
        silent(0.01),
        bad("invalidCredentials", 0.003),
        bad("noSuchObject", 0.002)
    ]
);
// The first error is how a client learns that it must prove who it is: common, and no trouble.
outcomes!(
    KERBEROS_ENDS,
    "kerberos",
    [
        ok("OK"),
        silent(0.002),
        expected_error("KDC_ERR_PREAUTH_REQUIRED", 0.18),
        bad("KDC_ERR_S_PRINCIPAL_UNKNOWN", 0.012),
        bad("KDC_ERR_PREAUTH_FAILED", 0.008),
    ]
);
outcomes!(
    AAA_ENDS,
    "aaa",
    [
        ok("Access-Accept"),
        timeout(0.01),
        bad("Access-Reject", 0.03)
    ]
);
