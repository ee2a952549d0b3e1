//! Conversations as packets: the exchanges that the metrics count, byte for byte on the wire.
//!
//! `exchange` says what happened when, `messages` what both ends said, `tcp_stream`, `datagrams` and
//! `link` how that travels, `pcap` how it is kept.
mod capture;
mod datagrams;
pub mod dialogue;
mod exchange;
mod link;
mod messages;
mod pace;
mod pcap;
mod tcp_stream;

pub use capture::capture;
pub use pcap::Capture;
