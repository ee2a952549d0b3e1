//! What the model needs to know of a protocol: the struct that each file of `protocols` fills in.
use super::{category::Category, client_profile::ClientProfile, role::Role};
use crate::network::distributions::{shares::Distribution, timing::Timing};

/// A protocol.
pub struct Definition {
    /// What fixtures call it.
    pub name: &'static str,
    /// The key under which traffic by protocol is listed.
    pub label: &'static str,
    pub activity: ActivityNames,
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
    /// The roles that serve it, likeliest first.
    pub servers: &'static [Role],
    /// Who speaks it of its own accord.
    pub clients: &'static [ClientProfile],
    pub categories: &'static [&'static [Category]],
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
pub enum ActivityNames {
    ClientAndServer(&'static str, &'static str),
    /// Both ends show the same.
    BothEnds(&'static str),
    /// Who is asked shows nothing.
    ClientOnly(&'static str),
    None,
}

/// Payload of a full packet, so that none is longer than 1518 bytes.
pub const SEGMENT: u64 = 1452;

/// The fields of a `Definition` in their order. Times are the median and the 95th percentile in ms;
/// `per_connection` is 1 and `segment` a full packet where they are left out. The names of the
/// two times seed them.
macro_rules! definition {
    (
        name: $name:literal,
        label: $label:literal,
        activity: $activity:ident,
        transport: $transport:ident $port:literal,
        $(per_connection: $per_connection:literal,)?
        request: $request:literal,
        response: $response:literal,
        $(segment: $segment:literal,)?
        outcomes: $outcomes:expr,
        processing_ms: $processing:literal .. $slow_processing:literal,
        round_trip_ms: $round_trip:literal .. $slow_round_trip:literal,
        servers: $servers:expr,
        clients: $clients:expr,
        categories: $categories:expr $(,)?
    ) => {
        Definition {
            name: $name,
            label: $label,
            activity: definition!(@activity $activity $name),
            transport: Transport::$transport,
            port: $port,
            per_connection: definition!(@or 1 $($per_connection)?),
            request: $request,
            response: $response,
            segment: definition!(@or SEGMENT $($segment)?),
            outcomes: $outcomes,
            processing: Timing::ms(concat!($name, " processing"), $processing, $slow_processing),
            round_trip: Timing::ms(concat!($name, " round trip"), $round_trip, $slow_round_trip),
            servers: $servers,
            clients: $clients,
            categories: $categories,
        }
    };
    (@activity client_and_server $name:literal) => {
        ActivityNames::ClientAndServer(
            concat!("extrahop.device.", $name, "_client"),
            concat!("extrahop.device.", $name, "_server"),
        )
    };
    (@activity both_ends $name:literal) => {
        ActivityNames::BothEnds(concat!("extrahop.device.", $name))
    };
    (@activity client_only $name:literal) => {
        ActivityNames::ClientOnly(concat!("extrahop.device.", $name))
    };
    (@activity none $name:literal) => {
        ActivityNames::None
    };
    (@or $default:expr) => { $default };
    (@or $default:tt $given:literal) => { $given };
}
pub(in crate::network) use definition;
