//! A set of protocols in one number.
use super::protocol::Protocol;

/// A bit for each protocol.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProtocolSet(u128);

const _: () = assert!(
    Protocol::COUNT <= u128::BITS as usize,
    "a set has a bit for each protocol"
);

impl ProtocolSet {
    pub fn add(&mut self, protocol: Protocol) {
        self.0 |= 1 << protocol as u32;
    }
    pub fn has(self, protocol: Protocol) -> bool {
        self.0 & (1 << protocol as u32) != 0
    }
}
