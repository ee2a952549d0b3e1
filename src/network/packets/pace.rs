//! When the packets of an exchange are seen.
use super::exchange::Exchange;

/// The time of an exchange, spent packet by packet; all in microseconds since the epoch.
#[derive(Default)]
pub struct Pace {
    now: i64,
    until: i64,
    /// How long a packet travels.
    gap: i64,
}

impl Pace {
    /// The exchange has its own time; a busy conversation is a fast one.
    pub fn of(exchange: &Exchange) -> Pace {
        Pace {
            now: exchange.from,
            until: exchange.until,
            gap: ((exchange.until - exchange.from) / 64).min(120),
        }
    }
    pub fn wait(&mut self, micros: u64) {
        let most = (self.until - self.now) / 2;
        self.now += (micros.min(i64::MAX as u64) as i64).min(most);
    }
    /// When the next packet is seen.
    pub fn tick(&mut self) -> i64 {
        self.now = (self.now + self.gap).min(self.until - 1);
        self.now
    }
}
