//! Whom a device of each role asks, and how often: the invented manners of an ordinary company.
use crate::network::{
    catalog::{
        protocol::Protocol::{self, *},
        role::Role,
    },
    distributions::series::TrafficPattern::{self, Nightly, Office, Steady},
};

/// Something that devices of a role do as clients.
#[derive(Clone, Copy)]
pub struct ClientProfile {
    /// Roles of the servers; the first that any host has.
    pub servers: &'static [Role],
    pub protocol: Protocol,
    /// The least and the most servers of one client.
    pub peers: (u64, u64),
    /// Transactions per minute with the first server; later ones get less.
    pub per_minute: f64,
    pub pattern: TrafficPattern,
    /// One in so many devices of the role has the habit.
    pub one_in: u64,
}

const fn habit(
    servers: &'static [Role],
    protocol: Protocol,
    peers: (u64, u64),
    per_minute: f64,
    pattern: TrafficPattern,
) -> ClientProfile {
    ClientProfile {
        servers,
        protocol,
        peers,
        per_minute,
        pattern,
        one_in: 1,
    }
}
/// What one in so many devices does with one server.
const fn some(
    one_in: u64,
    servers: &'static [Role],
    protocol: Protocol,
    per_minute: f64,
    pattern: TrafficPattern,
) -> ClientProfile {
    ClientProfile {
        one_in,
        ..habit(servers, protocol, (1, 1), per_minute, pattern)
    }
}

const RESOLVER: &[Role] = &[Role::DnsServer, Role::DomainController];
const DIRECTORY: &[Role] = &[Role::DomainController];
const LEASES: &[Role] = &[Role::DhcpServer, Role::DomainController, Role::DnsServer];
const WEB: &[Role] = &[Role::HttpServer];
const DATABASE: &[Role] = &[Role::DbServer];
const INTERNET: &[Role] = &[Role::Remote];
const FILES: &[Role] = &[Role::FtpServer, Role::FileServer];
const SHARES: &[Role] = &[Role::FileServer, Role::DomainController];
const PRINTERS: &[Role] = &[Role::Printer];
const PHONES: &[Role] = &[Role::VoipPhone];
const PEOPLES: &[Role] = &[Role::Pc];
/// Mail, telephone exchange, queues, caches, terminals: whatever has no role of its own.
const APPS: &[Role] = &[Role::Other, Role::HttpServer];
const BOXES: &[Role] = &[Role::WifiAp, Role::Printer, Role::Other];

const PEOPLE: &[ClientProfile] = &[
    habit(RESOLVER, Dns, (2, 2), 3.0, Office),
    habit(WEB, Http, (1, 3), 4.0, Office),
    habit(INTERNET, Ssl, (1, 3), 2.0, Office),
    habit(DIRECTORY, Ldap, (1, 1), 0.4, Office),
    habit(DIRECTORY, Kerberos, (1, 1), 0.5, Office),
    habit(SHARES, Cifs, (1, 2), 12.0, Office),
    habit(APPS, Smtp, (0, 1), 0.6, Office),
    habit(APPS, Pop3, (0, 1), 0.8, Office),
    habit(PRINTERS, Http, (0, 1), 0.05, Office),
    habit(LEASES, Dhcp, (0, 1), 0.02, Office),
    some(3, WEB, Ssl, 1.0, Office),
    some(3, FILES, Ftp, 0.4, Office),
    some(4, DIRECTORY, Rpc, 0.6, Office),
    some(4, PEOPLES, Llmnr, 0.1, Office),
    some(4, DIRECTORY, Nbns, 0.1, Office),
    some(8, WEB, Websocket, 0.1, Office),
    some(10, APPS, Ica, 0.3, Office),
    some(10, DIRECTORY, Icmp, 1.0, Office),
    some(12, APPS, Rdp, 0.1, Office),
    some(15, DATABASE, Db, 8.0, Office),
    some(15, WEB, Ssh, 0.2, Office),
    some(30, PEOPLES, Rfb, 0.05, Office),
    some(30, APPS, Pcoip, 0.05, Office),
    some(30, WEB, Amf, 0.6, Office),
    some(40, BOXES, Telnet, 0.05, Office),
    some(150, WEB, Scanner, 0.02, Steady),
];

const MOBILE: &[ClientProfile] = &[
    habit(RESOLVER, Dns, (1, 2), 1.5, Office),
    habit(INTERNET, Ssl, (2, 5), 1.5, Office),
    habit(WEB, Http, (0, 2), 1.0, Office),
    habit(LEASES, Dhcp, (1, 1), 0.05, Office),
];

const WEB_SERVER: &[ClientProfile] = &[
    habit(RESOLVER, Dns, (2, 2), 5.0, Steady),
    habit(DATABASE, Db, (1, 2), 20.0, Steady),
    habit(WEB, Http, (0, 2), 12.0, Steady),
    habit(DIRECTORY, Ldap, (1, 1), 0.8, Steady),
    habit(INTERNET, Ssl, (0, 1), 0.5, Steady),
    some(2, SHARES, Nfs, 20.0, Steady),
    some(2, APPS, Memcache, 40.0, Steady),
    some(2, APPS, Smtp, 0.5, Steady),
    some(3, APPS, Redis, 30.0, Steady),
    some(3, APPS, Ajp, 15.0, Steady),
    some(3, DATABASE, Mongo, 12.0, Steady),
    some(3, FILES, Ftp, 0.3, Nightly),
    habit(DIRECTORY, Ntp, (1, 1), 0.06, Steady),
];

const STORE: &[ClientProfile] = &[
    habit(RESOLVER, Dns, (1, 2), 1.0, Steady),
    habit(DIRECTORY, Ldap, (1, 1), 0.5, Steady),
    habit(DIRECTORY, Kerberos, (1, 1), 0.4, Steady),
    some(2, SHARES, Iscsi, 60.0, Steady),
    some(2, SHARES, Cifs, 30.0, Nightly),
    some(2, FILES, Ftp, 0.5, Nightly),
    habit(DIRECTORY, Ntp, (1, 1), 0.06, Steady),
];

/// What runs on servers without a role of their own.
const APP_SERVER: &[ClientProfile] = &[
    habit(RESOLVER, Dns, (1, 2), 2.0, Steady),
    habit(DIRECTORY, Ldap, (1, 1), 0.6, Steady),
    habit(DIRECTORY, Kerberos, (1, 1), 0.5, Steady),
    habit(DATABASE, Db, (1, 2), 15.0, Steady),
    habit(WEB, Http, (1, 2), 3.0, Office),
    some(2, INTERNET, Smtp, 1.0, Office),
    some(2, DIRECTORY, Rpc, 4.0, Steady),
    some(3, APPS, Ibmmq, 12.0, Steady),
    some(3, APPS, Msmq, 5.0, Steady),
    some(3, DATABASE, Mongo, 10.0, Steady),
    some(3, PRINTERS, Snmp, 0.5, Steady),
    some(4, WEB, Wsman, 1.0, Steady),
    some(4, APPS, Hl7, 2.0, Office),
    some(4, WEB, Icmp, 2.0, Steady),
    some(5, INTERNET, Fix, 8.0, Office),
    some(5, INTERNET, Smpp, 3.0, Office),
    some(5, BOXES, Modbus, 20.0, Steady),
];

const NAME_SERVER: &[ClientProfile] = &[
    habit(INTERNET, Dns, (1, 3), 15.0, Steady),
    habit(DIRECTORY, Ldap, (0, 1), 0.4, Steady),
    habit(INTERNET, Ntp, (1, 1), 0.06, Steady),
];

const QUIET: &[ClientProfile] = &[
    habit(RESOLVER, Dns, (1, 2), 0.2, Steady),
    habit(DIRECTORY, Ldap, (0, 1), 0.05, Steady),
    habit(WEB, Http, (0, 1), 0.1, Steady),
    habit(LEASES, Dhcp, (0, 1), 0.02, Steady),
    some(2, DIRECTORY, Ntp, 0.06, Steady),
];

const DOORS: &[ClientProfile] = &[
    habit(RESOLVER, Dns, (1, 2), 0.4, Steady),
    habit(DIRECTORY, Aaa, (1, 1), 3.0, Office),
    habit(DIRECTORY, Ntp, (1, 1), 0.06, Steady),
];

const TELEPHONE: &[ClientProfile] = &[
    habit(APPS, Sip, (1, 1), 3.0, Office),
    habit(PHONES, Rtp, (1, 2), 6.0, Office),
    habit(PHONES, Rtcp, (1, 1), 1.0, Office),
    habit(RESOLVER, Dns, (1, 1), 0.1, Steady),
    habit(LEASES, Dhcp, (1, 1), 0.02, Steady),
    habit(WEB, Http, (0, 1), 0.05, Steady),
];

const CAMERA: &[ClientProfile] = &[
    habit(APPS, Rtp, (1, 1), 30.0, Steady),
    habit(RESOLVER, Dns, (1, 1), 0.1, Steady),
    habit(DIRECTORY, Ntp, (1, 1), 0.06, Steady),
];

const MEDICAL: &[ClientProfile] = &[
    habit(RESOLVER, Dns, (1, 2), 0.5, Office),
    habit(APPS, Hl7, (1, 1), 3.0, Office),
    habit(SHARES, Dicom, (1, 1), 1.0, Office),
    habit(DIRECTORY, Ntp, (1, 1), 0.06, Steady),
];

const ATTACKER: &[ClientProfile] = &[
    habit(RESOLVER, Dns, (1, 1), 3.0, Steady),
    habit(WEB, Scanner, (1, 3), 0.05, Steady),
    habit(PEOPLES, Scanner, (3, 6), 0.05, Steady),
    habit(WEB, Http, (1, 2), 2.0, Steady),
    habit(WEB, Ssh, (1, 2), 0.5, Steady),
];

const CUSTOMERS: &[ClientProfile] = &[
    habit(WEB, Http, (1, 2), 3.0, Office),
    habit(WEB, Ssl, (0, 1), 1.5, Office),
    some(3, APPS, Smtp, 0.5, Office),
];

/// What a device of a role does. An L2 gateway only forwards.
pub fn of(role: Role) -> &'static [ClientProfile] {
    match role {
        Role::Pc => PEOPLE,
        Role::MobileDevice => MOBILE,
        Role::HttpServer | Role::LoadBalancer | Role::WebProxy => WEB_SERVER,
        Role::DbServer | Role::FileServer | Role::FtpServer | Role::DomainController => STORE,
        Role::Other => APP_SERVER,
        Role::DnsServer => NAME_SERVER,
        Role::Remote => CUSTOMERS,
        Role::VoipPhone => TELEPHONE,
        Role::IpCamera => CAMERA,
        Role::MedicalDevice => MEDICAL,
        Role::AttackSimulator => ATTACKER,
        Role::Firewall | Role::NatGateway | Role::VpnGateway | Role::WifiAp => DOORS,
        Role::Gateway => &[],
        Role::Printer | Role::Scanner | Role::DhcpServer => QUIET,
    }
}

/// The roles that serve a protocol, likeliest first.
pub fn servers(protocol: Protocol) -> &'static [Role] {
    match protocol {
        Http | Websocket | Amf | Ssh | Wsman => WEB,
        Dns => RESOLVER,
        Ftp => FILES,
        Ssl => &[Role::HttpServer, Role::DbServer, Role::Remote],
        Ldap | Kerberos | Aaa | Rpc | Nbns | Icmp | Ntp => DIRECTORY,
        Dhcp => LEASES,
        Cifs | Nfs | Iscsi | Dicom => SHARES,
        Db | Mongo => DATABASE,
        Rtp | Rtcp => PHONES,
        Llmnr | Rfb | Scanner => PEOPLES,
        Fix | Smpp => INTERNET,
        Snmp => PRINTERS,
        Telnet | Modbus => BOXES,
        Ajp | Hl7 | Ibmmq | Ica | Memcache | Msmq | Pcoip | Pop3 | Rdp | Redis | Sip | Smtp => APPS,
    }
}

/// The roles that ask anybody anything.
pub const CLIENTS: &[Role] = &[Role::Pc, Role::MobileDevice];
