//! The only place that reads the system's time.
#![warn(clippy::arithmetic_side_effects)]
use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

/// Milliseconds since the Unix epoch, as the API speaks of time.
pub type Millis = i64;

pub const SECOND: Millis = 1000;
pub const MINUTE: Millis = 60 * SECOND;
pub const HOUR: Millis = 60 * MINUTE;
pub const DAY: Millis = 24 * HOUR;
/// How far the metric clock moves at a time.
pub const TICK: Millis = 30 * SECOND;

/// A twin's own time.
#[derive(Debug, Default)]
pub struct Clock(Mutex<ClockMode>);

/// How a clock goes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum ClockMode {
    /// As the system's.
    #[default]
    Real,
    /// It stands still at one moment.
    Frozen(Millis),
    /// It was at `now` when the system's was at `since`, and goes `speed` times as fast.
    Shifted {
        now: Millis,
        since: Millis,
        speed: f64,
    },
}

impl ClockMode {
    /// One that is at `now` just now.
    pub fn shifted(now: Millis, speed: f64) -> Self {
        Self::Shifted {
            now,
            since: system(),
            speed,
        }
    }
    fn now(self) -> Millis {
        match self {
            Self::Real => system(),
            Self::Frozen(at) => at,
            Self::Shifted { now, since, speed } => {
                let passed = system().saturating_sub(since).max(0);
                // A product that is too large for a time becomes the last one there is.
                now.saturating_add((passed as f64 * speed) as Millis)
            }
        }
    }
}

impl Clock {
    pub fn real() -> Self {
        Self::default()
    }
    pub fn frozen(at: Millis) -> Self {
        Self::of(ClockMode::Frozen(at))
    }
    pub fn of(mode: ClockMode) -> Self {
        Self(Mutex::new(mode))
    }
    pub fn now(&self) -> Millis {
        self.mode().now()
    }
    /// What it shows, if that is not the system's time.
    pub fn held(&self) -> Option<Millis> {
        match self.mode() {
            ClockMode::Real => None,
            mode => Some(mode.now()),
        }
    }
    pub fn mode(&self) -> ClockMode {
        *self.locked()
    }
    pub fn set(&self, mode: ClockMode) {
        *self.locked() = mode;
    }
    /// Steps forward; what it shows then. One that goes as the system's is shifted from then on.
    pub fn advance(&self, by: Millis) -> Millis {
        let mut mode = self.locked();
        let now = mode.now().saturating_add(by);
        *mode = match *mode {
            ClockMode::Frozen(_) => ClockMode::Frozen(now),
            ClockMode::Real => ClockMode::shifted(now, 1.0),
            ClockMode::Shifted { speed, .. } => ClockMode::shifted(now, speed),
        };
        now
    }
    fn locked(&self) -> MutexGuard<'_, ClockMode> {
        // Nothing panics while the lock is held, so it cannot be poisoned.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[allow(clippy::disallowed_methods)] // the one place that may ask the system
fn system() -> Millis {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_millis() as Millis)
}

/// The metric clock, up to which metrics are complete: the last full tick.
pub fn metric_clock(now: Millis) -> Millis {
    now.saturating_sub(now.rem_euclid(TICK))
}

/// `2017-09-01T00:00:00Z` as milliseconds since the epoch.
pub fn parse_time(text: &str) -> Result<Millis, String> {
    text.parse::<jiff::Timestamp>()
        .map(|t| t.as_millisecond())
        .map_err(|_| format!("`{text}` is no time; a time is written like 2017-09-01T00:00:00Z"))
}

/// A time as `2017-09-01T00:00:00Z`, to the second.
pub fn format_time(at: Millis) -> String {
    jiff::Timestamp::from_second(at.div_euclid(1000))
        .map_or_else(|_| at.to_string(), |t| t.to_string())
}

/// A time as `2017-09-01T00:00:00.123Z`, to the millisecond.
pub fn precise_time(at: Millis) -> String {
    jiff::Timestamp::from_millisecond(at).map_or_else(|_| at.to_string(), |time| time.to_string())
}
/// A time with so many decimals of its seconds: `2017-09-01T00:00:00.000Z`.
pub fn format_time_decimals(at: Millis, decimals: usize) -> String {
    let time = jiff::Timestamp::from_millisecond(at).unwrap_or_default();
    format!("{time:.decimals$}")
}

/// A time as `2017-09-01 00:00:00`, in UTC.
pub fn format_date_time(at: Millis) -> String {
    let time = jiff::Timestamp::from_millisecond(at).unwrap_or_default();
    time.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// A time without a zone, such as `2017-09-01T00:00:00`, as one in UTC.
pub fn parse_utc_time(text: &str) -> Option<Millis> {
    let time = text.parse::<jiff::civil::DateTime>().ok()?;
    let time = time.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(time.timestamp().as_millisecond())
}
