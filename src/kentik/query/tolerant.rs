//! Values that clients write in more than one way.
use crate::kentik::filters::Filters;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// True or false, bare or in quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Flag(pub bool);

/// Texts: a list of them (numbers are taken too), or one text with commas.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StringList(pub Vec<String>);

/// Filters, or an object with nothing in it.
#[derive(Debug, Default, Serialize)]
pub struct OptionalFilters(pub Option<Filters>);

#[derive(Deserialize)]
#[serde(untagged)]
enum BoolOrText {
    Bare(bool),
    Quoted(String),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum TextOrNumber {
    Text(String),
    Number(i64),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(TextOrNumber),
    Many(Vec<TextOrNumber>),
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match BoolOrText::deserialize(from)? {
            BoolOrText::Bare(flag) => Ok(Self(flag)),
            BoolOrText::Quoted(text) => {
                let flag = text.trim().to_ascii_lowercase().parse();
                flag.map(Self).map_err(D::Error::custom)
            }
        }
    }
}
impl<'de> Deserialize<'de> for StringList {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = |one| match one {
            TextOrNumber::Text(text) => text.trim().to_owned(),
            TextOrNumber::Number(number) => number.to_string(),
        };
        let mut texts: Vec<String> = match OneOrMany::deserialize(from)? {
            OneOrMany::One(TextOrNumber::Text(all)) => {
                all.split(',').map(|text| text.trim().to_owned()).collect()
            }
            OneOrMany::One(number) => vec![text(number)],
            OneOrMany::Many(texts) => texts.into_iter().map(text).collect(),
        };
        texts.retain(|text| !text.is_empty());
        Ok(Self(texts))
    }
}
impl<'de> Deserialize<'de> for OptionalFilters {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let sent = Map::deserialize(from)?;
        if sent.values().all(Value::is_null) {
            return Ok(Self(None));
        }
        let filters = serde_path_to_error::deserialize(Value::Object(sent));
        filters
            .map(|filters| Self(Some(filters)))
            .map_err(D::Error::custom)
    }
}
impl JsonSchema for OptionalFilters {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "OptionalFilters".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "object"})
    }
}
impl JsonSchema for Flag {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Flag".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["boolean", "string"], "pattern": "^(?i:true|false)$"})
    }
}
impl JsonSchema for StringList {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "StringList".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["array", "string"], "items": {"type": ["string", "integer"]}})
    }
}

/// Whether a flag is there and set.
pub fn is_set(flag: Option<Flag>) -> bool {
    flag.is_some_and(|Flag(set)| set)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_may_be_one_text() {
        let read = |text: &str| {
            serde_json::from_str::<StringList>(text)
                .ok()
                .map(|list| list.0)
        };
        let two = Some(vec!["a".to_owned(), "b".to_owned()]);
        assert_eq!(
            [read(r#"["a", "b"]"#), read(r#""a, b""#)],
            [two.clone(), two]
        );
        assert_eq!(read("[7]"), Some(vec!["7".to_owned()]));
        assert_eq!(read(r#""""#), Some(vec![]));
        assert_eq!(read("true"), None);
        let flag = |text: &str| serde_json::from_str::<Flag>(text).ok().map(|flag| flag.0);
        assert_eq!(
            [flag("true"), flag("\"False\""), flag("1")],
            [Some(true), Some(false), None]
        );
    }
}
