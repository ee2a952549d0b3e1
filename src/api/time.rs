//! Times as clients send them.
#![warn(clippy::arithmetic_side_effects)]
use crate::base::clock::{DAY, HOUR, MINUTE, Millis, SECOND};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use std::{borrow::Cow, str::FromStr};

/// A moment: ms since the epoch; 0 is now, a negative number counts back from now. A text may
/// carry a unit: `-30m`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct When(Millis);

impl When {
    pub const NOW: When = When(0);

    pub fn before_now(ms: Millis) -> Self {
        Self(ms.saturating_neg())
    }
    pub fn resolve(self, now: Millis) -> Millis {
        match self.0 {
            relative if relative <= 0 => now.saturating_add(relative),
            absolute => absolute,
        }
    }
}

/// The units of the guide's later editions; a month is 30 days and a year 365.
const UNITS: [(&str, Millis); 8] = [
    ("ms", 1),
    ("s", SECOND),
    ("m", MINUTE),
    ("h", HOUR),
    ("d", DAY),
    ("w", 7 * DAY),
    ("M", 30 * DAY),
    ("y", 365 * DAY),
];

impl FromStr for When {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "`{text}` is no time: send ms since the epoch, 0 for now, a negative number of ms before now, or one with a unit (s, m, h, d, w, M, y) such as -30m"
            )
        };
        let text = text.trim();
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = &text[digits.len()..];
        let factor = match unit {
            "" => 1,
            _ => UNITS
                .iter()
                .find(|(name, _)| *name == unit)
                .map(|(_, ms)| *ms)
                .ok_or_else(wrong)?,
        };
        let number: Millis = digits.parse().map_err(|_| wrong())?;
        number.checked_mul(factor).map(Self).ok_or_else(wrong)
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Sent {
            Number(Millis),
            Text(String),
        }
        match Sent::deserialize(deserializer)? {
            Sent::Number(ms) => Ok(Self(ms)),
            Sent::Text(text) => text.parse().map_err(D::Error::custom),
        }
    }
}

impl JsonSchema for When {
    fn schema_name() -> Cow<'static, str> {
        "When".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["integer", "string"], "description": "Milliseconds since the epoch; 0 is now, a negative number counts back from now; a text may carry a unit, such as -30m."})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_that_clients_send() {
        let at = |text: &str| text.parse::<When>().unwrap().resolve(1_000_000_000);
        for now in ["0", "-0h", "0m"] {
            assert_eq!(at(now), 1_000_000_000);
        }
        assert_eq!(at("-30m"), 1_000_000_000 - 1_800_000);
        assert_eq!(at("-1M"), 1_000_000_000 - 2_592_000_000);
        assert_eq!(at("1447973460000"), 1_447_973_460_000);
        for wrong in ["", "m", "-30x", "1.5h", "now", "99999999999999999y"] {
            assert!(wrong.parse::<When>().is_err(), "{wrong}");
        }
    }
}
