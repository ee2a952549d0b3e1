//! What a value may be, read off its JSON Schema, and the sentence for one that breaks it.
use crate::base::problem::{Problem, Result, malformed, refused};
use regex::Regex;
use serde_json::Value;

/// The part of JSON Schema that our schemas use.
#[derive(Debug, Default)]
pub struct Rule {
    types: Vec<String>,
    values: Option<Vec<Value>>,
    minimum: Option<f64>,
    maximum: Option<f64>,
    min_length: Option<u64>,
    max_length: Option<u64>,
    pattern: Option<Regex>,
    items: Option<Box<Rule>>,
    min_items: u64,
    /// What the fields of an object may be, and whether one must be there.
    properties: Vec<(String, Rule, bool)>,
    /// The value must follow one of these.
    any_of: Vec<Rule>,
}

impl Rule {
    pub fn of(schema: &Value) -> Self {
        let number = |key: &str| schema.get(key).and_then(Value::as_f64);
        let length = |key: &str| schema.get(key).and_then(Value::as_u64);
        let alternatives = ["anyOf", "oneOf"]
            .iter()
            .find_map(|key| schema.get(key)?.as_array());
        let values = match (schema.get("enum"), schema.get("const")) {
            (Some(Value::Array(values)), _) => Some(values.clone()),
            (_, Some(only)) => Some(vec![only.clone()]),
            _ => None,
        };
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
            properties: properties(schema),
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
    pub fn check(&self, place: &str, value: &Value) -> Result<()> {
        if !self.any_of.is_empty() {
            return self.check_alternatives(place, value);
        }
        if !self.types.is_empty() && !self.types.iter().any(|kind| is_a(kind, value)) {
            return Err(malformed(format!(
                "`{place}` must be {}, not {}",
                self.expected(),
                kind_of(value)
            )));
        }
        let allowed = |what: String| Err(refused(format!("`{place}` must be {what}")));
        if self
            .values
            .as_ref()
            .is_some_and(|values| !values.contains(value))
        {
            return allowed(self.expected());
        }
        match value {
            Value::Number(number) if !self.in_range(number.as_f64().unwrap_or(f64::NAN)) => {
                allowed(self.expected())
            }
            Value::String(text) => match self.broken_by(text) {
                Some(expected) => allowed(expected),
                None => Ok(()),
            },
            Value::Array(items) if (items.len() as u64) < self.min_items => {
                allowed(format!("an array of at least {} item", self.min_items))
            }
            Value::Array(items) => self.items.as_ref().map_or(Ok(()), |rule| {
                let mut items = items.iter().enumerate();
                items.try_for_each(|(i, item)| rule.check(&format!("{place}[{i}]"), item))
            }),
            Value::Object(fields) => self.properties.iter().try_for_each(|(name, rule, needed)| {
                let place = format!("{place}.{name}");
                match fields.get(name) {
                    Some(value) => rule.check(&place, value),
                    None if *needed => Err(refused(format!(
                        "`{place}` is required: {}",
                        rule.expected()
                    ))),
                    None => Ok(()),
                }
            }),
            _ => Ok(()),
        }
    }
    fn check_alternatives(&self, place: &str, value: &Value) -> Result<()> {
        // What is wrong inside of an object or array is told where it is wrong.
        let mut nested = self.any_of.iter().filter(|rule| match value {
            Value::Array(_) => rule.takes("array"),
            Value::Object(_) => rule.takes("object"),
            _ => false,
        });
        if let (Some(only), None) = (nested.next(), nested.next()) {
            return only.check(place, value);
        }
        if self
            .any_of
            .iter()
            .any(|rule| rule.check(place, value).is_ok())
        {
            return Ok(());
        }
        let why = format!("`{place}` must be {}", self.expected());
        // A value of the right type that is not among the allowed ones is refused.
        let mistyped = |rule: &Rule| matches!(rule.check(place, value), Err(Problem::Malformed(_)));
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

    /// What is allowed, in words.
    pub fn expected(&self) -> String {
        if !self.any_of.is_empty() {
            return self
                .any_of
                .iter()
                .map(Rule::expected)
                .collect::<Vec<_>>()
                .join(" or ");
        }
        if let Some(values) = &self.values {
            let names: Vec<_> = values.iter().map(Value::to_string).collect();
            return match names.as_slice() {
                [only] => only.clone(),
                _ => format!("one of {}", names.join(", ")),
            };
        }
        let types: Vec<_> = self.types.iter().map(|kind| with_article(kind)).collect();
        let range = match (self.minimum, self.maximum) {
            (Some(min), Some(max)) => format!(" from {min} to {max}"),
            (Some(min), None) => format!(" of at least {min}"),
            (None, Some(max)) => format!(" of at most {max}"),
            (None, None) => String::new(),
        };
        format!("{}{range}", types.join(" or "))
    }
}

fn properties(schema: &Value) -> Vec<(String, Rule, bool)> {
    let required = schema.get("required").and_then(Value::as_array);
    let properties = schema.get("properties").and_then(Value::as_object);
    let properties = properties.into_iter().flatten().map(|(name, schema)| {
        let needed = required.is_some_and(|all| all.iter().any(|field| field == name));
        let needed = needed && schema.get("readOnly").is_none();
        (name.clone(), Rule::of(schema), needed)
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

fn with_article(kind: &str) -> String {
    match kind {
        "null" => "null".into(),
        "integer" | "array" | "object" => format!("an {kind}"),
        _ => format!("a {kind}"),
    }
}

fn kind_of(value: &Value) -> String {
    with_article(match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(schema: Value, value: Value) -> Option<String> {
        Rule::of(&schema)
            .check("field", &value)
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
        assert!(matches!(
            Rule::of(&either).check("f", &json!("c")),
            Err(Problem::Refused(_))
        ));
        assert!(matches!(
            Rule::of(&either).check("f", &json!(1)),
            Err(Problem::Malformed(_))
        ));
    }
}
