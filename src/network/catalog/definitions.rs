//! What is stated of each protocol, found by the protocol.
use super::{
    definition::{Definition, Transport},
    protocol::{self, Protocol, protocols},
};

macro_rules! definitions {
    ($($(#[$doc:meta])* $protocol:ident => $module:ident::$definition:ident, $messages:ident;)+) => {
        /// In the order of `Protocol`.
        static DEFINITIONS: [&Definition; Protocol::COUNT] = [$(&protocol::$module::$definition),+];
    };
}
protocols!(definitions);

impl Protocol {
    pub(in crate::network) fn definition(self) -> &'static Definition {
        DEFINITIONS[self as usize]
    }
    pub fn as_str(self) -> &'static str {
        self.definition().name
    }
    pub fn is_tcp(self) -> bool {
        self.definition().transport == Transport::Tcp
    }
    pub fn is_udp(self) -> bool {
        self.definition().transport == Transport::Udp
    }
    /// The port of a server that says nothing else.
    pub fn port(self) -> u16 {
        self.definition().port
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
