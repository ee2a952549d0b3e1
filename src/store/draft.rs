//! How a state becomes the next one.
use super::{
    audit::AuditEntry,
    object::{Kind, Object, Resource},
    state::{Change, Link, State},
};
use crate::base::{
    brief::cut,
    clock::Millis,
    problem::{Problem, Result, refused},
};
use anyhow::anyhow;
use std::{
    ops::Deref,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

/// How many old entries of the audit log a write takes away at the most.
const MOST_FORGOTTEN: usize = 1000;

/// When a write was made, by whom, and through what.
#[derive(Clone, Debug)]
pub struct Stamp {
    pub at: Millis,
    pub by: Arc<str>,
    pub component: &'static str,
}

/// A state in the making: it becomes the twin's state whole, or not at all.
pub struct Draft {
    state: State,
    pub stamp: Stamp,
    changes: Vec<Change>,
    /// The steps back, the last of them first.
    back: Vec<Change>,
    /// What the audit log will say: operation and details.
    audit_note: Option<(String, String)>,
}

impl Deref for Draft {
    type Target = State;
    fn deref(&self) -> &State {
        &self.state
    }
}

impl Draft {
    pub fn new(state: State, stamp: Stamp) -> Self {
        Self {
            state,
            stamp,
            changes: vec![],
            back: vec![],
            audit_note: None,
        }
    }
    fn change(&mut self, change: Change) {
        self.back.extend(self.state.apply(&change));
        self.changes.push(change);
    }
    /// All that `work` does, or nothing if it fails. A panic ends only this write: whoever waits
    /// for it gets a 500.
    pub fn attempt(&mut self, work: &mut dyn FnMut(&mut Self) -> Result<()>) -> Result<()> {
        let done = catch_unwind(AssertUnwindSafe(|| work(self)));
        let done = done.unwrap_or_else(|_| Err(Problem::Internal(anyhow!("a write panicked"))));
        if done.is_err() {
            self.undo();
        }
        done
    }
    /// Takes back all that was done. Ids that were given stay given.
    pub fn undo(&mut self) {
        for step in self.back.drain(..).rev() {
            self.state.apply(&step);
        }
        self.changes.clear();
        self.audit_note = None;
    }

    /// What the audit log says of this write; the first one said holds.
    pub fn note(&mut self, operation: impl Into<String>, details: impl Into<String>) {
        self.audit_note
            .get_or_insert((operation.into(), details.into()));
    }
    fn note_of(&mut self, verb: &str, object: &Object) {
        if self.audit_note.is_some() {
            return;
        }
        let (title, id) = (object.kind.title, object.id.to_string());
        let details = match object.label() {
            Some(label) => [title, " ", &id, ": ", &label].concat(),
            None => [title, " ", &id].concat(),
        };
        self.note([verb, " ", title].concat(), details);
    }

    /// Adds an object under the next id.
    pub fn insert<T: Resource>(&mut self, mut value: T) -> Result<i64> {
        let id = self.next_id(Kind::of::<T>());
        value.set_id_and_time(id, self.stamp.at);
        self.put(Object::new(value), "Create")?;
        Ok(id)
    }
    /// Puts an object under the id that it has, as fixtures and restored states do.
    pub fn place(&mut self, object: Object) -> Result<()> {
        self.check(&object)?;
        self.change(Change::Put(Arc::new(object)));
        Ok(())
    }
    pub fn next_id(&self, kind: &Kind) -> i64 {
        self.state.last_id(kind.name).saturating_add(1)
    }
    /// Sets the highest id that a kind has given, so that lower ones are not given again.
    pub fn reserve(&mut self, kind: &'static Kind, id: i64) {
        self.change(Change::LastId(kind, id));
    }
    /// Replaces an object by what `change` makes of it.
    pub fn update<T: Resource>(
        &mut self,
        id: i64,
        change: impl FnOnce(&T) -> Result<T>,
    ) -> Result<()> {
        let mut changed = change(self.state.get(id)?)?;
        changed.set_id_and_time(id, self.stamp.at);
        self.put(Object::new(changed), "Modify")
    }
    fn put(&mut self, object: Object, verb: &str) -> Result<()> {
        self.check(&object)?;
        self.note_of(verb, &object);
        self.change(Change::Put(Arc::new(object)));
        Ok(())
    }
    fn check(&self, object: &Object) -> Result<()> {
        object.check(&self.state)?;
        let Some(key) = object.key() else {
            return Ok(());
        };
        match self.state.id_of_key(object.kind.name, &key) {
            Some(other) if other != object.id => Err(refused(object.duplicate_message())),
            _ => Ok(()),
        }
    }
    /// Removes an object and every link that it has.
    pub fn remove<T: Resource>(&mut self, id: i64) -> Result<()> {
        let object = self.state.object::<T>(id)?.clone();
        self.note_of("Delete", &object);
        self.discard(&object);
        Ok(())
    }
    /// The same for an object of any kind, without a word in the audit log.
    pub fn discard(&mut self, object: &Object) {
        for link in self.state.links_of(object.kind.name, object.id) {
            self.change(Change::Unlink(link));
        }
        self.change(Change::Drop(object.kind, object.id));
    }
    /// The same for all objects of a kind that are like this: what goes with an object that the
    /// write removes.
    pub fn discard_all<T: Resource>(&mut self, like: impl Fn(&T) -> bool) {
        let all = self.state.objects(T::KIND);
        let found: Vec<_> = all.filter(|object| like(object.get())).cloned().collect();
        found.iter().for_each(|object| self.discard(object));
    }
    /// Takes the steps to another state, without a word in the audit log.
    pub fn become_state(&mut self, other: &State) {
        let steps = self.state.steps_to(other);
        steps.into_iter().for_each(|step| self.change(step));
    }
    pub fn link(&mut self, link: Link) {
        if !self.state.is_linked(&link) {
            self.change(Change::Link(link));
        }
    }
    pub fn unlink(&mut self, link: Link) {
        if self.state.is_linked(&link) {
            self.change(Change::Unlink(link));
        }
    }

    /// The new state and the steps to it, as they are.
    pub fn done(self) -> (State, Vec<Change>) {
        (self.state, self.changes)
    }
    /// The new state and the steps to it, with the entry that the write leaves in the audit log.
    pub fn finish(mut self) -> (State, Vec<Change>) {
        if let Some((operation, details)) = self.audit_note.take() {
            self.record(operation, details);
        }
        self.done()
    }
    fn record(&mut self, operation: String, details: String) {
        let kind = Kind::of::<AuditEntry>();
        // Readers pass over old entries, so they may stay for a while.
        if self.next_id(kind) % 64 == 0 {
            self.forget_old_entries(kind);
        }
        let entry = AuditEntry {
            id: self.next_id(kind),
            at: self.stamp.at,
            user: self.stamp.by.clone(),
            operation,
            details: cut(&details, AuditEntry::LONGEST).into_owned(),
            component: self.stamp.component.into(),
        };
        self.change(Change::Put(Arc::new(Object::new(entry))));
    }
    fn forget_old_entries(&mut self, kind: &'static Kind) {
        let horizon = self.stamp.at.saturating_sub(AuditEntry::KEPT);
        let entries = self.state.all::<AuditEntry>();
        let surplus = self.state.count(kind.name).saturating_sub(AuditEntry::MOST);
        let old: Vec<i64> = entries
            .enumerate()
            .take_while(|(nth, entry)| entry.at < horizon || *nth < surplus)
            .map(|(_, entry)| entry.id)
            .take(MOST_FORGOTTEN)
            .collect();
        for id in old {
            self.change(Change::Drop(kind, id));
        }
    }
}
