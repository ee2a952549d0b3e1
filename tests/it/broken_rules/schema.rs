//! Values that break one rule of a JSON Schema and follow all others.
use super::broken::{Broken, not_listed, numbers, takes, texts, values, wrong_types};
use regex::Regex;
use serde_json::{Map, Value, json};

/// What the rules are that are broken here, and the words of a schema that are none.
const RULES: [&str; 15] = [
    "type",
    "enum",
    "const",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "pattern",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
];
const WORDS: [&str; 13] = [
    "title",
    "description",
    "default",
    "examples",
    "example",
    "format",
    "$schema",
    "$id",
    "readOnly",
    "writeOnly",
    "deprecated",
    "contentMediaType",
    "contentEncoding",
];

/// The schemas of a document.
pub struct Schemas<'a>(pub &'a Value);

impl<'a> Schemas<'a> {
    /// How far into a body it goes; a schema may have itself as a part.
    const DEPTH: usize = 6;

    pub fn broken_bodies(&self, schema: &'a Value, good: &Value) -> Vec<Broken> {
        let good = match good.is_null() {
            true => self.sample(schema),
            false => good.clone(),
        };
        self.broken(schema, &good, Self::DEPTH)
    }

    /// The schemas of which a value follows one: those of `anyOf` and `oneOf`, or the one itself.
    fn variants(&self, mut schema: &'a Value) -> Vec<&'a Value> {
        while let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            schema = self.0.pointer(reference.trim_start_matches('#')).unwrap();
        }
        let either = ["anyOf", "oneOf"].iter().find_map(|key| schema.get(key));
        if let Some(Value::Array(either)) = either {
            return either.iter().flat_map(|one| self.variants(one)).collect();
        }
        for word in schema.as_object().into_iter().flat_map(Map::keys) {
            let known = RULES.contains(&word.as_str()) || WORDS.contains(&word.as_str());
            assert!(
                known || word.starts_with("x-"),
                "`{word}` of a schema is not broken by this loop: teach it"
            );
        }
        vec![schema]
    }

    /// Each rule of the schema broken once, in a value that is good otherwise.
    fn broken(&self, schema: &'a Value, good: &Value, depth: usize) -> Vec<Broken> {
        let variants = self.variants(schema);
        let mut broken = wrong_types(&variants);
        if depth == 0 {
            return broken;
        }
        for kind in ["string", "integer", "number", "array", "object"] {
            let of_kind: Vec<_> = variants.iter().filter(|v| takes(v, kind)).collect();
            let listed: Vec<&Value> = of_kind.iter().flat_map(|v| values(v)).collect();
            match of_kind.as_slice() {
                [] => {}
                _ if of_kind.iter().all(|v| !values(v).is_empty()) => {
                    broken.extend(not_listed(kind, &listed))
                }
                [only] => broken.extend(self.broken_rules(kind, only, good, depth - 1)),
                // What breaks one alternative may follow another.
                _ => {}
            }
        }
        broken
    }

    fn broken_rules(
        &self,
        kind: &str,
        schema: &'a Value,
        good: &Value,
        depth: usize,
    ) -> Vec<Broken> {
        match kind {
            "string" => texts(schema),
            // What takes any number takes integers too, and is looked at once.
            "integer" | "number" if takes(schema, "number") == (kind == "number") => {
                numbers(schema)
            }
            "array" => self.broken_arrays(schema, good, depth),
            "object" => self.broken_objects(schema, good, depth),
            _ => vec![],
        }
    }

    fn broken_arrays(&self, schema: &'a Value, good: &Value, depth: usize) -> Vec<Broken> {
        let mut broken = vec![];
        let items = schema.get("items").unwrap_or(&Value::Null);
        let item = good.get(0).cloned().unwrap_or_else(|| self.sample(items));
        let of = |count: u64| json!(vec![&item; count as usize]);
        if let Some(min) = schema
            .get("minItems")
            .and_then(Value::as_u64)
            .filter(|min| *min > 0)
        {
            broken.push(Broken::new("minItems", of(min - 1)));
        }
        if let Some(max) = schema.get("maxItems").and_then(Value::as_u64) {
            broken.push(Broken::new("maxItems", of(max + 1)));
        }
        if schema.get("uniqueItems") == Some(&json!(true)) {
            broken.push(Broken::new("uniqueItems", of(2)));
        }
        let wrong = self.broken(items, &item, depth).into_iter();
        broken.extend(wrong.map(|one| one.within(None, |wrong| json!([item, wrong]))));
        broken
    }

    fn broken_objects(&self, schema: &'a Value, good: &Value, depth: usize) -> Vec<Broken> {
        let mut broken = vec![];
        let good = match good {
            Value::Object(fields) => fields.clone(),
            _ => Map::new(),
        };
        for name in required(schema).filter(|name| settable(schema, name)) {
            let mut less = good.clone();
            less.shift_remove(name);
            broken.push(Broken::new("required", less.into()).within(Some(name), |less| less));
        }
        let more = schema.get("additionalProperties").filter(|s| s.is_object());
        let more = more.map(|schema| ("another", schema));
        let sent = fields(schema).filter(|(name, _)| settable(schema, name));
        for (name, schema) in sent.chain(more) {
            let value = match good.get(name) {
                Some(value) if !value.is_null() => value.clone(),
                _ => self.sample(schema),
            };
            let wrong = self.broken(schema, &value, depth).into_iter();
            broken.extend(wrong.map(|one| {
                one.within(Some(name), |wrong| {
                    let mut whole = good.clone();
                    whole.insert(name.to_owned(), wrong);
                    whole.into()
                })
            }));
        }
        broken
    }

    /// A value that follows the schema.
    fn sample(&self, schema: &'a Value) -> Value {
        let Some(schema) = self
            .variants(schema)
            .into_iter()
            .find(|v| !takes(v, "null") || !values(v).is_empty())
        else {
            return Value::Null;
        };
        if let Some(value) = values(schema).into_iter().find(|value| !value.is_null()) {
            return value.clone();
        }
        let number = |key: &str| schema.get(key).and_then(Value::as_i64);
        let kinds = ["object", "array", "string", "boolean", "number", "integer"];
        match kinds.into_iter().find(|kind| takes(schema, kind)) {
            Some("object") => {
                let needed =
                    fields(schema).filter(|(name, _)| required(schema).any(|r| r == *name));
                Value::Object(
                    needed
                        .map(|(name, schema)| (name.to_owned(), self.sample(schema)))
                        .collect(),
                )
            }
            Some("array") => {
                let items = schema.get("items").unwrap_or(&Value::Null);
                let count = number("minItems").unwrap_or(0);
                (0..count).map(|_| self.sample(items)).collect()
            }
            Some("string") => {
                let long = "a".repeat(number("minLength").unwrap_or(4) as usize);
                let texts = [long, "1".into(), "#0000ff".into()];
                let pattern = schema.get("pattern").and_then(Value::as_str);
                let pattern = Regex::new(pattern.unwrap_or_default()).unwrap();
                json!(texts.into_iter().find(|text| pattern.is_match(text)))
            }
            Some("boolean") => json!(true),
            _ => json!(number("minimum").or(number("maximum")).unwrap_or(1)),
        }
    }
}

fn required(schema: &Value) -> impl Iterator<Item = &str> {
    let all = schema.get("required").and_then(Value::as_array);
    all.into_iter().flatten().filter_map(Value::as_str)
}
fn fields(schema: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let all = schema.get("properties").and_then(Value::as_object);
    all.into_iter()
        .flatten()
        .map(|(name, schema)| (name.as_str(), schema))
}
/// Whether clients may send a field; those that only the server sets are left out of a body.
fn settable(schema: &Value, name: &str) -> bool {
    schema["properties"][name].get("readOnly").is_none()
}

#[test]
fn each_rule_is_broken_once() {
    let schema = json!({"type": "object", "required": ["id", "name"], "properties": {
        "id": {"type": "integer", "readOnly": true},
        "name": {"type": "string", "minLength": 1, "maxLength": 2, "pattern": "^[a-z]*$"},
        "share": {"type": ["number", "null"], "minimum": 0, "maximum": 0.5},
        "kind": {"anyOf": [{"oneOf": [{"const": "one"}, {"const": "two"}]}, {"type": "null"}]},
        "every": {"enum": [30, 60], "type": "integer"},
        "specs": {"type": "array", "minItems": 1, "maxItems": 1, "items": {"$ref": "#/spec"}},
        "more": {"type": "object", "additionalProperties": {"type": "boolean"}},
    }});
    let document = json!({"spec": {"type": "object", "required": ["of"], "properties": {"of": {"type": "array", "items": {"type": "string"}}}}});
    let good = json!({"name": "ab", "kind": null, "specs": [{"of": ["a"]}]});
    let broken = Schemas(&document).broken_bodies(&schema, &good);
    let of_rules: Vec<_> = broken
        .iter()
        .filter(|one| one.rule != "type")
        .map(Broken::to_string)
        .collect();
    let changed = |name: &str, value: Value| {
        let mut changed = good.clone();
        changed[name] = value;
        changed
    };
    let expected = [
        (
            "name",
            "required",
            json!({"kind": null, "specs": [{"of": ["a"]}]}),
        ),
        ("name", "minLength", changed("name", json!(""))),
        ("name", "maxLength", changed("name", json!("aaa"))),
        ("name", "pattern", changed("name", json!("0"))),
        ("share", "minimum", changed("share", json!(-1))),
        ("share", "maximum", changed("share", json!(1.5))),
        ("kind", "enum", changed("kind", json!("not among them"))),
        ("every", "enum", changed("every", json!(61))),
        ("specs", "minItems", changed("specs", json!([]))),
        (
            "specs",
            "maxItems",
            changed("specs", json!([{"of": ["a"]}, {"of": ["a"]}])),
        ),
        (
            "specs.of",
            "required",
            changed("specs", json!([{"of": ["a"]}, {}])),
        ),
    ];
    let expected =
        expected.map(|(place, rule, body)| format!("`{place}` breaking `{rule}` by {body}"));
    assert_eq!(of_rules, expected);
    let types = |place: &str| {
        let wrong = broken
            .iter()
            .filter(|one| one.rule == "type" && one.place.join(".") == place);
        wrong.count()
    };
    let wrong = [
        ("", 6),
        ("id", 0),
        ("name", 6),
        ("share", 4),
        ("kind", 5),
        ("specs.of", 12),
        ("more.another", 6),
    ];
    for (place, count) in wrong {
        assert_eq!(types(place), count, "{place}");
    }
}
