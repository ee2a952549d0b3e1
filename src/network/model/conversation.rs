//! One client talking to one server in one protocol, and the counts that follow from it.
//!
//! Every count is a function of the number of transactions so far, never of a bucket: a bucket is
//! the difference of two moments. So buckets of any length add up, and both ends agree.
use crate::{
    base::{
        clock::{DAY, Millis, SECOND},
        seed::Seed,
    },
    network::{
        catalog::protocol::Protocol,
        distributions::{
            series::{ERA, Series, TrafficPattern},
            shares::Distribution,
        },
    },
};

/// What surrounds the payload of one packet, in bytes.
pub const HEADER: u64 = 66;

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

/// What is peculiar to a server, whoever asks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerTraits {
    /// 0 healthy, 1 ordinary, 2 noisy.
    pub health: u8,
    /// Steps of the time grid that it is slower than most.
    pub latency_steps: i8,
    /// Steps that its slow samples, those of busy hours, are slower than its others.
    pub busy_steps: u8,
    pub certificate: Certificate,
    pub self_signed: bool,
    pub expired: bool,
    /// The day of its 365 on which the certificate is renewed.
    renewal: u16,
}

/// The key of a server's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificate {
    Rsa2048,
    Rsa4096,
    P256,
    P384,
}

impl Certificate {
    pub fn bits(self) -> i64 {
        match self {
            Certificate::Rsa2048 => 2048,
            Certificate::Rsa4096 => 4096,
            Certificate::P256 => 256,
            Certificate::P384 => 384,
        }
    }
    pub fn curve(self) -> Option<&'static str> {
        match self {
            Certificate::P256 => Some("secp256r1"),
            Certificate::P384 => Some("secp384r1"),
            _ => None,
        }
    }
    /// How keys of certificates name it, after the subject.
    pub fn label(self) -> &'static str {
        match self {
            Certificate::Rsa2048 => "RSA_2048",
            Certificate::Rsa4096 => "RSA_4096",
            Certificate::P256 => "ECDSA_256",
            Certificate::P384 => "ECDSA_384",
        }
    }
}

impl ServerTraits {
    pub fn of(seed: Seed, server: i64) -> ServerTraits {
        let seed = seed.of(("temper", server));
        let health = match seed.at(0).below(20) {
            0..8 => 0,
            8..18 => 1,
            _ => 2,
        };
        let certificate = match seed.at(1).below(20) {
            0..16 => Certificate::Rsa2048,
            16 | 17 => Certificate::Rsa4096,
            18 => Certificate::P256,
            _ => Certificate::P384,
        };
        let latency_steps = seed.at(2).below(25) as i8 - 12 + if health == 2 { 10 } else { 0 };
        let (self_signed, expired) = (seed.at(3).below(50) == 0, seed.at(4).below(200) == 0);
        let renewal = seed.at(5).below(365) as u16;
        ServerTraits {
            health,
            latency_steps,
            busy_steps: 0,
            certificate,
            self_signed,
            expired,
            renewal,
        }
    }
    /// Steps of the time grid that its slow samples are slower than most.
    pub fn busy_latency_steps(&self) -> i8 {
        self.latency_steps.saturating_add_unsigned(self.busy_steps)
    }
    /// From when to when the certificate shown just before `until` is good.
    pub fn validity(&self, until: Millis) -> (Millis, Millis) {
        let phase = i64::from(self.renewal) * DAY;
        let renewed = (until - 1 - phase).div_euclid(365 * DAY) * 365 * DAY + phase;
        if self.expired {
            (renewed - 397 * DAY, renewed)
        } else {
            (renewed, renewed + 397 * DAY)
        }
    }
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
        &self.protocol.row().outcomes[usize::from(self.traits.health)]
    }
    pub fn responses(&self, n: u64) -> u64 {
        self.ended(crate::network::catalog::outcomes::RESPONSE, n)
    }
    /// TCP connections that the client opened.
    pub fn connections(&self, n: u64) -> u64 {
        let row = self.protocol.row();
        if self.protocol.is_tcp() {
            (n + self.id.0 % row.per_connection) / row.per_connection
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
        longest.div_ceil(self.protocol.row().segment).max(1)
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
