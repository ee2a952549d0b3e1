//! A parser that is not ours takes files apart, and checks what must hold of every packet.
use crate::network::{packets::dialogue::Endpoint, properties::prelude::*};
use etherparse::{LinkSlice, NetSlice, SlicedPacket, TransportSlice};
use std::{collections::BTreeMap, net::IpAddr};

pub const MACS: [[u8; 6]; 2] = [[2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2]];

/// A packet as the parser sees it.
pub struct Seen {
    pub at: i64,
    pub from: Endpoint,
    pub payload: Vec<u8>,
    /// Sequence number, length with SYN and FIN, and the flags; of TCP only.
    pub tcp: Option<(u32, u32, [bool; 4])>,
    /// The type of a message of ICMP.
    pub icmp: Option<u8>,
}

/// Checks the file and each checksum in it.
pub fn read(flow: &Flow, file: &Capture) -> Vec<Seen> {
    let bytes = &file.bytes;
    let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    assert_eq!(
        (number(0), number(16), number(20)),
        (0xa1b2_c3d4, 65_535, 1)
    );
    assert_eq!(bytes[4..16], [2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let (mut at, mut seen) = (24, Vec::new());
    while at < bytes.len() {
        let length = number(at + 8) as usize;
        assert_eq!(number(at + 12) as usize, length);
        assert!(number(at + 4) < 1_000_000);
        let time = i64::from(number(at)) * 1_000_000 + i64::from(number(at + 4));
        seen.push(packet(flow, time, &bytes[at + 16..at + 16 + length]));
        at += 16 + length;
    }
    assert_eq!(seen.len() as u64, file.packets);
    assert!(seen.windows(2).all(|pair| pair[0].at <= pair[1].at));
    seen
}

fn packet(flow: &Flow, at: i64, frame: &[u8]) -> Seen {
    let parsed = SlicedPacket::from_ethernet(frame).unwrap();
    let Some(LinkSlice::Ethernet2(link)) = &parsed.link else {
        panic!()
    };
    let from = if link.source() == MACS[0] {
        Endpoint::Client
    } else {
        Endpoint::Server
    };
    assert_eq!(link.destination(), MACS[from.other() as usize]);
    let vlans: Vec<i64> = parsed
        .vlan_ids()
        .iter()
        .map(|id| i64::from(id.value()))
        .collect();
    let wanted: Vec<i64> = [flow.vlan()].into_iter().filter(|vlan| *vlan > 0).collect();
    assert_eq!(vlans, wanted);
    assert!(frame.len() <= 1518);
    let own = flow.ports();
    let wanted_ports = [own[from as usize], own[from.other() as usize]];
    let content = content(&parsed);
    if let Some(NetSlice::Ipv4(ip)) = &parsed.net {
        let header = ip.header().to_header();
        assert_eq!(header.header_checksum, header.calc_header_checksum());
        let addresses = [flow.client(), flow.server()].map(|host| host.addr.unwrap());
        assert_eq!(addresses[from as usize], IpAddr::from(header.source));
        assert_eq!(
            addresses[from.other() as usize],
            IpAddr::from(header.destination)
        );
    }
    assert_eq!(content.ports.unwrap_or(wanted_ports), wanted_ports);
    Seen {
        at,
        from,
        payload: content.payload.to_vec(),
        tcp: content.tcp,
        icmp: content.icmp,
    }
}

/// What is above IP.
#[derive(Default)]
struct Content<'a> {
    payload: &'a [u8],
    /// None where there are no ports.
    ports: Option<[u16; 2]>,
    tcp: Option<(u32, u32, [bool; 4])>,
    icmp: Option<u8>,
}

fn content<'a>(parsed: &SlicedPacket<'a>) -> Content<'a> {
    let net = parsed.net.as_ref().unwrap();
    match parsed.transport.as_ref().unwrap() {
        TransportSlice::Tcp(tcp) => {
            let (header, payload) = (tcp.to_header(), tcp.payload());
            let sum = match net {
                NetSlice::Ipv4(ip) => header.calc_checksum_ipv4(&ip.header().to_header(), payload),
                NetSlice::Ipv6(ip) => header.calc_checksum_ipv6(&ip.header().to_header(), payload),
                _ => panic!(),
            };
            assert_eq!(header.checksum, sum.unwrap());
            let flags = [header.syn, header.ack, header.fin, header.rst];
            let length = payload.len() as u32 + u32::from(header.syn) + u32::from(header.fin);
            Content {
                payload,
                ports: Some([header.source_port, header.destination_port]),
                tcp: Some((header.sequence_number, length, flags)),
                icmp: None,
            }
        }
        TransportSlice::Udp(udp) => {
            let (header, payload) = (udp.to_header(), udp.payload());
            let sum = match net {
                NetSlice::Ipv4(ip) => header.calc_checksum_ipv4(&ip.header().to_header(), payload),
                NetSlice::Ipv6(ip) => header.calc_checksum_ipv6(&ip.header().to_header(), payload),
                _ => panic!(),
            };
            assert_eq!(header.checksum, sum.unwrap());
            Content {
                payload,
                ports: Some([header.source_port, header.destination_port]),
                ..Content::default()
            }
        }
        icmp => icmp_content(icmp, net),
    }
}

fn icmp_content<'a>(transport: &TransportSlice<'a>, net: &NetSlice) -> Content<'a> {
    let (payload, icmp) = match transport {
        TransportSlice::Icmpv4(packet) => {
            assert!(packet.header().checksum == packet.icmp_type().calc_checksum(packet.payload()));
            (packet.payload(), packet.type_u8())
        }
        TransportSlice::Icmpv6(packet) => {
            let NetSlice::Ipv6(ip) = net else { panic!() };
            let header = ip.header();
            assert!(packet.is_checksum_valid(header.source(), header.destination()));
            (packet.payload(), packet.type_u8())
        }
        _ => panic!(),
    };
    Content {
        payload,
        icmp: Some(icmp),
        ..Content::default()
    }
}

/// What was said, each message whole: a change of the speaker or of the connection ends it.
pub fn messages(seen: &[Seen]) -> Vec<(Endpoint, Vec<u8>)> {
    let mut said: Vec<(Endpoint, Vec<u8>, bool)> = Vec::new();
    for packet in seen {
        let ends = packet
            .tcp
            .is_some_and(|(.., [syn, _, fin, reset])| syn || fin || reset);
        if let (true, Some(last)) = (ends, said.last_mut()) {
            last.2 = true;
        }
        if packet.payload.is_empty() {
            continue;
        }
        match said.last_mut() {
            Some((from, bytes, false)) if *from == packet.from && packet.tcp.is_some() => {
                bytes.extend(&packet.payload)
            }
            _ => said.push((packet.from, packet.payload.clone(), false)),
        }
    }
    said.into_iter()
        .map(|(from, bytes, _)| (from, bytes))
        .collect()
}

/// Sequence numbers of each end follow each other; SYN, FIN and RST stand where they belong.
pub fn check_streams(seen: &[Seen]) -> (u64, u64) {
    let mut next: [Option<u32>; 2] = [None, None];
    let (mut opened, mut closed) = (0, 0);
    for packet in seen {
        let (number, length, [syn, ack, fin, reset]) = packet.tcp.unwrap();
        let own = &mut next[packet.from as usize];
        if syn {
            opened += u64::from(!ack);
            assert!(own.is_none_or(|_| opened > 0));
        } else if let Some(expected) = *own {
            assert_eq!(number, expected);
        }
        assert!(ack || (syn && packet.from == Endpoint::Client));
        *own = Some(number.wrapping_add(length));
        closed += u64::from(fin && packet.from == Endpoint::Client) + u64::from(reset);
        if reset {
            next = [None, None];
        }
    }
    (opened, closed)
}

pub fn tallied<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<(String, i64)> {
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for text in texts {
        *counts.entry(text.to_owned()).or_default() += 1;
    }
    counts.into_iter().collect()
}

pub fn sorted(mut list: Vec<(String, i64)>) -> Vec<(String, i64)> {
    list.sort();
    list
}

pub fn hellos(said: &[(Endpoint, Vec<u8>)]) -> usize {
    let hello = |(from, bytes): &&(Endpoint, Vec<u8>)| {
        *from == Endpoint::Client && bytes[0] == 22 && bytes[5] == 1
    };
    said.iter().filter(hello).count()
}
