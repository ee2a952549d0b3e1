//! The document in the forms that generators of clients read. What they do not read they leave out, and
//! with it the operation.
use serde_json::{Map, Value, json};

/// What holds values and not schemas.
const VALUES: [&str; 5] = ["default", "enum", "const", "example", "examples"];

/// Calls this for each schema below, the innermost first. What is not a schema and has the same form,
/// such as an answer, is passed too.
pub fn for_each_schema(value: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(fields) => {
            for (name, below) in fields.iter_mut() {
                match below {
                    // The names in here are those of the API.
                    Value::Object(named) if name == "properties" => {
                        for schema in named.values_mut() {
                            for_each_schema(schema, change);
                        }
                    }
                    _ if VALUES.contains(&name.as_str()) => {}
                    _ => for_each_schema(below, change),
                }
            }
            change(fields);
        }
        Value::Array(items) => {
            for item in items {
                for_each_schema(item, change);
            }
        }
        _ => {}
    }
}

/// Writes what generators misread in another form that means the same.
pub fn simplify(document: &mut Value) {
    for_each_schema(document, &mut |schema| {
        any_value(schema);
        need_what_is_there(schema);
        if schema.get("default").is_some_and(Value::is_object) {
            schema.remove("default");
        }
        merge_constants(schema);
        split_enum(schema);
        name_values(schema);
        split_types(schema);
    });
}

/// Constants of which one is meant are an enum; what is said of each goes into its description.
fn merge_constants(schema: &mut Map<String, Value>) {
    let Some(Value::Array(forms)) = schema.get("oneOf") else {
        return;
    };
    let mut values = vec![];
    let mut said: Vec<String> = vec![];
    for form in forms {
        let value = form.get("const").into_iter();
        let several = form
            .get("enum")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        let own: Vec<_> = value.chain(several).cloned().collect();
        if own.is_empty() || form["type"] != "string" {
            return;
        }
        if let (Some(about), [Value::String(one)]) = (form["description"].as_str(), &own[..]) {
            said.push(format!("`{one}`: {about}"));
        }
        values.extend(own);
    }
    let about = schema
        .get("description")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let about: Vec<_> = about.into_iter().chain(said).collect();
    schema.shift_remove("oneOf");
    schema.insert("type".into(), "string".into());
    schema.insert("enum".into(), values.into());
    if !about.is_empty() {
        schema.insert("description".into(), about.join("\n").into());
    }
}

/// Values that would get one name, as `a_b` and `a b` do, get two (`x-enum-varnames` of OpenAPI Generator,
/// "Using Templates: Enum").
fn name_values(schema: &mut Map<String, Value>) {
    let Some(Value::Array(values)) = schema.get("enum") else {
        return;
    };
    let mut names: Vec<String> = vec![];
    let mut is_taken = false;
    for (at, value) in values.iter().filter_map(Value::as_str).enumerate() {
        let plain = |c: char| match c.is_ascii_alphanumeric() {
            true => c.to_ascii_uppercase(),
            false => '_',
        };
        let mut name = match value.starts_with(|c: char| c.is_ascii_alphabetic()) {
            true => value.chars().map(plain).collect(),
            false => format!("VALUE_{at}"),
        };
        while names.contains(&name) {
            is_taken = true;
            name += "_2";
        }
        names.push(name);
    }
    if is_taken && names.len() == values.len() {
        schema.insert("x-enum-varnames".into(), names.into());
    }
}

/// A field that this firmware does not have is not required either.
fn need_what_is_there(schema: &mut Map<String, Value>) {
    let Some(properties) = schema.get("properties").and_then(Value::as_object).cloned() else {
        return;
    };
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.retain(|name| {
            name.as_str()
                .is_some_and(|name| properties.contains_key(name))
        });
    }
}

/// Several types beside null are several forms; what else is said of each type stays beside them.
fn split_types(schema: &mut Map<String, Value>) {
    let Some(Value::Array(types)) = schema.get("type") else {
        return;
    };
    let types = types.clone();
    if types.iter().filter(|name| *name != "null").count() < 2 {
        return;
    }
    schema.shift_remove("type");
    let items = schema.shift_remove("items");
    let forms = types
        .into_iter()
        .map(|name| match (&items, name == "array") {
            (Some(items), true) => json!({"type": name, "items": items}),
            (None, true) => json!({"type": name, "items": {}}),
            _ => json!({ "type": name }),
        });
    let forms = forms.collect();
    schema.insert("anyOf".into(), Value::Array(forms));
}

/// A schema that allows everything is `{}`, as not all read `true`.
fn any_value(schema: &mut Map<String, Value>) {
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        for property in properties.values_mut().filter(|schema| **schema == true) {
            *property = json!({});
        }
    }
    if let Some(items) = schema.get_mut("items").filter(|items| **items == true) {
        *items = json!({});
    }
}

/// An enum with values of several types is one of several enums.
fn split_enum(schema: &mut Map<String, Value>) {
    let Some(Value::Array(values)) = schema.get("enum") else {
        return;
    };
    let mut types: Vec<(&str, Vec<Value>)> = vec![];
    for value in values.iter().filter(|value| !value.is_null()) {
        let name = type_of(value);
        match types.iter_mut().find(|(known, _)| *known == name) {
            Some((_, of_type)) => of_type.push(value.clone()),
            None => types.push((name, vec![value.clone()])),
        }
    }
    if types.len() < 2 {
        return;
    }
    if values.contains(&Value::Null) {
        types.push(("null", vec![Value::Null]));
    }
    let enums = types
        .into_iter()
        .map(|(name, values)| json!({"type": name, "enum": values}));
    let enums = enums.collect();
    schema.shift_remove("enum");
    schema.shift_remove("type");
    schema.insert("anyOf".into(), Value::Array(enums));
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_generators_misread_is_written_otherwise() {
        let mut document = json!({
            "properties": {
                "items": true,
                "enum": {"type": ["string", "integer"], "enum": ["a", 0, "1"], "description": "d"},
                "list": {"items": true},
                "param": {"type": "object", "default": {}},
                "either": {"type": ["integer", "string", "null"], "minimum": 1},
                "twice": {"enum": ["a_b", "a b"]},
                "one": {"description": "d", "oneOf": [
                    {"type": "string", "const": "a", "description": "first"},
                    {"type": "string", "enum": ["b", "c"]},
                ]},
            },
            "required": ["list", "later"],
            "example": {"properties": {"items": true}},
        });
        simplify(&mut document);
        let expected = json!({
            "properties": {
                "items": {},
                "enum": {
                    "description": "d",
                    "anyOf": [
                        {"type": "string", "enum": ["a", "1"]},
                        {"type": "integer", "enum": [0]},
                    ],
                },
                "list": {"items": {}},
                "param": {"type": "object"},
                "either": {
                    "minimum": 1,
                    "anyOf": [{"type": "integer"}, {"type": "string"}, {"type": "null"}],
                },
                "twice": {"enum": ["a_b", "a b"], "x-enum-varnames": ["A_B", "A_B_2"]},
                "one": {"description": "d\n`a`: first", "type": "string", "enum": ["a", "b", "c"]},
            },
            "required": ["list"],
            "example": {"properties": {"items": true}},
        });
        assert_eq!(document, expected);
    }
}
