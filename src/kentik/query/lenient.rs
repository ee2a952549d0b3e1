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
pub struct Words(pub Vec<String>);

/// Filters, or an object with nothing in it.
#[derive(Debug, Default, Serialize)]
pub struct MaybeFilters(pub Option<Filters>);

#[derive(Deserialize)]
#[serde(untagged)]
enum SentFlag {
    Bare(bool),
    Quoted(String),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Word {
    Text(String),
    Number(i64),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum SentWords {
    One(Word),
    Some(Vec<Word>),
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match SentFlag::deserialize(from)? {
            SentFlag::Bare(flag) => Ok(Self(flag)),
            SentFlag::Quoted(text) => {
                let flag = text.trim().to_ascii_lowercase().parse();
                flag.map(Self).map_err(D::Error::custom)
            }
        }
    }
}
impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = |word| match word {
            Word::Text(text) => text.trim().to_owned(),
            Word::Number(number) => number.to_string(),
        };
        let mut words: Vec<String> = match SentWords::deserialize(from)? {
            SentWords::One(Word::Text(all)) => {
                all.split(',').map(|word| word.trim().to_owned()).collect()
            }
            SentWords::One(number) => vec![text(number)],
            SentWords::Some(words) => words.into_iter().map(text).collect(),
        };
        words.retain(|word| !word.is_empty());
        Ok(Self(words))
    }
}
impl<'de> Deserialize<'de> for MaybeFilters {
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
impl JsonSchema for MaybeFilters {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "MaybeFilters".into()
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
impl JsonSchema for Words {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Words".into()
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
            serde_json::from_str::<Words>(text)
                .ok()
                .map(|words| words.0)
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
