//! What the parts of a handler's signature say of themselves in the documentation.
use crate::{base::firmware::Firmware, store::inline_schema};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// Bytes of any kind.
const OCTETS: &str = "application/octet-stream";

/// A part of a handler's signature that appears in its documentation.
pub trait Describe {
    fn describe(doc: &mut Doc);
}

/// What one operation says of itself.
pub struct Doc<'a> {
    pub schemas: &'a mut SchemaGenerator,
    pub firmware: Firmware,
    pub parameters: Vec<Value>,
    pub body: Option<Value>,
    pub responses: Map<String, Value>,
}

impl Doc<'_> {
    pub fn query<T: JsonSchema>(&mut self) {
        self.query_of(&inline_schema::<T>());
    }
    fn query_of(&mut self, schema: &Value) {
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, schema) in properties.into_iter().flatten() {
            let mut schema = schema.clone();
            let description = schema.as_object_mut().and_then(|s| s.remove("description"));
            let mut parameter = json!({"in": "query", "name": name, "schema": schema});
            if let Some(description) = description {
                parameter["description"] = description;
            }
            self.parameters.push(parameter);
        }
    }
    pub fn body<T: JsonSchema>(&mut self, whole: bool) {
        let schema = self.schemas.subschema_for::<T>();
        self.body_of(schema, inline_schema::<T>(), whole);
    }
    fn body_of(&mut self, reference: Schema, schema: Value, whole: bool) {
        let note = if whole {
            "The object"
        } else {
            "The fields to change; all others stay as they are"
        };
        let example = example_of(&schema, "readOnly");
        let schema = if whole {
            reference.to_value()
        } else {
            partial(schema)
        };
        let mut media = json!({ "schema": schema });
        if let Some(example) = example {
            media["example"] = example;
        }
        self.body = Some(
            json!({"description": note, "required": true, "content": {"application/json": media}}),
        );
    }
    /// A request without a body is taken too.
    pub fn optional_body(&mut self) {
        if let Some(body) = &mut self.body {
            body["required"] = false.into();
        }
    }
    /// The object of the body stands under this name.
    pub fn enveloped(&mut self, key: Option<&str>) {
        let media = self.body.as_mut();
        let media = media.and_then(|body| body.pointer_mut("/content/application~1json"));
        let (Some(key), Some(media)) = (key, media) else {
            return;
        };
        let inner = media["schema"].take();
        media["schema"] = json!({"type": "object", "required": [key], "properties": {key: inner}});
        if let Some(example) = media.get_mut("example") {
            *example = json!({key: example.take()});
        }
    }
    /// A text under any media type. Generators of clients know this one, and not text/plain.
    pub fn text_body(&mut self) {
        let schema = json!({"type": "string", "format": "binary"});
        self.body = Some(
            json!({"description": "A text in UTF-8", "required": true, "content": {OCTETS: {"schema": schema}}}),
        );
    }
    pub fn answer<T: JsonSchema>(&mut self, status: u16, description: &str) {
        self.answer_as::<T>(status, "application/json", description);
    }
    /// An object under a media type of its own.
    pub fn answer_as<T: JsonSchema>(&mut self, status: u16, media_type: &str, description: &str) {
        let schema = self.schemas.subschema_for::<T>();
        let example = example_of(&inline_schema::<T>(), "writeOnly");
        self.answer_of(status, media_type, description, schema, example);
    }
    fn answer_of(
        &mut self,
        status: u16,
        media_type: &str,
        description: &str,
        schema: Schema,
        example: Option<Value>,
    ) {
        let mut media = json!({"schema": schema});
        if let Some(example) = example {
            media["example"] = example;
        }
        let answer = json!({"description": description, "content": {media_type: media}});
        self.responses.insert(status.to_string(), answer);
    }
    /// A file that is sent: one part of a form, named `file`.
    pub fn upload(&mut self) {
        let file = json!({"type": "string", "contentMediaType": "application/octet-stream"});
        let form = json!({"type": "object", "required": ["file"], "properties": {"file": file}});
        self.body =
            Some(json!({"required": true, "content": {"multipart/form-data": {"schema": form}}}));
    }
    /// A file that is answered. Generators of clients that do not know its own media type know the
    /// general one.
    pub fn file(&mut self, status: u16, media: &str) {
        let file = json!({"schema": {"type": "string", "format": "binary"}});
        let content = json!({media: file, OCTETS: file});
        let answer = json!({"description": "The file", "content": content});
        self.responses.insert(status.to_string(), answer);
    }
    /// The names in the path are texts, and not ids.
    pub fn text_names(&mut self) {
        for parameter in &mut self.parameters {
            parameter["schema"] = json!({"type": "string"});
        }
    }
    pub fn empty(&mut self, status: u16, description: &str) {
        let answer = json!({"description": description});
        self.responses.insert(status.to_string(), answer);
    }
    /// An answer that says where something is.
    pub fn located(&mut self, status: u16, description: &str) {
        let location = json!({"description": "A path; its last segment is the id", "schema": {"type": "string"}});
        let answer = json!({"description": description, "headers": {"Location": location}});
        self.responses.insert(status.to_string(), answer);
    }
}

/// The first example of a schema; of a list, one with that example in it. Fields with the mark are
/// left out.
fn example_of(schema: &Value, mark: &str) -> Option<Value> {
    let first = |schema: &Value| schema.get("examples")?.get(0).cloned();
    let own = first(schema);
    let mut example = own.or_else(|| Some(json!([first(schema.get("items")?)?])))?;
    let (object, schema) = match schema.get("items") {
        Some(items) => (example.get_mut(0), items),
        None => (Some(&mut example), schema),
    };
    if let Some(fields) = object.and_then(Value::as_object_mut) {
        fields.retain(|name, _| schema["properties"][name].get(mark).is_none());
    }
    Some(example)
}
/// The schema of an object of which any part may be sent.
fn partial(mut schema: Value) -> Value {
    if let Some(fields) = schema.as_object_mut() {
        fields.retain(|key, _| {
            !matches!(key.as_str(), "required" | "$schema" | "title" | "examples")
        });
    }
    schema
}
