//! The devices that a query asks, and which hosts are behind their interfaces.
use crate::network::Host;
use ipnet::IpNet;
use std::net::IpAddr;

/// A device of the company, as far as traffic goes.
#[derive(Clone, Debug, Default)]
pub struct Router {
    pub id: i64,
    pub name: String,
    /// The name of its site.
    pub site: Option<String>,
    /// Where it sends flow from.
    pub sending_addresses: Vec<IpAddr>,
    /// Whether it is a host, which stands for the device of its address; else it routes.
    pub is_host: bool,
    pub interfaces: Vec<RouterInterface>,
}

/// An interface.
#[derive(Clone, Debug, Default)]
pub struct RouterInterface {
    pub snmp_id: i64,
    pub name: String,
    pub alias: String,
    /// In Mbps.
    pub speed: i64,
    /// The networks that are behind it.
    pub networks: Vec<IpNet>,
}

/// A place behind a router: at which of its interfaces, by their numbers in the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attachment {
    pub router: usize,
    /// None: the router is the host itself.
    pub interface: Option<usize>,
}

/// The attachments of each host, by its place in the network.
pub struct InterfaceMap(Vec<Vec<Attachment>>);

impl Router {
    /// The interface that an address is behind: the one with the most specific network.
    fn interface_for(&self, address: IpAddr) -> Option<Option<usize>> {
        if self.is_host {
            return self.sending_addresses.contains(&address).then_some(None);
        }
        let networks = self
            .interfaces
            .iter()
            .enumerate()
            .flat_map(|(at, interface)| {
                let holding = interface
                    .networks
                    .iter()
                    .filter(|net| net.contains(&address));
                holding.map(move |net| (net.prefix_len(), at))
            });
        // Of two alike the first.
        let best = networks.max_by_key(|(length, at)| (*length, std::cmp::Reverse(*at)));
        best.map(|(_, at)| Some(at))
    }
}

impl RouterInterface {
    /// How rows name it: `name : alias (number)`.
    pub fn label(&self) -> String {
        let alias = match self.alias.as_str() {
            "" => String::new(),
            alias => format!("{alias} "),
        };
        format!("{} : {alias}({})", self.name, self.snmp_id)
    }
}

impl InterfaceMap {
    pub fn of(routers: &[Router], hosts: &[Host]) -> Self {
        let attachments = |host: &Host| {
            let routers = routers.iter().enumerate();
            let attachments = routers.filter_map(|(router, one)| {
                one.interface_for(host.addr?)
                    .map(|interface| Attachment { router, interface })
            });
            attachments.collect()
        };
        Self(hosts.iter().map(attachments).collect())
    }
    /// Where a host is behind, by the order of the routers.
    fn attachments(&self, host: u32) -> &[Attachment] {
        &self.0[host as usize]
    }
    /// The attachments of both ends of a conversation at each router that sees it.
    pub fn observers(&self, [one, other]: [u32; 2]) -> Vec<(usize, [Option<Attachment>; 2])> {
        let (ones, others) = (self.attachments(one), self.attachments(other));
        let at = |own: &[Attachment], router| own.iter().find(|one| one.router == router).copied();
        let mut routers: Vec<usize> = ones.iter().chain(others).map(|one| one.router).collect();
        routers.sort_unstable();
        routers.dedup();
        let pair = |router| (router, [at(ones, router), at(others, router)]);
        routers.into_iter().map(pair).collect()
    }
}

/// The network of an address and its mask; without a mask the address alone.
pub fn network_of(address: &str, mask: Option<&str>) -> Option<IpNet> {
    let address: IpAddr = address.trim().parse().ok()?;
    let mask = mask.map(str::trim).filter(|mask| !mask.is_empty());
    match mask {
        None => Some(address.into()),
        Some(mask) => IpNet::with_netmask(address, mask.parse().ok()?).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interface(networks: &[(&str, &str)]) -> RouterInterface {
        let networks = networks.iter();
        let networks = networks.filter_map(|(address, mask)| network_of(address, Some(mask)));
        RouterInterface {
            networks: networks.collect(),
            ..RouterInterface::default()
        }
    }

    #[test]
    fn the_most_specific_network_wins() {
        let uplink = interface(&[("192.0.2.1", "0.0.0.0")]);
        let wide = interface(&[("10.0.0.1", "255.0.0.0"), ("172.16.0.1", "255.255.0.0")]);
        let narrow = interface(&[("10.1.0.1", "255.255.0.0")]);
        let router = Router {
            interfaces: vec![uplink, wide, narrow.clone(), narrow],
            ..Router::default()
        };
        let attachment = |address: &str| router.interface_for(address.parse().unwrap());
        assert_eq!(attachment("10.1.2.3"), Some(Some(2)));
        assert_eq!(attachment("10.2.2.3"), Some(Some(1)));
        assert_eq!(attachment("172.16.9.9"), Some(Some(1)));
        assert_eq!(attachment("8.8.8.8"), Some(Some(0)));
        assert_eq!(attachment("2001:db8::1"), None);
        assert_eq!(network_of("10.0.0.1", Some("255.0.255.0")), None);
        assert_eq!(network_of("10.0.0.1", None), "10.0.0.1/32".parse().ok());
    }
}
