//! Times and clocks as tests send them.
use crate::base::{
    clock::{ClockMode, Millis, parse_time},
    problem::{Problem, Result, malformed},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Ms since the epoch, or a text such as `2017-09-01T00:00:00Z`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Moment {
    Millis(Millis),
    Text(String),
}

impl Moment {
    pub fn millis(&self, field: &str) -> Result<Millis> {
        match self {
            Self::Millis(at) => Ok(*at),
            Self::Text(text) => {
                parse_time(text).map_err(|why| malformed(format!("`{field}`: {why}")))
            }
        }
    }
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// As the system's clock.
    Real,
    /// It stands still.
    Frozen,
    /// It goes on from another time, at another speed.
    Shifted,
}

/// How a clock is to go.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"mode": "shifted", "now": "2017-09-01T00:00:00Z", "speed": 60}]))]
pub struct ClockSetting {
    pub mode: Mode,
    /// What it is to show now, as ms since the epoch or as a text such as 2017-09-01T00:00:00Z;
    /// absent: what it shows. A real clock takes none.
    pub now: Option<Moment>,
    /// How many times as fast as the system's clock a shifted one goes; absent: 1.
    #[schemars(range(min = 0.001, max = 1_000_000.0))]
    pub speed: Option<f64>,
}

impl ClockSetting {
    /// The mode of a clock that shows `shown` now.
    pub fn mode(&self, shown: Millis) -> Result<ClockMode> {
        let now = self.now.as_ref().map(|now| now.millis("now")).transpose()?;
        let not_of = |field: &str, mode: &str| -> Problem {
            malformed(format!("`{field}` has no place in the mode {mode}"))
        };
        match self.mode {
            Mode::Real if now.is_some() => Err(not_of("now", "real")),
            Mode::Real | Mode::Frozen if self.speed.is_some() => {
                Err(not_of("speed", "real or frozen"))
            }
            Mode::Real => Ok(ClockMode::Real),
            Mode::Frozen => Ok(ClockMode::Frozen(now.unwrap_or(shown))),
            Mode::Shifted => Ok(ClockMode::shifted(
                now.unwrap_or(shown),
                self.speed.unwrap_or(1.0),
            )),
        }
    }
}

/// A clock as it goes.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"mode": "frozen", "now": 1504224000000i64}]))]
pub struct ClockState {
    pub mode: Mode,
    /// What it shows, in ms since the epoch.
    pub now: Millis,
    /// How many times as fast as the system's clock a shifted one goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speed: Option<f64>,
}

impl ClockState {
    pub fn of(mode: ClockMode, now: Millis) -> Self {
        let (mode, speed) = match mode {
            ClockMode::Real => (Mode::Real, None),
            ClockMode::Frozen(_) => (Mode::Frozen, None),
            ClockMode::Shifted { speed, .. } => (Mode::Shifted, Some(speed)),
        };
        Self { mode, now, speed }
    }
}
