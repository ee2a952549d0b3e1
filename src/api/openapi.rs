//! The OpenAPI 3.1 document, folded out of the table of operations.
use super::{
    family::Family,
    operation::{Operation, Unprocessable},
};
use crate::{base::firmware::Firmware, store::inline_schema};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

/// A part of a handler's signature that appears in its documentation.
pub trait Describe {
    fn describe(doc: &mut Doc);
}

/// What one operation says of itself.
pub struct Doc<'a> {
    schemas: &'a mut SchemaGenerator,
    pub firmware: Firmware,
    parameters: Vec<Value>,
    body: Option<Value>,
    responses: Map<String, Value>,
}

impl Doc<'_> {
    pub fn query<T: JsonSchema>(&mut self) {
        let schema = inline_schema::<T>();
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
        let note = if whole {
            "The object"
        } else {
            "The fields to change; all others stay as they are"
        };
        let schema = self.schemas.subschema_for::<T>();
        let mut media = json!({"schema": if whole { schema.to_value() } else { partial::<T>() }});
        if let Some(example) = example_of::<T>() {
            media["example"] = without::<T>(example, "readOnly");
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
    pub fn text_body(&mut self) {
        self.body = Some(
            json!({"required": true, "content": {"text/plain": {"schema": {"type": "string"}}}}),
        );
    }
    pub fn answer<T: JsonSchema>(&mut self, status: u16, description: &str) {
        self.answer_as::<T>(status, "application/json", description);
    }
    /// An object under a media type of its own.
    pub fn answer_as<T: JsonSchema>(&mut self, status: u16, media_type: &str, description: &str) {
        let schema = self.schemas.subschema_for::<T>();
        let mut media = json!({"schema": schema});
        if let Some(example) = example_of::<T>() {
            media["example"] = without::<T>(example, "writeOnly");
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
    /// A file that is answered.
    pub fn file(&mut self, status: u16, media: &str) {
        let answer = json!({"description": "The file", "content": {media: {}}});
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

/// The first example of a type's schema; of a list, one with that example in it.
fn example_of<T: JsonSchema>() -> Option<Value> {
    let schema = inline_schema::<T>();
    let first = |schema: &Value| schema.get("examples")?.get(0).cloned();
    first(&schema).or_else(|| Some(json!([first(schema.get("items")?)?])))
}
/// An example, or a list of one, without the fields that are marked so.
fn without<T: JsonSchema>(mut example: Value, mark: &str) -> Value {
    let schema = inline_schema::<T>();
    let (object, schema) = match schema.get("items") {
        Some(items) => (example.get_mut(0), items),
        None => (Some(&mut example), &schema),
    };
    if let Some(fields) = object.and_then(Value::as_object_mut) {
        fields.retain(|name, _| schema["properties"][name].get(mark).is_none());
    }
    example
}
/// The schema of an object of which any part may be sent.
fn partial<T: JsonSchema>() -> Value {
    let mut schema = inline_schema::<T>();
    if let Some(fields) = schema.as_object_mut() {
        fields.retain(|key, _| {
            !matches!(key.as_str(), "required" | "$schema" | "title" | "examples")
        });
    }
    schema
}

/// The document of a family for one firmware.
pub fn document(family: Family, firmware: Firmware) -> Value {
    let settings =
        SchemaSettings::draft2020_12().with(|s| s.definitions_path = "/components/schemas".into());
    let mut schemas = SchemaGenerator::new(settings);
    let mut paths = Map::new();
    for op in (family.operations)()
        .iter()
        .filter(|op| op.terms.is_listed_in(firmware))
    {
        let item = paths.entry(op.path.as_ref()).or_insert_with(|| json!({}));
        item[op.method.as_str().to_lowercase()] = entry(&family, op, &mut schemas, firmware);
    }
    let schemes = (family.security)();
    let credentials = needed(&schemes);
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": family.title,
            "version": firmware.full_version(),
            "description": family.about,
        },
        "servers": [{"url": family.base()}],
        "security": [credentials],
        "paths": paths,
        "components": {
            "schemas": schemas.take_definitions(true),
            "responses": problems(family.error),
            "securitySchemes": schemes,
        },
    });
    prune(&mut document, firmware);
    document
}

/// That all of these schemes are needed.
fn needed(schemes: &Value) -> Value {
    let names = schemes.as_object().into_iter().flat_map(Map::keys);
    names
        .map(|name| (name.clone(), json!([])))
        .collect::<Map<_, _>>()
        .into()
}

fn entry(
    family: &Family,
    op: &Operation,
    schemas: &mut SchemaGenerator,
    firmware: Firmware,
) -> Value {
    let mut doc = Doc {
        schemas,
        firmware,
        parameters: vec![],
        body: None,
        responses: Map::new(),
    };
    let names = op
        .path
        .split('/')
        .filter_map(|s| s.strip_prefix('{')?.strip_suffix('}'));
    for name in names.clone() {
        doc.parameters.push(
            json!({"in": "path", "name": name, "required": true, "schema": {"type": "integer"}}),
        );
    }
    (op.describe)(&mut doc);
    for status in refusals(
        family,
        op,
        doc.body.is_some(),
        !doc.parameters.is_empty(),
        names.count() > 0,
    ) {
        let reference = json!({"$ref": format!("#/components/responses/{status}")});
        doc.responses.entry(status.to_string()).or_insert(reference);
    }
    doc.responses.sort_keys();
    let level = (family.api.level)(op.terms.level);
    let mut entry = json!({
        "operationId": operation_id(op),
        "tags": [op.path.split('/').nth(1)],
        "summary": op.summary,
        "description": format!("Requires {} privileges.", level.replace('_', " ")),
        "x-permission-level": level,
        "parameters": doc.parameters,
        "responses": doc.responses,
    });
    if op.terms.open {
        entry["security"] = json!([needed(&(family.security)()), {}]);
    }
    if let Some(body) = doc.body {
        entry["requestBody"] = body;
    }
    entry
}

fn refusals(
    family: &Family,
    op: &Operation,
    body: bool,
    parameters: bool,
    named: bool,
) -> Vec<u16> {
    let said = [
        (400, body || parameters),
        (401, true),
        (403, op.terms.level > crate::twin::access::Level::ReadOnly),
        (404, named),
        (413, body),
        (415, body),
        (
            422,
            body && family.refused == 422 && op.terms.unprocessable != Unprocessable::Nothing,
        ),
        (500, true),
        (503, op.method != http::Method::GET),
    ];
    let statuses = said.into_iter().filter(|(_, applies)| *applies);
    let also = op.terms.refusals.iter().copied();
    statuses.map(|(status, _)| status).chain(also).collect()
}

/// `get_tags_id_devices`
fn operation_id(op: &Operation) -> String {
    let words = op
        .path
        .split('/')
        .filter(|s| !s.is_empty())
        .map(|s| s.trim_matches(['{', '}']));
    std::iter::once(op.method.as_str().to_lowercase())
        .chain(words.map(str::to_owned))
        .collect::<Vec<_>>()
        .join("_")
}

fn problems(field: &str) -> Value {
    let said = [
        (
            400,
            "The body is not JSON, or a field or parameter has a wrong type or value",
        ),
        (401, "The credentials are missing or not valid"),
        (403, "The user's permission level is too low"),
        (404, "There is no such object"),
        (405, "The object does not allow it"),
        (409, "Something that is there already stands against it"),
        (413, "The body is too large"),
        (415, "The body has a media type that is not supported"),
        (422, "A field is missing or its value is not allowed"),
        (500, "The emulator made a mistake"),
        (
            503,
            "The change could not be made durable, and was not made",
        ),
    ];
    let schema =
        json!({"type": "object", "required": [field], "properties": {field: {"type": "string"}}});
    let response = |(status, description): (u16, &str)| {
        let media = json!({"schema": schema, "example": {field: format!("{description}.")}});
        (
            status.to_string(),
            json!({"description": description, "content": {"application/json": media}}),
        )
    };
    Value::Object(said.into_iter().map(response).collect())
}

/// Leaves out the properties and parameters that this firmware does not have.
fn prune(value: &mut Value, firmware: Firmware) {
    let named = |v: &Value, key: &str| {
        v.get(key)
            .and_then(Value::as_str)
            .and_then(|v| v.parse::<Firmware>().ok())
    };
    let exists = |v: &Value| {
        named(v, "x-since").is_none_or(|s| s <= firmware)
            && named(v, "x-until").is_none_or(|u| firmware <= u)
    };
    match value {
        Value::Object(fields) => {
            // What only the server sets has no default that a client could count on.
            if fields.contains_key("readOnly") {
                fields.remove("default");
            }
            if let Some(Value::Object(properties)) = fields.get_mut("properties") {
                properties.retain(|_, schema| exists(schema));
            }
            if let Some(Value::Array(parameters)) = fields.get_mut("parameters") {
                parameters.retain(|parameter| exists(&parameter["schema"]));
            }
            fields.values_mut().for_each(|v| prune(v, firmware));
        }
        Value::Array(items) => items.iter_mut().for_each(|v| prune(v, firmware)),
        _ => {}
    }
}
