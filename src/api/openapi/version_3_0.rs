//! The document as OpenAPI 3.0 has it, for tools that do not read 3.1 (OpenAPI 3.0.3, "Schema Object"; the
//! differences are in "Migrating from OpenAPI 3.0 to 3.1.0").
use super::generators::for_each_schema;
use serde_json::{Map, Value, json};

/// Puts a document of 3.1 into the forms of 3.0.
pub fn to_3_0(document: &mut Value) {
    for_each_schema(document, &mut |schema| {
        one_example(schema);
        one_value(schema);
        limits(schema);
        binary(schema);
        types(schema);
        null_among_several(schema);
        reference(schema);
        for only_3_1 in [
            "$schema",
            "$defs",
            "$comment",
            "propertyNames",
            "patternProperties",
        ] {
            schema.shift_remove(only_3_1);
        }
    });
    document["openapi"] = "3.0.3".into();
}

/// `examples` is a list in a schema of 3.1, and a map elsewhere.
fn one_example(schema: &mut Map<String, Value>) {
    if let Some(Value::Array(examples)) = schema.get("examples") {
        let first = examples.first().cloned();
        schema.shift_remove("examples");
        if let Some(first) = first {
            schema.entry("example").or_insert(first);
        }
    }
}

fn one_value(schema: &mut Map<String, Value>) {
    if let Some(value) = schema.shift_remove("const") {
        schema.insert("enum".into(), json!([value]));
    }
}

/// A limit that is not reached is a limit with a mark.
fn limits(schema: &mut Map<String, Value>) {
    for (exclusive, limit) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        if let Some(value) = schema
            .get(exclusive)
            .filter(|value| value.is_number())
            .cloned()
        {
            schema.insert(limit.into(), value);
            schema.insert(exclusive.into(), true.into());
        }
    }
}

fn binary(schema: &mut Map<String, Value>) {
    let encoded = schema.shift_remove("contentEncoding").is_some();
    let media = schema.shift_remove("contentMediaType").is_some();
    if encoded || media {
        let format = if encoded { "byte" } else { "binary" };
        schema.entry("format").or_insert_with(|| format.into());
    }
}

/// A list of types is one type that may be null, or one of several.
fn types(schema: &mut Map<String, Value>) {
    let mut types = match schema.get("type") {
        Some(Value::String(name)) if name == "null" => {
            schema.shift_remove("type");
            schema.insert("nullable".into(), true.into());
            schema.insert("enum".into(), json!([null]));
            return;
        }
        Some(Value::Array(types)) => types.clone(),
        _ => return,
    };
    let nullable = types.iter().any(|name| name == "null");
    types.retain(|name| name != "null");
    schema.shift_remove("type");
    if let [only] = types.as_slice() {
        schema.insert("type".into(), only.clone());
        if nullable {
            schema.insert("nullable".into(), true.into());
        }
        return;
    }
    let items = schema.shift_remove("items");
    let each = types.into_iter().map(|name| {
        let mut one = json!({ "type": name });
        if name == "array" {
            one["items"] = items.clone().unwrap_or_else(|| json!({}));
        }
        if nullable {
            one["nullable"] = true.into();
        }
        one
    });
    let each = each.collect();
    schema.insert("anyOf".into(), Value::Array(each));
}

/// Null beside a reference or several forms: what remains of the list may be null.
fn null_among_several(schema: &mut Map<String, Value>) {
    for key in ["anyOf", "oneOf"] {
        let Some(Value::Array(forms)) = schema.get_mut(key) else {
            continue;
        };
        let before = forms.len();
        forms.retain(|form| form["enum"] != json!([null]));
        if forms.len() == before {
            continue;
        }
        // What is beside a reference counts for nothing, so null needs a form of its own.
        if forms.iter().any(|form| form.get("$ref").is_some()) {
            forms.push(json!({"type": "object", "nullable": true, "enum": [null]}));
            continue;
        }
        for form in forms.iter_mut() {
            form["nullable"] = true.into();
        }
        if let [only] = forms.as_slice() {
            let only = only.as_object().cloned().unwrap_or_default();
            schema.shift_remove(key);
            for (name, value) in only {
                schema.entry(name).or_insert(value);
            }
        }
    }
}

/// What stands beside a reference is ignored, so the reference goes inside.
fn reference(schema: &mut Map<String, Value>) {
    if schema.len() > 1 && schema.get("$ref").is_some_and(Value::is_string) {
        let reference = schema.shift_remove("$ref");
        schema.insert("allOf".into(), json!([{ "$ref": reference }]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_of_3_1_has_one_of_3_0() {
        for (newer, older) in [
            (
                json!({"type": ["string", "null"]}),
                json!({"type": "string", "nullable": true}),
            ),
            (
                json!({"type": ["integer", "string"]}),
                json!({"anyOf": [{"type": "integer"}, {"type": "string"}]}),
            ),
            (
                json!({"anyOf": [{"$ref": "#/a"}, {"type": "null"}], "description": "d"}),
                json!({"description": "d", "anyOf": [
                    {"$ref": "#/a"},
                    {"type": "object", "nullable": true, "enum": [null]},
                ]}),
            ),
            (json!({"const": 5}), json!({"enum": [5]})),
            (json!({"examples": ["a", "b"]}), json!({"example": "a"})),
            (
                json!({"type": "number", "exclusiveMinimum": 0}),
                json!({"type": "number", "exclusiveMinimum": true, "minimum": 0}),
            ),
            (
                json!({"$ref": "#/a", "description": "d"}),
                json!({"description": "d", "allOf": [{"$ref": "#/a"}]}),
            ),
            (
                json!({"type": "string", "contentMediaType": "application/octet-stream"}),
                json!({"type": "string", "format": "binary"}),
            ),
        ] {
            let mut document = json!({ "schema": newer });
            to_3_0(&mut document);
            assert_eq!(document["schema"], older);
        }
    }
}
