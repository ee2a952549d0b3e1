//! How records refer to objects: by a list of `[field, value]` pairs, never by an id alone.
use super::{
    row::{Row, fields_of},
    table::row_of,
};
use crate::store::State;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// The reference to an object: its natural key, and its id, which only tells it from namesakes.
/// An object of a kind that has no records has nothing but its id.
pub fn reference(state: &State, kind: &str, id: i64) -> Value {
    let named = row_of(kind).zip(state.find(kind, id));
    let pairs = named.map(|(row, object)| row.key_pairs(&fields_of(object)));
    let mut pairs = pairs.unwrap_or_default();
    if pairs.iter().all(|(name, _)| name != "id") {
        pairs.push(("id".to_owned(), json!(id)));
    }
    json!(pairs)
}

/// Which objects of a state have which natural key; of each kind it is made when it is first
/// asked for.
#[derive(Default)]
pub struct Index(HashMap<&'static str, HashMap<String, Vec<i64>>>);

impl Index {
    /// The object with the natural key of these fields: of namesakes the one with their id, else
    /// the oldest.
    pub fn find(&mut self, state: &State, row: &Row, fields: &Map<String, Value>) -> Option<i64> {
        let ids = self.of(state, row).get(&row.key_of(fields))?;
        let same = |id: &i64| ids.contains(id);
        let id = fields.get("id").and_then(Value::as_i64).filter(same);
        id.or(ids.first().copied())
    }
    fn of(&mut self, state: &State, row: &Row) -> &HashMap<String, Vec<i64>> {
        self.0.entry(row.kind.name).or_insert_with(|| {
            let mut ids: HashMap<String, Vec<i64>> = HashMap::new();
            for object in state.objects(row.kind.name) {
                let key = row.key_of(&fields_of(object));
                ids.entry(key).or_default().push(object.id);
            }
            ids
        })
    }
    /// Takes up an object that came into the state since.
    pub fn add(&mut self, row: &Row, fields: &Map<String, Value>, id: i64) {
        if let Some(known) = self.0.get_mut(row.kind.name) {
            known.entry(row.key_of(fields)).or_default().push(id);
        }
    }
    /// The object that a reference names. The error is a sentence.
    pub fn resolve(&mut self, state: &State, kind: &str, named: &Value) -> Result<i64, String> {
        let pairs: Vec<(String, Value)> = serde_json::from_value(named.clone())
            .map_err(|_| format!("{named} must be a list of [field, value] pairs"))?;
        let Some(row) = row_of(kind) else {
            let id = pairs.iter().find(|(name, _)| name == "id");
            let id = id.and_then(|(_, value)| value.as_i64());
            return id
                .filter(|id| state.has(kind, *id))
                .ok_or_else(|| format!("there is no {kind} {named} here"));
        };
        let pairs = pairs.into_iter();
        let fields = pairs.map(|(name, value)| (row.in_object(&name).to_owned(), value));
        self.find(state, row, &fields.collect())
            .ok_or_else(|| format!("there is no {} {named} here", row.kind.title))
    }
}
