//! What an interface may be.
use super::object::Interface;
use crate::{
    base::problem::{Result, refused},
    kentik::{
        address::{AddressFamily, check_address, is_v6},
        types::Number,
    },
};

impl Interface {
    /// Brings what was sent into the form that is stored: an empty address is none, and an IPv6 address
    /// has no mask.
    pub(super) fn normalize(&mut self) {
        self.vrf_id = None;
        self.interface_ip.take_if(|address| address.is_empty());
        if self.interface_ip.as_deref().is_some_and(is_v6) {
            self.interface_ip_netmask = None;
        }
        self.interface_ip_netmask.take_if(|mask| mask.is_empty());
        for other in self.secondary_ips.iter_mut().flatten() {
            if is_v6(&other.address) {
                other.netmask = None;
            }
        }
    }
    pub(super) fn check_values(&self) -> Result<()> {
        for (name, number) in [("snmp_id", self.snmp_id), ("snmp_speed", self.snmp_speed)] {
            if number < Number(0) {
                return Err(refused(format!("`{name}` must be a number of at least 0")));
            }
        }
        // Clients do not give it: this tells who wrote a fixture.
        if self.vrf.as_ref().is_some_and(|vrf| vrf.id.is_none()) {
            return Err(refused("`vrf.id` is required: a number"));
        }
        self.check_addresses()
    }
    fn check_addresses(&self) -> Result<()> {
        if let Some(address) = &self.interface_ip {
            check_address("interface_ip", address, AddressFamily::Any)?;
        }
        if let Some(mask) = &self.interface_ip_netmask {
            check_address("interface_ip_netmask", mask, AddressFamily::V4)?;
        }
        let others = self.secondary_ips.iter().flatten().enumerate();
        for (i, other) in others {
            check_address(
                &format!("secondary_ips[{i}].address"),
                &other.address,
                AddressFamily::Any,
            )?;
            if !is_v6(&other.address) {
                let mask = other.netmask.as_deref().unwrap_or_default();
                check_address(
                    &format!("secondary_ips[{i}].netmask"),
                    mask,
                    AddressFamily::V4,
                )?;
            }
        }
        Ok(())
    }
}
