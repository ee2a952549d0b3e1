//! Two states of a twin compared, as its clients see them.
use crate::{
    base::firmware::Firmware,
    families::CONTENTS,
    schema::fields::Fields,
    store::{self, AuditEntry, Kind, Link, Object, Resource, State},
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// What is different in one object or link.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"op": "created", "resource": "tags", "id": 7, "name": "production", "fields": {"name": [null, "production"]}}]))]
pub struct Change {
    pub op: Op,
    /// The path of the resource, or of the relation: `tags`, `tags/devices`.
    pub resource: &'static str,
    /// The object; of a link, its parent.
    pub id: i64,
    /// Of a link: its child.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub child: Option<i64>,
    /// What people call the object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Each field that differs: its value before, and its value now.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub fields: Map<String, Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    Created,
    Changed,
    Deleted,
    Linked,
    Unlinked,
}

/// What is different, by resource and id, links after objects. The audit log, which every change
/// adds to, is left out.
pub fn differences(before: &State, now: &State, firmware: Firmware) -> Vec<Change> {
    let mut shown = Shown {
        firmware,
        fields: HashMap::new(),
    };
    let (mut objects, mut links) = (vec![], vec![]);
    for step in before.steps_to(now) {
        match step {
            store::Change::Put(object) if object.kind.name != AuditEntry::KIND => {
                let old = before.find(object.kind.name, object.id);
                let op = old.map_or(Op::Created, |_| Op::Changed);
                let old = old.map(|object| &**object);
                objects.extend(shown.change(op, old, Some(&object)));
            }
            store::Change::Drop(kind, id) if kind.name != AuditEntry::KIND => {
                let old = before.find(kind.name, id).map(|object| &**object);
                objects.extend(shown.change(Op::Deleted, old, None));
            }
            store::Change::Link(link) => links.push(linked(Op::Linked, link)),
            store::Change::Unlink(link) => links.push(linked(Op::Unlinked, link)),
            store::Change::Put(_) | store::Change::Drop(..) | store::Change::LastId(..) => {}
        }
    }
    let places: Vec<_> = CONTENTS.kinds().into_iter().map(|kind| kind.path).collect();
    objects.sort_by_key(|change| {
        let place = places.iter().position(|path| *path == change.resource);
        (place, change.id)
    });
    objects.extend(links);
    objects
}

fn linked(op: Op, link: Link) -> Change {
    Change {
        op,
        resource: link.relation.name,
        id: link.parent,
        child: Some(link.child),
        name: None,
        fields: Map::new(),
    }
}

/// What clients of a firmware see of objects.
struct Shown {
    firmware: Firmware,
    fields: HashMap<&'static str, Fields>,
}

impl Shown {
    /// None where clients see no difference.
    fn change(&mut self, op: Op, old: Option<&Object>, new: Option<&Object>) -> Option<Change> {
        let object = new.or(old)?;
        let before = old.map_or_else(Map::new, |object| self.of(object));
        let now = new.map_or_else(Map::new, |object| self.of(object));
        let names = before
            .keys()
            .chain(now.keys().filter(|name| !before.contains_key(*name)));
        let value =
            |fields: &Map<String, Value>, name| fields.get(name).cloned().unwrap_or_default();
        let fields: Map<_, _> = names
            .map(|name| (name, value(&before, name), value(&now, name)))
            .filter(|(_, before, now)| before != now)
            .map(|(name, before, now)| (name.clone(), json!([before, now])))
            .collect();
        let differs = op != Op::Changed || !fields.is_empty();
        differs.then(|| Change {
            op,
            resource: object.kind.path,
            id: object.id,
            child: None,
            name: object.label().map(|label| label.into_owned()),
            fields,
        })
    }
    /// The fields that a client may read.
    fn of(&mut self, object: &Object) -> Map<String, Value> {
        let firmware = self.firmware;
        let doc: Value = serde_json::from_str(&object.doc()).unwrap_or_default();
        match self.known(object.kind).shown(&doc, firmware) {
            Ok(Value::Object(fields)) => fields,
            _ => Map::new(),
        }
    }
    fn known(&mut self, kind: &'static Kind) -> &Fields {
        let fields = self.fields.entry(kind.name);
        fields.or_insert_with(|| Fields::from_schema(&kind.schema()))
    }
}
