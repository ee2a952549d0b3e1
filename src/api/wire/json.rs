//! Bodies read as JSON objects, and what of them a client may set.
use super::{
    json_size::check_size,
    read::{body, takes_json},
};
use crate::{
    api::incoming::Incoming,
    base::{
        exact_number::{count_held, hold_numbers},
        firmware::Firmware,
        plain_words::plain_words,
        problem::{Problem, Result, malformed},
    },
    schema::fields::Fields,
    twin::access::UnknownNames,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The fields of a body that a client may set, each of them checked.
pub struct Sent {
    pub fields: Map<String, Value>,
    firmware: Firmware,
}

impl Sent {
    pub fn new(mut sent: Map<String, Value>, known: &Fields, from: &mut Incoming) -> Result<Self> {
        let firmware = from.permit.firmware;
        if from.permit.api.unknown_names != UnknownNames::Ignore {
            known.need_short_names(&sent)?;
        }
        known.check_later(&sent, firmware)?;
        from.ignore(known.take_unknown(&mut sent, firmware))?;
        known.keep_writable(&mut sent, firmware)?;
        Ok(Self {
            fields: sent,
            firmware,
        })
    }
    /// As a whole object, which has every field that it must have.
    pub fn whole<T: DeserializeOwned>(self, known: &Fields) -> Result<T> {
        known.need_required(&self.fields, self.firmware)?;
        typed(Value::Object(self.fields))
    }
}

/// The fields of the body; where `first` is set, bytes after the first JSON value are ignored.
pub async fn writable(fields: &Fields, from: &mut Incoming, first: bool) -> Result<Sent> {
    takes_json(&from.head.headers)?;
    let sent = object(&body(from).await?, first)?;
    Sent::new(sent, fields, from)
}

/// The bytes of a body as a JSON object.
pub fn object(bytes: &[u8], first: bool) -> Result<Map<String, Value>> {
    let bytes = sized(bytes)?;
    parsed(bytes, first).map_err(|why| not_an_object(bytes, why))
}

/// The same, with numbers held so that they come back as they were sent.
pub fn exact_object(bytes: &[u8]) -> Result<Map<String, Value>> {
    let bytes = sized(bytes)?;
    let (held, count) = hold_numbers(bytes);
    // Where it is no JSON, the place that is told is that in what was sent.
    let fields = parsed(&held, false).map_err(|why| {
        let why = parsed(bytes, false).err().unwrap_or(why);
        not_an_object(bytes, why)
    })?;
    if fields.values().map(count_held).sum::<usize>() > count {
        return Err(malformed(
            "an object with nothing but `$number` and the text of a number cannot be kept; send the number",
        ));
    }
    Ok(fields)
}

/// What a body says, if it is not too much.
fn sized(bytes: &[u8]) -> Result<&[u8]> {
    // Some editors put a byte order mark before what they save.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    check_size(bytes).map(|()| bytes)
}

/// The object of a JSON text; none where it is another value.
fn parsed(json: &[u8], first: bool) -> Result<Map<String, Value>, Option<serde_json::Error>> {
    let mut reader = serde_json::Deserializer::from_slice(json);
    let value = serde::Deserialize::deserialize(&mut reader).and_then(|value| match first {
        true => Ok(value),
        false => reader.end().map(|()| value),
    });
    match value {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(None),
        Err(why) => Err(Some(why)),
    }
}

fn not_an_object(bytes: &[u8], why: Option<serde_json::Error>) -> Problem {
    malformed(match why {
        None => "the body must be a JSON object".to_owned(),
        Some(_) if bytes.trim_ascii().is_empty() => {
            "the body is empty; it must be a JSON object".to_owned()
        }
        Some(why) => format!(
            "the body is not JSON: line {}, column {}: {}",
            why.line(),
            why.column(),
            plain_words(&why.to_string())
        ),
    })
}

/// A value as what it should be; the error begins with the place.
pub fn typed<T: DeserializeOwned>(value: Value) -> Result<T> {
    serde_path_to_error::deserialize(value).map_err(|e| match e.path().to_string().as_str() {
        "." => malformed(plain_words(&e.inner().to_string())),
        place => malformed(format!(
            "`{place}`: {}",
            plain_words(&e.inner().to_string())
        )),
    })
}
