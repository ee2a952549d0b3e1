//! What a state holds: objects of many kinds, each one Rust struct.
use super::state::State;
use crate::base::{clock::Millis, firmware::Firmware, problem::Result};
use bytes::Bytes;
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use std::{any::Any, borrow::Cow, fmt, sync::OnceLock};

/// A kind of object: one struct, equal to what a client sees, and where it lives.
pub trait Resource:
    Serialize + DeserializeOwned + JsonSchema + Clone + Send + Sync + 'static
{
    /// The name of the kind in the database.
    const KIND: &str;
    /// The path segment under the base path, and the section of a fixture.
    const PATH: &str;
    /// The name in sentences for people.
    const TITLE: &str;
    /// What no two objects of the kind may share.
    const UNIQUE: Option<Unique<Self>> = None;
    /// The field that says when the object was last changed, if it has one.
    const CHANGED: &str = "mod_time";
    /// Whether every request reads objects of the kind: a write of one is published at once, so
    /// that reading them never waits for a write.
    const PUBLISH_AT_ONCE: bool = false;

    fn id(&self) -> i64;
    /// Called at every write, with the object's id and the time.
    fn set_id_and_time(&mut self, id: i64, at: Millis);
    /// The rules that more than one field takes part in; asked at every write.
    fn check(&self) -> Result<()> {
        Ok(())
    }
    /// The rules that other objects take part in; asked at every write.
    fn check_in(&self, _: &State) -> Result<()> {
        Ok(())
    }
    /// What is said of a second object with the same unique value.
    fn duplicate_message(&self) -> String {
        let field = Self::UNIQUE.map_or("id", |unique| unique.field);
        format!(
            "`{field}`: The specified {} {field} already exists.",
            Self::TITLE
        )
    }
    /// Whether it comes with every twin, so that no export has it.
    fn is_built_in(&self) -> bool {
        false
    }
    /// What people call the object; fixtures may refer to it by this.
    fn label(&self) -> Option<Cow<'_, str>> {
        Self::UNIQUE.map(|unique| (unique.key)(self))
    }
}

/// A field whose value no two objects of a kind share.
pub struct Unique<T> {
    pub field: &'static str,
    /// The value by which two are the same.
    pub key: fn(&T) -> Cow<'_, str>,
}

impl<T> Clone for Unique<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Unique<T> {}

/// A [`Resource`] as a value, for code that handles objects of every kind.
pub struct Kind {
    pub name: &'static str,
    pub path: &'static str,
    pub title: &'static str,
    /// The field that says when an object was last changed.
    pub changed: &'static str,
    pub publish_at_once: bool,
    decode: fn(&str) -> Result<Object, String>,
    encode: fn(&Object) -> String,
    key: fn(&Object) -> Option<Cow<'_, str>>,
    label: fn(&Object) -> Option<Cow<'_, str>>,
    with_id_and_time: fn(&Object, i64, Millis) -> Object,
    check: fn(&Object, &State) -> Result<()>,
    duplicate_message: fn(&Object) -> String,
    given: fn(&Object) -> bool,
    schema: fn() -> Value,
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl Kind {
    pub const fn of<T: Resource>() -> &'static Kind {
        const {
            &Kind {
                name: T::KIND,
                path: T::PATH,
                title: T::TITLE,
                changed: T::CHANGED,
                publish_at_once: T::PUBLISH_AT_ONCE,
                decode: |doc| {
                    serde_json::from_str::<T>(doc)
                        .map(Object::new)
                        .map_err(|e| e.to_string())
                },
                encode: |object| {
                    // A resource is a struct with text keys, which always serializes.
                    serde_json::to_string(object.get::<T>()).unwrap_or_default()
                },
                key: |object| T::UNIQUE.map(|unique| (unique.key)(object.get::<T>())),
                label: |object| object.get::<T>().label(),
                with_id_and_time: |object, id, at| {
                    let mut value = object.get::<T>().clone();
                    value.set_id_and_time(id, at);
                    Object::new(value)
                },
                check: |object, state| {
                    let value = object.get::<T>();
                    value.check().and_then(|()| value.check_in(state))
                },
                duplicate_message: |object| object.get::<T>().duplicate_message(),
                given: |object| object.get::<T>().is_built_in(),
                schema: inline_schema::<T>,
            }
        }
    }
    /// An object from its stored form.
    pub fn decode(&self, doc: &str) -> Result<Object, String> {
        (self.decode)(doc)
    }
    /// An object from its fields. The error has no place in a text that nobody saw.
    pub fn read(&self, fields: &Map<String, Value>) -> Result<Object, String> {
        let doc = serde_json::to_string(fields).map_err(|why| why.to_string())?;
        self.decode(&doc).map_err(|why| {
            let end = why.rfind(" at line ").unwrap_or(why.len());
            why[..end].to_owned()
        })
    }
    pub fn schema(&self) -> Value {
        (self.schema)()
    }
    /// The names of the fields of the stored form, of a kind that takes no others: those that no
    /// schema has among them. The reader lists them when it meets a name that there cannot be.
    pub fn stored_names(&self) -> Vec<String> {
        let told = self.decode("{\"\\u0000\": null}").err().unwrap_or_default();
        let names = told.split('`').skip(3).step_by(2);
        names.map(str::to_owned).collect()
    }
    /// Whether its objects are a section of a fixture, and not a field of one.
    pub fn is_section(&self) -> bool {
        !self.path.contains('.')
    }
}

/// The schema of a type with everything that it refers to written out.
pub fn inline_schema<T: JsonSchema>() -> Value {
    inlined(&T::schema_name(), T::json_schema)
}

fn inlined(name: &str, schema: fn(&mut SchemaGenerator) -> Schema) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|s| s.inline_subschemas = true);
    let mut generator = settings.into_generator();
    let mut schema = schema(&mut generator);
    let object = schema.ensure_object();
    object.entry("title").or_insert_with(|| name.into());
    // What contains itself cannot be written out.
    let recursive = generator.take_definitions(true);
    if !recursive.is_empty() {
        object.insert("$defs".into(), recursive.into());
    }
    schema.to_value()
}

/// One object, with the bytes that clients see of it once they were asked for.
pub struct Object {
    pub kind: &'static Kind,
    pub id: i64,
    value: Box<dyn Any + Send + Sync>,
    shown: OnceLock<Shown>,
}

/// The bytes that clients of a firmware see. Twins of several firmwares may share an object, so
/// there is a list; for nearly all it has one entry.
struct Shown {
    firmware: Firmware,
    bytes: Bytes,
    next: OnceLock<Box<Shown>>,
}

/// Objects are the same if all that is stored of them is.
impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.kind.name == other.kind.name && self.doc() == other.doc()
    }
}
impl Eq for Object {}

impl Object {
    pub fn new<T: Resource>(value: T) -> Self {
        Self {
            kind: Kind::of::<T>(),
            id: value.id(),
            value: Box::new(value),
            shown: OnceLock::new(),
        }
    }
    /// The object as what it is.
    pub fn get<T: Resource>(&self) -> &T {
        self.value
            .downcast_ref()
            .unwrap_or_else(|| panic!("a {} was read as a {}", self.kind.name, T::KIND))
    }
    /// The object as JSON text, with everything that is stored of it.
    pub fn doc(&self) -> String {
        (self.kind.encode)(self)
    }
    pub fn key(&self) -> Option<Cow<'_, str>> {
        (self.kind.key)(self)
    }
    pub fn label(&self) -> Option<Cow<'_, str>> {
        (self.kind.label)(self)
    }
    /// Whether the object may stand in this state.
    pub fn check(&self, state: &State) -> Result<()> {
        (self.kind.check)(self, state)
    }
    /// What is said where its unique value is another's.
    pub fn duplicate_message(&self) -> String {
        (self.kind.duplicate_message)(self)
    }
    /// Whether it comes with every twin.
    pub fn is_built_in(&self) -> bool {
        (self.kind.given)(self)
    }
    pub fn with_id_and_time(&self, id: i64, at: Millis) -> Object {
        (self.kind.with_id_and_time)(self, id, at)
    }
    /// The bytes that clients of a firmware see, made at the first time.
    pub fn shown(&self, firmware: Firmware, make: impl Fn() -> Bytes) -> &Bytes {
        let first = || Shown {
            firmware,
            bytes: make(),
            next: OnceLock::new(),
        };
        let mut shown = self.shown.get_or_init(first);
        while shown.firmware != firmware {
            shown = shown.next.get_or_init(|| Box::new(first()));
        }
        &shown.bytes
    }
}
