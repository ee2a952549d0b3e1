//! A saved configuration put back: objects come back as they were, and later ones go.
use crate::{
    base::problem::{Result, refused},
    extrahop::configuration::{Index, Row, Set, fields_of, listed, table},
    store::{Draft, Link, Object},
};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

type Record = Map<String, Value>;

/// A configuration on its way back.
pub struct Restore<'a> {
    draft: &'a mut Draft,
    index: Index,
    /// What cannot come back, such as an object of a user who is gone: one sentence each.
    pub left_out: Vec<String>,
}

impl<'a> Restore<'a> {
    pub fn new(draft: &'a mut Draft) -> Self {
        Self {
            draft,
            index: Index::default(),
            left_out: vec![],
        }
    }
    /// A kind that the document does not name was unknown when it was saved, and stays as it is.
    pub fn put_back(&mut self, sections: &Record) -> Result<()> {
        let mut saved = vec![];
        for row in table() {
            if let Some(section) = sections.get(row.name) {
                // What came back and went before is not in it.
                self.index = Index::default();
                let records = listed(row.name, section)?;
                self.objects(row, &records)
                    .map_err(|why| why.within(&format!("`{}`", row.name)))?;
                saved.push((row, records));
            }
        }
        self.index = Index::default();
        for (row, records) in saved {
            for set in &row.sets {
                self.links(row, set, &records)?;
            }
        }
        Ok(())
    }

    fn objects(&mut self, row: &Row, records: &[&Record]) -> Result<()> {
        let mut wanted = BTreeMap::new();
        for record in records {
            let mut fields = row.fields(record)?;
            if let Err(why) = row.resolve(&mut fields, self.draft, &mut self.index) {
                self.left_out.push(format!("{}: {why}", row.kind.title));
                continue;
            }
            match row.found(&fields) {
                Some(found) => self.fields(row, found.fields, fields)?,
                None => {
                    let object = row.kind.read(&fields).map_err(refused)?;
                    wanted.insert(object.id, object);
                }
            }
        }
        // All that differs goes before anything comes back: two objects may have swapped a name.
        let there: Vec<_> = self.draft.objects(row.kind.name).cloned().collect();
        for object in there {
            let same = |wanted: &Object| wanted.doc() == object.doc();
            if wanted.get(&object.id).is_some_and(same) {
                wanted.remove(&object.id);
            } else if row.found.is_none() || row.found(&fields_of(&object)).is_none() {
                self.draft.discard(&object);
            }
        }
        wanted.into_values().for_each(|object| self.place(object));
        Ok(())
    }
    fn place(&mut self, object: Object) {
        let (kind, id) = (object.kind, object.id);
        let placed = match self.draft.has(kind.name, id) {
            true => Err(refused(format!("another {} has the id {id}", kind.title))),
            false => self.draft.place(object),
        };
        if let Err(why) = placed {
            self.left_out.push(format!("{} {id}: {why}", kind.title));
        }
    }
    /// What is seen in the traffic is there or not; what people changed of it comes back.
    fn fields(&mut self, row: &Row, names: &[&str], saved: Record) -> Result<()> {
        let id = self.index.find(self.draft, row, &saved);
        let Some(object) = id.and_then(|id| self.draft.find(row.kind.name, id).cloned()) else {
            return Ok(());
        };
        let mut fields = fields_of(&object);
        let saved = saved.into_iter();
        let differs = |(name, value): &(String, Value)| {
            names.contains(&name.as_str()) && fields.get(name) != Some(value)
        };
        let changed: Vec<_> = saved.filter(differs).collect();
        if changed.is_empty() {
            return Ok(());
        }
        fields.extend(changed);
        let at = fields.get("mod_time").and_then(Value::as_i64);
        let restored = row.kind.read(&fields).map_err(refused)?;
        let restored = restored.with_id_and_time(object.id, at.unwrap_or(self.draft.stamp.at));
        self.draft.place(restored)
    }

    /// The links of a relation become those that the records list, as far as both ends are there.
    fn links(&mut self, row: &Row, set: &Set, records: &[&Record]) -> Result<()> {
        let lists = records.iter().filter(|r| r.contains_key(&set.name));
        if !records.is_empty() && lists.clone().next().is_none() {
            // The relation was unknown when the document was saved.
            return Ok(());
        }
        let mut wanted = BTreeSet::new();
        for record in lists {
            let Some(id) = self.index.find(self.draft, row, &row.fields(record)?) else {
                continue;
            };
            for named in record[&set.name].as_array().into_iter().flatten() {
                if let Ok(other) = self.index.resolve(self.draft, set.kind(), named) {
                    wanted.insert(set.link(id, other));
                }
            }
        }
        let relation = set.relation;
        let there: Vec<(i64, i64)> = self.draft.pairs(relation.name).collect();
        for (parent, child) in there {
            let link = Link {
                relation,
                parent,
                child,
            };
            if !wanted.remove(&link) {
                self.draft.unlink(link);
            }
        }
        wanted.into_iter().for_each(|link| self.draft.link(link));
        Ok(())
    }
}
