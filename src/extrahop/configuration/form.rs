//! From an object to its record and back.
use super::{
    references::{Index, reference},
    row::{Row, fields_of},
};
use crate::{
    base::problem::{Result, malformed, refused},
    extrahop::resources::users::User,
    store::{Object, State},
};
use serde_json::{Map, Value};

/// The records of a section of a document.
pub fn listed<'a>(name: &str, section: &'a Value) -> Result<Vec<&'a Map<String, Value>>> {
    let wrong = || refused(format!("`{name}` must be an array of objects"));
    let records = section.as_array().ok_or_else(wrong)?.iter();
    let records = records.map(|record| record.as_object().ok_or_else(wrong));
    records.collect()
}

impl Row {
    /// The record of an object, with its assignments; `fields` gives the object back.
    pub fn record(&self, state: &State, object: &Object) -> Map<String, Value> {
        let mut fields = fields_of(object);
        if let Some(found) = self.found(&fields) {
            fields.retain(|name, _| {
                let key = name == "id" || self.key.contains(&name.as_str());
                key || found.fields.contains(&name.as_str())
            });
        }
        let mut record: Map<_, _> = fields
            .into_iter()
            .map(|(name, value)| {
                let is_text = self.texts.contains(&name.as_str()) && !value.is_null();
                let value = match is_text {
                    true => value.to_string().into(),
                    false => value,
                };
                (self.in_record(name), value)
            })
            .collect();
        if let Some((name, kind)) = self.refers
            && let Some(id) = record.get(name).and_then(Value::as_i64)
        {
            record.insert(name.into(), reference(state, kind, id));
        }
        for set in &self.sets {
            let ids = set.ids(state, object.id).into_iter();
            let references: Vec<Value> = ids.map(|id| reference(state, set.kind(), id)).collect();
            record.insert(set.name.clone(), references.into());
        }
        record
    }
    /// The fields of the object that a record describes.
    pub fn fields(&self, record: &Map<String, Value>) -> Result<Map<String, Value>> {
        let mut fields = Map::new();
        for (name, value) in record {
            if self.sets.iter().any(|set| set.name == *name) {
                continue;
            }
            let field = self.in_object(name);
            let value = match value {
                Value::String(text) if self.texts.contains(&field) => serde_json::from_str(text)
                    .map_err(|why| {
                        malformed(format!("`{name}` must be JSON in a string: {why}"))
                    })?,
                value => value.clone(),
            };
            fields.insert(field.to_owned(), value);
        }
        Ok(fields)
    }

    /// Puts the id that an object has here in the place of the reference to it. The error is a
    /// sentence.
    pub fn resolve(
        &self,
        fields: &mut Map<String, Value>,
        state: &State,
        index: &mut Index,
    ) -> Result<(), String> {
        if let Some((name, kind)) = self.refers
            && let Some(named @ Value::Array(_)) = fields.get(name)
        {
            let id = index.resolve(state, kind, named)?;
            fields.insert(name.into(), id.into());
        }
        Ok(())
    }

    /// What belongs to a user of another appliance belongs to who brings it here.
    pub fn adopt(&self, fields: &mut Map<String, Value>, state: &State, caller: &str) {
        let Some(owner) = self.owner else {
            return;
        };
        let named = fields.get(owner).and_then(Value::as_str);
        let known = named.is_some_and(|name| state.by_key::<User>(&name.to_lowercase()).is_some());
        if !known {
            fields.insert(owner.into(), caller.into());
        }
    }

    /// The fields that tell the object from others, as one text.
    pub fn key_of(&self, fields: &Map<String, Value>) -> String {
        let key = self.key.iter().map(|name| fields.get(*name));
        let key: Vec<&Value> = key.map(|value| value.unwrap_or(&Value::Null)).collect();
        // A list of JSON values always serializes.
        serde_json::to_string(&key).unwrap_or_default()
    }
    /// What people call the object: the last of the fields that tell it from others.
    pub fn name_of(&self, fields: &Map<String, Value>) -> String {
        let name = self.key.last().and_then(|name| fields.get(*name)?.as_str());
        name.unwrap_or_default().to_owned()
    }
    /// The fields say what people call the object.
    pub fn need_name(&self, fields: &Map<String, Value>) -> Result<()> {
        let name = self.key.last().copied().unwrap_or_default();
        match fields.get(name).is_some_and(|value| !value.is_null()) {
            true => Ok(()),
            false => Err(refused(format!("`{name}` is required"))),
        }
    }
    /// The natural key as it stands in references.
    pub fn key_pairs(&self, fields: &Map<String, Value>) -> Vec<(String, Value)> {
        let pairs = self.key.iter().map(|name| {
            let value = fields.get(*name).cloned().unwrap_or_default();
            (self.in_record((*name).to_owned()), value)
        });
        pairs.collect()
    }

    /// The name that a record has for a field.
    fn in_record(&self, field: String) -> String {
        let found = self.renamed.iter().find(|(_, known)| *known == field);
        found.map_or(field, |(name, _)| (*name).to_owned())
    }
    /// The field that a name in a record stands for.
    pub fn in_object<'a>(&self, name: &'a str) -> &'a str {
        let found = self.renamed.iter().find(|(known, _)| *known == name);
        found.map_or(name, |(_, field)| field)
    }
}

#[cfg(test)]
mod tests {
    use crate::extrahop::configuration::row::{Row, row};
    use crate::{
        extrahop::resources::{pages::Page, users::User},
        store::{Draft, Object, Stamp, State},
        twin::access::Level,
    };
    use serde_json::json;

    #[test]
    fn what_a_stranger_owns_is_the_callers() {
        let row = Row {
            owner: Some("author"),
            ..row::<Page>("Page")
        };
        let (at, by, component) = (0, "test".into(), "test");
        let mut draft = Draft::new(State::default(), Stamp { at, by, component });
        let known = User::built_in("Ann", Level::FullWrite);
        draft.place(Object::new(known)).unwrap();
        for (given, expected) in [
            (json!({"author": "ann"}), "ann"),
            (json!({"author": "bob"}), "me"),
            (json!({"author": null}), "me"),
            (json!({}), "me"),
        ] {
            let mut fields = given.as_object().unwrap().clone();
            row.adopt(&mut fields, &draft, "me");
            assert_eq!(fields["author"], expected, "{given}");
        }
    }

    #[test]
    fn json_in_a_string_and_other_names_are_put_back() {
        let row = Row {
            renamed: &[("comment", "description")],
            texts: &["events", "hints"],
            ..row::<Page>("Page")
        };
        let record =
            json!({"name": "p", "comment": "c", "events": "[\"A\", \"B\"]", "hints": null});
        let fields = row.fields(record.as_object().unwrap()).unwrap();
        assert_eq!(
            serde_json::Value::from(fields),
            json!({"name": "p", "description": "c", "events": ["A", "B"], "hints": null})
        );
        let wrong = json!({"name": "p", "hints": "{"});
        let told = row.fields(wrong.as_object().unwrap()).unwrap_err();
        assert!(
            told.to_string()
                .starts_with("`hints` must be JSON in a string: EOF")
        );
    }
}
