//! The OpenAPI 3.1 document, folded out of the table of operations.
mod examples;
mod generators;
mod version_3_0;

pub use version_3_0::to_3_0;

use super::{describe::Doc, family::Family, operation::Operation, terms::Unprocessable};
use crate::{
    base::firmware::Firmware,
    schema::marks::{Lifetime, VALUES_SINCE, take_lines},
    twin::access::Level,
};
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

/// The document of a family for one firmware.
pub fn document(family: Family, firmware: Firmware) -> Value {
    let settings =
        SchemaSettings::draft2020_12().with(|s| s.definitions_path = "/components/schemas".into());
    let mut schemas = SchemaGenerator::new(settings);
    let mut paths = Map::new();
    for op in (family.operations)()
        .iter()
        .filter(|op| op.terms.is_documented_in(firmware))
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
            "responses": problems(family.wording.error),
            "securitySchemes": schemes,
        },
    });
    prune(&mut document, firmware);
    generators::simplify(&mut document);
    examples::fit_examples(&mut document);
    document["tags"] = tags(&document);
    document
}

/// The tag of each resource, in the order of the paths.
fn tags(document: &Value) -> Value {
    let base = document["servers"][0]["url"].as_str().unwrap_or_default();
    let mut names: Vec<&Value> = vec![];
    let items = document["paths"].as_object().into_iter().flatten();
    for operation in items.filter_map(|(_, item)| item.as_object()?.values().next()) {
        names.extend(operation["tags"].as_array().into_iter().flatten());
    }
    let mut tags: Vec<Value> = vec![];
    for name in names.iter().filter_map(|name| name.as_str()) {
        if !tags.iter().any(|tag| tag["name"] == name) {
            let about = format!("What is under {base}/{name}.");
            tags.push(json!({"name": name, "description": about}));
        }
    }
    tags.into()
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
    for name in path_names(op) {
        doc.parameters.push(
            json!({"in": "path", "name": name, "required": true, "schema": {"type": "integer"}}),
        );
    }
    (op.describe)(&mut doc);
    for status in refusals(family, op, &doc) {
        let reference = json!({"$ref": format!("#/components/responses/{status}")});
        doc.responses.entry(status.to_string()).or_insert(reference);
    }
    doc.responses.sort_keys();
    let level = (family.wording.api.level)(op.terms.level);
    let mut entry = json!({
        "operationId": operation_id(op),
        "tags": [op.path.split('/').nth(1)],
        "summary": op.summary,
        "description": format!("Requires {} privileges.", level.replace('_', " ")),
        "x-permission-level": level,
        "parameters": doc.parameters,
        "responses": doc.responses,
    });
    if op.terms.public {
        entry["security"] = json!([needed(&(family.security)()), {}]);
    }
    if let Some(body) = doc.body {
        entry["requestBody"] = body;
    }
    entry
}

/// The names in braces.
fn path_names(op: &Operation) -> impl Iterator<Item = &str> {
    let segments = op.path.split('/');
    segments.filter_map(|one| one.strip_prefix('{')?.strip_suffix('}'))
}

/// The statuses other than those of an answer.
fn refusals(family: &Family, op: &Operation, doc: &Doc) -> Vec<u16> {
    let body = doc.body.is_some();
    let said = [
        // A strict twin refuses parameters that an operation does not have.
        (400, true),
        (401, true),
        (403, op.terms.level > Level::ReadOnly),
        (404, path_names(op).next().is_some()),
        (408, body),
        (413, body),
        (415, body),
        (
            422,
            body && family.wording.refused == 422
                && op.terms.unprocessable != Unprocessable::Nothing,
        ),
        (429, family.limits.is_some()),
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
        (408, "The body did not come in time"),
        (409, "Something that is there already stands against it"),
        (413, "The body is too large"),
        (415, "The body has a media type that is not supported"),
        (422, "A field is missing or its value is not allowed"),
        (429, "There were too many calls"),
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

/// Leaves out the properties, parameters and values that this firmware does not have.
fn prune(value: &mut Value, firmware: Firmware) {
    let exists = |schema: &Value| Lifetime::of(schema).has(firmware);
    match value {
        Value::Object(fields) => {
            // What only the server sets has no default that a client could count on.
            if fields.contains_key("readOnly") {
                fields.remove("default");
            }
            prune_properties(fields, firmware);
            if let Some(Value::Array(parameters)) = fields.get_mut("parameters") {
                parameters.retain(|parameter| exists(&parameter["schema"]));
            }
            if let Some(marks) = fields.remove(VALUES_SINCE) {
                let schema = json!({ VALUES_SINCE: marks });
                if let Some(Value::Array(values)) = fields.get_mut("enum") {
                    values.retain(|value| Lifetime::of_value(&schema, value).has(firmware));
                }
            }
            let lines = take_lines(fields, firmware);
            if let Some(Value::String(description)) = fields.get_mut("description")
                && !lines.is_empty()
            {
                *description += &format!("\n\n{}", lines.join("\n"));
            }
            fields.values_mut().for_each(|v| prune(v, firmware));
        }
        Value::Array(items) => items.iter_mut().for_each(|v| prune(v, firmware)),
        _ => {}
    }
}

/// Leaves out the properties that this firmware does not have; none of them is required.
fn prune_properties(fields: &mut Map<String, Value>, firmware: Firmware) {
    let mut gone = vec![];
    if let Some(Value::Object(properties)) = fields.get_mut("properties") {
        properties.retain(|name, schema| {
            let stays = Lifetime::of(schema).has(firmware);
            if !stays {
                gone.push(name.clone());
            }
            stays
        });
    }
    if let Some(Value::Array(required)) = fields.get_mut("required") {
        required.retain(|name| gone.iter().all(|gone| name != gone));
        if required.is_empty() {
            fields.remove("required");
        }
    }
}
