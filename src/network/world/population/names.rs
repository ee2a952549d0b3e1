//! What devices are called, by what they are for.
use crate::network::catalog::Role;

const DOMAIN: &str = "corp.example.com";

/// The names that a device is known by; empty when nothing tells one.
#[derive(Default)]
pub struct Names {
    pub dns: String,
    pub dhcp: String,
    pub netbios: String,
    pub cdp: String,
}

impl Names {
    pub fn of(role: Role, number: u32, vendor: &str, mac: &str) -> Names {
        let short = format!("{}{number:02}", stem(role));
        let dns = format!("{short}.{DOMAIN}");
        let bare = Names::default();
        match role {
            Role::Gateway => Names { cdp: dns, ..bare },
            Role::Remote => Names {
                dns: format!("host{number:02}.example.net"),
                ..bare
            },
            Role::VoipPhone if vendor == "Cisco" => Names {
                cdp: format!("SEP{}", mac.replace(':', "")),
                dhcp: short,
                ..bare
            },
            Role::VoipPhone | Role::MobileDevice | Role::IpCamera => Names {
                dhcp: short,
                ..bare
            },
            Role::Pc | Role::AttackSimulator => Names {
                netbios: short.to_uppercase(),
                dhcp: short,
                dns,
                ..bare
            },
            Role::DomainController | Role::FileServer => Names {
                netbios: short.to_uppercase(),
                dns,
                ..bare
            },
            Role::WifiAp | Role::Firewall => Names {
                cdp: short,
                dns,
                ..bare
            },
            _ => Names { dns, ..bare },
        }
    }
}

fn stem(role: Role) -> &'static str {
    match role {
        Role::AttackSimulator => "redteam",
        Role::DbServer => "db",
        Role::DhcpServer => "dhcp",
        Role::DnsServer => "dns",
        Role::DomainController => "dc",
        Role::FileServer => "files",
        Role::Firewall => "fw",
        Role::FtpServer => "ftp",
        Role::Gateway => "gw",
        Role::HttpServer => "web",
        Role::IpCamera => "cam",
        Role::LoadBalancer => "lb",
        Role::MedicalDevice => "med",
        Role::MobileDevice => "mobile",
        Role::NatGateway => "nat",
        Role::Other => "app",
        Role::Pc => "pc",
        Role::Printer => "print",
        Role::Remote => "host",
        Role::Scanner => "scan",
        Role::VoipPhone => "phone",
        Role::VpnGateway => "vpn",
        Role::WebProxy => "proxy",
        Role::WifiAp => "ap",
    }
}
