//! How ids, numbers and times go over the wire: bare or in quotes, as each resource has them.
use crate::base::clock::{Millis, format_time_decimals, parse_time};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::borrow::Cow;

/// An id or number that is answered in quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quoted(pub i64);

impl Serialize for Quoted {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}
impl JsonSchema for Quoted {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Quoted".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^-?[0-9]+$"})
    }
}

/// A whole number that clients send bare or in quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Number(pub i64);

/// What a number may look like in a request.
#[derive(Deserialize)]
#[serde(untagged)]
enum BareOrQuoted<T> {
    Bare(T),
    Quoted(String),
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match BareOrQuoted::deserialize(from)? {
            BareOrQuoted::Bare(number) => Ok(Self(number)),
            BareOrQuoted::Quoted(text) => text.trim().parse().map(Self).map_err(D::Error::custom),
        }
    }
}
impl JsonSchema for Number {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Number".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["integer", "string"], "pattern": "^-?[0-9]{1,18}$"})
    }
}

/// A number with a fraction that clients send bare or in quotes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Decimal(pub f64);

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match BareOrQuoted::deserialize(from)? {
            BareOrQuoted::Bare(number) => Ok(Self(number)),
            BareOrQuoted::Quoted(text) => text.trim().parse().map(Self).map_err(D::Error::custom),
        }
    }
}
impl JsonSchema for Decimal {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Decimal".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["number", "string"], "pattern": "^-?[0-9]+(\\.[0-9]+)?$"})
    }
}

/// A truth that clients send bare or in quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Boolean(pub bool);

impl<'de> Deserialize<'de> for Boolean {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match BareOrQuoted::deserialize(from)? {
            BareOrQuoted::Bare(truth) => Ok(Self(truth)),
            BareOrQuoted::Quoted(text) => text.trim().parse().map(Self).map_err(D::Error::custom),
        }
    }
}
impl JsonSchema for Boolean {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Boolean".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["boolean", "string"], "enum": [true, false, "true", "false"]})
    }
}

/// A moment, written as `2020-12-17T08:24:45.074Z`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IsoTime(pub Millis);
/// A moment, written with six decimals: `2020-12-17T08:24:45.074000Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IsoTimeMicros(pub Millis);

impl IsoTime {
    /// Sets a time that was never set.
    pub fn set_once(&mut self, at: Millis) {
        if self.0 == 0 {
            self.0 = at;
        }
    }
}

impl Serialize for IsoTime {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&format_time_decimals(self.0, 3))
    }
}
impl Serialize for IsoTimeMicros {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&format_time_decimals(self.0, 6))
    }
}
impl<'de> Deserialize<'de> for IsoTime {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        parse_time(&text).map(Self).map_err(D::Error::custom)
    }
}
macro_rules! moment {
    ($($name:ident)*) => {$(
        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "string", "format": "date-time"})
            }
        }
    )*};
}
moment!(IsoTime IsoTimeMicros);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_are_read_and_written_as_clients_do() {
        let read = |text: &str| serde_json::from_str::<Number>(text).ok().map(|n| n.0);
        assert_eq!(
            [read("42"), read("\"42\""), read("\"x\"")],
            [Some(42), Some(42), None]
        );
        fn text(thing: impl Serialize) -> String {
            serde_json::to_string(&thing).unwrap()
        }
        assert_eq!(text(Quoted(7)), "\"7\"");
        assert_eq!(
            text(IsoTime(1_608_193_485_074)),
            "\"2020-12-17T08:24:45.074Z\""
        );
        assert_eq!(text(IsoTime(0)), "\"1970-01-01T00:00:00.000Z\"");
        assert_eq!(
            text(IsoTimeMicros(1_608_193_485_074)),
            "\"2020-12-17T08:24:45.074000Z\""
        );
        let back: IsoTime = serde_json::from_str("\"2020-12-17T08:24:45.074Z\"").unwrap();
        assert_eq!(back, IsoTime(1_608_193_485_074));
    }
}
