//! Filters: which traffic is meant, as groups of conditions.
use crate::base::problem::{Result, refused};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Groups of conditions, joined by the connector. What is stored of them is what was sent, keys that
/// nobody knows included.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Filters {
    /// Whether traffic must match all groups, or any of them.
    pub connector: Connector,
    pub filter_groups: Vec<FilterGroup>,
    /// Kentik's own; in filters that were made in the portal only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "nullable")]
    pub custom: Nullable<bool>,
    /// Kentik's own; in filters that were made in the portal only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "nullable")]
    pub filter_string: Nullable<String>,
    #[serde(flatten)]
    pub other_keys: Map<String, Value>,
}

/// Conditions and further groups, joined by the connector.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FilterGroup {
    /// Whether traffic must match all conditions of the group, or any of them.
    pub connector: Connector,
    /// Whether what matches is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not: Option<bool>,
    pub filters: Vec<Filter>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "nullable")]
    #[schemars(with = "Option<GroupId>")]
    pub id: Nullable<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "nullable")]
    pub metric: Nullable<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "nullable")]
    pub filter_string: Nullable<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "nullable")]
    pub name: Nullable<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "nullable")]
    pub named: Nullable<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "nullable")]
    pub auto_added: Nullable<String>,
    /// Saved filters that belong to the group.
    #[serde(rename = "saved_filters", default)]
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "nullable")]
    pub saved_filters: Nullable<Vec<Map<String, Value>>>,
    /// Groups within the group, of the same form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "nullable")]
    // The schema would be without end.
    #[schemars(with = "Option<Vec<Map<String, Value>>>")]
    pub filter_groups: Nullable<Vec<FilterGroup>>,
    #[serde(flatten)]
    pub other_keys: Map<String, Value>,
}

/// A condition.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Filter {
    /// The name of a dimension, such as `dst_as` or `l4_dst_port`, or of a custom one.
    #[schemars(length(max = 1000))]
    pub filter_field: String,
    pub operator: Operator,
    #[schemars(length(max = 100000))]
    pub filter_value: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "nullable")]
    #[schemars(with = "Option<GroupId>")]
    pub id: Nullable<Value>,
    #[serde(flatten)]
    pub other_keys: Map<String, Value>,
}

/// A key that is answered as it came: not at all, null, or a value.
pub type Nullable<T> = Option<Option<T>>;

fn nullable<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
) -> Result<Nullable<T>, D::Error> {
    Deserialize::deserialize(from).map(Some)
}

/// How conditions are joined. Clients write it in any case, and as `and` and `or` too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Connector {
    All,
    Any,
}

impl<'de> Deserialize<'de> for Connector {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        match text.to_ascii_lowercase().as_str() {
            "all" | "and" => Ok(Self::All),
            "any" | "or" => Ok(Self::Any),
            _ => Err(D::Error::custom(format!(
                "`{text}` is no connector; All and Any are"
            ))),
        }
    }
}
impl JsonSchema for Connector {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Connector".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^(?i:all|any|and|or)$", "examples": ["All", "Any"]})
    }
}

/// How a dimension is compared with the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Operator {
    #[serde(rename = "=")]
    Is,
    #[serde(rename = "<>")]
    IsNot,
    #[serde(rename = "ILIKE")]
    Contains,
    #[serde(rename = "NOT ILIKE")]
    ContainsNot,
    #[serde(rename = "~")]
    Matches,
    #[serde(rename = "!~")]
    MatchesNot,
    #[serde(rename = ">")]
    Above,
    #[serde(rename = "<")]
    Below,
    /// Has these bits set.
    #[serde(rename = "&")]
    Bits,
}

/// An id that the portal gave: text, or a number of clients that read it as one.
struct GroupId;

impl JsonSchema for GroupId {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "GroupId".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "integer"]})
    }
}

impl Filters {
    /// A filter that is stored says of every group whether it is negated.
    pub fn check_negations(&self) -> Result<()> {
        check_negations(&self.filter_groups, "filters.filterGroups")
    }
}

fn check_negations(groups: &[FilterGroup], place: &str) -> Result<()> {
    groups.iter().enumerate().try_for_each(|(i, group)| {
        if group.not.is_none() {
            return Err(refused(format!(
                "`{place}[{i}].not` is required: a boolean"
            )));
        }
        check_negations(group.groups(), &format!("{place}[{i}].filterGroups"))
    })
}

impl FilterGroup {
    /// Whether what matches is left out.
    pub fn is_negated(&self) -> bool {
        self.not.unwrap_or(false)
    }
    /// The groups within it.
    pub fn groups(&self) -> &[FilterGroup] {
        let groups = self.filter_groups.as_ref().and_then(Option::as_deref);
        groups.unwrap_or_default()
    }
}
