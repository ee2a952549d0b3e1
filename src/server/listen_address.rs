//! Where a server listens, as it is said on the command line, and how it is reached there.
use anyhow::{Context, Result, bail};
use std::{
    fmt::{self, Display},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs},
    str::FromStr,
};
use tokio::net::TcpListener;

/// A host and a port: `127.0.0.1:8443`, `[::]:8443`, `localhost:8443`; `8443` is on 127.0.0.1, and `:8443`
/// on every address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListenAddress {
    host: Host,
    pub port: u16,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Host {
    Address(IpAddr),
    Name(String),
}

impl FromStr for ListenAddress {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong =
            || "give an address or a host name and a port, such as 127.0.0.1:8443, or a port alone";
        let port = |host: Ipv4Addr, port: u16| Self {
            host: Host::Address(host.into()),
            port,
        };
        if let Ok(alone) = text.parse() {
            return Ok(port(Ipv4Addr::LOCALHOST, alone));
        }
        if let Some(alone) = text.strip_prefix(':').and_then(|port| port.parse().ok()) {
            return Ok(port(Ipv4Addr::UNSPECIFIED, alone));
        }
        if let Ok(address) = text.parse::<SocketAddr>() {
            let (host, port) = (Host::Address(address.ip()), address.port());
            return Ok(Self { host, port });
        }
        let (host, port) = text.rsplit_once(':').ok_or_else(wrong)?;
        let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        if host.is_empty() || !host.chars().all(named) {
            return Err(wrong().into());
        }
        Ok(Self {
            host: Host::Name(host.to_lowercase()),
            port: port
                .parse()
                .map_err(|_| "the port must be a number from 0 to 65535")?,
        })
    }
}

impl Display for ListenAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            Host::Address(address) => SocketAddr::new(*address, self.port).fmt(f),
            Host::Name(name) => write!(f, "{name}:{}", self.port),
        }
    }
}

impl ListenAddress {
    /// The addresses that are listened on. `localhost` is both of its own, whatever the
    /// resolver knows.
    pub fn resolve(&self) -> Result<Vec<SocketAddr>> {
        let at = |ip: IpAddr| SocketAddr::new(ip, self.port);
        match &self.host {
            Host::Address(address) => Ok(vec![at(*address)]),
            Host::Name(name) if name == "localhost" => Ok(vec![
                at(Ipv4Addr::LOCALHOST.into()),
                at(Ipv6Addr::LOCALHOST.into()),
            ]),
            Host::Name(name) => {
                let found = (name.as_str(), self.port)
                    .to_socket_addrs()
                    .with_context(|| format!("the host name `{name}` has no address"))?;
                let mut addresses: Vec<_> = found.collect();
                addresses.sort_by_key(SocketAddr::is_ipv6);
                addresses.dedup();
                Ok(addresses)
            }
        }
    }
    /// What the certificate has to name so that clients who call here trust it: the host, and
    /// every address behind it.
    pub fn names(&self) -> Vec<String> {
        let addresses = match &self.host {
            Host::Address(address) if address.is_unspecified() => own_addresses(),
            Host::Address(address) => vec![*address],
            Host::Name(_) => {
                let found = self.resolve().unwrap_or_default();
                found.iter().map(SocketAddr::ip).collect()
            }
        };
        let name = match &self.host {
            Host::Name(name) => Some(name.clone()),
            Host::Address(_) => None,
        };
        let addresses = addresses.iter().map(IpAddr::to_string);
        name.into_iter().chain(addresses).collect()
    }
    /// Listens on every address. One of several that this machine does not have is left out.
    pub async fn bind(&self) -> Result<Bound> {
        let mut bound: Vec<TcpListener> = vec![];
        let mut failed = None;
        let wanted = self.resolve()?;
        for mut address in wanted.iter().copied() {
            // With port 0 the others follow the port that the first one got.
            if let Some(first) = bound.first() {
                address.set_port(first.local_addr()?.port());
            }
            match TcpListener::bind(address).await {
                Ok(listener) => bound.push(listener),
                Err(why) if is_absent(&why) && wanted.len() > 1 => failed = Some((address, why)),
                Err(why) => bail!("cannot listen on {address}: {why}"),
            }
        }
        match (bound.first(), failed) {
            (Some(first), _) => Ok(Bound {
                address: callable(first.local_addr()?),
                listeners: bound,
            }),
            (None, Some((address, why))) => bail!("cannot listen on {address}: {why}"),
            (None, None) => bail!("cannot listen on {self}: it has no address"),
        }
    }
}

/// What a server listens on, and the address that clients on this machine call.
pub struct Bound {
    pub listeners: Vec<TcpListener>,
    pub address: SocketAddr,
}

/// Whether this machine has no such address at all.
fn is_absent(why: &std::io::Error) -> bool {
    use std::io::ErrorKind::{AddrNotAvailable, Unsupported};
    // Linux says "address family not supported by protocol" where IPv6 is off.
    matches!(why.kind(), AddrNotAvailable | Unsupported) || why.raw_os_error() == Some(97)
}

/// An address that can be called, for one that stands for every address of the machine.
pub fn callable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

/// Every address of this machine that others may call.
fn own_addresses() -> Vec<IpAddr> {
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    let mut addresses: Vec<IpAddr> = interfaces.iter().map(if_addrs::Interface::ip).collect();
    addresses.retain(|address| match address {
        IpAddr::V4(_) => true,
        IpAddr::V6(address) => !address.is_unicast_link_local(),
    });
    addresses.sort();
    addresses.dedup();
    addresses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_names_are_read_and_shown_as_they_were() {
        for text in [
            "127.0.0.1:8443",
            "[::]:0",
            "localhost:80",
            "a.example.com:1",
        ] {
            let address: ListenAddress = text.parse().unwrap();
            assert_eq!(address.to_string(), text);
        }
        for (text, meant) in [("8443", "127.0.0.1:8443"), (":8443", "0.0.0.0:8443")] {
            let address: ListenAddress = text.parse().unwrap();
            assert_eq!(address.to_string(), meant);
        }
        for text in [
            "nowhere",
            "127.0.0.1:99999",
            "99999",
            ":",
            "a b:80",
            "[::1",
            "::1:x",
            "h:",
        ] {
            assert!(text.parse::<ListenAddress>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_stands_for_every_address_is_called_by_the_own_one() {
        for (listened, called) in [
            ("0.0.0.0:80", "127.0.0.1:80"),
            ("[::]:80", "[::1]:80"),
            ("10.0.0.1:80", "10.0.0.1:80"),
        ] {
            assert_eq!(callable(listened.parse().unwrap()).to_string(), called);
        }
        let every: ListenAddress = "0.0.0.0:80".parse().unwrap();
        assert!(!every.names().contains(&"0.0.0.0".to_owned()));
    }
}
