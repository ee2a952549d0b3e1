//! The states that a twin can go back to: the one it began with, and those that were given a name. A state
//! shares its structure with those before it, so that to keep one costs what was changed since.
use crate::{
    base::{
        clock::{ClockMode, Millis},
        problem::{Problem, Result},
    },
    store::State,
};
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// A moment of a twin.
#[derive(Clone)]
pub struct Snapshot {
    pub state: State,
    pub clock: ClockMode,
    /// When it was taken, by the twin's clock.
    pub taken: Millis,
}

pub struct History {
    /// As the twin was when it was made.
    pub creation: Snapshot,
    named: Mutex<BTreeMap<String, Snapshot>>,
}

impl History {
    pub fn new(creation: Snapshot) -> Self {
        Self {
            creation,
            named: Mutex::default(),
        }
    }
    /// The snapshot of this name.
    pub fn snapshot(&self, name: &str) -> Result<Snapshot> {
        let found = self.named().get(name).cloned();
        found.ok_or_else(|| no_such_snapshot(name))
    }
    /// The snapshots by name.
    pub fn named(&self) -> MutexGuard<'_, BTreeMap<String, Snapshot>> {
        // Nothing panics while the lock is held, so it cannot be poisoned.
        self.named.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub fn no_such_snapshot(name: &str) -> Problem {
    Problem::NotFound(format!("There is no snapshot `{name}`."))
}
