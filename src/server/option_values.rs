//! Values of options that have a form of their own.
use super::listen_address::ListenAddress;
use crate::base::clock::{Millis, parse_time};
use std::str::FromStr;

/// Where plain HTTP is listened for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HttpListen {
    At(ListenAddress),
    Off,
}

impl FromStr for HttpListen {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        const HOW: &str = "give an address or a host name and a port, such as 127.0.0.1:8080, a port alone, or off";
        match text {
            "off" => Ok(Self::Off),
            _ => text.parse().map(Self::At).map_err(|_| HOW.into()),
        }
    }
}

/// The twin's time as it was asked for: ms since the epoch where it stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockChoice {
    Real,
    Frozen(Millis),
}

impl FromStr for ClockChoice {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "real" => Ok(Self::Real),
            _ => parse_time(text).map(Self::Frozen),
        }
    }
}

/// A key goes into a header as it is.
pub fn api_key(text: &str) -> Result<String, String> {
    match !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic()) {
        true => Ok(text.to_owned()),
        false => Err("a key is made of visible ASCII characters without spaces".into()),
    }
}

/// What is on or off, as people write it in an environment.
pub fn switch(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "yes" | "on" | "true" | "y" | "t" => Ok(true),
        "0" | "no" | "off" | "false" | "n" | "f" => Ok(false),
        _ => Err("give 1, yes, on or true, or 0, no, off or false".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switches_are_read_as_people_write_them() {
        for on in ["1", "yes", "Yes", "on", "true", "TRUE"] {
            assert_eq!(switch(on), Ok(true), "{on}");
        }
        for off in ["0", "no", "off", "false", "False"] {
            assert_eq!(switch(off), Ok(false), "{off}");
        }
        assert!(switch("maybe").is_err());
    }
}
