//! Addresses as texts: compared by what they mean, not by how they are written.
use crate::base::problem::{Result, refused};
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr};

/// Which addresses may stand in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressFamily {
    Any,
    V4,
    V6,
}

pub fn check_address(place: &str, text: &str, family: AddressFamily) -> Result<()> {
    let (fits, expected) = match family {
        AddressFamily::Any => (text.parse::<IpAddr>().is_ok(), "IP"),
        AddressFamily::V4 => (text.parse::<Ipv4Addr>().is_ok(), "IPv4"),
        AddressFamily::V6 => (is_v6(text), "IPv6"),
    };
    match fits {
        true => Ok(()),
        false => Err(refused(format!("`{place}` must be an {expected} address"))),
    }
}

pub fn is_v6(text: &str) -> bool {
    text.parse::<std::net::Ipv6Addr>().is_ok()
}

/// Whether two texts are one address.
pub fn same_address(one: &str, other: &str) -> bool {
    match (one.parse::<IpAddr>(), other.parse::<IpAddr>()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

pub fn is_address_or_block(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok() || text.parse::<IpNet>().is_ok()
}
