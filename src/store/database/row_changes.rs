//! What many changes come to in a database: of each row only the last of them counts.
use crate::store::{
    object::{Kind, Object},
    state::Change,
};
use std::collections::HashMap;

/// The rows that are to be put, and those that are to be deleted; each begins with its twin.
#[derive(Default)]
pub struct RowChanges<'a> {
    pub objects: HashMap<(&'a str, &'static str, i64), Option<&'a Object>>,
    pub links: HashMap<(&'a str, &'static str, i64, i64), bool>,
    pub last_ids: HashMap<(&'a str, &'static str), i64>,
}

impl<'a> RowChanges<'a> {
    pub fn add(&mut self, twin: &'a str, changes: &'a [Change]) {
        for change in changes {
            match change {
                Change::Put(object) => {
                    let row = (twin, object.kind.name, object.id);
                    self.objects.insert(row, Some(object));
                }
                Change::Drop(kind, id) => {
                    self.objects.insert((twin, kind.name, *id), None);
                    // The objects that are there say themselves which ids were given.
                    self.last_id(twin, kind, *id);
                }
                Change::Link(l) => {
                    let row = (twin, l.relation.name, l.parent, l.child);
                    self.links.insert(row, true);
                }
                Change::Unlink(l) => {
                    let row = (twin, l.relation.name, l.parent, l.child);
                    self.links.insert(row, false);
                }
                Change::LastId(kind, id) => self.last_id(twin, kind, *id),
            }
        }
    }
    fn last_id(&mut self, twin: &'a str, kind: &'static Kind, id: i64) {
        let last = self.last_ids.entry((twin, kind.name)).or_default();
        *last = id.max(*last);
    }
}
