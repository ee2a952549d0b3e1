//! What is peculiar to a server, whoever asks it: how healthy and how quick it is, its certificate.
use crate::base::{
    clock::{DAY, Millis},
    seed::Seed,
};

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
