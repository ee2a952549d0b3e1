//! What becomes of the records of a bundle when it is applied.
use super::{
    apply_result::{ApplyResult, Ignored, Item},
    document::BundleDocument,
};
use crate::{
    base::{
        platform::Platform,
        problem::{Result, malformed, refused},
    },
    extrahop::{
        configuration::{Index, Row, Set, fields_of, listed, table},
        resources::{
            self,
            triggers::{Trigger, captures},
        },
    },
    schema::{fields::Fields, marks::write_only},
    store::{Draft, Object, Resource},
    twin::access::Permit,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "BundleApply")]
#[schemars(extend("examples" = [{"policy": "skip", "include_assignments": true, "node_ids": [3, 4]}]))]
pub struct Apply {
    /// What becomes of an object that is there already.
    #[schemars(transform = write_only)]
    policy: Policy,
    /// Whether the objects get the assignments that the bundle lists; if not, new objects have
    /// none and others keep theirs.
    #[schemars(transform = write_only)]
    include_assignments: bool,
    /// The nodes of a Command appliance to apply to; other appliances pass over it.
    #[serde(default)]
    #[schemars(transform = write_only)]
    node_ids: Vec<i64>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
enum Policy {
    Overwrite,
    Skip,
}

impl Apply {
    /// Does it all, or nothing when a record breaks a rule.
    pub fn apply(
        self,
        draft: &mut Draft,
        by: &Permit,
        document: &BundleDocument,
    ) -> Result<ApplyResult> {
        let nodes = self.nodes(draft, by.platform)?;
        let mut applying = Applying {
            how: self,
            draft,
            by,
            index: Index::default(),
            outcome: ApplyResult::default(),
        };
        applying.place_all(document)?;
        let outcome = applying.outcome;
        resources::complete(draft, by.platform)?;
        Ok(outcome.on(&nodes))
    }
    /// The nodes that are named, on an appliance that has nodes.
    fn nodes(&self, draft: &Draft, platform: Platform) -> Result<Vec<i64>> {
        if platform == Platform::Discover {
            return Ok(vec![]);
        }
        let unknown = self.node_ids.iter().find(|id| !draft.has("node", **id));
        match unknown {
            Some(id) => Err(malformed(format!(
                "`node_ids`: There is no node with the id {id}."
            ))),
            None => Ok(self.node_ids.clone()),
        }
    }
}

/// A bundle on its way into the configuration.
struct Applying<'a> {
    how: Apply,
    draft: &'a mut Draft,
    by: &'a Permit,
    index: Index,
    outcome: ApplyResult,
}

/// An object that the bundle made what it is.
struct Placed<'d> {
    row: &'static Row,
    id: i64,
    place: String,
    record: &'d Map<String, Value>,
}

impl Applying<'_> {
    /// First the objects and then what joins them, so that records may refer to later ones.
    fn place_all(&mut self, document: &BundleDocument) -> Result<()> {
        let mut placed = vec![];
        for row in table().iter().filter(|row| row.portable) {
            let Some(section) = document.sections.get(row.name) else {
                continue;
            };
            let rules = Fields::from_schema(&row.kind.schema());
            for (i, record) in listed(row.name, section)?.into_iter().enumerate() {
                let place = format!("`{}[{i}]`", row.name);
                let id = self.place(row, &rules, record);
                if let Some(id) = id.map_err(|why| why.within(&place))? {
                    placed.push(Placed {
                        row,
                        id,
                        place,
                        record,
                    });
                }
            }
        }
        self.pass_over(document);
        if self.how.include_assignments {
            for object in &placed {
                for set in &object.row.sets {
                    self.assign(object, set)
                        .map_err(|why| why.within(&object.place))?;
                }
            }
        }
        let mut triggers = placed.iter().filter(|o| o.row.kind.name == Trigger::KIND);
        triggers.try_for_each(|object| captures::start(self.by, self.draft, object.id))
    }
    /// Says which sections nothing is made of.
    fn pass_over(&mut self, document: &BundleDocument) {
        for (name, section) in &document.sections {
            let known = table().iter().any(|row| row.name == name && row.portable);
            let count = section.as_array().map_or(0, Vec::len);
            if !known && count > 0 {
                self.outcome.ignored.push(Ignored {
                    kind: name.clone(),
                    name: None,
                    reason: format!(
                        "Records of this kind stay in the bundle; there are {count} of them."
                    ),
                });
            }
        }
    }

    /// Makes an object of a record, or of the one that is there; its id, unless it was skipped.
    fn place(
        &mut self,
        row: &'static Row,
        rules: &Fields,
        record: &Map<String, Value>,
    ) -> Result<Option<i64>> {
        let mut fields = row.fields(record)?;
        row.adopt(&mut fields, self.draft, &self.by.user.name);
        let there = self.index.find(self.draft, row, &fields);
        let there = there.and_then(|id| self.draft.find(row.kind.name, id).cloned());
        let mut whole = Map::new();
        if let Some(object) = &there {
            whole = fields_of(object);
            let built_in = whole.get("built_in") == Some(&json!(true));
            if built_in || self.how.policy == Policy::Skip {
                let item = Item::new(row, &whole, object.id);
                self.outcome.skipped.push(item);
                return Ok(None);
            }
        }
        rules.keep(&mut fields, self.by.firmware, row.settable)?;
        if there.is_none() {
            rules.need_required(&fields, self.by.firmware)?;
            row.need_name(&fields)?;
        }
        whole.extend(fields);
        let object = row.kind.read(&whole).map_err(refused)?;
        let object = row.make(object, self.by)?;
        let id = self.store(row, object, there.map(|object| object.id))?;
        Ok(Some(id))
    }
    /// Puts the object into the state, under the id of the one that it replaces or the next one.
    fn store(&mut self, row: &'static Row, object: Object, there: Option<i64>) -> Result<i64> {
        let id = there.unwrap_or_else(|| self.draft.next_id(row.kind));
        let object = object.with_id_and_time(id, self.draft.stamp.at);
        let fields = fields_of(&object);
        let item = Item::new(row, &fields, id);
        self.draft.place(object)?;
        match there {
            Some(_) => {
                self.outcome.overwritten.push(item);
                self.part(row, id);
            }
            None => {
                self.outcome.created.push(item);
                self.index.add(row, &fields, id);
            }
        }
        Ok(id)
    }
    /// Takes away assignments that what the object has become does not allow.
    fn part(&mut self, row: &Row, id: i64) {
        for set in &row.sets {
            for other in set.ids(self.draft, id) {
                let link = set.link(id, other);
                if set.allows(self.draft, &link).is_err() {
                    self.draft.unlink(link);
                }
            }
        }
    }

    /// The assignments of one relation become those that the record lists.
    fn assign(&mut self, object: &Placed, set: &Set) -> Result<()> {
        let Some(listed) = object.record.get(&set.name) else {
            return Ok(());
        };
        let listed = listed
            .as_array()
            .ok_or_else(|| malformed(format!("`{}` must be an array of references", set.name)))?;
        let mut wanted = vec![];
        for named in listed {
            let link = self
                .index
                .resolve(self.draft, set.kind(), named)
                .and_then(|other| {
                    let link = set.link(object.id, other);
                    let allowed = set.allows(self.draft, &link);
                    allowed.map(|()| link).map_err(|why| why.to_string())
                });
            match link {
                Ok(link) => wanted.push(link),
                Err(why) => self.ignore(object, format!("`{}`: {why}", set.name)),
            }
        }
        for other in set.ids(self.draft, object.id) {
            let link = set.link(object.id, other);
            if !wanted.contains(&link) {
                self.draft.unlink(link);
            }
        }
        wanted.into_iter().for_each(|link| self.draft.link(link));
        Ok(())
    }
    fn ignore(&mut self, object: &Placed, reason: String) {
        self.outcome.ignored.push(Ignored {
            kind: object.row.name.into(),
            name: Some(
                object
                    .row
                    .name_of(&object.row.fields(object.record).unwrap_or_default()),
            ),
            reason,
        });
    }
}
