//! Names and addresses.
use super::{Row, row, shown};
use crate::network::catalog::outcomes::{self, bad, ok, outcomes, silent, usual};

pub static DNS: Row =
    row!(ends "dns", "DNS", Udp 53 / 1, 45 -> 130, &outcomes::DNS, 1.2 .. 30.0, 1.0 .. 12.0);
pub static DHCP: Row =
    row!(ends "dhcp", "DHCP", Udp 67 / 1, 300 -> 310, &DHCP_ENDS, 3.0 .. 50.0, 1.0 .. 12.0);

outcomes!(
    DHCP_ENDS,
    "dhcp",
    [
        ok("DHCPACK"),
        usual("DHCPOFFER", 0.28),
        bad("DHCPNAK", 0.01),
        silent(0.02)
    ]
);
