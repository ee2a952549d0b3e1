//! What a client sends of a batch at a time.
use crate::kentik::matching::{Direction, Matching};
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::{Value, json};

#[derive(Deserialize, JsonSchema)]
#[schemars(extend("examples" = [{"replace_all": false, "complete": true, "upserts": [{"value": "service_abc", "criteria": [{"direction": "dst", "addr": ["91.221.37.160"]}, {"direction": "src", "addr": ["94.74.74.192"]}]}], "deletes": [{"value": "test4"}]}]))]
pub struct BatchPart {
    /// Whether every value that is not among the upserts is deleted after the last part.
    pub replace_all: bool,
    /// Whether this is the last part.
    pub complete: bool,
    /// Values and the criteria that they are to have in place of those they had.
    #[serde(default)]
    pub upserts: Vec<Upsert>,
    /// Values that are deleted after the last part.
    #[serde(default)]
    pub deletes: Vec<BatchDelete>,
    /// What the answer to the first part said; none or "" in the first part.
    #[serde(default)]
    guid: Option<String>,
    /// It is ignored.
    #[serde(default, rename = "ttl_minutes")]
    #[schemars(with = "i64")]
    _ttl_minutes: IgnoredAny,
}

#[derive(Deserialize, JsonSchema)]
pub struct Upsert {
    /// The name of a tag, or the value of a populator.
    pub value: String,
    /// A tag or populator is made for each of them.
    #[schemars(length(min = 1))]
    pub criteria: Vec<Criterion>,
}

/// Which flows are meant.
#[derive(Deserialize, JsonSchema)]
#[schemars(transform = keys_as_lists, extend("examples" = [{"direction": "either", "addr": ["10.0.0.0/8"], "port": ["80", "8000-8099"], "protocol": [6]}]))]
pub struct Criterion {
    /// Which end of a flow must match: `src`, `dst` or `either`, in any case. Tags ignore it.
    #[serde(default)]
    pub direction: Direction,
    #[serde(flatten)]
    pub matching: Matching,
}

#[derive(Deserialize, JsonSchema)]
pub struct BatchDelete {
    /// The name of a tag, or the value of a populator.
    pub value: String,
}

/// In a batch the matching keys are lists, but for the one that is a number.
fn keys_as_lists(schema: &mut Schema) {
    let fields = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (name, field) in fields.into_iter().flatten() {
        let Some(field) = field.as_object_mut() else {
            continue;
        };
        let (kind, item) = match name.as_str() {
            "direction" => continue,
            "tcp_flags" => {
                field.insert("type".into(), json!(["integer", "null"]));
                field.insert("minimum".into(), 0.into());
                field.insert("maximum".into(), 255.into());
                continue;
            }
            "protocol" => (json!(["array", "null"]), json!(["integer", "string"])),
            _ => (json!(["array", "null"]), json!(["string", "integer"])),
        };
        field.insert("type".into(), kind);
        field.insert("items".into(), json!({ "type": item }));
    }
}

impl BatchPart {
    /// The batch that it goes on with.
    pub fn guid(&self) -> Option<&str> {
        self.guid.as_deref().filter(|guid| !guid.is_empty())
    }
}
