//! The whole state of a twin: a value that shares its structure with the ones before it.
mod difference;

use super::object::{Kind, Object, Resource};
use crate::base::problem::{Problem, Result};
use imbl::{HashMap, OrdMap, OrdSet};
use std::sync::Arc;

#[derive(Clone, Default)]
pub struct State {
    /// How many times the state was published; two states of a twin with the same number are one.
    pub version: u64,
    /// One for each kind; they are few.
    tables: Vec<(&'static str, Arc<Table>)>,
    links: HashMap<&'static str, Links>,
}

#[derive(Clone, Default)]
struct Table {
    objects: OrdMap<i64, Arc<Object>>,
    /// Whose each unique value is. In order, as names that are made one after the other are often
    /// alike: a change then copies what the one before it touched, and no cold parts.
    keys: OrdMap<Arc<str>, i64>,
    /// The highest id ever given; ids are never used twice.
    last_id: i64,
}

/// The pairs of one relation, from both ends.
#[derive(Clone)]
struct Links {
    ends: &'static Ends,
    children: OrdSet<(i64, i64)>,
    parents: OrdSet<(i64, i64)>,
}

/// Two objects that a relation joins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Link {
    pub relation: &'static Ends,
    pub parent: i64,
    pub child: i64,
}

/// A relation by its name and the kinds of its two ends.
#[derive(Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ends {
    /// The path by which fixtures name it: `tags/devices`.
    pub name: &'static str,
    pub parent: &'static str,
    pub child: &'static str,
}

/// One step from a state to the next; what a database is told of it.
#[derive(Clone)]
pub enum Change {
    Put(Arc<Object>),
    Drop(&'static Kind, i64),
    Link(Link),
    Unlink(Link),
    /// The highest id that a kind has given.
    LastId(&'static Kind, i64),
}

impl Change {
    /// Whether it must be published at once ([`Resource::PUBLISH_AT_ONCE`]).
    pub fn publishes_at_once(&self) -> bool {
        match self {
            Self::Put(object) => object.kind.publish_at_once,
            Self::Drop(kind, _) => kind.publish_at_once,
            Self::Link(_) | Self::Unlink(_) | Self::LastId(..) => false,
        }
    }
}

impl State {
    pub fn object<T: Resource>(&self, id: i64) -> Result<&Arc<Object>> {
        self.object_of(Kind::of::<T>(), id)
    }
    /// The same for a kind that is not known before.
    pub fn object_of(&self, kind: &Kind, id: i64) -> Result<&Arc<Object>> {
        let object = self.find(kind.name, id);
        object.ok_or_else(|| Problem::no_such(kind.title, id))
    }
    pub fn get<T: Resource>(&self, id: i64) -> Result<&T> {
        self.object::<T>(id).map(|object| object.get())
    }
    pub fn find(&self, kind: &str, id: i64) -> Option<&Arc<Object>> {
        self.table(kind)?.objects.get(&id)
    }
    pub fn has(&self, kind: &str, id: i64) -> bool {
        self.find(kind, id).is_some()
    }
    /// Every object of a kind, by id.
    pub fn objects(&self, kind: &str) -> impl DoubleEndedIterator<Item = &Arc<Object>> {
        self.table(kind)
            .into_iter()
            .flat_map(|table| table.objects.values())
    }
    pub fn all<T: Resource>(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.objects(T::KIND).map(|object| object.get())
    }
    pub fn count(&self, kind: &str) -> usize {
        self.table(kind).map_or(0, |table| table.objects.len())
    }
    /// The object with this unique value.
    pub fn by_key<T: Resource>(&self, key: &str) -> Option<&Arc<Object>> {
        self.find_key(T::KIND, key)
    }
    pub fn id_of_key(&self, kind: &str, key: &str) -> Option<i64> {
        self.find_key(kind, key).map(|object| object.id)
    }
    fn find_key(&self, kind: &str, key: &str) -> Option<&Arc<Object>> {
        let table = self.table(kind)?;
        table.objects.get(table.keys.get(key)?)
    }
    pub fn last_id(&self, kind: &str) -> i64 {
        self.table(kind).map_or(0, |table| table.last_id)
    }
    pub fn children(&self, relation: &str, parent: i64) -> impl Iterator<Item = i64> {
        let links = self.links.get(relation);
        links
            .into_iter()
            .flat_map(move |links| joined(&links.children, parent))
    }
    pub fn parents(&self, relation: &str, child: i64) -> impl Iterator<Item = i64> {
        let links = self.links.get(relation);
        links
            .into_iter()
            .flat_map(move |links| joined(&links.parents, child))
    }
    pub fn is_linked(&self, link: &Link) -> bool {
        self.links
            .get(link.relation.name)
            .is_some_and(|links| links.children.contains(&(link.parent, link.child)))
    }
    /// Every pair of a relation, by parent and child.
    pub fn pairs(&self, relation: &str) -> impl Iterator<Item = (i64, i64)> {
        self.links
            .get(relation)
            .into_iter()
            .flat_map(|links| links.children.iter().copied())
    }

    /// Every link that an object has, at either end.
    pub fn links_of(&self, kind: &str, id: i64) -> Vec<Link> {
        let mut found = vec![];
        for links in self.links.values() {
            let relation = links.ends;
            if relation.parent == kind {
                found.extend(joined(&links.children, id).map(|child| Link {
                    relation,
                    parent: id,
                    child,
                }));
            }
            if relation.child == kind {
                found.extend(joined(&links.parents, id).map(|parent| Link {
                    relation,
                    parent,
                    child: id,
                }));
            }
        }
        found
    }

    /// Takes one step; the step back, if there is one to take.
    pub fn apply(&mut self, change: &Change) -> Option<Change> {
        match change {
            Change::Put(object) => Some(self.put(object.clone())),
            Change::Drop(kind, id) => self.drop(kind, *id),
            Change::Link(link) => {
                let links = self.links_mut(link.relation);
                links.children.insert((link.parent, link.child));
                links.parents.insert((link.child, link.parent));
                Some(Change::Unlink(*link))
            }
            Change::Unlink(link) => {
                let links = self.links_mut(link.relation);
                links.children.remove(&(link.parent, link.child));
                links.parents.remove(&(link.child, link.parent));
                Some(Change::Link(*link))
            }
            Change::LastId(kind, id) => {
                let table = self.table_mut(kind.name);
                table.last_id = table.last_id.max(*id);
                None
            }
        }
    }
    fn links_mut(&mut self, ends: &'static Ends) -> &mut Links {
        self.links.entry(ends.name).or_insert_with(|| Links {
            ends,
            children: OrdSet::new(),
            parents: OrdSet::new(),
        })
    }
    fn put(&mut self, object: Arc<Object>) -> Change {
        let (kind, id) = (object.kind, object.id);
        let table = self.table_mut(kind.name);
        table.last_id = table.last_id.max(id);
        let before = table.objects.insert(id, object.clone());
        match (
            before.as_ref().and_then(|before| before.key()),
            object.key(),
        ) {
            (old, new) if old == new => {}
            (old, new) => {
                if let Some(old) = old {
                    table.keys.remove(&*old);
                }
                if let Some(new) = new {
                    table.keys.insert(new.into(), id);
                }
            }
        }
        before.map_or(Change::Drop(kind, id), Change::Put)
    }
    fn drop(&mut self, kind: &'static Kind, id: i64) -> Option<Change> {
        let table = self.table_mut(kind.name);
        let before = table.objects.remove(&id)?;
        if let Some(key) = before.key() {
            table.keys.remove(&*key);
        }
        Some(Change::Put(before))
    }
    fn table(&self, kind: &str) -> Option<&Table> {
        let found = self.tables.iter().find(|(name, _)| *name == kind);
        found.map(|(_, table)| &**table)
    }
    fn table_mut(&mut self, kind: &'static str) -> &mut Table {
        let at = self.tables.iter().position(|(name, _)| *name == kind);
        let at = at.unwrap_or_else(|| {
            self.tables.push((kind, Arc::default()));
            self.tables.len() - 1
        });
        Arc::make_mut(&mut self.tables[at].1)
    }
}

fn joined(pairs: &OrdSet<(i64, i64)>, end: i64) -> impl Iterator<Item = i64> {
    pairs
        .range((end, i64::MIN)..=(end, i64::MAX))
        .map(|(_, other)| *other)
}
