//! Examples in the form that their schemas have: one example serves several forms of an object, in some of
//! which a number is written in quotes, and several firmwares.
use serde_json::{Map, Value};

/// Puts numbers of examples into quotes, or takes them out, as the schemas beside them say; what they do
/// not have is left out.
pub fn fit_examples(document: &mut Value) {
    let schemas = document["components"]["schemas"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    fit_below(document, &schemas);
}

fn fit_below(value: &mut Value, schemas: &Map<String, Value>) {
    match value {
        Value::Object(fields) => {
            if let (Some(schema), Some(_)) = (fields.get("schema").cloned(), fields.get("example"))
            {
                fit(&mut fields["example"], &schema, schemas);
            }
            if let Some(Value::Array(examples)) = fields.get("examples") {
                let (schema, mut examples) = (Value::Object(fields.clone()), examples.clone());
                for example in &mut examples {
                    fit(example, &schema, schemas);
                }
                fields["examples"] = examples.into();
            }
            for (_, below) in fields
                .iter_mut()
                .filter(|(name, _)| !name.starts_with("example"))
            {
                fit_below(below, schemas);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| fit_below(item, schemas)),
        _ => {}
    }
}

fn fit(example: &mut Value, schema: &Value, schemas: &Map<String, Value>) {
    if let Some(name) = schema["$ref"]
        .as_str()
        .and_then(|path| path.rsplit('/').next())
    {
        if let Some(schema) = schemas.get(name) {
            fit(example, schema, schemas);
        }
        return;
    }
    match example {
        Value::Object(fields) => {
            if let (Some(known), false) = (schema["properties"].as_object(), is_open(schema)) {
                fields.retain(|name, _| known.contains_key(name));
            }
            for (name, value) in fields.iter_mut() {
                fit(value, &schema["properties"][name.as_str()], schemas);
            }
        }
        Value::Array(items) => {
            for item in items {
                fit(item, &schema["items"], schemas);
            }
        }
        Value::String(text) if takes(schema, "integer") && !takes(schema, "string") => {
            if let Ok(number) = text.parse::<i64>() {
                *example = number.into();
            }
        }
        Value::Number(number) if takes(schema, "string") && !takes(schema, "integer") => {
            *example = number.to_string().into();
        }
        _ => {}
    }
}

/// Whether fields may be there that the schema does not name; those of another firmware may not.
fn is_open(schema: &Value) -> bool {
    !matches!(
        schema.get("additionalProperties"),
        None | Some(Value::Bool(false))
    )
}

/// Whether a value of this type is one of the schema, as far as its types say so.
fn takes(schema: &Value, name: &str) -> bool {
    let types = &schema["type"];
    let several = |values: &Value, is: &dyn Fn(&Value) -> bool| {
        values
            .as_array()
            .is_some_and(|values| values.iter().any(is))
    };
    *types == name
        || (name == "integer" && *types == "number")
        || several(types, &|one| one == name)
        || several(&schema["anyOf"], &|one| takes(one, name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_are_quoted_as_the_schema_says() {
        let mut document = json!({
            "schema": {"properties": {"site": {"$ref": "#/components/schemas/Site"}}},
            "example": {"site": {"id": 5, "count": "6", "either": 7, "ids": [8]}},
            "components": {"schemas": {"Site": {"properties": {
                "id": {"type": ["string", "null"]},
                "count": {"type": "integer"},
                "either": {"anyOf": [{"type": "integer"}, {"type": "string"}]},
                "ids": {"items": {"type": "string"}},
            }}}},
        });
        fit_examples(&mut document);
        let expected = json!({"site": {"id": "5", "count": 6, "either": 7, "ids": ["8"]}});
        assert_eq!(document["example"], expected);
    }
}
