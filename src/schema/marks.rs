//! What a schema says of a field beside its type: who sets and sees it, and which firmware has it.
use crate::base::firmware::Firmware;
use schemars::Schema;
use serde_json::{Map, Value};
use std::fmt;

/// Marks a field that only the server sets.
pub fn read_only(schema: &mut Schema) {
    schema.insert("readOnly".into(), true.into());
}
/// Marks a field that is accepted and never shown.
pub fn write_only(schema: &mut Schema) {
    schema.insert("writeOnly".into(), true.into());
}
/// Marks a field that came with a firmware: `#[schemars(transform = since::<7, 2>)]`.
pub fn since<const MAJOR: u16, const MINOR: u16>(schema: &mut Schema) {
    let firmware = const { Firmware::known(MAJOR, MINOR) };
    schema.insert(SINCE.into(), firmware.to_string().into());
}
/// Marks a field that a firmware had as the last one.
pub fn until<const MAJOR: u16, const MINOR: u16>(schema: &mut Schema) {
    let firmware = const { Firmware::known(MAJOR, MINOR) };
    schema.insert(UNTIL.into(), firmware.to_string().into());
}
/// Marks a value of an enum that came with a firmware.
pub fn value_since<const MAJOR: u16, const MINOR: u16>(value: &str) -> impl FnMut(&mut Schema) {
    let firmware = const { Firmware::known(MAJOR, MINOR) };
    move |schema: &mut Schema| {
        let marks = schema.ensure_object().entry(VALUES_SINCE);
        let marks = marks.or_insert_with(|| serde_json::json!({}));
        marks[value] = firmware.to_string().into();
    }
}

/// Adds lines to the description of a field, each with the first firmware of which it is true.
pub fn lines_since(schema: &mut Schema, lines: impl IntoIterator<Item = (Firmware, String)>) {
    let lines = lines.into_iter();
    let lines = lines.map(|(since, line)| serde_json::json!([since.to_string(), line]));
    schema.insert(LINES_SINCE.into(), lines.collect());
}

/// The lines of a description that a firmware has, taken out of its schema.
pub fn take_lines(schema: &mut Map<String, Value>, firmware: Firmware) -> Vec<String> {
    let Some(Value::Array(lines)) = schema.remove(LINES_SINCE) else {
        return vec![];
    };
    let had = |line: &Value| {
        let since = line[0].as_str()?.parse::<Firmware>().ok()?;
        (since <= firmware).then(|| line[1].as_str().map(str::to_owned))?
    };
    lines.iter().filter_map(had).collect()
}

const SINCE: &str = "x-since";
const UNTIL: &str = "x-until";
pub const VALUES_SINCE: &str = "x-values-since";
const LINES_SINCE: &str = "x-lines-since";

/// Which firmwares have a field or a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lifetime {
    since: Option<Firmware>,
    until: Option<Firmware>,
}

impl Lifetime {
    /// Every firmware.
    pub const ALWAYS: Lifetime = Lifetime {
        since: None,
        until: None,
    };
    /// Of a field, as its schema says. A mark that is no firmware is a mistake of this program.
    pub fn of(schema: &Value) -> Self {
        Self {
            since: marked(schema, SINCE),
            until: marked(schema, UNTIL),
        }
    }
    /// Of a value of an enum.
    pub fn of_value(schema: &Value, value: &Value) -> Self {
        let marks = schema.get(VALUES_SINCE).zip(value.as_str());
        Self {
            since: marks.and_then(|(marks, value)| marked(marks, value)),
            until: None,
        }
    }
    pub fn has(self, firmware: Firmware) -> bool {
        self.since.is_none_or(|since| since <= firmware)
            && self.until.is_none_or(|until| firmware <= until)
    }
}

impl fmt::Display for Lifetime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.since, self.until) {
            (Some(since), None) => write!(f, "firmware {since} and later have it"),
            (None, Some(until)) => write!(f, "firmware up to {until} has it"),
            (Some(since), Some(until)) => write!(f, "firmware {since} to {until} has it"),
            (None, None) => f.write_str("every firmware has it"),
        }
    }
}

/// Fields of an object that this program does not have, and the firmware that has them:
/// `#[schemars(extend("x-elsewhere" = {"filter": "8.6"}))]`.
pub fn elsewhere(schema: &Value) -> Vec<(String, String)> {
    let marks = schema.get("x-elsewhere").and_then(Value::as_object);
    let marks = marks.into_iter().flatten();
    marks
        .filter_map(|(name, since)| Some((name.clone(), since.as_str()?.to_owned())))
        .collect()
}

fn marked(schema: &Value, mark: &str) -> Option<Firmware> {
    let text = schema.get(mark)?;
    let firmware = text.as_str().and_then(|text| text.parse().ok());
    Some(firmware.unwrap_or_else(|| panic!("a schema has the mark {mark}: {text}, no firmware")))
}
