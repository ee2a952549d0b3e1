//! The web.
use super::{Row, row, shown};
use crate::network::catalog::outcomes::{self, HTTP as HTTP_ENDS, ok, outcomes, silent};

pub static HTTP: Row =
    row!(ends "http", "HTTP", Tcp 80 / 6, 600 -> 6000, &HTTP_ENDS, 35.0 .. 180.0, 2.0 .. 25.0);
pub static SSL: Row = row!(ends "ssl", "SSL443", Tcp 443 / 1, 4000 -> 30_000, &outcomes::SSL, 22.0 .. 140.0, 10.0 .. 60.0);
pub static WEBSOCKET: Row = row!(ends "websocket", "WebSocket", Tcp 8443 / 1, 9000 -> 40_000, &WEBSOCKET_ENDS, 20.0 .. 120.0, 5.0 .. 40.0);

outcomes!(WEBSOCKET_ENDS, "websocket", [ok("open"), silent(0.005)]);
