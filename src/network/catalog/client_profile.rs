//! Who speaks a protocol: whom devices of each group ask, and how often. The manners of an ordinary
//! company, all of them invented.
use super::role::Role;
use crate::network::distributions::pattern::TrafficPattern;
use std::ops::RangeInclusive;

/// Devices that behave alike as clients. An L2 gateway is in none: it only forwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientGroup {
    Workstation,
    Mobile,
    WebServer,
    /// Databases, files and directories.
    DataServer,
    /// Servers without a role of their own.
    AppServer,
    NameServer,
    /// Customers and visitors: hosts on the internet.
    Internet,
    Phone,
    Camera,
    MedicalDevice,
    Attacker,
    /// Firewalls, gateways of networks, access points.
    NetworkDevice,
    /// Printers, scanners and other boxes that say little.
    OfficeMachine,
}

impl ClientGroup {
    pub const COUNT: usize = ClientGroup::OfficeMachine as usize + 1;

    pub fn of(role: Role) -> Option<ClientGroup> {
        use ClientGroup::*;
        Some(match role {
            Role::Pc => Workstation,
            Role::MobileDevice => Mobile,
            Role::HttpServer | Role::LoadBalancer | Role::WebProxy => WebServer,
            Role::DbServer | Role::FileServer | Role::FtpServer | Role::DomainController => {
                DataServer
            }
            Role::Other => AppServer,
            Role::DnsServer => NameServer,
            Role::Remote => Internet,
            Role::VoipPhone => Phone,
            Role::IpCamera => Camera,
            Role::MedicalDevice => MedicalDevice,
            Role::AttackSimulator => Attacker,
            Role::Firewall | Role::NatGateway | Role::VpnGateway | Role::WifiAp => NetworkDevice,
            Role::Printer | Role::Scanner | Role::DhcpServer => OfficeMachine,
            Role::Gateway => return None,
        })
    }
}

/// What devices of a group do in one protocol.
pub struct ClientProfile {
    pub group: ClientGroup,
    /// Seeds what is drawn for it, so it is the profile's for ever: a new profile takes the next
    /// number that is free in its group, and all that was drawn before stays as it is.
    pub number: u64,
    /// Roles of the servers; the first that any host has.
    pub servers: &'static [Role],
    /// The least and the most servers of one client.
    pub peers: RangeInclusive<u64>,
    /// Transactions per minute with the first server; later ones get less.
    pub per_minute: f64,
    pub pattern: TrafficPattern,
    /// One in so many devices of the group has the profile.
    pub one_in: u64,
}

/// In the order of the fields: `client(Workstation, 6, APP_SERVERS, 0..=1, 0.6, Office)`.
pub const fn client(
    group: ClientGroup,
    number: u64,
    servers: &'static [Role],
    peers: RangeInclusive<u64>,
    per_minute: f64,
    pattern: TrafficPattern,
) -> ClientProfile {
    ClientProfile {
        group,
        number,
        servers,
        peers,
        per_minute,
        pattern,
        one_in: 1,
    }
}

impl ClientProfile {
    pub const fn one_in(mut self, devices: u64) -> ClientProfile {
        self.one_in = devices;
        self
    }
}

// The roles that serve, likeliest first.
pub const RESOLVERS: &[Role] = &[Role::DnsServer, Role::DomainController];
pub const DIRECTORIES: &[Role] = &[Role::DomainController];
pub const DHCP_SERVERS: &[Role] = &[Role::DhcpServer, Role::DomainController, Role::DnsServer];
pub const WEB_SERVERS: &[Role] = &[Role::HttpServer];
pub const DATABASES: &[Role] = &[Role::DbServer];
pub const INTERNET: &[Role] = &[Role::Remote];
pub const FTP_SERVERS: &[Role] = &[Role::FtpServer, Role::FileServer];
pub const FILE_SERVERS: &[Role] = &[Role::FileServer, Role::DomainController];
pub const PRINTERS: &[Role] = &[Role::Printer];
pub const PHONES: &[Role] = &[Role::VoipPhone];
pub const WORKSTATIONS: &[Role] = &[Role::Pc];
/// Mail, telephone exchange, queues, caches, terminals: whatever has no role of its own.
pub const APP_SERVERS: &[Role] = &[Role::Other, Role::HttpServer];
pub const EMBEDDED: &[Role] = &[Role::WifiAp, Role::Printer, Role::Other];

/// The roles that ask anybody anything.
pub const ANY_CLIENTS: &[Role] = &[Role::Pc, Role::MobileDevice];
