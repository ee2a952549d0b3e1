//! What a device is for, which decides whom it talks to.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! roles {
    ($($role:ident $name:literal)+) => {
        /// What a device is for. The names are those of the API's device roles, and two of our own:
        /// `ftp_server`, and `remote` for a host on the internet.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
            JsonSchema,
        )]
        pub enum Role {
            $(#[serde(rename = $name)] $role,)+
        }

        impl Role {
            pub const COUNT: usize = [$(Role::$role),+].len();

            /// The name that the API and fixtures use.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Role::$role => $name,)+
                }
            }
        }
    };
}

roles! {
    AttackSimulator "attack_simulator"
    DbServer "db_server"
    DhcpServer "dhcp_server"
    DnsServer "dns_server"
    DomainController "domain_controller"
    FileServer "file_server"
    Firewall "firewall"
    FtpServer "ftp_server"
    Gateway "gateway"
    HttpServer "http_server"
    IpCamera "ip_camera"
    LoadBalancer "load_balancer"
    MedicalDevice "medical_device"
    MobileDevice "mobile_device"
    NatGateway "nat_gateway"
    Other "other"
    Pc "pc"
    Printer "printer"
    Remote "remote"
    Scanner "scanner"
    VoipPhone "voip_phone"
    VpnGateway "vpn_gateway"
    WebProxy "web_proxy"
    WifiAp "wifi_ap"
}
