//! One packet as bytes: Ethernet, a VLAN tag, IP, and TCP, UDP or ICMP, with their checksums.
use super::dialogue::Endpoint;
use crate::network::world::host::Host;
use etherparse::{
    IcmpEchoHeader, Icmpv4Type, Icmpv6Type, IpHeaders, IpNumber, Ipv4Header, Ipv6Header,
    PacketBuilder, PacketBuilderStep, TcpHeader, VlanId, icmpv4, icmpv6, ip_number,
};
use std::net::IpAddr;

/// The two stations between which packets travel.
pub struct Link {
    macs: [[u8; 6]; 2],
    addresses: [IpAddr; 2],
    pub ports: [u16; 2],
    vlan: Option<VlanId>,
    /// How many IPv4 packets each has sent.
    sent: [u16; 2],
}

impl Link {
    /// None where an end has no address.
    pub fn between(
        [client, server]: [&Host; 2],
        ports: [u16; 2],
        vlan: i64,
        macs: [[u8; 6]; 2],
    ) -> Option<Link> {
        let addresses = [client.addr?, server.addr?];
        let vlan = u16::try_from(vlan).ok().filter(|vlan| *vlan > 0);
        Some(Link {
            macs,
            // Hosts of both families meet in IPv6.
            addresses: match addresses.iter().any(IpAddr::is_ipv6) {
                true => addresses.map(mapped),
                false => addresses,
            },
            ports,
            vlan: vlan.and_then(|vlan| VlanId::try_new(vlan).ok()),
            sent: [0, 0],
        })
    }
    /// The most payload that a TCP segment with time stamps has room for.
    pub fn segment(&self) -> usize {
        usize::from(self.most()) - 12
    }
    /// The maximum segment size that both ends announce.
    pub fn most(&self) -> u16 {
        if self.addresses[0].is_ipv6() {
            1440
        } else {
            1460
        }
    }
    pub fn udp(&mut self, from: Endpoint, payload: &[u8]) -> Vec<u8> {
        let (own, other) = (from as usize, from.other() as usize);
        let (length, ports) = (8 + payload.len(), self.ports);
        let builder = self.ip(from, length, ip_number::UDP);
        let builder = builder.udp(ports[own], ports[other]);
        let mut frame = Vec::with_capacity(builder.size(payload.len()));
        // It fails for payloads over 64 KB only.
        builder.write_to_vec(&mut frame, payload).ok();
        frame
    }
    pub fn tcp(&mut self, from: Endpoint, header: TcpHeader, payload: &[u8]) -> Vec<u8> {
        let length = header.header_len() + payload.len();
        let builder = self.ip(from, length, ip_number::TCP).tcp_header(header);
        let mut frame = Vec::with_capacity(builder.size(payload.len()));
        // It fails for payloads over 64 KB only.
        builder.write_to_vec(&mut frame, payload).ok();
        frame
    }
    /// An echo; what the server sends is the reply to one.
    pub fn echo(&mut self, from: Endpoint, [id, seq]: [u16; 2], payload: &[u8]) -> Vec<u8> {
        let echo = IcmpEchoHeader { id, seq };
        let (v4, v6) = match from {
            Endpoint::Client => (Icmpv4Type::EchoRequest(echo), Icmpv6Type::EchoRequest(echo)),
            Endpoint::Server => (Icmpv4Type::EchoReply(echo), Icmpv6Type::EchoReply(echo)),
        };
        self.icmp(from, v4, v6, payload)
    }
    /// That nobody is there for a packet that begins like this.
    pub fn unreachable(&mut self, from: Endpoint, quote: &[u8]) -> Vec<u8> {
        let v4 = Icmpv4Type::DestinationUnreachable(icmpv4::DestUnreachableHeader::Host);
        let v6 = Icmpv6Type::DestinationUnreachable(icmpv6::DestUnreachableCode::Address);
        self.icmp(from, v4, v6, quote)
    }
    /// The beginning of the IP packet in a frame.
    pub fn quoted<'a>(&self, frame: &'a [u8], length: usize) -> &'a [u8] {
        let header = if self.vlan.is_some() { 18 } else { 14 };
        let packet = frame.get(header..).unwrap_or_default();
        &packet[..length.min(packet.len())]
    }
    fn icmp(&mut self, from: Endpoint, v4: Icmpv4Type, v6: Icmpv6Type, payload: &[u8]) -> Vec<u8> {
        let (is_v6, length) = (self.addresses[0].is_ipv6(), 8 + payload.len());
        let number = if is_v6 {
            ip_number::IPV6_ICMP
        } else {
            ip_number::ICMP
        };
        let ip = self.ip(from, length, number);
        let mut frame = Vec::new();
        // It fails for payloads over 64 KB only.
        match is_v6 {
            true => ip.icmpv6(v6).write_to_vec(&mut frame, payload).ok(),
            false => ip.icmpv4(v4).write_to_vec(&mut frame, payload).ok(),
        };
        frame
    }
    fn ip(
        &mut self,
        from: Endpoint,
        length: usize,
        protocol: IpNumber,
    ) -> PacketBuilderStep<IpHeaders> {
        let (own, other) = (from as usize, from.other() as usize);
        self.sent[own] = self.sent[own].wrapping_add(1);
        let ip = match (self.addresses[own], self.addresses[other]) {
            (IpAddr::V4(source), IpAddr::V4(destination)) => IpHeaders::Ipv4(
                Ipv4Header {
                    identification: self.sent[own],
                    dont_fragment: true,
                    time_to_live: 64,
                    protocol,
                    source: source.octets(),
                    destination: destination.octets(),
                    ..Ipv4Header::default()
                },
                Default::default(),
            ),
            (source, destination) => IpHeaders::Ipv6(
                Ipv6Header {
                    payload_length: length as u16,
                    next_header: protocol,
                    hop_limit: 64,
                    source: octets(source),
                    destination: octets(destination),
                    ..Ipv6Header::default()
                },
                Default::default(),
            ),
        };
        let ethernet = PacketBuilder::ethernet2(self.macs[own], self.macs[other]);
        match self.vlan {
            Some(vlan) => ethernet.single_vlan(vlan).ip(ip),
            None => ethernet.ip(ip),
        }
    }
}

fn octets(addr: IpAddr) -> [u8; 16] {
    match addr {
        IpAddr::V4(addr) => addr.to_ipv6_mapped().octets(),
        IpAddr::V6(addr) => addr.octets(),
    }
}

fn mapped(addr: IpAddr) -> IpAddr {
    octets(addr).into()
}
