//! The firmware that a twin answers as.
use super::brief::brief;
use std::{fmt, str::FromStr};

/// Major and minor number; it gates operations, fields, values and status codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Firmware(pub u16, pub u16);

/// Every major version, with its first and its last minor version.
const RELEASES: [(u16, u16, u16); 7] = [
    (5, 1, 3),
    (6, 0, 3),
    (7, 0, 9),
    (8, 0, 9),
    (9, 0, 9),
    (25, 1, 4),
    (26, 1, 3),
];

impl Firmware {
    /// The firmware of the guide.
    pub const FIRST: Firmware = Firmware(5, 1);
    /// The newest firmware that the contract describes.
    pub const LAST: Firmware = Firmware(26, 3);

    /// Whether there is such a firmware.
    pub const fn exists(major: u16, minor: u16) -> bool {
        let mut at = 0;
        while at < RELEASES.len() {
            let (known, first, last) = RELEASES[at];
            if known == major {
                return first <= minor && minor <= last;
            }
            at += 1;
        }
        false
    }
    /// A firmware that a line of the code speaks of; there must be one of these numbers.
    pub const fn known(major: u16, minor: u16) -> Firmware {
        assert!(Self::exists(major, minor), "there is no such firmware");
        Firmware(major, minor)
    }
    /// Every firmware, the oldest first.
    pub fn all() -> impl Iterator<Item = Firmware> {
        let minors = |(major, first, last)| (first..=last).map(move |minor| Firmware(major, minor));
        RELEASES.into_iter().flat_map(minors)
    }

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
        let newest = Self::all().filter(|known| text == "latest" || known.0.to_string() == text);
        if let Some(newest) = newest.max() {
            return Ok(newest);
        }
        let numbers = text.split_once('.');
        let numbers =
            numbers.and_then(|(major, minor)| Some((major.parse().ok()?, minor.parse().ok()?)));
        match numbers.filter(|(major, minor)| Self::exists(*major, *minor)) {
            Some((major, minor)) => Ok(Self(major, minor)),
            None => Err(format!(
                "`{}` is no known firmware; give one from {} to {}, such as 5.1, a major version such as 9 for its newest, or latest",
                brief(text),
                Self::FIRST,
                Self::LAST
            )),
        }
    }
}

impl fmt::Display for Firmware {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let all: Vec<_> = Firmware::all().collect();
        assert!(all.is_sorted() && all.first() == Some(&Firmware::FIRST));
        assert_eq!(all.last(), Some(&Firmware::LAST));
        for firmware in all {
            assert_eq!(firmware.to_string().parse(), Ok(firmware));
        }
        for (text, newest) in [("5", (5, 3)), ("9", (9, 9)), ("latest", (26, 3))] {
            assert_eq!(text.parse(), Ok(Firmware(newest.0, newest.1)));
        }
        for text in [
            "", "10", "Latest", "7.", "7.10", "7,2", "10.0", "26.4", "5.0", "7.2.1",
        ] {
            assert!(text.parse::<Firmware>().is_err(), "{text}");
        }
    }
}
