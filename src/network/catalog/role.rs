//! What a device is for, which decides whom it talks to.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a device is for. The names are those of the API's device roles, and two of our own:
/// `ftp_server`, and `remote` for a host on the internet.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    AttackSimulator,
    DbServer,
    DhcpServer,
    DnsServer,
    DomainController,
    FileServer,
    Firewall,
    FtpServer,
    Gateway,
    HttpServer,
    IpCamera,
    LoadBalancer,
    MedicalDevice,
    MobileDevice,
    NatGateway,
    Other,
    Pc,
    Printer,
    Remote,
    Scanner,
    VoipPhone,
    VpnGateway,
    WebProxy,
    WifiAp,
}

impl Role {
    pub const COUNT: usize = 24;

    /// The name that the API and fixtures use.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::AttackSimulator => "attack_simulator",
            Role::DbServer => "db_server",
            Role::DhcpServer => "dhcp_server",
            Role::DnsServer => "dns_server",
            Role::DomainController => "domain_controller",
            Role::FileServer => "file_server",
            Role::Firewall => "firewall",
            Role::FtpServer => "ftp_server",
            Role::Gateway => "gateway",
            Role::HttpServer => "http_server",
            Role::IpCamera => "ip_camera",
            Role::LoadBalancer => "load_balancer",
            Role::MedicalDevice => "medical_device",
            Role::MobileDevice => "mobile_device",
            Role::NatGateway => "nat_gateway",
            Role::Other => "other",
            Role::Pc => "pc",
            Role::Printer => "printer",
            Role::Remote => "remote",
            Role::Scanner => "scanner",
            Role::VoipPhone => "voip_phone",
            Role::VpnGateway => "vpn_gateway",
            Role::WebProxy => "web_proxy",
            Role::WifiAp => "wifi_ap",
        }
    }
}
