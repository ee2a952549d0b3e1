//! The application protocols that the simulated network speaks: one row each, by family.
use crate::network::{
    distributions::{shares::Distribution, timing::Timing},
    model::{activity::Activity, measure::End},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub mod data;
pub mod desk;
mod directory;
pub mod files;
mod mail;
mod names;
mod plain;
pub mod voice;
mod web;

/// An application protocol.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Protocol {
    Http,
    Dns,
    Ftp,
    Ssl,
    Aaa,
    Ajp,
    Amf,
    Cifs,
    Db,
    Dhcp,
    Dicom,
    Fix,
    Hl7,
    Ibmmq,
    Ica,
    Icmp,
    Iscsi,
    Kerberos,
    Ldap,
    Llmnr,
    Memcache,
    Modbus,
    Mongo,
    Msmq,
    Nbns,
    Nfs,
    Ntp,
    Pcoip,
    Pop3,
    Rdp,
    Redis,
    Rfb,
    Rpc,
    Rtcp,
    Rtp,
    /// Probes of a host that looks for open ports.
    Scanner,
    Sip,
    Smpp,
    Smtp,
    Snmp,
    Ssh,
    Telnet,
    Websocket,
    Wsman,
}

/// What the model needs to know of a protocol.
pub struct Row {
    pub name: &'static str,
    /// The key under which traffic by protocol is listed.
    pub label: &'static str,
    pub shown: Shown,
    pub transport: Transport,
    pub port: u16,
    /// Transactions that share one TCP connection.
    pub per_connection: u64,
    /// Mean payload of a request and of a response, in bytes.
    pub request: u32,
    pub response: u32,
    /// The most payload of one packet.
    pub segment: u64,
    /// How transactions end, at a healthy, an ordinary and a noisy server.
    pub outcomes: &'static [Distribution; 3],
    pub processing: Timing,
    pub round_trip: Timing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    Tcp,
    Udp,
    Icmp,
}

/// Which activities the two ends of a conversation show, by their stat names; the short name is
/// what follows the last dot.
#[derive(Clone, Copy)]
pub enum Shown {
    Ends(&'static str, &'static str),
    /// Both ends show the same.
    Peers(&'static str),
    /// Who is asked shows nothing.
    Asker(&'static str),
    Nothing,
}

/// Payload of a full packet, so that none is longer than 1518 bytes.
pub const SEGMENT: u64 = 1452;

macro_rules! shown {
    (ends $name:literal) => {
        $crate::network::catalog::protocol::Shown::Ends(
            concat!("extrahop.device.", $name, "_client"),
            concat!("extrahop.device.", $name, "_server"),
        )
    };
    (peers $name:literal) => {
        $crate::network::catalog::protocol::Shown::Peers(concat!("extrahop.device.", $name))
    };
    (asker $name:literal) => {
        $crate::network::catalog::protocol::Shown::Asker(concat!("extrahop.device.", $name))
    };
    (nothing $name:literal) => {
        $crate::network::catalog::protocol::Shown::Nothing
    };
}

/// `row!(ends "http", "HTTP", Tcp 80 / 6, 600 -> 6000, &OUTCOMES, 35.0 .. 180.0, 2.0 .. 25.0)`:
/// who shows the activity; the label; transport, port and transactions in a connection; bytes of a
/// request and a response; outcomes; median and 95th percentile in ms of processing and round trip.
macro_rules! row {
    ($who:ident $name:literal, $label:literal, $transport:ident $port:literal / $per:literal,
     $request:literal -> $response:literal $(by $segment:literal)?, $outcomes:expr,
     $fast:literal .. $slow:literal, $near:literal .. $far:literal) => {
        $crate::network::catalog::protocol::Row {
            name: $name,
            label: $label,
            shown: shown!($who $name),
            transport: $crate::network::catalog::protocol::Transport::$transport,
            port: $port,
            per_connection: $per,
            request: $request,
            response: $response,
            segment: row!(@ $($segment)?),
            outcomes: $outcomes,
            processing: $crate::network::distributions::timing::Timing::ms(concat!($name, " processing"), $fast, $slow),
            round_trip: $crate::network::distributions::timing::Timing::ms(concat!($name, " round trip"), $near, $far),
        }
    };
    (@) => { $crate::network::catalog::protocol::SEGMENT };
    (@ $segment:literal) => { $segment };
}
use {row, shown};

/// In the order of `Protocol`.
static ROWS: [&Row; 44] = [
    &web::HTTP,
    &names::DNS,
    &files::FTP,
    &web::SSL,
    &directory::AAA,
    &plain::AJP,
    &plain::AMF,
    &files::CIFS,
    &data::DB,
    &names::DHCP,
    &plain::DICOM,
    &plain::FIX,
    &plain::HL7,
    &data::IBMMQ,
    &desk::ICA,
    &plain::ICMP,
    &files::ISCSI,
    &directory::KERBEROS,
    &directory::LDAP,
    &plain::LLMNR,
    &data::MEMCACHE,
    &plain::MODBUS,
    &data::MONGO,
    &data::MSMQ,
    &plain::NBNS,
    &files::NFS,
    &plain::NTP,
    &desk::PCOIP,
    &mail::POP3,
    &desk::RDP,
    &data::REDIS,
    &desk::RFB,
    &plain::RPC,
    &voice::RTCP,
    &voice::RTP,
    &plain::SCAN,
    &voice::SIP,
    &plain::SMPP,
    &mail::SMTP,
    &plain::SNMP,
    &desk::SSH,
    &desk::TELNET,
    &web::WEBSOCKET,
    &plain::WSMAN,
];

#[rustfmt::skip]
static ALL: [Protocol; ROWS.len()] = {
    use Protocol::*;
    [
        Http, Dns, Ftp, Ssl, Aaa, Ajp, Amf, Cifs, Db, Dhcp, Dicom, Fix, Hl7, Ibmmq, Ica, Icmp, Iscsi,
        Kerberos, Ldap, Llmnr, Memcache, Modbus, Mongo, Msmq, Nbns, Nfs, Ntp, Pcoip, Pop3, Rdp, Redis,
        Rfb, Rpc, Rtcp, Rtp, Scanner, Sip, Smpp, Smtp, Snmp, Ssh, Telnet, Websocket, Wsman,
    ]
};

impl Protocol {
    /// Every protocol, in order.
    pub fn all() -> impl Iterator<Item = Protocol> {
        ALL.into_iter()
    }
    pub(in crate::network) fn row(self) -> &'static Row {
        ROWS[self as usize]
    }
    pub fn as_str(self) -> &'static str {
        self.row().name
    }
    pub fn is_tcp(self) -> bool {
        self.row().transport == Transport::Tcp
    }
    pub fn is_udp(self) -> bool {
        self.row().transport == Transport::Udp
    }
    /// The port of a server that says nothing else.
    pub fn port(self) -> u16 {
        self.row().port
    }
    /// What an end of a conversation is seen doing.
    pub(in crate::network) fn shown(self, end: End) -> Option<Activity> {
        match (self.row().shown, end) {
            (Shown::Ends(..), End::Client) => Some(Activity::Client(self)),
            (Shown::Ends(..), End::Server) => Some(Activity::Server(self)),
            (Shown::Peers(_), End::Client | End::Server) => Some(Activity::Of(self)),
            (Shown::Asker(_), End::Client) => Some(Activity::Of(self)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_in_the_order_of_the_protocols() {
        for (nth, protocol) in Protocol::all().enumerate() {
            assert_eq!(protocol as usize, nth);
            let name = serde_json::to_value(protocol).unwrap();
            assert_eq!(name, protocol.as_str());
        }
    }
}
