//! What both ends say in each protocol, as the table of the protocols names it.
use super::{dialogue::Dialogue, exchange::Exchange};
use crate::network::{
    catalog::{Protocol, protocol_table},
    world::host::Host,
};

mod dns;
mod ftp;
mod http;
mod opaque;
mod tls;

macro_rules! dialogue {
    ($($(#[$doc:meta])* $protocol:ident => $module:ident::$definition:ident, $messages:ident;)+) => {
        /// What is said in one exchange with a server.
        pub fn dialogue(exchange: &Exchange, server: &Host) -> Dialogue {
            match exchange.of.protocol {
                $(Protocol::$protocol => $messages::dialogue(exchange, server),)+
            }
        }
    };
}
protocol_table!(dialogue);
