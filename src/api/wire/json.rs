//! Bodies read as JSON objects, and what of them a client may set.
use super::{
    json_size::check_size,
    read::{body, takes_json},
};
use crate::{
    api::incoming::Incoming,
    base::{
        firmware::Firmware,
        plain_words::plain_words,
        problem::{Result, malformed},
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
    // Some editors put a byte order mark before what they save.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    check_size(bytes)?;
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde::Deserialize::deserialize(&mut reader).and_then(|value| match first {
        true => Ok(value),
        false => reader.end().map(|()| value),
    });
    match value {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(malformed("the body must be a JSON object")),
        Err(_) if bytes.trim_ascii().is_empty() => {
            Err(malformed("the body is empty; it must be a JSON object"))
        }
        Err(why) => Err(malformed(format!(
            "the body is not JSON: line {}, column {}: {}",
            why.line(),
            why.column(),
            plain_words(&why.to_string())
        ))),
    }
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
