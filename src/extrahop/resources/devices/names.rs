//! The names and the identifier of a device: those it has, and those that follow from them.
use super::Device;

impl Device {
    /// Every name that searches look at.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let optional = [&self.display_name, &self.custom_name, &self.default_name];
        let given = [
            &self.dhcp_name,
            &self.dns_name,
            &self.netbios_name,
            &self.cdp_name,
        ];
        let optional = optional.into_iter().filter_map(|name| name.as_deref());
        optional
            .chain(given.into_iter().map(String::as_str))
            .filter(|name| !name.is_empty())
    }

    /// Fills in the names that follow from the others, where they are not given.
    pub(super) fn name(&mut self) {
        if self.extrahop_id.is_empty() {
            self.extrahop_id = self.made_id();
        }
        self.discovery_id.clone_from(&self.extrahop_id);
        if self.default_name.is_none() {
            self.default_name = Some(self.made_name());
        }
        let first = {
            let given = [
                &self.dhcp_name,
                &self.dns_name,
                &self.netbios_name,
                &self.cdp_name,
            ];
            let given = given
                .into_iter()
                .map(String::as_str)
                .filter(|name| !name.is_empty());
            let names = self.custom_name.as_deref().into_iter().chain(given);
            names
                .chain(self.default_name.as_deref())
                .next()
                .map(str::to_owned)
        };
        self.display_name = first;
    }
    /// The contract's rule: of an L2 device the MAC address and the VLAN, of an L3 device fff4,
    /// the IPv4 octets in reverse and the VLAN.
    fn made_id(&self) -> String {
        let octets = self
            .ipaddr4
            .as_deref()
            .and_then(|ip| ip.parse::<std::net::Ipv4Addr>().ok());
        match (octets.filter(|_| self.is_l3), &self.macaddr) {
            (Some(ip), _) => {
                let [a, b, c, d] = ip.octets();
                format!("fff4{d:02x}{c:02x}{b:02x}{a:02x}{:04x}", self.vlanid)
            }
            (None, Some(mac)) => {
                format!("{}{:04x}", mac.replace(':', "").to_lowercase(), self.vlanid)
            }
            (None, None) => format!("device{}", self.id),
        }
    }
    fn made_name(&self) -> String {
        let maker = self.vendor.as_deref().unwrap_or("Device");
        match (&self.ipaddr4, &self.macaddr) {
            (Some(ip), _) if self.is_l3 => format!("{maker} {ip}"),
            (_, Some(mac)) if self.vendor.is_some() => {
                let tail: String = mac.split(':').skip(3).collect();
                format!("{maker} {tail}")
            }
            _ => format!("Device {}", self.extrahop_id),
        }
    }
}
