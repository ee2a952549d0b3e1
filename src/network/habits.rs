//! Whom a device of each role asks, and how often: the invented manners of an ordinary company.
use super::protocol::Protocol::{self, Dns, Ftp, Http, Ssl};
use super::role::Role;
use super::series::Rhythm::{self, Nightly, Office, Steady};

/// Something that devices of a role do as clients.
#[derive(Clone, Copy)]
pub(super) struct Habit {
    /// Roles of the servers; the first that any host has.
    pub servers: &'static [Role],
    pub protocol: Protocol,
    /// The least and the most servers of one client.
    pub peers: (u64, u64),
    /// Transactions per minute with the first server; later ones get less.
    pub per_minute: f64,
    pub rhythm: Rhythm,
}

const fn habit(
    servers: &'static [Role],
    protocol: Protocol,
    peers: (u64, u64),
    per_minute: f64,
    rhythm: Rhythm,
) -> Habit {
    Habit {
        servers,
        protocol,
        peers,
        per_minute,
        rhythm,
    }
}

const RESOLVER: &[Role] = &[Role::DnsServer, Role::DomainController];
const DIRECTORY: &[Role] = &[Role::DomainController];
const WEB: &[Role] = &[Role::HttpServer];
const DATABASE: &[Role] = &[Role::DbServer];
const INTERNET: &[Role] = &[Role::Remote];
const FILES: &[Role] = &[Role::FtpServer, Role::FileServer];
const PRINTERS: &[Role] = &[Role::Printer];
const MAIL: &[Role] = &[Role::Other];

const PEOPLE: &[Habit] = &[
    habit(RESOLVER, Dns, (2, 2), 3.0, Office),
    habit(WEB, Http, (2, 4), 4.0, Office),
    habit(INTERNET, Ssl, (2, 4), 2.0, Office),
    habit(DIRECTORY, Ssl, (1, 1), 0.3, Office),
    habit(MAIL, Ssl, (0, 1), 0.8, Office),
    habit(FILES, Ftp, (0, 1), 0.4, Office),
    habit(PRINTERS, Http, (0, 1), 0.05, Office),
];

const MOBILE: &[Habit] = &[
    habit(RESOLVER, Dns, (1, 2), 1.5, Office),
    habit(INTERNET, Ssl, (2, 5), 1.5, Office),
    habit(WEB, Http, (0, 2), 1.0, Office),
];

const WEB_SERVER: &[Habit] = &[
    habit(RESOLVER, Dns, (2, 2), 5.0, Steady),
    habit(DATABASE, Ssl, (1, 2), 20.0, Steady),
    habit(WEB, Http, (0, 2), 12.0, Steady),
    habit(DIRECTORY, Ssl, (1, 1), 0.5, Steady),
    habit(INTERNET, Ssl, (0, 1), 0.5, Steady),
    habit(FILES, Ftp, (0, 1), 0.3, Nightly),
];

const STORE: &[Habit] = &[
    habit(RESOLVER, Dns, (1, 2), 1.0, Steady),
    habit(DIRECTORY, Ssl, (1, 1), 0.4, Steady),
    habit(FILES, Ftp, (0, 1), 0.5, Nightly),
];

const NAME_SERVER: &[Habit] = &[
    habit(INTERNET, Dns, (1, 3), 15.0, Steady),
    habit(DIRECTORY, Ssl, (0, 1), 0.4, Steady),
];

const QUIET: &[Habit] = &[
    habit(RESOLVER, Dns, (1, 2), 0.2, Steady),
    habit(DIRECTORY, Ssl, (0, 1), 0.05, Steady),
    habit(WEB, Http, (0, 1), 0.1, Steady),
];

const CUSTOMERS: &[Habit] = &[
    habit(WEB, Http, (1, 2), 3.0, Office),
    habit(WEB, Ssl, (0, 1), 1.5, Office),
];

/// What a device of a role does. An L2 gateway only forwards.
pub(super) fn of(role: Role) -> &'static [Habit] {
    match role {
        Role::Pc | Role::AttackSimulator | Role::MedicalDevice | Role::Other => PEOPLE,
        Role::MobileDevice => MOBILE,
        Role::HttpServer | Role::LoadBalancer | Role::WebProxy => WEB_SERVER,
        Role::DbServer | Role::FileServer | Role::FtpServer | Role::DomainController => STORE,
        Role::DnsServer => NAME_SERVER,
        Role::Remote => CUSTOMERS,
        Role::Gateway => &[],
        Role::Printer
        | Role::VoipPhone
        | Role::Scanner
        | Role::IpCamera
        | Role::DhcpServer
        | Role::Firewall
        | Role::NatGateway
        | Role::VpnGateway
        | Role::WifiAp => QUIET,
    }
}

/// The roles that serve a protocol, likeliest first.
pub(super) fn servers(protocol: Protocol) -> &'static [Role] {
    match protocol {
        Http => &[Role::HttpServer],
        Dns => RESOLVER,
        Ftp => FILES,
        Ssl => &[Role::HttpServer, Role::DbServer, Role::Remote],
    }
}

/// The roles that ask anybody anything.
pub(super) const CLIENTS: &[Role] = &[Role::Pc, Role::MobileDevice];
