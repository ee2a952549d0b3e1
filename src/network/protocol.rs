//! The application protocols that the simulated network speaks: one row each.
use super::outcomes;
use super::split::Split;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An application protocol. DNS runs over UDP, the others over TCP.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Protocol {
    Http,
    Dns,
    Ftp,
    Ssl,
}

/// What the model needs to know of a protocol.
pub(super) struct Row {
    pub name: &'static str,
    /// The key under which traffic by protocol is listed.
    pub label: &'static str,
    /// Stat names of the two ends; the short name is what follows the last dot.
    pub client: &'static str,
    pub server: &'static str,
    pub udp: bool,
    pub port: u16,
    /// Transactions that share one TCP connection.
    pub per_connection: u64,
    /// Mean payload of a request and of a response, in bytes.
    pub request: u32,
    pub response: u32,
    /// How transactions end, at a healthy, an ordinary and a noisy server.
    pub outcomes: &'static [Split; 3],
}

static ROWS: [Row; 4] = [
    Row {
        name: "http",
        label: "HTTP",
        client: "extrahop.device.http_client",
        server: "extrahop.device.http_server",
        udp: false,
        port: 80,
        per_connection: 6,
        request: 600,
        response: 6000,
        outcomes: &outcomes::HTTP,
    },
    Row {
        name: "dns",
        label: "DNS",
        client: "extrahop.device.dns_client",
        server: "extrahop.device.dns_server",
        udp: true,
        port: 53,
        per_connection: 1,
        request: 45,
        response: 130,
        outcomes: &outcomes::DNS,
    },
    Row {
        name: "ftp",
        label: "FTP",
        client: "extrahop.device.ftp_client",
        server: "extrahop.device.ftp_server",
        udp: false,
        port: 21,
        per_connection: 5,
        request: 20_000,
        response: 50_000,
        outcomes: &outcomes::FTP,
    },
    Row {
        name: "ssl",
        label: "SSL443",
        client: "extrahop.device.ssl_client",
        server: "extrahop.device.ssl_server",
        udp: false,
        port: 443,
        per_connection: 1,
        request: 4000,
        response: 30_000,
        outcomes: &outcomes::SSL,
    },
];

impl Protocol {
    pub const ALL: [Protocol; 4] = [Protocol::Http, Protocol::Dns, Protocol::Ftp, Protocol::Ssl];

    pub(super) fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }
    pub fn as_str(self) -> &'static str {
        self.row().name
    }
    pub fn is_udp(self) -> bool {
        self.row().udp
    }
    /// The port of a server that says nothing else.
    pub fn port(self) -> u16 {
        self.row().port
    }
}
