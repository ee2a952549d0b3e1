//! Which fields of an object a client may send and sees, read off its schema.
use super::{expected::from_text, marks::Lifetime, rule::Rule};
use crate::{
    base::{
        firmware::Firmware,
        identity_hasher::IdentityHash,
        problem::{Result, malformed, refused},
    },
    store::{Resource, inline_schema},
};
use bytes::Bytes;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};
use std::{
    any::TypeId,
    collections::HashMap,
    sync::{Arc, LazyLock, RwLock},
};

struct Field {
    name: String,
    read_only: bool,
    write_only: bool,
    required: bool,
    lifetime: Lifetime,
    rule: Rule,
    /// The fields of what stands in it, where not every client sees all of them.
    nested: Option<Nested>,
}

/// Where in a value there are objects whose fields differ between clients.
enum Nested {
    Object(Box<Fields>),
    /// In every item of an array, or every value of an object.
    Each(Box<Nested>),
}

/// The fields of one struct (so few that looking at each is faster than hashing), and what others
/// may be if a client may send some. Where it may not, a field that the schema leaves out is
/// stored, and known to no client.
pub struct Fields {
    fields: Vec<Field>,
    others: Option<Others>,
    /// The same as the rule of one value.
    pub(super) whole: Rule,
}

struct Others {
    rule: Rule,
    nested: Option<Nested>,
}

impl Fields {
    pub fn of<T: JsonSchema + 'static>() -> Arc<Fields> {
        Self::known(TypeId::of::<T>(), inline_schema::<T>)
    }
    fn known(of: TypeId, schema: fn() -> Value) -> Arc<Fields> {
        static KNOWN: LazyLock<RwLock<HashMap<TypeId, Arc<Fields>, IdentityHash>>> =
            LazyLock::new(RwLock::default);
        // Nothing panics while the lock is held, so it cannot be poisoned.
        if let Some(fields) = KNOWN.read().unwrap_or_else(|e| e.into_inner()).get(&of) {
            return fields.clone();
        }
        let fields = Arc::new(Self::from_schema(&schema()));
        let mut known = KNOWN.write().unwrap_or_else(|e| e.into_inner());
        known.insert(of, fields.clone());
        fields
    }
    /// Those of an object, or of the objects of a list.
    pub fn from_schema(schema: &Value) -> Fields {
        let required = schema.get("required").and_then(Value::as_array);
        let is_required = |name: &String| required.is_some_and(|all| all.iter().any(|r| r == name));
        let properties = schema.get("properties").and_then(Value::as_object);
        let field = |(name, schema): (&String, &Value)| Field {
            name: name.clone(),
            read_only: schema.get("readOnly").is_some(),
            write_only: schema.get("writeOnly").is_some(),
            required: is_required(name),
            lifetime: Lifetime::of(schema),
            rule: Rule::of(schema),
            nested: Nested::of(schema),
        };
        let others = schema.get("additionalProperties");
        let others = others.filter(|schema| **schema != Value::Bool(false));
        Fields {
            whole: Rule::of(schema),
            fields: properties.into_iter().flatten().map(field).collect(),
            others: others.map(|schema| Others {
                rule: Rule::of(schema),
                nested: Nested::of(schema),
            }),
        }
    }

    fn find(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
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
        sent.retain(|name, value| match self.find(name) {
            Some(field) => {
                let settable = !field.read_only || also.contains(&name.as_str());
                if let Some(nested) = &field.nested {
                    nested.keep(value, firmware);
                }
                field.lifetime.has(firmware) && settable
            }
            None => self.others.is_some(),
        });
        self.check(sent, firmware)
    }
    /// What a client sends in a field of later firmware must be right there.
    pub fn check_later(&self, sent: &Map<String, Value>, firmware: Firmware) -> Result<()> {
        let later = |field: &&Field| !field.lifetime.has(firmware);
        let mut later = self.fields.iter().filter(later);
        later.try_for_each(|field| match sent.get(&field.name) {
            Some(value) => field.rule.check(&field.name, value, Firmware::LAST),
            None => Ok(()),
        })
    }
    /// Whether the object has a field of this name.
    pub fn knows(&self, name: &str) -> bool {
        self.find(name).is_some()
    }
    /// Every field that is known has a value that is allowed, whoever sets it.
    pub fn check(&self, whole: &Map<String, Value>, firmware: Firmware) -> Result<()> {
        whole.iter().try_for_each(|(name, value)| {
            let known = self.find(name).map(|field| &field.rule);
            let rule = known.or(self.others.as_ref().map(|others| &others.rule));
            rule.map_or(Ok(()), |rule| rule.check(name, value, firmware))
        })
    }
    /// Every field that must be there is there.
    pub fn need_required(&self, sent: &Map<String, Value>, firmware: Firmware) -> Result<()> {
        let missing = |field: &&Field| {
            let needed = field.required && !field.read_only && field.lifetime.has(firmware);
            needed && !sent.contains_key(&field.name)
        };
        match self.fields.iter().find(missing) {
            Some(field) => Err(refused(format!(
                "`{}` is required: {}",
                field.name,
                field.rule.expected(firmware)
            ))),
            None => Ok(()),
        }
    }
    /// The query parameters as values of the types that the schema gives them. A parameter that
    /// the operation does not have is left out.
    pub fn typed_query(&self, query: &str, firmware: Firmware) -> Result<Map<String, Value>> {
        let mut typed = Map::new();
        for (name, text) in form_urlencoded::parse(query.as_bytes()) {
            let Some(field) = self.find(&name).filter(|f| f.lifetime.has(firmware)) else {
                continue;
            };
            let value = from_text(&field.rule, &text);
            field
                .rule
                .check(&name, &value, firmware)
                .map_err(|p| malformed(p.to_string()))?;
            typed.insert(name.into_owned(), value);
        }
        Ok(typed)
    }

    /// The object as clients of this firmware see it.
    pub fn shown<T: Serialize>(&self, object: &T, firmware: Firmware) -> serde_json::Result<Value> {
        let mut shown = serde_json::to_value(object)?;
        if let Some(fields) = shown.as_object_mut() {
            self.show(fields, firmware);
        }
        Ok(shown)
    }
    fn show(&self, object: &mut Map<String, Value>, firmware: Firmware) {
        object.retain(|name, value| {
            let (visible, nested) = match self.find(name) {
                Some(field) => (
                    !field.write_only && field.lifetime.has(firmware),
                    &field.nested,
                ),
                None => match &self.others {
                    Some(others) => (true, &others.nested),
                    None => return false,
                },
            };
            if let Some(nested) = nested {
                nested.show(value, firmware);
            }
            visible
        });
    }
    /// Whether not every client sees all of them.
    fn differ(&self) -> bool {
        let own = |field: &Field| {
            field.write_only || field.lifetime != Lifetime::ALWAYS || field.nested.is_some()
        };
        self.fields.iter().any(own)
    }
}

impl Nested {
    fn of(schema: &Value) -> Option<Nested> {
        if schema.get("properties").is_some() {
            let mut fields = Fields::from_schema(schema);
            // What the schema of an nested object leaves out is not hidden.
            fields.others.get_or_insert_with(|| Others {
                rule: Rule::default(),
                nested: None,
            });
            return fields.differ().then(|| Nested::Object(Box::new(fields)));
        }
        let each = ["items", "additionalProperties"].iter();
        let mut each = each.filter_map(|key| Nested::of(schema.get(key)?));
        if let Some(each) = each.next() {
            return Some(Nested::Each(Box::new(each)));
        }
        let alternatives = ["anyOf", "oneOf", "allOf"].iter();
        let alternatives = alternatives.filter_map(|key| schema.get(key)?.as_array());
        alternatives.flatten().find_map(Nested::of)
    }
    /// Drops what this firmware does not have.
    fn keep(&self, value: &mut Value, firmware: Firmware) {
        self.walk(value, &mut |fields, object| {
            object.retain(|name, value| match fields.find(name) {
                Some(field) => {
                    if let Some(nested) = &field.nested {
                        nested.keep(value, firmware);
                    }
                    field.lifetime.has(firmware)
                }
                None => true,
            });
        });
    }
    fn show(&self, value: &mut Value, firmware: Firmware) {
        self.walk(value, &mut |fields, object| fields.show(object, firmware));
    }
    fn walk(&self, value: &mut Value, visit: &mut dyn FnMut(&Fields, &mut Map<String, Value>)) {
        match (self, value) {
            (Nested::Object(fields), Value::Object(object)) => visit(fields, object),
            (Nested::Each(nested), Value::Array(items)) => {
                items.iter_mut().for_each(|item| nested.walk(item, visit));
            }
            (Nested::Each(nested), Value::Object(values)) => {
                values
                    .values_mut()
                    .for_each(|item| nested.walk(item, visit));
            }
            _ => {}
        }
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
