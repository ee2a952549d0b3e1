//! The firmware that a twin answers as.
use std::{fmt, str::FromStr};

/// Major and minor number; it gates operations, fields and status codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Firmware(pub u16, pub u16);

impl Firmware {
    /// The firmware of the guide.
    pub const FIRST: Firmware = Firmware(5, 1);
    /// The newest firmware that the contract describes.
    pub const LAST: Firmware = Firmware(9, 8);

    /// The four-part version that an appliance of this firmware reports.
    pub fn full_version(self) -> String {
        format!("{}.{}.2.1345", self.0, self.1)
    }
}

/// The firmware of the guide.
impl Default for Firmware {
    fn default() -> Self {
        Self::FIRST
    }
}

impl FromStr for Firmware {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "`{text}` is no known firmware; give one from {} to {}, such as 5.1",
                Self::FIRST,
                Self::LAST
            )
        };
        let (major, minor) = text.split_once('.').ok_or_else(wrong)?;
        let number = |n: &str| n.parse().map_err(|_| wrong());
        let firmware = Self(number(major)?, number(minor)?);
        if (Self::FIRST..=Self::LAST).contains(&firmware) {
            Ok(firmware)
        } else {
            Err(wrong())
        }
    }
}

impl fmt::Display for Firmware {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}
