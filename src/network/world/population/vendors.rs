//! Who makes devices of a role, and the first half of their MAC addresses.
use crate::{base::seed::Seed, network::catalog::Role};

type Vendor = (&'static str, [u8; 3]);

const VMWARE: Vendor = ("VMware", [0x00, 0x50, 0x56]);
const DELL: Vendor = ("Dell", [0x00, 0x14, 0x22]);
const HP: Vendor = ("Hewlett-Packard", [0x3C, 0xD9, 0x2B]);
const CISCO: Vendor = ("Cisco", [0x00, 0x1A, 0xA1]);
const JUNIPER: Vendor = ("Juniper", [0x00, 0x05, 0x85]);
const INTEL: Vendor = ("Intel", [0x00, 0x1B, 0x21]);
const APPLE: Vendor = ("Apple", [0x3C, 0x07, 0x54]);
const SAMSUNG: Vendor = ("Samsung", [0x00, 0x16, 0x32]);
const SUPERMICRO: Vendor = ("Supermicro", [0x00, 0x25, 0x90]);
const LEXMARK: Vendor = ("Lexmark", [0x00, 0x04, 0x00]);
const XEROX: Vendor = ("Xerox", [0x00, 0x00, 0xAA]);
const CANON: Vendor = ("Canon", [0x00, 0x00, 0x85]);
const POLYCOM: Vendor = ("Polycom", [0x00, 0x04, 0xF2]);
const YEALINK: Vendor = ("Yealink", [0x00, 0x15, 0x65]);
const AXIS: Vendor = ("Axis", [0x00, 0x40, 0x8C]);

/// A vendor, and one of its address prefixes.
pub fn of(role: Role, seed: Seed) -> Vendor {
    let makers: &[Vendor] = match role {
        Role::Gateway | Role::Firewall | Role::NatGateway | Role::VpnGateway | Role::Remote => {
            &[CISCO, CISCO, JUNIPER]
        }
        Role::LoadBalancer | Role::WebProxy | Role::WifiAp => &[CISCO, HP],
        Role::Printer | Role::Scanner => &[HP, LEXMARK, XEROX, CANON],
        Role::VoipPhone => &[CISCO, CISCO, POLYCOM, YEALINK],
        Role::MobileDevice => &[APPLE, APPLE, SAMSUNG],
        Role::IpCamera => &[AXIS],
        Role::Pc | Role::MedicalDevice | Role::AttackSimulator => &[DELL, DELL, HP, INTEL, APPLE],
        _ => &[VMWARE, VMWARE, VMWARE, DELL, HP, SUPERMICRO],
    };
    makers[seed.below(makers.len() as u64) as usize]
}
