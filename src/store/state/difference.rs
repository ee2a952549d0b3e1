//! What differs between two states. What they share of their structure is not looked at, so two states
//! of one twin are compared in the time that their differences take.
use super::{Change, Link, State};
use imbl::{OrdMap, OrdSet, ordmap, ordset};
use std::collections::BTreeSet;

impl State {
    /// The steps from this state to another one, by kind and id, links first.
    pub fn steps_to(&self, other: &Self) -> Vec<Change> {
        let mut steps = vec![];
        self.link_steps(other, &mut steps);
        self.object_steps(other, &mut steps);
        steps
    }
    fn object_steps(&self, other: &Self, steps: &mut Vec<Change>) {
        let tables = self.tables.iter().chain(&other.tables);
        let kinds: BTreeSet<_> = tables.map(|(kind, _)| *kind).collect();
        let none = OrdMap::new();
        for kind in kinds {
            let old = self.table(kind).map_or(&none, |table| &table.objects);
            let new = other.table(kind).map_or(&none, |table| &table.objects);
            steps.extend(old.diff(new).map(|step| match step {
                ordmap::DiffItem::Add(_, object) => Change::Put(object.clone()),
                ordmap::DiffItem::Update { new: (_, new), .. } => Change::Put(new.clone()),
                ordmap::DiffItem::Remove(id, object) => Change::Drop(object.kind, *id),
            }));
        }
    }
    fn link_steps(&self, other: &Self, steps: &mut Vec<Change>) {
        let relations = self.links.values().chain(other.links.values());
        let relations: BTreeSet<_> = relations.map(|links| links.ends).collect();
        let none = OrdSet::new();
        for relation in relations {
            let old = self.links.get(relation.name);
            let new = other.links.get(relation.name);
            let old = old.map_or(&none, |links| &links.children);
            let new = new.map_or(&none, |links| &links.children);
            let link = |pair: &(i64, i64)| Link {
                relation,
                parent: pair.0,
                child: pair.1,
            };
            steps.extend(old.diff(new).map(|step| match step {
                ordset::DiffItem::Add(pair) => Change::Link(link(pair)),
                ordset::DiffItem::Remove(pair) => Change::Unlink(link(pair)),
            }));
        }
    }
}
