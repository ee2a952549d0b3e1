//! The application protocols that the simulated network speaks: the table of them, and a file for
//! each, or for a small family, with all that is stated of it.
pub(super) mod caches;
pub(super) mod citrix;
pub(super) mod databases;
pub(super) mod dhcp;
pub(super) mod directory;
pub mod dns;
pub(super) mod files;
pub mod ftp;
pub mod http;
pub(super) mod icmp;
pub(super) mod mail;
pub(super) mod management;
pub(super) mod medical;
pub(super) mod modbus;
pub(super) mod names;
pub(super) mod ntp;
pub(super) mod partners;
pub(super) mod queues;
pub(super) mod scanner;
pub(super) mod ssh;
pub(super) mod terminals;
pub mod tls;
pub(super) mod voice;
pub(super) mod web_applications;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The table. Each line has the protocol, its definition in its file, and the module of
/// `packets::messages` that writes its messages. Who asks gives the macro that makes something of
/// the lines.
///
/// A new protocol is appended, never inserted: activities and conversations are listed in this
/// order.
macro_rules! protocols {
    ($then:ident) => {
        $then! {
            Http => http::HTTP, http;
            Dns => dns::DNS, dns;
            Ftp => ftp::FTP, ftp;
            Ssl => tls::SSL, tls;
            Aaa => directory::AAA, opaque;
            Ajp => web_applications::AJP, opaque;
            Amf => web_applications::AMF, opaque;
            Cifs => files::CIFS, opaque;
            Db => databases::DB, opaque;
            Dhcp => dhcp::DHCP, opaque;
            Dicom => medical::DICOM, opaque;
            Fix => partners::FIX, opaque;
            Hl7 => medical::HL7, opaque;
            Ibmmq => queues::IBMMQ, opaque;
            Ica => citrix::ICA, opaque;
            Icmp => icmp::ICMP, opaque;
            Iscsi => files::ISCSI, opaque;
            Kerberos => directory::KERBEROS, opaque;
            Ldap => directory::LDAP, opaque;
            Llmnr => names::LLMNR, opaque;
            Memcache => caches::MEMCACHE, opaque;
            Modbus => modbus::MODBUS, opaque;
            Mongo => databases::MONGO, opaque;
            Msmq => queues::MSMQ, opaque;
            Nbns => names::NBNS, opaque;
            Nfs => files::NFS, opaque;
            Ntp => ntp::NTP, opaque;
            Pcoip => terminals::PCOIP, opaque;
            Pop3 => mail::POP3, opaque;
            Rdp => terminals::RDP, opaque;
            Redis => caches::REDIS, opaque;
            Rfb => terminals::RFB, opaque;
            Rpc => management::RPC, opaque;
            Rtcp => voice::RTCP, opaque;
            Rtp => voice::RTP, opaque;
            /// Probes of a host that looks for open ports.
            Scanner => scanner::SCANNER, opaque;
            Sip => voice::SIP, opaque;
            Smpp => partners::SMPP, opaque;
            Smtp => mail::SMTP, opaque;
            Snmp => management::SNMP, opaque;
            Ssh => ssh::SSH, opaque;
            Telnet => terminals::TELNET, opaque;
            Websocket => web_applications::WEBSOCKET, opaque;
            Wsman => management::WSMAN, opaque;
        }
    };
}
pub(in crate::network) use protocols;

macro_rules! protocol {
    ($($(#[$doc:meta])* $protocol:ident => $module:ident::$definition:ident, $messages:ident;)+) => {
        /// An application protocol.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
            JsonSchema,
        )]
        #[serde(rename_all = "snake_case")]
        pub enum Protocol {
            $($(#[$doc])* $protocol,)+
        }

        const ALL: &[Protocol] = &[$(Protocol::$protocol),+];
    };
}
protocols!(protocol);

impl Protocol {
    pub const COUNT: usize = ALL.len();

    /// Every protocol, in order.
    pub fn all() -> impl Iterator<Item = Protocol> {
        ALL.iter().copied()
    }
}
