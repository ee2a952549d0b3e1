//! Connections that could not be accepted: too many open files, for one. While it lasts, every attempt
//! fails, so they are counted and told of now and then.
use std::time::{Duration, Instant};

const PERIOD: Duration = Duration::from_secs(30);

#[derive(Default)]
pub struct AcceptErrors {
    told: Option<Instant>,
    untold: u64,
}

impl AcceptErrors {
    /// Logs an error, unless one was logged lately.
    pub fn note(&mut self, why: &std::io::Error) {
        if let Some(count) = self.due(Instant::now()) {
            tracing::warn!(%why, count, "connections could not be accepted");
        }
    }
    /// How many errors are to be told of now that there is another one.
    fn due(&mut self, now: Instant) -> Option<u64> {
        self.untold += 1;
        if self.told.is_some_and(|told| now < told + PERIOD) {
            return None;
        }
        self.told = Some(now);
        Some(std::mem::take(&mut self.untold))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_told_and_the_others_are_counted() {
        let (mut errors, begun) = (AcceptErrors::default(), Instant::now());
        let told = [0, 1, 29, 30, 31, 61].map(|second| {
            let now = begun + Duration::from_secs(second);
            errors.due(now)
        });
        assert_eq!(told, [Some(1), None, None, Some(3), None, Some(2)]);
    }
}
