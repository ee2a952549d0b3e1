//! The values of a matching key, of which a flow meets one.
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};
use std::{borrow::Cow, net::Ipv4Addr};

/// A list that is written as one text with commas; none are written as "" or null.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Values(String);

impl Values {
    fn from_texts<'a>(values: impl Iterator<Item = &'a str>) -> Self {
        let values = values.flat_map(|text| text.split(','));
        let values = values.map(str::trim).filter(|value| !value.is_empty());
        Self(values.collect::<Vec<_>>().join(","))
    }
    pub fn is_unset(&self) -> bool {
        self.0.is_empty()
    }
    pub(super) fn text(&self) -> &str {
        &self.0
    }
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split(',').filter(|value| !value.is_empty())
    }
    /// How many there are.
    pub fn count(&self) -> usize {
        self.iter().count()
    }
    pub(super) fn sort(&mut self) {
        let mut values: Vec<_> = self.iter().collect();
        if !values.is_sorted() {
            values.sort_unstable();
            self.0 = values.join(",");
        }
    }
    /// Makes each bare IPv4 address a block.
    pub(super) fn add_prefix_lengths(&mut self) {
        let is_bare = |value: &str| value.parse::<Ipv4Addr>().is_ok();
        if !self.iter().any(is_bare) {
            return;
        }
        let blocks = self.iter().map(|value| match is_bare(value) {
            true => format!("{value}/32").into(),
            false => Cow::Borrowed(value),
        });
        self.0 = blocks.collect::<Vec<_>>().join(",");
    }
}

/// What clients send: the text, or in batches a list or a number.
#[derive(Deserialize)]
#[serde(untagged)]
enum TextOrList {
    Text(String),
    Number(i64),
    List(Vec<TextOrNumber>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum TextOrNumber {
    Text(String),
    Number(i64),
}

impl TextOrNumber {
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let texts = match Option::deserialize(from)? {
            None => vec![],
            Some(TextOrList::Text(text)) => vec![text],
            Some(TextOrList::Number(number)) => vec![number.to_string()],
            Some(TextOrList::List(list)) => list.into_iter().map(TextOrNumber::text).collect(),
        };
        Ok(Self::from_texts(texts.iter().map(String::as_str)))
    }
}
impl JsonSchema for Values {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Values".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "null"]})
    }
}
