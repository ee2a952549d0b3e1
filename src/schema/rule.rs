//! What a value may be, read off its JSON Schema, and the sentence for one that breaks it.
use super::{
    kinds::kind_of,
    marks::{Lifetime, elsewhere},
};
use crate::base::{
    firmware::Firmware,
    problem::{Problem, Result, malformed, refused},
};
use regex::Regex;
use serde_json::{Map, Value};

/// A field of an object.
#[derive(Debug)]
pub struct Property {
    pub name: String,
    pub rule: Rule,
    needed: bool,
    pub read_only: bool,
    pub lifetime: Lifetime,
}

/// The part of JSON Schema that our schemas use.
#[derive(Debug, Default)]
pub struct Rule {
    pub types: Vec<String>,
    /// Each with the firmwares that have it.
    pub values: Option<Vec<(Value, Lifetime)>>,
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pattern: Option<Regex>,
    pub items: Option<Box<Rule>>,
    min_items: u64,
    max_items: Option<u64>,
    /// What the fields of an object may be, and whether one must be there.
    pub properties: Vec<Property>,
    /// What the fields beside them may be, where there may be any.
    pub others: Option<Box<Rule>>,
    /// Whether the schema says that there are no others.
    pub closed: bool,
    /// Fields that only other servers have, and their firmware.
    pub elsewhere: Vec<(String, String)>,
    /// The value must follow one of these.
    pub any_of: Vec<Rule>,
}

impl Rule {
    pub fn of(schema: &Value) -> Self {
        let number = |key: &str| schema.get(key).and_then(Value::as_f64);
        let length = |key: &str| schema.get(key).and_then(Value::as_u64);
        let alternatives = ["anyOf", "oneOf"]
            .iter()
            .find_map(|key| schema.get(key)?.as_array());
        let values = match (schema.get("enum"), schema.get("const")) {
            (Some(Value::Array(values)), _) => Some(values.as_slice()),
            (_, Some(only)) => Some(std::slice::from_ref(only)),
            _ => None,
        };
        let value = |value: &Value| (value.clone(), Lifetime::of_value(schema, value));
        let values = values.map(|values| values.iter().map(value).collect());
        Self {
            types: match schema.get("type") {
                Some(Value::String(one)) => vec![one.clone()],
                Some(Value::Array(some)) => some
                    .iter()
                    .filter_map(|t| t.as_str().map(str::to_owned))
                    .collect(),
                _ => vec![],
            },
            values,
            minimum: number("minimum"),
            maximum: number("maximum"),
            min_length: length("minLength"),
            max_length: length("maxLength"),
            pattern: schema
                .get("pattern")
                .and_then(Value::as_str)
                .and_then(|p| Regex::new(p).ok()),
            items: schema.get("items").map(|items| Box::new(Rule::of(items))),
            min_items: length("minItems").unwrap_or(0),
            max_items: length("maxItems"),
            properties: properties(schema),
            others: others(schema).map(|others| Box::new(Rule::of(others))),
            closed: schema.get("additionalProperties") == Some(&Value::Bool(false)),
            elsewhere: elsewhere(schema),
            any_of: alternatives
                .map(|all| all.iter().map(Rule::of).collect())
                .unwrap_or_default(),
        }
    }

    pub fn takes(&self, kind: &str) -> bool {
        self.types.iter().any(|t| t == kind) || self.any_of.iter().any(|rule| rule.takes(kind))
    }

    /// Whether the value may stand at `place`: a wrong type is malformed, a value that is not
    /// allowed is refused.
    pub fn check(&self, place: &str, value: &Value, firmware: Firmware) -> Result<()> {
        if !self.any_of.is_empty() {
            return self.check_alternatives(place, value, firmware);
        }
        if !self.types.is_empty() && !self.types.iter().any(|kind| is_a(kind, value)) {
            return Err(malformed(format!(
                "`{place}` must be {}, not {}",
                self.expected(firmware),
                kind_of(value)
            )));
        }
        let allowed = |what: String| Err(refused(format!("`{place}` must be {what}")));
        let known = |values: &Vec<(Value, Lifetime)>| {
            let mut known = values.iter();
            known.any(|(known, lifetime)| known == value && lifetime.has(firmware))
        };
        if self.values.as_ref().is_some_and(|values| !known(values)) {
            return allowed(self.expected(firmware));
        }
        match value {
            Value::Number(number) if !self.in_range(number.as_f64().unwrap_or(f64::NAN)) => {
                allowed(self.expected(firmware))
            }
            Value::String(text) => match self.broken_by(text) {
                Some(expected) => allowed(expected),
                None => Ok(()),
            },
            Value::Array(items) if (items.len() as u64) < self.min_items => {
                allowed(format!("an array of at least {} item", self.min_items))
            }
            Value::Array(items) if self.max_items.is_some_and(|max| items.len() as u64 > max) => {
                let max = self.max_items.unwrap_or_default();
                allowed(format!("an array of at most {max} items"))
            }
            Value::Array(items) => self.items.as_ref().map_or(Ok(()), |rule| {
                let mut items = items.iter().enumerate();
                items.try_for_each(|(i, item)| rule.check(&format!("{place}[{i}]"), item, firmware))
            }),
            Value::Object(fields) => {
                let mut properties = self.properties.iter();
                properties.try_for_each(|property| property.check(place, fields, firmware))
            }
            _ => Ok(()),
        }
    }
    fn check_alternatives(&self, place: &str, value: &Value, firmware: Firmware) -> Result<()> {
        // What is wrong inside of an object or array is told where it is wrong.
        let mut nested = self.any_of.iter().filter(|rule| match value {
            Value::Array(_) => rule.takes("array"),
            Value::Object(_) => rule.takes("object"),
            _ => false,
        });
        if let (Some(only), None) = (nested.next(), nested.next()) {
            return only.check(place, value, firmware);
        }
        if self
            .any_of
            .iter()
            .any(|rule| rule.check(place, value, firmware).is_ok())
        {
            return Ok(());
        }
        let why = format!("`{place}` must be {}", self.expected(firmware));
        // A value of the right type that is not among the allowed ones is refused.
        let mistyped = |rule: &Rule| {
            matches!(
                rule.check(place, value, firmware),
                Err(Problem::Malformed(_))
            )
        };
        Err(if self.any_of.iter().all(mistyped) {
            malformed(why)
        } else {
            refused(why)
        })
    }
    fn in_range(&self, number: f64) -> bool {
        self.minimum.is_none_or(|min| number >= min) && self.maximum.is_none_or(|max| number <= max)
    }
    fn broken_by(&self, text: &str) -> Option<String> {
        let length = text.chars().count() as u64;
        match (self.min_length, self.max_length) {
            (Some(1), _) if length == 0 => Some("a text that is not empty".into()),
            (Some(min), _) if length < min => Some(format!("at least {min} characters long")),
            (_, Some(max)) if length > max => Some(format!("at most {max} characters long")),
            _ => {
                let pattern = self.pattern.as_ref()?;
                (!pattern.is_match(text)).then(|| format!("a text that matches {pattern}"))
            }
        }
    }
}

impl Property {
    fn check(&self, place: &str, fields: &Map<String, Value>, firmware: Firmware) -> Result<()> {
        let place = format!("{place}.{}", self.name);
        match fields.get(&self.name) {
            Some(value) => self.rule.check(&place, value, firmware),
            None if self.needed && self.lifetime.has(firmware) => Err(refused(format!(
                "`{place}` is required: {}",
                self.rule.expected(firmware)
            ))),
            None => Ok(()),
        }
    }
}

fn others(schema: &Value) -> Option<&Value> {
    let others = schema.get("additionalProperties")?;
    (*others != Value::Bool(false)).then_some(others)
}

fn properties(schema: &Value) -> Vec<Property> {
    let required = schema.get("required").and_then(Value::as_array);
    let properties = schema.get("properties").and_then(Value::as_object);
    let properties = properties.into_iter().flatten().map(|(name, schema)| {
        let needed = required.is_some_and(|all| all.iter().any(|field| field == name));
        Property {
            name: name.clone(),
            rule: Rule::of(schema),
            needed: needed && schema.get("readOnly").is_none(),
            read_only: schema.get("readOnly").is_some(),
            lifetime: Lifetime::of(schema),
        }
    });
    properties.collect()
}

fn is_a(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        _ => value.is_object(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(schema: Value, value: Value) -> Option<String> {
        Rule::of(&schema)
            .check("field", &value, Firmware::FIRST)
            .err()
            .map(|p| p.to_string())
    }

    #[test]
    fn a_broken_rule_names_the_field_and_what_is_allowed() {
        let severity = json!({"type": ["integer", "null"], "minimum": 0, "maximum": 7});
        assert_eq!(told(severity.clone(), json!(3)), None);
        assert_eq!(told(severity.clone(), json!(null)), None);
        assert_eq!(
            told(severity.clone(), json!(8)).unwrap(),
            "`field` must be an integer or null from 0 to 7"
        );
        assert_eq!(
            told(severity, json!("3")).unwrap(),
            "`field` must be an integer or null from 0 to 7, not a string"
        );
        let units = json!({"enum": ["none", "period"]});
        assert_eq!(
            told(units, json!("day")).unwrap(),
            "`field` must be one of \"none\", \"period\""
        );
        let ids = json!({"type": "array", "items": {"type": "integer"}});
        assert_eq!(
            told(ids, json!([1, "2"])).unwrap(),
            "`field[1]` must be an integer, not a string"
        );
        let specs = json!({"type": "array", "items": {"anyOf": [{"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "minLength": 1}, "share": {"type": "number", "maximum": 1}}}, {"type": "null"}]}});
        assert_eq!(
            told(
                specs.clone(),
                json!([null, {"name": "a", "share": 1, "more": 5}])
            ),
            None
        );
        assert_eq!(
            told(specs.clone(), json!([{"share": 1}])).unwrap(),
            "`field[0].name` is required: a string"
        );
        assert_eq!(
            told(specs, json!([{"name": "a"}, {"name": "a", "share": 2}])).unwrap(),
            "`field[1].share` must be a number of at most 1"
        );
        let either = json!({"anyOf": [{"enum": ["a", "b"], "type": "string"}, {"type": "null"}]});
        let check = |value| Rule::of(&either).check("f", &value, Firmware::FIRST);
        assert!(matches!(check(json!("c")), Err(Problem::Refused(_))));
        assert!(matches!(check(json!(1)), Err(Problem::Malformed(_))));
    }
}
