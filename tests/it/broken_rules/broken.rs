//! One broken rule, and what breaks the rules of a single value.
use regex::Regex;
use serde_json::{Value, json};
use std::{collections::BTreeSet, fmt};

/// A body with one field that breaks one rule.
pub struct Broken {
    /// The names of the fields down to the broken one; none: the body itself.
    pub place: Vec<String>,
    pub rule: &'static str,
    pub body: Value,
}

impl Broken {
    pub fn new(rule: &'static str, body: Value) -> Self {
        let place = vec![];
        Self { place, rule, body }
    }
    pub fn field(&self) -> Option<&str> {
        self.place.last().map(String::as_str)
    }
    /// Whether the broken field is null.
    pub fn is_null(&self) -> bool {
        let mut fields = self.place.iter();
        let value = fields.try_fold(&self.body, |value, name| value.get(name));
        value.is_some_and(Value::is_null)
    }
    /// The same as a part of something larger.
    pub fn within(mut self, name: Option<&str>, whole: impl FnOnce(Value) -> Value) -> Self {
        if let Some(name) = name {
            self.place.insert(0, name.to_owned());
        }
        self.body = whole(self.body);
        self
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (place, rule) = (self.place.join("."), self.rule);
        write!(f, "`{place}` breaking `{rule}` by {}", self.body)
    }
}

/// The values of `enum` and `const`.
pub fn values(schema: &Value) -> Vec<&Value> {
    match (schema.get("enum"), schema.get("const")) {
        (Some(Value::Array(values)), _) => values.iter().collect(),
        (_, Some(only)) => vec![only],
        _ => vec![],
    }
}

fn kind_of(value: &Value) -> &'static str {
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

/// Whether a value of this type may follow the schema.
pub fn takes(schema: &Value, kind: &str) -> bool {
    let is = |named: &str| named == kind || (named == "number" && kind == "integer");
    match schema.get("type") {
        Some(Value::String(one)) => is(one),
        Some(Value::Array(some)) => some.iter().filter_map(Value::as_str).any(is),
        _ => match values(schema).as_slice() {
            [] => true,
            some => some.iter().any(|value| is(kind_of(value))),
        },
    }
}

/// A value of every type that none of the alternatives takes.
pub fn wrong_types(variants: &[&Value]) -> Vec<Broken> {
    let specimens = [
        json!(null),
        json!(true),
        json!(7),
        json!(1.5),
        json!("text"),
        json!([]),
        json!({}),
    ];
    let wrong = specimens
        .into_iter()
        .filter(|value| !variants.iter().any(|v| takes(v, kind_of(value))));
    wrong.map(|value| Broken::new("type", value)).collect()
}

/// A value of the right type that is not among those listed.
pub fn not_listed(kind: &str, listed: &[&Value]) -> Option<Broken> {
    let value = match kind {
        "string" => json!("not among them"),
        "integer" => {
            let known: BTreeSet<i64> = listed.iter().filter_map(|value| value.as_i64()).collect();
            json!(known.last()? + 1)
        }
        _ => return None,
    };
    Some(Broken::new("enum", value))
}

pub fn numbers(schema: &Value) -> Vec<Broken> {
    let bound = |rule: &'static str, step: f64| {
        let value = match schema.get(rule)? {
            bound if bound.is_f64() => json!(bound.as_f64()? + step),
            bound => json!(bound.as_i64()?.checked_add(step as i64)?),
        };
        Some(Broken::new(rule, value))
    };
    [bound("minimum", -1.0), bound("maximum", 1.0)]
        .into_iter()
        .flatten()
        .collect()
}

pub fn texts(schema: &Value) -> Vec<Broken> {
    let length = |key: &str| schema.get(key).and_then(Value::as_u64).map(|n| n as usize);
    let min = length("minLength").unwrap_or(0);
    let mut broken = vec![];
    if min > 0 {
        broken.push(Broken::new("minLength", json!("a".repeat(min - 1))));
    }
    if let Some(max) = length("maxLength") {
        broken.push(Broken::new("maxLength", json!("a".repeat(max + 1))));
    }
    if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
        let follows = Regex::new(pattern).unwrap();
        let texts = ["a", "0", "?", " ", "\n", "\""].map(|one| one.repeat(min.max(1)));
        let wrong = texts.into_iter().find(|text| !follows.is_match(text));
        let wrong = wrong.unwrap_or_else(|| panic!("what does not match {pattern}?"));
        broken.push(Broken::new("pattern", json!(wrong)));
    }
    broken
}
