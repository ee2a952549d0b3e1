//! One client talking to one server in one protocol, and the counts that follow from it.
//!
//! Every count is a function of the number of transactions so far, never of a bucket: a bucket is
//! the difference of two moments. So buckets of any length add up, and both ends agree.
use super::server_traits::ServerTraits;
use crate::{
    base::{
        clock::{Millis, SECOND},
        seed::Seed,
    },
    network::{
        catalog::{Protocol, Timed, outcome_class::RESPONSE},
        distributions::{
            pattern::TrafficPattern,
            series::{ERA, Series},
            shares::Distribution,
            timing::Timing,
        },
    },
};

/// What surrounds the payload of one packet, in bytes.
pub const HEADER: u64 = 66;

/// The first whole second that is not before `at`: counts are kept by the second.
pub fn whole_second(at: Millis) -> Millis {
    (at + 999).div_euclid(1000) * 1000
}

/// A conversation; its hosts are places in the network's list.
#[derive(Clone, Copy, Debug)]
pub struct Conversation {
    pub client: u32,
    pub server: u32,
    pub id: Seed,
    pub since: Millis,
    pub per_minute: f64,
    pub request: u32,
    pub response: u32,
    pub port: u16,
    pub protocol: Protocol,
    pub pattern: TrafficPattern,
    pub traits: ServerTraits,
    pub client_remote: bool,
    pub server_remote: bool,
}

impl Conversation {
    /// A count of about sixty in a minute that stands for the appliance's own doings.
    pub fn of_appliance(seed: Seed) -> Conversation {
        let id = seed.of("appliance");
        Conversation {
            client: 0,
            server: 0,
            id,
            since: 0,
            per_minute: 60.0,
            request: 0,
            response: 0,
            port: 0,
            protocol: Protocol::Ntp,
            pattern: TrafficPattern::Steady,
            traits: ServerTraits::of(id, 0),
            client_remote: false,
            server_remote: false,
        }
    }
    pub fn series(&self) -> Series {
        Series {
            seed: self.id,
            pattern: self.pattern,
            per_era: Series::per_era(self.per_minute),
            first_era: self.since.div_euclid(ERA * SECOND),
        }
    }
    /// The stream of its slow samples.
    pub fn slow_stream(&self) -> Seed {
        self.id.at(24)
    }
    /// Transactions with an end of this class, after `n` transactions.
    pub fn ended(&self, class: u8, n: u64) -> u64 {
        self.outcomes().count_class(class, self.id, n)
    }
    /// The port that the client asks from; it keeps it.
    pub fn client_port(&self) -> u16 {
        32_768 + self.id.at(13).below(28_232) as u16
    }
    /// How its transactions end.
    pub fn outcomes(&self) -> &'static Distribution {
        &self.protocol.definition().outcomes[usize::from(self.traits.health)]
    }
    /// How long those take of which a metric has samples.
    pub fn timing(&self, timed: Timed) -> &'static Timing {
        match timed {
            Timed::Processing => &self.protocol.definition().processing,
            Timed::RoundTrip => &self.protocol.definition().round_trip,
            Timed::By(timing) => timing,
        }
    }
    pub fn responses(&self, n: u64) -> u64 {
        self.ended(RESPONSE, n)
    }
    /// TCP connections that the client opened.
    pub fn connections(&self, n: u64) -> u64 {
        let definition = self.protocol.definition();
        if self.protocol.is_tcp() {
            (n + self.id.0 % definition.per_connection) / definition.per_connection
        } else {
            0
        }
    }
    pub fn request_bytes(&self, n: u64) -> u64 {
        payload(self.id.at(1), self.request, n)
    }
    pub fn response_bytes(&self, n: u64) -> u64 {
        payload(self.id.at(2), self.response, self.responses(n))
    }
    /// Packets from the client: its requests, and an acknowledgement of every second packet back.
    pub fn client_packets(&self, n: u64) -> u64 {
        n.wrapping_mul(self.packets(self.request) + self.acknowledged(self.response))
    }
    pub fn server_packets(&self, n: u64) -> u64 {
        let data = self.responses(n).wrapping_mul(self.packets(self.response));
        data.wrapping_add(n.wrapping_mul(self.acknowledged(self.request)))
    }
    pub fn client_bytes(&self, n: u64) -> u64 {
        self.request_bytes(n)
            .wrapping_add(self.client_packets(n).wrapping_mul(HEADER))
    }
    pub fn server_bytes(&self, n: u64) -> u64 {
        self.response_bytes(n)
            .wrapping_add(self.server_packets(n).wrapping_mul(HEADER))
    }
    fn acknowledged(&self, bytes: u32) -> u64 {
        if self.protocol.is_tcp() {
            self.packets(bytes).div_ceil(2)
        } else {
            0
        }
    }
    /// Whole packets of one message, enough for the longest.
    fn packets(&self, mean: u32) -> u64 {
        let longest = u64::from(mean) + swing(mean);
        longest.div_ceil(self.protocol.definition().segment).max(1)
    }
}

/// The most that a run of messages differs from its mean.
fn swing(mean: u32) -> u64 {
    u64::from(mean) * 4 / 5
}

/// Payload of the first `n` messages. It grows by a fifth of the mean at least and wraps around
/// after 2^64 bytes, which the difference of two moments does not notice.
fn payload(stream: Seed, mean: u32, n: u64) -> u64 {
    let noise = ((stream.at(n).0 >> 32) * swing(mean)) >> 32;
    n.wrapping_mul(u64::from(mean)).wrapping_add(noise)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_protocol() -> impl Strategy<Value = Protocol> {
        proptest::sample::select(Protocol::all().collect::<Vec<_>>())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn packets_have_the_length_of_packets(
            id: u64, request in 0u32..3_000_000, response in 0u32..3_000_000, protocol in any_protocol(),
            from in 0u64..1_000_000_000, step in 1u64..5000,
        ) {
            let one = Conversation {
                client: 0, server: 1, id: Seed(id), since: 0, per_minute: 1.0, request, response, port: 0, protocol,
                pattern: TrafficPattern::Steady, traits: ServerTraits::of(Seed(id), 1), client_remote: false, server_remote: false,
            };
            let between = |count: fn(&Conversation, u64) -> u64| count(&one, from + step) - count(&one, from);
            for (bytes, packets) in [
                (between(Conversation::client_bytes), between(Conversation::client_packets)),
                (between(Conversation::server_bytes), between(Conversation::server_packets)),
            ] {
                prop_assert!(bytes >= 64 * packets && bytes <= 1518 * packets, "{} {}", bytes, packets);
            }
        }
    }

    #[test]
    fn a_conversation_is_small() {
        assert!(
            size_of::<Conversation>() <= 64,
            "{}",
            size_of::<Conversation>()
        );
    }
}
