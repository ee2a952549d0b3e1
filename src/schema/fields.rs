//! Which fields of an object a client may send and sees, read off its schema.
use super::rule::Rule;
use crate::{
    base::{
        firmware::Firmware,
        identity_hasher::IdentityHash,
        problem::{Result, malformed, refused},
    },
    store::{Resource, inline_schema},
};
use bytes::Bytes;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::{Map, Value};
use std::{
    any::TypeId,
    collections::HashMap,
    sync::{Arc, LazyLock, RwLock},
};

/// Marks a field that only the server sets.
pub fn read_only(schema: &mut Schema) {
    schema.insert("readOnly".into(), true.into());
}
/// Marks a field that is accepted and never shown.
pub fn write_only(schema: &mut Schema) {
    schema.insert("writeOnly".into(), true.into());
}

struct Field {
    read_only: bool,
    write_only: bool,
    required: bool,
    since: Option<Firmware>,
    until: Option<Firmware>,
    rule: Rule,
}

impl Field {
    fn exists(&self, firmware: Firmware) -> bool {
        self.since.is_none_or(|s| s <= firmware) && self.until.is_none_or(|u| firmware <= u)
    }
}

/// The fields of one struct (so few that looking at each is faster than hashing), and what others
/// may be if a client may send some. Where it may not, a field that the schema leaves out is
/// stored, and known to no client.
pub struct Fields(Vec<(String, Field)>, Option<Rule>);

impl Fields {
    pub fn of<T: JsonSchema + 'static>() -> Arc<Fields> {
        static KNOWN: LazyLock<RwLock<HashMap<TypeId, Arc<Fields>, IdentityHash>>> =
            LazyLock::new(RwLock::default);
        let of = TypeId::of::<T>();
        // Nothing panics while the lock is held, so it cannot be poisoned.
        if let Some(fields) = KNOWN.read().unwrap_or_else(|e| e.into_inner()).get(&of) {
            return fields.clone();
        }
        let fields = Arc::new(Self::from_schema(&inline_schema::<T>()));
        KNOWN
            .write()
            .unwrap_or_else(|e| e.into_inner())
            .insert(of, fields.clone());
        fields
    }
    pub fn from_schema(schema: &Value) -> Fields {
        let required = schema.get("required").and_then(Value::as_array);
        let is_required = |name: &String| required.is_some_and(|all| all.iter().any(|r| r == name));
        let properties = schema
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten();
        let fields = properties.map(|(name, schema)| {
            let firmware = |key| {
                schema
                    .get(key)
                    .and_then(Value::as_str)
                    .and_then(|v| v.parse().ok())
            };
            let field = Field {
                read_only: schema.get("readOnly").is_some(),
                write_only: schema.get("writeOnly").is_some(),
                required: is_required(name),
                since: firmware("x-since"),
                until: firmware("x-until"),
                rule: Rule::of(schema),
            };
            (name.clone(), field)
        });
        let others = schema.get("additionalProperties");
        let others = others.filter(|schema| **schema != Value::Bool(false));
        Fields(fields.collect(), others.map(Rule::of))
    }

    fn find(&self, name: &str) -> Option<&Field> {
        let mut fields = self.0.iter();
        fields
            .find(|(known, _)| known == name)
            .map(|(_, field)| field)
    }
    /// Drops the fields that a client cannot set (real clients send whole fetched objects back),
    /// and checks those that it sets.
    pub fn keep_writable(&self, sent: &mut Map<String, Value>, firmware: Firmware) -> Result<()> {
        self.keep(sent, firmware, &[])
    }
    /// The same, for who may set some read-only fields too.
    pub fn keep(
        &self,
        sent: &mut Map<String, Value>,
        firmware: Firmware,
        also: &[&str],
    ) -> Result<()> {
        sent.retain(|name, _| match self.find(name) {
            Some(field) => {
                let settable = !field.read_only || also.contains(&name.as_str());
                field.exists(firmware) && settable
            }
            None => self.1.is_some(),
        });
        self.check(sent)
    }
    /// Whether the object has a field of this name.
    pub fn knows(&self, name: &str) -> bool {
        self.find(name).is_some()
    }
    /// Every field that is known has a value that is allowed, whoever sets it.
    pub fn check(&self, whole: &Map<String, Value>) -> Result<()> {
        whole.iter().try_for_each(|(name, value)| {
            let known = self.find(name).map(|field| &field.rule);
            let rule = known.or(self.1.as_ref());
            rule.map_or(Ok(()), |rule| rule.check(name, value))
        })
    }
    /// Every field that was given is one that the object has.
    pub fn need_known(&self, given: &Map<String, Value>, doc: &str) -> Result<()> {
        let stored: Map<String, Value> = serde_json::from_str(doc).map_err(malformed)?;
        match given
            .keys()
            .find(|name| self.find(name).is_none() && !stored.contains_key(*name))
        {
            Some(unknown) => Err(malformed(format!("unknown field `{unknown}`"))),
            None => Ok(()),
        }
    }
    /// Every field that must be there is there.
    pub fn need_required(&self, sent: &Map<String, Value>) -> Result<()> {
        let missing = |(name, field): &&(String, Field)| {
            field.required && !field.read_only && !sent.contains_key(name)
        };
        match self.0.iter().find(missing) {
            Some((name, field)) => Err(refused(format!(
                "`{name}` is required: {}",
                field.rule.expected()
            ))),
            None => Ok(()),
        }
    }
    /// The query parameters as values of the types that the schema gives them. A parameter that
    /// the operation does not have is left out.
    pub fn typed_query(&self, query: &str, firmware: Firmware) -> Result<Map<String, Value>> {
        let mut typed = Map::new();
        for (name, text) in form_urlencoded::parse(query.as_bytes()) {
            let Some(field) = self.find(&name).filter(|f| f.exists(firmware)) else {
                continue;
            };
            let value = from_text(&field.rule, &text);
            field
                .rule
                .check(&name, &value)
                .map_err(|p| malformed(p.to_string()))?;
            typed.insert(name.into_owned(), value);
        }
        Ok(typed)
    }
    fn hides(&self, name: &str, firmware: Firmware) -> bool {
        match self.find(name) {
            Some(field) => field.write_only || !field.exists(firmware),
            None => self.1.is_none(),
        }
    }
    /// The object as clients of this firmware see it.
    pub fn shown<T: Serialize>(&self, object: &T, firmware: Firmware) -> serde_json::Result<Value> {
        let mut shown = serde_json::to_value(object)?;
        if let Some(fields) = shown.as_object_mut() {
            fields.retain(|name, _| !self.hides(name, firmware));
        }
        Ok(shown)
    }
}

/// The bytes that clients of this firmware see of an object.
pub fn shown_bytes<T: Resource>(object: &T, firmware: Firmware) -> Bytes {
    let shown = Fields::of::<T>().shown(object, firmware);
    // A resource is a struct with text keys, which always serializes.
    shown
        .and_then(|shown| serde_json::to_vec(&shown))
        .unwrap_or_default()
        .into()
}

/// A query parameter's text as a value of the type that is wanted; the text itself where it is none.
fn from_text(rule: &Rule, text: &str) -> Value {
    let number = text.parse::<i64>().ok().filter(|_| rule.takes("integer"));
    let truth = match text {
        "true" | "True" | "1" => Some(true),
        "false" | "False" | "0" => Some(false),
        _ => None,
    };
    match (number, truth.filter(|_| rule.takes("boolean"))) {
        (Some(number), _) => number.into(),
        (_, Some(truth)) => truth.into(),
        _ => text.into(),
    }
}
